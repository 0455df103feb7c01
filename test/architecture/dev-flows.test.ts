import { readFile } from 'node:fs/promises'
import {
  buildSchema,
  type GraphQLSchema,
  getVariableValues,
  isEnumType,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql'
import { expect, test } from 'vitest'
import {
  activationLink,
  objectionLink,
  passwordResetLink,
  recoveryPasswordLink,
  signInUrl,
  taskUrl,
} from '../../src/commands/messages/links.ts'
import { demoPlaces } from '../../src/dev/demo/logins.ts'
import { flowAt, flows } from '../../src/dev/pages/flows/all.ts'
import type { Condition, Step } from '../../src/dev/pages/playbook.ts'

// As committed: the printed one is held against the code elsewhere.
const schema: GraphQLSchema = buildSchema(await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8'))

const paths = [...Object.keys(flows), '/dev/tasks/0197a000-0000-7000-8000-000000000001']
const places = demoPlaces.filter(({ slug }) => ['mijn-youforce', 'urenportaal'].includes(slug))
const pages = paths.flatMap((path) =>
  places.map((place) => [path, place.slug, flowAt(path, place)?.steps ?? []] as const),
)

/** What an enum or a date is, so that the schema takes it for one. */
const typed: Readonly<Record<string, unknown>> = {
  expectedVersion: 1,
  checks: ['CALLED_BACK'],
  dateOfBirth: '1990-02-01',
  language: 'NL',
  question: 'FIRST_PET',
  rememberDevice: true,
  isPasswordLost: true,
}

/** As the page fills them in, with every optional one given. */
function filled(template: unknown, key = ''): unknown {
  if (key in typed) return typed[key]
  if (template === '$kind') return 'APP'
  if (typeof template === 'string') return template.replace(/^\$[\w.]+\??$/, 'something')
  if (Array.isArray(template)) return template.map((item) => filled(item))
  if (template === null || typeof template !== 'object') return template
  return Object.fromEntries(Object.entries(template).map(([inner, value]) => [inner, filled(value, inner)]))
}

function variableErrors({ document, variables }: Step): readonly string[] {
  const operation = parse(document).definitions.find(
    (part): part is OperationDefinitionNode => part.kind === 'OperationDefinition',
  )
  const values = filled(variables)
  if (operation === undefined || values === null || typeof values !== 'object') return ['no operation']
  const result = getVariableValues(schema, operation.variableDefinitions ?? [], { ...values })
  return 'errors' in result ? (result.errors ?? []).map(({ message }) => message) : []
}

test.each(pages)('%s at %s asks what the schema answers', (_path, _slug, steps) => {
  expect(steps.length).toBeGreaterThan(0)
  for (const step of steps) {
    expect(
      validate(schema, parse(step.document)).map(({ message }) => message),
      step.title,
    ).toEqual([])
    expect(variableErrors(step), step.title).toEqual([])
  }
})

test.each(pages)('what %s at %s keeps and tells stands in its documents', (_path, _slug, steps) => {
  for (const { document, title, keeps = {}, says = '', problems, picture, toKeep, ceremony } of steps) {
    const told = [...says.matchAll(/\{([\w.*]+)\}/g)].map(([, path = '']) => path)
    const read = [...Object.values(keeps), ...told, problems, picture, toKeep, ceremony?.options]
    for (const path of read.filter((one) => one !== undefined)) {
      for (const name of path.split('.').filter((part) => !/^(\d+|\*)$/.test(part))) {
        expect(document, `${path} at ${title}`).toMatch(new RegExp(`\\b${name}\\b`))
      }
    }
  }
})

/** What the page knows by itself, or from where a sign-in stands. */
const ofThePage = ['flow', 'way', 'refusedWith', 'session']
const byLink = ['/dev/activate', '/dev/reset-password', '/dev/recovery/object', '/dev/recovery/password']

const namesIn = (paths: Iterable<RegExpMatchArray>) => [...paths].map(([, name = '']) => name)
const conditionsOf = (onlyIf: Condition = []) => (typeof onlyIf === 'string' ? [onlyIf] : onlyIf)

/** What a step, or a field of it, is shown by. */
function shownBy({ onlyIf, fields = [] }: Step): readonly string[] {
  const conditions = [onlyIf, ...fields.map((field) => field.onlyIf)].flatMap(conditionsOf)
  return namesIn(conditions.join('\n').matchAll(/^!?(\w+)/gm))
}

const choicesOf = ({ fields = [] }: Step) =>
  fields.flatMap(({ type, name, choices = name }) => (type === 'select' ? [choices.replace(/\..*/, '')] : []))

/** What later steps know from it. */
const learns = ({ keeps = {}, ceremony }: Step) => [...Object.keys(keeps), ...(ceremony ? [ceremony.as] : [])]

test.each(pages)(
  'every step of %s at %s gets what it needs from fields, earlier steps or the link',
  (path, _slug, steps) => {
    const known = new Set([...ofThePage, ...(byLink.includes(path) ? ['token'] : [])])
    for (const step of steps) {
      const own = new Set((step.fields ?? []).map(({ name }) => name))
      const needed = namesIn(JSON.stringify(step.variables).matchAll(/"\$(\w+)[\w.]*"/g))
      const unknown = needed.filter((name) => !known.has(name) && !own.has(name))
      expect(unknown, step.title).toEqual([])
      for (const name of learns(step)) known.add(name)
    }
  },
)

test.each(pages)('every condition and every choice of %s at %s is about something known', (path, _slug, steps) => {
  const known = new Set([...ofThePage, ...steps.flatMap(learns), ...(byLink.includes(path) ? ['token'] : [])])
  for (const step of steps) {
    const own = (step.fields ?? []).map(({ name }) => name)
    const asked = [...shownBy(step), ...choicesOf(step)]
    expect(
      asked.filter((name) => !known.has(name) && !own.includes(name)),
      step.title,
    ).toEqual([])
  }
})

test('a step shows itself for each that a sign-in may ask', () => {
  const steps = flowAt('/dev/account', places[0])?.steps ?? []
  const asked = steps.flatMap(({ onlyIf }) => conditionsOf(onlyIf)).join('\n')
  const named = [...new Set(namesIn(asked.matchAll(/^flow\.step=(\w+)$/gm)))]
  const type = schema.getType('SignInStep')
  expect(named.toSorted()).toEqual(
    isEnumType(type)
      ? type
          .getValues()
          .map(({ name }) => name)
          .toSorted()
      : [],
  )
})

test('every link in a mail leads to a page', () => {
  const portal = { frontendUrl: 'http://urenportaal.localhost:4000/dev' }
  const id = '0197a000-0000-7000-8000-000000000001'
  const links = [
    activationLink(portal, 'token'),
    objectionLink(portal, 'token'),
    recoveryPasswordLink(portal, 'token'),
    passwordResetLink(portal, 'token'),
    signInUrl(portal),
    taskUrl(portal, id),
  ]
  for (const link of links) expect(flowAt(new URL(link).pathname, places[0])?.steps, link).not.toHaveLength(0)
})
