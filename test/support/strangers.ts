import { answerInquiry } from '../../src/commands/accounts/answer-inquiry.ts'
import { defaultPolicy, type Policy } from '../../src/domain/portals/policy.ts'
import { answerInquiries, type InquiriesOptions } from '../../src/relay/inquiries.ts'
import type { Scene, Stage } from './scene.ts'

/** Another policy for getting back in, from now on. */
export async function decide(
  { owner }: Scene,
  { portalId }: Pick<Stage, 'portalId'>,
  recovery: Partial<Policy['recovery']>,
): Promise<void> {
  const document = { ...defaultPolicy, recovery: { ...defaultPolicy.recovery, ...recovery } }
  await owner`insert into portal_policies (portal_id, version, effective_from, document)
    select ${portalId}, max(version) + 1, '2020-01-02', ${owner.json(JSON.parse(JSON.stringify(document)))}
    from portal_policies where portal_id = ${portalId}`
}

export type Line = { readonly event: string; readonly [key: string]: unknown }

/** What a worker's turn lives on, with a log to look into. */
export function answering(scene: Scene, lines: Line[] = []) {
  const keep = (line: Line) => {
    lines.push(line)
  }
  return {
    ...scene,
    log: { debug: keep, info: keep, warn: keep, error: keep },
    answerInquiry: (waiting: { portalId: string; inquiryId: string }) => answerInquiry(scene, waiting),
  }
}

/** One turn of a worker. */
export function answerOnce(scene: Scene, options: Partial<InquiriesOptions> = {}): Promise<number> {
  return answerInquiries(answering(scene), options)
}

/** How many rows each table has: what an act left behind, whatever it was. */
export async function rowCounts({ owner }: Scene): Promise<Readonly<Record<string, number>>> {
  const tables = await owner<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = 'drempel' and table_type = 'BASE TABLE' order by 1`
  const counts = await Promise.all(
    tables.map(async ({ name }) => {
      const [row] = await owner<{ count: number }[]>`select count(*)::int as count from ${owner(name)}`
      return [name, row?.count ?? 0] as const
    }),
  )
  return Object.fromEntries(counts)
}

/** What an act added, by table; tables it left alone are not named. */
export async function rowsAdded(scene: Scene, act: () => Promise<unknown>): Promise<Readonly<Record<string, number>>> {
  const before = await rowCounts(scene)
  await act()
  const after = await rowCounts(scene)
  const added = Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)] as const)
  return Object.fromEntries(added.filter(([, count]) => count !== 0))
}

/** Of the link that was minted last. */
export function lastLink({ random }: Scene): string {
  return random.tokens.at(-1) ?? ''
}
