import { describe, expect, it } from 'vitest'
import { blockTexts } from './sign-in-block-texts.ts'
import { type SignInBlock, type SignInFacts, type SignInTry, signInBlocks } from './sign-in-blocks.ts'

const now = new Date('2026-03-02T10:00:00Z')
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000)
const minutesAgo = (count: number) => new Date(now.getTime() - count * 60_000)

const good: SignInFacts = {
  status: 'active',
  hasPassword: true,
  invitation: null,
  grants: [{ validFrom: hours(-24), validUntil: null }],
  emailStatus: 'proven',
  mobile: '+31612345678',
  mobileStatus: 'proven',
  factors: [],
  obligation: 'none',
  deadlineAt: null,
  methods: ['key', 'app', 'sms'],
  tries: [],
  recovery: null,
}

const told = (facts: Partial<SignInFacts>) => signInBlocks({ ...good, ...facts }, now)
const block = (code: SignInBlock['code'], more: Partial<SignInBlock> & Pick<SignInBlock, 'text'>): SignInBlock => ({
  code,
  since: null,
  until: null,
  ...more,
})

describe('what keeps somebody out', () => {
  it('is nothing, when nothing does', () => {
    expect(told({})).toEqual([])
  })

  it('is a closed account, and then nothing else matters', () => {
    expect(told({ status: 'closed', hasPassword: false, grants: [], emailStatus: 'bounced' })).toEqual([
      block('ACCOUNT_CLOSED', { text: 'ACCOUNT_CLOSED' }),
    ])
  })
})

describe('of somebody who was invited', () => {
  const invitation = { status: 'invited', contactProblem: null, inviteAt: hours(-24), expiresAt: hours(24) } as const
  const invited = (more: Partial<NonNullable<SignInFacts['invitation']>> = {}, facts: Partial<SignInFacts> = {}) =>
    told({ status: 'invited', hasPassword: false, grants: [], invitation: { ...invitation, ...more }, ...facts })

  it('is the invitation, until when it can be used', () => {
    expect(invited()).toEqual([block('NOT_ACTIVATED', { text: 'NOT_ACTIVATED', since: hours(-24), until: hours(24) })])
  })

  it('is an invitation that has not gone out yet', () => {
    expect(invited({ inviteAt: hours(1) })).toEqual([
      block('NOT_ACTIVATED', { text: 'INVITATION_WAITS', until: hours(1) }),
    ])
    expect(invited({ inviteAt: now })[0]?.text).toBe('NOT_ACTIVATED')
  })

  it('is an expired invitation, by the clock or because its story said so', () => {
    expect(invited({ expiresAt: now })).toEqual([
      block('INVITATION_EXPIRED', { text: 'INVITATION_EXPIRED', since: now }),
    ])
    expect(invited({ status: 'expired' })[0]?.code).toBe('INVITATION_EXPIRED')
    expect(invited({ expiresAt: new Date(now.getTime() + 1) })[0]?.code).toBe('NOT_ACTIVATED')
  })

  it('is that no invitation counts any more', () => {
    const withdrawn = [block('INVITATION_WITHDRAWN', { text: 'INVITATION_WITHDRAWN' })]
    expect(invited({ status: 'withdrawn', contactProblem: 'NO_MOBILE' })).toEqual(withdrawn)
    expect(invited({}, { invitation: null })).toEqual(withdrawn)
  })

  it.each(['NO_MOBILE', 'WRONG_NUMBER', 'SMS_UNREACHABLE'] as const)(
    'is also a PIN that cannot arrive: %s',
    (problem) => {
      expect(invited({ contactProblem: problem }).map(({ text }) => text)).toEqual(['NOT_ACTIVATED', 'PIN_UNREACHABLE'])
    },
  )

  it('is also a mail that came back', () => {
    const codes = invited({ contactProblem: 'MAIL_BOUNCED' }, { emailStatus: 'bounced' }).map(({ code }) => code)
    expect(codes).toEqual(['NOT_ACTIVATED', 'MAIL_BOUNCED'])
  })
})

