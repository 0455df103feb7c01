import fc from 'fast-check'
import { expect, it } from 'vitest'
import { pack } from './pack.ts'

const acme = { id: 'a', name: 'Acme B.V.' }
const at = new Date('2026-03-24T23:30:00Z')
const item = (title: string, folder = acme) => ({ folder, title, publishedAt: at, mediaType: 'application/pdf' })
const paths = (...items: ReturnType<typeof item>[]) => pack(items).map(({ path }) => path)

it('puts each document into the folder of its organisation, by its local day', () => {
  const beta = { id: 'b', name: '../Beta/..' }
  expect(paths(item('Loonstrook maart'), item('Contract', beta))).toEqual([
    'Acme B.V/2026-03-25 Loonstrook maart.pdf',
    '_Beta_/2026-03-25 Contract.pdf',
  ])
})

it('numbers what would be called alike, and folders too', () => {
  expect(paths(item('Strook'), item('strook'), item('STROOK'), item('Strook', { id: 'b', name: 'ACME B.V.' }))).toEqual(
    [
      'Acme B.V/2026-03-25 Strook.pdf',
      'Acme B.V/2026-03-25 strook (2).pdf',
      'Acme B.V/2026-03-25 STROOK (3).pdf',
      'ACME B.V (2)/2026-03-25 Strook.pdf',
    ],
  )
})

it('keeps each part of a path within what a file system takes, in any script', () => {
  const long = { id: 'c', name: '会社'.repeat(100) }
  const made = paths(item('給与明細'.repeat(75), long), item('給与明細'.repeat(75), long))
  const parts = made.flatMap((path) => path.split('/'))
  expect(Math.max(...parts.map((part) => Buffer.byteLength(part)))).toBeLessThan(255)
  expect(made[1]).toMatch(/^(会社)+\/2026-03-25 (給与明細)+給与 \(2\)\.pdf$/)
})

it('makes of any titles and names paths of two parts, no two alike', () => {
  const anything = fc.string({ unit: 'binary', maxLength: 20 })
  const one = fc.record({ title: anything, folder: fc.record({ id: fc.constantFrom('a', 'b', 'c'), name: anything }) })
  fc.assert(
    fc.property(fc.array(one, { maxLength: 12 }), (given) => {
      const made = paths(...given.map(({ title, folder }) => item(title, folder)))
      for (const path of made) expect(path).toMatch(/^[^/\\.][^/\\]*\/2026-03-25 [^/\\]+\.pdf$/)
      expect(new Set(made.map((path) => path.toLowerCase())).size).toBe(made.length)
    }),
  )
})
