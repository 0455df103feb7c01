import { expect, it } from 'vitest'
import { listFiles, readText } from '../../tools/check/files.ts'

const page = await readText('docs/security.md')
const files = await listFiles()
const references = new Map(
  [...page.matchAll(/^\[([\w-]+)\]: \.\.\/(\S+)$/gm)].map(([, name = '', path = '']) => [name, path]),
)

type Proof = { readonly name: string; readonly title: string }

/** `[name] “title”, “title”`: the titles after a name, up to the next name or the end of the row. */
const proofs = page
  .split('\n')
  .flatMap((row) => row.split(/(?=(?<!\])\[[\w-]+\](?![(:]))/))
  .flatMap((part): readonly Proof[] => {
    const [, name] = /^\[([\w-]+)\]/.exec(part) ?? []
    return name === undefined ? [] : [...part.matchAll(/“([^”]+)”/g)].map(([, title = '']) => ({ name, title }))
  })

it('names tests that exist, in files that exist, and no file in vain', async () => {
  const named = new Set([...page.matchAll(/(?<!\])\[([\w-]+)\](?![(:])/g)].map(([, name = '']) => name))
  expect([...references.keys()].filter((name) => !named.has(name))).toEqual([])
  expect([...named].filter((name) => !files.includes(references.get(name) ?? ''))).toEqual([])
})

it('quotes the titles of tests as they are', async () => {
  expect(proofs.length).toBeGreaterThan(100)
  const texts = new Map<string, string>()
  for (const [name, path] of references) texts.set(name, (await readText(path)).replaceAll(/\(\s+/g, '('))
  const isTitle = ({ name, title }: Proof) =>
    ["'", '"', '`'].some((quote) => texts.get(name)?.includes(`(${quote}${title}${quote},`))
  expect(proofs.filter((proof) => !isTitle(proof))).toEqual([])
})

it('names files of the source that exist', () => {
  const sources = [...page.matchAll(/`([a-z-]+(?:\/[\w-]+)*\.ts)`/g)].map(([, path]) => `src/${path}`)
  expect(sources.length).toBeGreaterThan(20)
  expect(sources.filter((path) => !files.includes(path))).toEqual([])
})

it('tells of each requirement whether it holds', () => {
  const rows = [...page.matchAll(/^\| ([\d.,– ]+\d) \| (\d) \| [^|]+ \| ([^|]+) \|/gm)]
  const states = new Set(rows.map(([, , , state]) => state))
  expect(rows.length).toBeGreaterThan(80)
  expect([...states].filter((state) => !['yes', 'part', 'no', 'later', 'frontend'].includes(state ?? ''))).toEqual([])
  const open = rows.filter(([, , , state]) => state === 'no' || state === 'part').map(([, number]) => number)
  const [, told = ''] = /^## What does not hold\n([\s\S]*?)^## /m.exec(page) ?? []
  expect(open.filter((number) => !told.includes(number ?? ''))).toEqual([])
})