describe('access', () => {
  it('ended: at the last end there was', () => {
    const grants = [
      { validFrom: hours(-48), validUntil: hours(-2) },
      { validFrom: hours(-48), validUntil: now },
    ]
    expect(told({ grants })).toEqual([block('NO_ACCESS', { text: 'ACCESS_ENDED', since: now })])
  })

  it('begins: at the first beginning to come, whatever ended before', () => {
    const grants = [
      { validFrom: hours(9), validUntil: null },
      { validFrom: hours(5), validUntil: hours(6) },
      { validFrom: hours(-48), validUntil: hours(-2) },
    ]
    expect(told({ grants })).toEqual([block('NO_ACCESS', { text: 'ACCESS_BEGINS', until: hours(5) })])
  })

  it('was never given, or taken back before it began', () => {
    const never = [block('NO_ACCESS', { text: 'ACCESS_NEVER' })]
    expect(told({ grants: [] })).toEqual(never)
    expect(told({ grants: [{ validFrom: hours(5), validUntil: hours(-1) }] })).toEqual(never)
  })

  it('is there with one right in force among others', () => {
    expect(told({ grants: [{ validFrom: hours(-9), validUntil: hours(-1) }, ...good.grants] })).toEqual([])
  })
})

describe('a missing password', () => {
  const key = { kind: 'key', mobile: null, userVerified: true } as const
  it('is in the way', () => {
    const missing = [block('NO_PASSWORD', { text: 'NO_PASSWORD' })]
    expect(told({ hasPassword: false })).toEqual(missing)
    expect(told({ hasPassword: false, factors: [{ ...key, userVerified: false }] })).toEqual(missing)
  })

  it('is not missed by whoever has a key that can be the only step', () => {
    expect(told({ hasPassword: false, factors: [key] })).toEqual([])
  })
})

describe('wrong tries', () => {
  const tries = (...list: readonly (readonly [minutes: number, act: string, code: string])[]): SignInTry[] =>
    list.map(([minutes, act, code]) => ({ at: minutesAgo(minutes), act, code }))
  const wrong = (...minutes: number[]) => tries(...minutes.map((at) => [at, 'signIn', 'SIGN_IN_FAILED'] as const))

  it('of a password tell since when, from the third within an hour', () => {
    expect(told({ tries: wrong(1, 2, 59) })).toEqual([
      block('WRONG_PASSWORD_LATELY', { text: 'WRONG_PASSWORD_LATELY', since: minutesAgo(59) }),
    ])
    expect(told({ tries: wrong(1, 2, 60) })).toEqual([])
    expect(told({ tries: wrong(1, 2) })).toEqual([])
  })

  const successes = ['signIn', 'passwordResetComplete', 'signInFactorConfirm', 'recoveryCodeUse']
  it.each(successes)('of a password no longer count after %s', (act) => {
    expect(told({ tries: [...tries([0, act, 'DONE']), ...wrong(1, 2, 3)] })).toEqual([])
    expect(told({ tries: [...wrong(1, 2, 3), ...tries([4, act, 'DONE'])] })).toHaveLength(1)
    expect(told({ tries: [...wrong(1, 2), ...tries([3, act, 'DONE']), ...wrong(4)] })).toEqual([])
  })

  it('of a second step count whatever it was, and a right password does not clear them', () => {
    const list = tries(
      [1, 'signInFactorConfirm', 'CODE_WRONG'],
      [2, 'recoveryCodeUse', 'BACKUP_CODE_WRONG'],
      [3, 'signIn', 'DONE'],
      [4, 'signInFactorConfirm', 'KEY_REFUSED'],
    )
    expect(told({ tries: list })).toEqual([
      block('WRONG_CODES_LATELY', { text: 'WRONG_CODES_LATELY', since: minutesAgo(4) }),
    ])
  })

  it.each(['signInFactorConfirm', 'recoveryCodeUse'])('of a second step no longer count after %s', (act) => {
    const codes = [1, 2, 3].map((minutes) => [minutes, 'signInFactorConfirm', 'CODE_WRONG'] as const)
    expect(told({ tries: tries([0, act, 'DONE'], ...codes) })).toEqual([])
  })

  it('are not a code that came too late, nor an act that is no sign-in', () => {
    const late = [1, 2, 3].map((minutes) => [minutes, 'signInFactorConfirm', 'CODE_EXPIRED'] as const)
    const reset = [1, 2, 3].map((minutes) => [minutes, 'passwordResetComplete', 'LINK_EXPIRED'] as const)
    expect(told({ tries: tries(...late, ...reset) })).toEqual([])
  })
})

