import { expect, test } from 'vitest'
import { judgeFigure } from './figure-verdict.ts'

const figure = { phase: 'A', weeksWorked: 12, from: '2026-01-05', until: null } as const
const item = { externalReference: 'F-1', whom: { personReference: 'E1' }, figure } as const
const present = { ...figure, id: 'f', personId: 'jan', version: 3, publishedAt: new Date(0) }

test('is published where nothing counts under its reference', () => {
  expect(judgeFigure(item, 'jan', undefined)).toEqual({ kind: 'published' })
})

test('is repeated with the same content', () => {
  expect(judgeFigure(item, 'jan', present)).toEqual({ kind: 'repeated', version: 3 })
})

test.each([{ weeksWorked: 13 }, { until: '2026-06-30' }, { phase: 'B' as const }])('is corrected by %j', (change) => {
  const changed = { ...item, figure: { ...figure, ...change } }
  expect(judgeFigure(changed, 'jan', present)).toEqual({ kind: 'corrected', replaces: 'f', version: 4 })
})

test('stays with its person, also with the same content', () => {
  const refused = { kind: 'refused', path: 'externalReference', code: 'REFERENCE_REUSED' }
  expect(judgeFigure(item, 'piet', present)).toEqual(refused)
})

test('is refused for whoever does not work there, by the way they were named', () => {
  expect(judgeFigure(item, undefined, present)).toEqual({
    kind: 'refused',
    path: 'personReference',
    code: 'PERSON_UNKNOWN',
  })
  expect(judgeFigure({ ...item, whom: { personId: 'x' } }, undefined, undefined)).toMatchObject({ path: 'person' })
})
