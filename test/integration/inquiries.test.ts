import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { answerInquiry } from '../../src/commands/accounts/answer-inquiry.ts'
import { requestLoginName } from '../../src/commands/accounts/request-login-name.ts'
import { requestPasswordReset } from '../../src/commands/accounts/request-password-reset.ts'
import { whatIsBusy } from '../../src/db/engine.ts'
import { claimInquiries } from '../../src/db/inquiries.ts'
import { queueState } from '../../src/db/installation.ts'
import { answerInquiries } from '../../src/relay/inquiries.ts'
import { startLoop } from '../../src/relay/loop.ts'
import { accountHolder, toldTo } from '../support/account-holder.ts'
import { eventually } from '../support/eventually.ts'
import { openScene, setStage } from '../support/scene.ts'
import { answering, answerOnce, type Line } from '../support/strangers.ts'

const scene = await openScene()
const { owner, engine } = scene
const stage = await setStage(scene)
const leaseMs = 1_000

const waiting = () => owner<{ id: string; attempts: number }[]>`select id, attempts from inquiries order by id`

async function asked() {
  const anna = await accountHolder(scene, stage)
  await requestPasswordReset(scene, stage.anyone, { identifier: anna.email })
  const [inquiry] = await waiting()
  return { anna, inquiryId: inquiry?.id ?? '' }
}

const mails = async (somebody: { personId: string }) => (await toldTo(scene, somebody)).map(({ template }) => template)

test('an inquiry is busy work until it is answered', async () => {
  const { inquiryId } = await asked()
  expect(await whatIsBusy(engine)).toContain(`inquiry ${inquiryId}`)
  expect((await queueState(engine)).inquiries).toEqual({ length: 1, oldestAt: new Date('2026-03-02T10:00:00Z') })
  expect(await answerOnce(scene)).toBe(1)
  expect((await queueState(engine)).inquiries).toEqual({ length: 0, oldestAt: null })
})

test('is claimed by one of two workers, and left alone while its lease lasts', async () => {
  const { anna } = await asked()
  const options = { limit: 8, leaseMs: 60_000 }
  const claims = await Promise.all([claimInquiries(engine, options), claimInquiries(engine, options)])
  expect(claims.flat()).toMatchObject([{ portalId: stage.portalId, attempts: 1 }])
  expect(await answerOnce(scene)).toBe(0)
  await owner`update inquiries set claimed_until = null`
  await answerOnce(scene)
  expect(await mails(anna)).toEqual(['password-reset'])
})

test('is answered once by two who have it at the same time, and never again', async () => {
  const { anna, inquiryId } = await asked()
  const answer = () => answerInquiry(scene, { portalId: stage.portalId, inquiryId })
  await Promise.all([answer(), answer(), answer()])
  await answer()
  expect(await mails(anna)).toEqual(['password-reset'])
  expect(await waiting()).toEqual([])
})

test('outlives a worker that is killed in the middle of answering it', async () => {
  const { anna } = await asked()
  const program = fileURLToPath(new URL('../support/inquiry-worker.ts', import.meta.url))
  const options = JSON.stringify({ url: scene.url, leaseMs })
  const worker = spawn(process.execPath, [program, options], { stdio: ['ignore', 'ignore', 'inherit'] })
  expect(await once(worker, 'exit')).toEqual([null, 'SIGKILL'])
  expect(await waiting()).toMatchObject([{ attempts: 1 }])
  expect(await mails(anna)).toEqual([])
  const second = startLoop({
    name: 'inquiries',
    channel: 'drempel_inquiries',
    pollMs: 50,
    pool: engine,
    log: answering(scene).log,
    turn: () => answerInquiries(answering(scene), { leaseMs }),
  })
  await eventually('another worker answers', async () => (await mails(anna)).length > 0)
  await second.stop()
  expect(await mails(anna)).toEqual(['password-reset'])
  expect(await waiting()).toEqual([])
})

test('comes back later each time it fails, and is dropped in the end, with a line in the log', async () => {
  const { anna, inquiryId } = await asked()
  const lines: Line[] = []
  const failing = {
    ...answering(scene, lines),
    answerInquiry: async () => {
      throw new Error('no')
    },
  }
  const rests: number[] = []
  for (let times = 0; times < 3; times++) {
    expect(await answerInquiries(failing, { leaseMs, attempts: 3 })).toBe(0)
    const [row] = await owner<{ ms: number }[]>`
      select (extract(epoch from claimed_until - clock_timestamp()) * 1000)::float8 as ms from inquiries`
    rests.push(Math.round((row?.ms ?? 0) / leaseMs))
    await owner`update inquiries set claimed_until = clock_timestamp() - interval '1 second'`
  }
  expect(rests).toEqual([1, 2, 4])
  expect(await answerInquiries(failing, { leaseMs, attempts: 3 })).toBe(1)
  expect(lines.map(({ event, attempts }) => [event, attempts])).toEqual([
    ['inquiry.failed', 1],
    ['inquiry.failed', 2],
    ['inquiry.failed', 3],
    ['inquiry.dropped', 3],
  ])
  expect(lines.at(-1)).toMatchObject({ portalId: stage.portalId, inquiryId })
  expect(await waiting()).toEqual([])
  expect(await mails(anna)).toEqual([])
})

test('is answered as soon as it is committed', async () => {
  const loop = startLoop({
    name: 'inquiries',
    channel: 'drempel_inquiries',
    pollMs: 600_000,
    pool: engine,
    log: answering(scene).log,
    turn: () => answerOnce(scene),
  })
  await eventually('the loop listens', async () => {
    const rows = await owner`select from pg_stat_activity where query ilike 'listen "drempel_inquiries"%'`
    return rows.length > 0
  })
  const { anna } = await asked()
  await eventually('it is answered', async () => (await mails(anna)).length > 0)
  await loop.stop()
})

test('shows the engine that it waits and never what it says, and its words lie there sealed', async () => {
  const { anna } = await asked()
  await expect(engine.postgres`select sealed from drempel.inquiries`).rejects.toMatchObject({ code: '42501' })
  const [row] = await owner<{ sealed: Buffer }[]>`select sealed from inquiries`
  expect(row?.sealed.toString('latin1')).not.toContain(anna.email)
  await answerOnce(scene)
})

test('leaves nothing of what was typed', async () => {
  const typed = ['niemand@nergens.example', '1987-06-05', 'ergens-anders@nergens.example']
  await owner`insert into portal_policies (portal_id, version, effective_from, document)
    select portal_id, 2, '2020-01-02', jsonb_set(document, '{recovery,password}', '"birthDate"') from portal_policies
    where portal_id = ${stage.portalId}`
  await requestPasswordReset(scene, stage.anyone, { email: 'niemand@nergens.example', dateOfBirth: '1987-06-05' })
  await requestLoginName(scene, stage.anyone, { email: 'ergens-anders@nergens.example' })
  const dump = async () => {
    const tables = await owner<{ name: string }[]>`
      select table_name as name from information_schema.tables where table_schema = 'drempel' and table_type = 'BASE TABLE'`
    const rows = await Promise.all(tables.map(({ name }) => owner`select t::text as row from ${owner(name)} t`))
    return rows.flatMap((table) => table.map(({ row }) => String(row))).join('\n')
  }
  const before = await dump()
  expect(await answerOnce(scene)).toBe(2)
  for (const text of [before, await dump()]) {
    expect(text).toContain('inquiryAnswer')
    for (const secret of typed) {
      expect(text).not.toContain(secret)
      expect(text).not.toContain(Buffer.from(secret).toString('hex'))
    }
  }
  expect(await waiting()).toEqual([])
})