describe('a second step', () => {
  it('that is due leads to setting one up', () => {
    expect(told({ obligation: 'now', deadlineAt: hours(-1) })).toEqual([
      block('ENROLMENT_DUE', { text: 'ENROLMENT_DUE', since: hours(-1) }),
    ])
    for (const obligation of ['begin', 'later'] as const) expect(told({ obligation })).toEqual([])
  })

  it('by a first number needs a mailbox that is known to work', () => {
    const due = { obligation: 'now', mobile: null, emailStatus: 'unproven' } as const
    expect(told(due).map(({ code }) => code)).toEqual(['ENROLMENT_DUE', 'MAIL_UNPROVEN'])
    for (const more of [{ mobile: '+31612345678' }, { emailStatus: 'proven' }, { methods: ['app', 'key'] }] as const) {
      expect(told({ ...due, ...more }).map(({ code }) => code)).toEqual(['ENROLMENT_DUE'])
    }
    expect(told({ ...due, obligation: 'later' })).toEqual([])
  })

  const sms = { kind: 'sms', mobile: '+31612345678', userVerified: false } as const
  it.each(['wrong', 'unreachable'] as const)('by SMS alone fails with a number that is %s', (mobileStatus) => {
    expect(told({ factors: [sms], mobileStatus })).toEqual([
      block('NUMBER_UNREACHABLE', { text: 'NUMBER_UNREACHABLE' }),
    ])
  })

  it('by SMS is not missed where there is another one, another number, or none at all', () => {
    const mobileStatus = 'unreachable'
    expect(told({ factors: [sms, { kind: 'app', mobile: null, userVerified: false }], mobileStatus })).toEqual([])
    expect(told({ factors: [{ ...sms, mobile: '+31687654321' }], mobileStatus })).toEqual([])
    expect(told({ factors: [], mobileStatus })).toEqual([])
    expect(told({ factors: [sms], mobileStatus: 'unproven' })).toEqual([])
  })
})

describe('a recovery under way', () => {
  const recovery = {
    plannedAt: hours(-5),
    approveBefore: hours(43),
    issueAt: hours(20),
    expiresAt: hours(24),
  }
  it.each([
    ['asked', 'RECOVERY_ASKED', hours(43)],
    ['approved', 'RECOVERY_APPROVED', hours(20)],
    ['issued', 'RECOVERY_ISSUED', hours(24)],
  ] as const)('tells whom it waits for and until when: %s', (status, text, until) => {
    expect(told({ recovery: { ...recovery, status } })).toEqual([
      block('RECOVERY_UNDER_WAY', { text, since: hours(-5), until }),
    ])
  })

  it.each(['recovered', 'objected', 'expired', 'withdrawn'] as const)('is none that ended: %s', (status) => {
    expect(told({ recovery: { ...recovery, status } })).toEqual([])
  })
})

describe('several at once', () => {
  const list = (act: string, code: string) => [1, 2, 3].map((minutes) => ({ at: minutesAgo(minutes), act, code }))
  const passwordTries = list('signIn', 'SIGN_IN_FAILED')
  const codeTries = list('signInFactorConfirm', 'CODE_WRONG')
  const sms = { kind: 'sms', mobile: '+31612345678', userVerified: false } as const
  const planned = { plannedAt: now, approveBefore: hours(1), issueAt: null, expiresAt: null }
  const recovery = { ...planned, status: 'asked' } as const

  /** Each by itself; what is told of any set of them is what each tells, in one order. */
  const causes: readonly (readonly [SignInBlock['code'], (facts: SignInFacts) => SignInFacts])[] = [
    ['NO_ACCESS', (facts) => ({ ...facts, grants: [] })],
    ['NO_PASSWORD', (facts) => ({ ...facts, hasPassword: false })],
    ['WRONG_PASSWORD_LATELY', (facts) => ({ ...facts, tries: [...facts.tries, ...passwordTries] })],
    ['WRONG_CODES_LATELY', (facts) => ({ ...facts, tries: [...facts.tries, ...codeTries] })],
    ['ENROLMENT_DUE', (facts) => ({ ...facts, obligation: 'now' })],
    ['NUMBER_UNREACHABLE', (facts) => ({ ...facts, factors: [sms], mobileStatus: 'wrong' })],
    ['MAIL_BOUNCED', (facts) => ({ ...facts, emailStatus: 'bounced' })],
    ['RECOVERY_UNDER_WAY', (facts) => ({ ...facts, recovery })],
  ]

  it('are all told, in one order, in every combination', () => {
    for (let set = 0; set < 2 ** causes.length; set++) {
      const chosen = causes.filter((_, index) => (set >> index) % 2 === 1)
      const facts = chosen.reduce((made, [, cause]) => cause(made), good)
      expect(signInBlocks(facts, now).map(({ code }) => code)).toEqual(chosen.map(([code]) => code))
    }
  })
})

describe('what the desk reads out', () => {
  it.each(Object.entries(blockTexts))('is a sentence in both languages: %s', (_name, { nl, en }) => {
    for (const text of [nl.message, nl.whatHelps, en.message, en.whatHelps]) expect(text).toMatch(/^\p{Lu}.*[.]$/u)
    expect(nl.message).not.toBe(en.message)
  })
})
