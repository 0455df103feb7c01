import { describe, expect, it } from 'vitest'
import { listFiles, readText } from '../../tools/check/files.ts'

const files = await listFiles()
const code = files.filter((path) => /\.(?:ts|mjs)$/.test(path) && !path.startsWith('src/db/migrations/'))
const texts = new Map(await Promise.all(code.map(async (path) => [path, await readText(path)] as const)))

const holding = (pattern: RegExp, except: RegExp): readonly string[] =>
  [...texts].filter(([path, text]) => !except.test(path) && pattern.test(text)).map(([path]) => path)

describe('the text of the code', () => {
  it('reads the environment in config.ts, in tools and in test support only', () => {
    // Handing it on whole, to config.ts or to a child process, is not reading it.
    const reads = /\bprocess\.env(?:\.|\?\.|\[)|=\s*process(?:\.env)?\s*[;,\n]|from ['"](?:node:)?process['"]/
    expect(holding(reads, /^src\/config\.ts$|^tools\/|^test\/(?:support|architecture)\//)).toEqual([])
  })

  it('keeps every source file within 300 lines', () => {
    const long = [...texts].filter(([path, text]) => path.startsWith('src/') && text.split('\n').length > 301)
    expect(long.map(([path]) => path)).toEqual([])
  })

  it('skips no test and singles none out', () => {
    const switched = /\b(?:it|test|describe|suite)(?:\.\w+)*\.(?:skip|only|todo|skipIf|runIf)\b|\bx(?:it|describe)\(/
    expect(holding(switched, /^test\/architecture\/text\.test\.ts$/)).toEqual([])
  })

  it('catches no error only to drop it without a word', () => {
    expect(holding(/\bcatch\s*(?:\([^)]*\)\s*)?\{\s*\}/, /^test\/architecture\/text\.test\.ts$/)).toEqual([])
  })

  it('suppresses no check', () => {
    const hushed = /@ts-(?:ignore|nocheck|expect-error)|biome-ignore-all|oxlint-disable(?!-next-line)|eslint-disable/
    expect(holding(hushed, /^test\/architecture\/text\.test\.ts$/)).toEqual([])
  })

  it('names every file after one thing, in kebab-case', () => {
    const vague = /(?:^|[-/.])(?:utils?|helpers?|common|misc|managers?|services?)(?:[/.]|$)/
    const names = files.filter(
      (path) => /^(?:src|test|bench|tools)\//.test(path) && !path.startsWith('src/db/migrations/'),
    )
    expect(names.filter((path) => vague.test(path))).toEqual([])
    expect(names.filter((path) => path.endsWith('.ts') && !/^[a-z0-9.-]+$/.test(path.replaceAll('/', '')))).toEqual([])
  })
})
