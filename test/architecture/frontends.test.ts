import { isEnumType, isObjectType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { codes } from '../../src/domain/codes.ts'
import { schema } from '../../src/graphql/schema.ts'
import { answerTablesOf, frontendPages, readFrontendPages, stepsOf } from '../support/frontend-pages.ts'

const pages = await readFrontendPages()
const tables = pages.flatMap(({ text }) => answerTablesOf(text))
const steps = pages.flatMap(({ path, text }) => stepsOf(path, text))

function fieldsOf(type: string) {
  const found = schema.getType(type)
  return isObjectType(found) ? Object.values(found.getFields()) : []
}

/** Mutations, and the queries that may be refused, each with the codes of its description. */
const acts = [...fieldsOf('Mutation'), ...fieldsOf('Query').filter(({ description }) => toldBy(description).length > 0)]

function toldBy(description: string | null | undefined): readonly string[] {
  const [, list = ''] = /^Codes: (.+)\.$/m.exec(description ?? '') ?? []
  return [...list.matchAll(/`([A-Z_]+)`/g)].map(([, code = '']) => code)
}

describe('the pages for frontends', () => {
  it.each(acts.map((act) => [act.name, act] as const))('say what %s answers, code by code', (name, { description }) => {
    const answers = tables.filter((table) => table.acts.includes(name)).flatMap((table) => table.answers)
    expect(answers).not.toEqual([])
    expect(answers.filter((answer) => answer in codes).toSorted()).toEqual(toldBy(description).toSorted())
  })

  it('tell of no act that is not there', () => {
    const named = new Set(tables.flatMap((table) => table.acts))
    expect([...named].filter((name) => !acts.some((act) => act.name === name))).toEqual([])
  })

  it.each([
    ['SignInStep', '| `step` |'],
    ['SignInNoticeKind', '| `kind` |'],
  ])('explain each %s', (name, head) => {
    const type = schema.getType(name)
    const values = isEnumType(type) ? type.getValues().map((value) => value.name) : []
    const rows = pages.flatMap(({ text }) => text.split('\n\n')).find((block) => block.startsWith(head))
    const explained = [...(rows ?? '').matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, value]) => value)
    expect(explained.toSorted()).toEqual(values.toSorted())
  })

  it('lead to one another, in the order in which they are played', () => {
    const [entry = '', ...others] = frontendPages
    const text = pages.find(({ path }) => path === entry)?.text ?? ''
    const list = [...text.matchAll(/^\d\. \[(frontends[a-z-]*\.md)\]/gm)].map(([, page]) => `docs/${page}`)
    expect(list).toEqual(others)
  })

  it('show each act as a document that can be pasted', () => {
    const shown = steps.map(({ document }) => document).join()
    const unshown = acts.filter(({ name }) => !new RegExp(`\\b${name}\\b`).test(shown)).map(({ name }) => name)
    expect(unshown).toEqual(['activationNumberReport', 'taskComplete'])
  })
})
