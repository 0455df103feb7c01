import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { proofOfWork } from './proof-of-work.ts'
import { solve } from './solve.ts'

const key = Buffer.alloc(32, 7)
const check = proofOfWork({ key, difficulty: 10, validMinutes: 10 })
const now = new Date('2026-03-02T10:00:00.000Z')
const expiresAt = new Date('2026-03-02T10:10:00.000Z')
const at = { portalId: 'acme', now }
const no = { isHuman: false }

describe('a challenge for robots', () => {
  it('is another one each time, and valid for ten minutes', () => {
    const [one, other] = [check.issue(at), check.issue(at)]
    expect(one).toEqual({ challenge: expect.any(String), difficulty: 10, expiresAt })
    expect(one.challenge).toMatch(/^[\w-]{22}\.1772446200000\.10\.[\w-]{43}$/)
    expect(other.challenge).not.toBe(one.challenge)
  })

  it('does not tell the portal or the key', () => {
    const { challenge } = check.issue(at)
    expect(challenge).not.toContain('acme')
    expect(challenge).not.toContain(key.toString('base64url'))
  })
})

describe('an answer to a challenge for robots', () => {
  it('is right when the work was done, until the challenge expires', async () => {
    const answer = solve(check.issue(at).challenge, 10)
    const right = { isHuman: true, spend: expect.any(Buffer), expiresAt }
    expect(createHash('sha256').update(answer).digest('hex')).toMatch(/^00[0-3]/)
    expect(await check.judge(answer, at)).toEqual(right)
    expect(await check.judge(answer, { ...at, now: new Date('2026-03-02T10:09:59.999Z') })).toEqual(right)
    expect(await check.judge(answer, { ...at, now: expiresAt })).toEqual(no)
  })

  it('is right under the difficulty its challenge was issued with', async () => {
    const answer = solve(check.issue(at).challenge, 10)
    expect(await proofOfWork({ key, difficulty: 30, validMinutes: 10 }).judge(answer, at)).toMatchObject({
      isHuman: true,
    })
  })

  it('spends its challenge, not just itself', async () => {
    const { challenge } = check.issue(at)
    const one = solve(challenge, 10)
    let counter = Number(one.split('.').at(-1)) + 1
    while (!(await check.judge(`${challenge}.${counter}`, at)).isHuman) counter++
    const verdicts = [await check.judge(one, at), await check.judge(`${challenge}.${counter}`, at)]
    expect(verdicts[1]).toEqual(verdicts[0])
    expect(await check.judge(solve(check.issue(at).challenge, 10), at)).not.toEqual(verdicts[0])
  })

  it('is wrong in another portal', async () => {
    expect(await check.judge(solve(check.issue(at).challenge, 10), { ...at, portalId: 'other' })).toEqual(no)
  })

  it('is wrong under another key', async () => {
    const other = proofOfWork({ key: Buffer.alloc(32, 8), difficulty: 10, validMinutes: 10 })
    expect(await check.judge(solve(other.issue(at).challenge, 10), at)).toEqual(no)
  })

  it('is wrong with too little work', async () => {
    const { challenge } = check.issue(at)
    const right = Number(solve(challenge, 10).split('.').at(-1))
    const tooLittle = await Promise.all(
      Array.from({ length: right }, (_, counter) => check.judge(`${challenge}.${counter}`, at)),
    )
    expect(tooLittle.filter(({ isHuman }) => isHuman)).toEqual([])
  })

  it.each([
    ['a later expiry', (parts: string[]) => parts.with(1, '1772446200001')],
    ['less work', (parts: string[]) => parts.with(2, '0')],
    ['another nonce', (parts: string[]) => parts.with(0, 'A'.repeat(22))],
    ['another signature', (parts: string[]) => parts.with(3, 'A'.repeat(43))],
  ])('is wrong for a challenge with %s', async (_, tamper) => {
    const challenge = tamper(check.issue(at).challenge.split('.')).join('.')
    expect(await check.judge(solve(challenge, 10), at)).toEqual(no)
  })

  it.each(['', '.', '....', 'x', '0'.repeat(100_000), 'é.1.1.1.1'])(
    'is wrong when it is none: %.20s',
    async (answer) => {
      expect(await check.judge(answer, at)).toEqual(no)
    },
  )

  it('is wrong with a counter that is none', async () => {
    const { challenge } = proofOfWork({ key, difficulty: 0, validMinutes: 10 }).issue(at)
    expect(await check.judge(`${challenge}.0`, at)).toMatchObject({ isHuman: true })
    for (const counter of ['', '-1', '1e3', ' 1', '1\n', '1'.repeat(16)]) {
      expect(await check.judge(`${challenge}.${counter}`, at)).toEqual(no)
    }
    expect(await check.judge(challenge, at)).toEqual(no)
  })
})
