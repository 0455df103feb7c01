import { readFile } from 'node:fs/promises'
import {
  buildSchema,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql'
import { expect, test } from 'vitest'
import { demoPlaces } from '../../src/dev/demo/logins.ts'
import { flowAt, flows } from '../../src/dev/pages/flows/all.ts'
import type { Step } from '../../src/dev/pages/playbook.ts'

// As committed: the printed one is held against the code elsewhere.
const schema: GraphQLSchema = buildSchema(await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8'))

const paths = [...Object.keys(flows), '/dev/tasks/0197a000-0000-7000-8000-000000000001']
const places = demoPlaces.filter(({ slug }) => ['mijn-youforce', 'urenportaal'].includes(slug))
const pages = paths.flatMap((path) =>
  places.map((place) => [path, place.slug, flowAt(path, place)?.steps ?? []] as const),
)

/** As the page fills them in, with every optional one given. */
function filled(template: unknown): unknown {
  if (typeof template === 'string') return template.replace(/^\$\w+\??$/, 'something')
  if (Array.isArray(template)) return template.map(filled)
  if (template === null || typeof template !== 'object') return template
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) => [key, key === 'expectedVersion' ? 1 : filled(value)]),
  )
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
  for (const { document, title, keeps = {}, says = '', problems } of steps) {
    const told = [...says.matchAll(/\{([\w.]+)\}/g)].map(([, path = '']) => path)
    for (const path of [...Object.values(keeps), ...told, ...(problems ? [problems] : [])]) {
      for (const name of path.split('.').filter((part) => !/^\d+$/.test(part))) {
        expect(document, `${path} at ${title}`).toMatch(new RegExp(`\\b${name}\\b`))
      }
    }
  }
})

test.each(pages)(
  'every step of %s at %s gets what it needs from fields, earlier steps or the link',
  (path, _slug, steps) => {
    const known = new Set(path === '/dev/activate' ? ['token'] : [])
    for (const { variables, fields = [], keeps = {}, title } of steps) {
      const own = new Set(fields.map(({ name }) => name))
      const needed = [...JSON.stringify(variables).matchAll(/"\$(\w+)"/g)].map(([, name = '']) => name)
      expect(
        needed.filter((name) => !known.has(name) && !own.has(name)),
        title,
      ).toEqual([])
      for (const name of Object.keys(keeps)) known.add(name)
    }
  },
)
