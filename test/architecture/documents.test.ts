import { describe, expect, it } from 'vitest'
import { journeyKinds } from '../../src/domain/journeys/journey.ts'
import { listFiles, readText } from '../../tools/check/files.ts'

const files = await listFiles()
const decisions = files.filter((path) => path.startsWith('docs/decisions/'))
/** What all journeys share, and work that recurs without being anybody's journey. */
const others = ['journey', 'recurring-work']
const journeys = files
  .map((path) => /^src\/workflows\/([a-z-]+)\.contract\.ts$/.exec(path)?.[1])
  .filter((name) => name !== undefined && !others.includes(name))
const guides = files.filter((path) => /^(?:README|CONTRIBUTING|SECURITY)\.md$|^docs\/.*\.md$/.test(path))

describe('the documents', () => {
  it('knows a contract for every kind of journey', () => {
    expect(journeys).toEqual([...journeyKinds].sort())
  })

  it.each(journeys)('has a page, a story and a test of the story for %s', (journey) => {
    expect(files).toContain(`docs/journeys/${journey}.md`)
    expect(files).toContain(`src/workflows/${journey}.ts`)
    expect(files.filter((path) => path.startsWith(`test/workflow/${journey}`))).not.toEqual([])
  })

  it('numbers its decisions without a gap', () => {
    const expected = decisions.map((_, index) => String(index + 1).padStart(4, '0'))
    expect(decisions.map((path) => /^docs\/decisions\/(\d{4})-[a-z0-9-]+\.md$/.exec(path)?.[1])).toEqual(expected)
  })

  it.each(decisions)('tells date, status, context, decision and consequences in %s', async (path) => {
    const text = await readText(path)
    const number = path.slice('docs/decisions/'.length, 'docs/decisions/'.length + 4)
    expect(text).toMatch(new RegExp(`^# ${number}\\. \\S`))
    expect(text).toMatch(/^Date: \d{4}-\d{2}-\d{2}$/m)
    expect(text).toMatch(/^Status: (?:proposed|accepted|superseded by \d{4})$/m)
    expect(text.match(/^## .+$/gm)).toEqual(['## Context', '## Decision', '## Consequences'])
  })

  it('explains every variable of the configuration in .env.example', async () => {
    const names = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name).sort()
    const explained = names(await readText('.env.example'), /^([A-Z][A-Z_]+)=/gm)
    expect(explained).toEqual(
      names(await readText('src/config.ts'), /^ {2}([A-Z][A-Z_]+): (?:z$|z\.|port|list|keyRing|flag)/gm),
    )
  })

  it('pins every dependency exactly', async () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(await readText('package.json'))
    const versions = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(String(version)))).toEqual([])
  })

  it('argues every runtime dependency in decision 0016', async () => {
    const table = await readText('docs/decisions/0016-runtime-dependencies.md')
    const { dependencies }: { dependencies: Readonly<Record<string, string>> } = JSON.parse(
      await readText('package.json'),
    )
    const names = Object.keys(dependencies).map((name) => name.replace(/^@(?:pothos\/(?:plugin-)?|temporalio\/)/, ''))
    expect(names.filter((name) => !table.includes(name))).toEqual([])
  })

  it.each(guides)('names only commands that exist in %s', async (path) => {
    const { scripts }: { scripts: Readonly<Record<string, string>> } = JSON.parse(await readText('package.json'))
    const named = [...(await readText(path)).matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)]
    const unknown = named.map(([, script, short]) => script ?? short ?? '').filter((name) => !(name in scripts))
    expect(unknown).toEqual([])
  })

  it.each(guides)('links to files that exist from %s', async (path) => {
    const links = [...(await readText(path)).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(
      ([, link]) => link ?? '',
    )
    const targets = links.map((link) => new URL(link, `file:///${path}`).pathname.slice(1).replace(/\/$/, ''))
    expect(targets.filter((target) => !files.some((file) => file === target || file.startsWith(`${target}/`)))).toEqual(
      [],
    )
  })
})
