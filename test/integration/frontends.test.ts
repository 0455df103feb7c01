import { afterAll, beforeAll, expect, test } from 'vitest'
import { issueRecoveryCode } from '../../src/commands/accounts/issue-recovery-code.ts'
import { loadDemo } from '../../src/dev/demo/load.ts'
import { demoPortals } from '../../src/dev/demo/portals.ts'
import type { Mail } from '../../src/providers/mail/port.ts'
import type { Sms } from '../../src/providers/sms/port.ts'
import { openApi } from '../support/api.ts'
import { readFrontendPages, type Step, stepsOf } from '../support/frontend-pages.ts'
import { deliver, provider } from '../support/outbox.ts'
import { later, pageReader } from '../support/page-browser.ts'
import { actOf } from '../support/recovery.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const api = await openApi(scene)
const mail = provider<Mail>()
const sms = provider<Sms>()
const loop = deliver(scene, { mail, sms })
beforeAll(() => loadDemo(scene, { port: api.port }))
afterAll(() => loop.stop())

const steps = (await readFrontendPages()).flatMap(({ path, text }) => stepsOf(path, text))
const { play } = pageReader(scene, api, { mail: mail.taken, sms: sms.taken })

const minute = 60_000
const told: Record<string, unknown> = {}

/** What the pages say has happened before a document, and no document can do. */
const events: Readonly<Record<string, () => Promise<void>>> = {
  'a quarter of an hour goes by': () => later(scene, 15 * minute),
  'a day goes by, and the code leaves': async () => {
    await later(scene, 24 * 60 * minute)
    const [recovery] = await scene.owner<[{ journey_id: string; portal_id: string }]>`
      select journey_id, portal_id from recoveries where status = 'approved'`
    const of = { stage: { portalId: recovery.portal_id }, journeyId: recovery.journey_id }
    expect(await issueRecoveryCode(scene, await actOf(scene, of, 'recovery-code'))).toBe('done')
  },
  'passwords of wij-techniek have at least 30 characters': () => setMinLength(30),
  'passwords of wij-techniek have at least 12 characters': () => setMinLength(12),
}

async function setMinLength(minLength: number): Promise<void> {
  const password = scene.owner.json({ password: { minLength, composition: [] } })
  await scene.owner`update portal_policies set document = document || ${password}
    where portal_id = (select id from portals where slug = 'wij-techniek')`
}

test('names portals of the demo and what happens, and says what each document is called', () => {
  expect(steps.length).toBeGreaterThan(120)
  const slugs = demoPortals.map(({ slug }) => slug)
  const isOdd = ({ portal, name, before }: Step) =>
    !slugs.includes(portal) || name === 'unnamed' || before.some((event) => !(event in events))
  expect(steps.filter(isOdd)).toEqual([])
  expect(new Set(steps.map(({ name }) => name)).size).toBe(steps.length)
})

const named = steps.map((step) => [`${step.page.replace('docs/', '')}: ${step.name}`, step] as const)

test.each(named)('plays as it stands on the page: %s', async (_name, step) => {
  for (const event of step.before) await events[event]?.()
  const { status, errors, data } = await play(step)
  expect(errors).toEqual([])
  expect(status).toBe(200)
  const refused = Object.values(data).find((value) => typeof value === 'object' && value !== null && 'code' in value)
  expect(refused).toEqual(step.code === undefined ? undefined : expect.objectContaining({ code: step.code }))
  told[step.name] = data
})

const isIn = { session: { expiresAt: expect.any(String) }, flow: null }
const ten = Array.from({ length: 10 }, () => expect.stringMatching(/^\d{4} \d{4}$/))

test('invites, activates and follows as the page says', () => {
  expect(told).toMatchObject({
    Invite: { invitationSend: { results: [{ outcome: 'INVITED', problems: [] }] } },
    SetPassword: { activationPasswordSet: isIn },
    Me: { viewer: { person: { name: 'Robin de Wit', grants: { nodes: [{ role: 'EMPLOYEE', isInForce: true }] } } } },
    People: { people: { nodes: [{ name: 'Robin de Wit', accountStatus: 'ACTIVE', mobileStatus: 'PROVEN' }] } },
    Withdraw: { invitationWithdraw: { journey: { status: 'ENDED', outcome: 'withdrawn' } } },
    RevokeKey: { serviceKeyRevoke: { serviceKey: { revokedAt: expect.any(String) } } },
    Found: { node: { cause: 'OPERATOR' } },
  })
})

test('signs in, sets up second steps and gets back in as the page says', () => {
  expect(told).toMatchObject({
    PasswordAlone: { signIn: isIn },
    ConfirmSms: { signInFactorConfirm: isIn },
    ConfirmApp: { signInFactorConfirm: { ...isIn, notices: [{ kind: 'FEW_BACKUP_CODES', left: 0 }] } },
    FirstSignIn: { signIn: { flow: { step: 'ENROL_FACTOR', methods: ['SMS', 'KEY', 'APP'], maySkip: true } } },
    ConfirmNumber: { factorEnrolmentConfirm: { flow: { methods: ['KEY', 'APP'] }, backupCodes: { codes: ten } } },
    SkipApp: { factorEnrolmentSkip: isIn },
    StartOtherNumber: { factorEnrolmentStart: { needsNumberCode: true, needsMailCode: true } },
    ConfirmBoth: { factorEnrolmentConfirm: { ...isIn, backupCodes: { codes: ten } } },
    SignInWithChoice: { signIn: { flow: { factors: [{ kind: 'SMS' }, { kind: 'KEY' }], usesBackupCodes: true } } },
    ConfirmWithKey: { signInFactorConfirm: isIn },
    ConfirmPasskey: { signInFactorConfirm: isIn },
    StartApp: { factorEnrolmentStart: { needsNumberCode: true, needsMailCode: false } },
    SignInToRemember: { signIn: { flow: { step: 'CONFIRM_FACTOR', mayRemember: true } } },
    SignInRemembered: { signIn: isIn },
    ChooseTemporary: { recoveryCodeChoose: { ...isIn, backupCodes: { codes: [expect.any(String)] } } },
    ChoosePermanent: { recoveryCodeChoose: { flow: { step: 'ENROL_FACTOR', methods: ['APP'], maySkip: false } } },
    ConfirmAppAnew: { factorEnrolmentConfirm: isIn },
    SignInAfterReset: { signIn: { session: null, flow: { step: 'CONFIRM_FACTOR' } } },
    SignInWithOldPassword: { signIn: { flow: { step: 'CHANGE_PASSWORD' } } },
    ChangeOldPassword: { signInPasswordChange: isIn },
  })
  expect(mail.taken.filter(({ to }) => to === 'hr@hetnest.example')).toHaveLength(1)
})

test('changes the own settings as the page says', () => {
  expect(told).toMatchObject({
    StepUp: { sessionStepUpStart: { flow: { step: 'CONFIRM_FACTOR' } } },
    ConfirmStepUp: { signInFactorConfirm: isIn },
    StepUpByPassword: { sessionStepUpStart: { flow: { step: 'CONFIRM_PASSWORD' } } },
    ConfirmAddedKey: { factorEnrolmentConfirm: { factor: { name: 'Laptop', isOnlyStep: true } } },
    Factors: { viewer: { factors: { nodes: [{ kind: 'KEY' }, { kind: 'APP' }] }, backupCodesLeft: 10 } },
    ConfirmEmail: { emailChangeConfirm: { person: { email: 'gerda@prive.example', emailStatus: 'PROVEN' } } },
    ConfirmMobile: { mobileChangeConfirm: { person: { mobile: '+31687654399', mobileStatus: 'PROVEN' } } },
    Places: { viewer: { sessions: { nodes: [{ isCurrent: false }, { isCurrent: true }] } } },
    RevokeOthers: { sessionRevokeOthers: { ended: 0 } },
  })
})

test('restores access, or stops doing so, as the page says', () => {
  expect(told).toMatchObject({
    WhyAccess: { person: { later: { rights: [{ role: 'EMPLOYEE', reason: 'DEMO' }], next: null } } },
    Inspect: { personSignInInspect: { sight: { blocks: [], backupCodesLeft: 0 } } },
    Objection: { recoveryObjection: { organisationName: 'Zwolle', canObject: true } },
    Approve: { recoveryApprove: { journey: { recovery: { status: 'APPROVED', issueAt: expect.any(String) } } } },
    UseDeskCode: { recoveryCodeUse: { flow: { step: 'CHOOSE_RECOVERY', isRecovery: true } } },
    ConfirmJansApp: { factorEnrolmentConfirm: { ...isIn, backupCodes: { codes: ten } } },
    Recovered: { viewer: { factors: { nodes: [{ kind: 'APP', name: 'Authenticator' }] }, backupCodesLeft: 10 } },
    ObjectTo: { recoveryObject: { isStopped: true } },
    WithdrawRecovery: { journeyWithdraw: { journey: { outcome: 'withdrawn', recovery: { status: 'WITHDRAWN' } } } },
    SignInEmployer: { signIn: { ...isIn, notices: [{ kind: 'ENROL_FACTOR_BEFORE' }] } },
    Enrolments: { journeys: { nodes: [{ enrolment: { status: 'ASKED' } }, { enrolment: { status: 'ASKED' } }] } },
  })
})

test('hands a list of leavers in and starts it as the page says', () => {
  expect(told).toMatchObject({
    AddToList: {
      leavingBatchAdd: {
        results: [{ item: { number: 1 } }, { expected: 'REFUSED', problems: [{ code: 'NOT_FOUND' }] }],
        leavingBatch: { status: 'GATHERING', counts: { items: 2 } },
      },
    },
    TheList: { journey: { leavingBatch: { counts: { left: 2 }, items: { nodes: expect.anything() } } } },
    StartList: { leavingBatchStart: { leavingBatch: { status: 'RUNNING', startedAt: expect.any(String) } } },
  })
})

test('records, changes and ends a leaving as the page says', () => {
  const leaving = (offboarding: object) => ({ journey: { offboarding } })
  const locked = [{ kind: 'WORK_MAIL_ONLY' }, { kind: 'NO_OWN_FACTOR' }]
  expect(told).toMatchObject({
    RehearseLeaving: { offboardingRehearse: { findings: locked, agenda: expect.any(Array) } },
    PlanLeaving: {
      offboardingPlan: {
        results: [
          { outcome: 'PLANNED', person: { name: 'Jan Jansen' }, problems: [] },
          { outcome: 'REFUSED', problems: [{ path: 'person', code: 'NOT_FOUND' }] },
        ],
      },
    },
    Leaving: leaving({ status: 'PLANNED', cause: 'LEFT', handsInPhone: true, findings: locked }),
    Reschedule: { offboardingReschedule: leaving({ lastDay: expect.any(String) }) },
    Extend: { offboardingExtend: leaving({ extendedTo: expect.any(String) }) },
    WithdrawLeaving: { offboardingWithdraw: { journey: { status: 'ENDED', outcome: 'withdrawn' } } },
    Rehire: { leaverRehire: { journey: { outcome: 'rehired', offboarding: { status: 'REHIRED' } } } },
    Block: {
      personBlock: { journey: { offboarding: { cause: 'BLOCKED' }, tasks: { nodes: [{ kind: 'POST_DOCUMENTS' }] } } },
    },
    ReportDeath: {
      personDeathReport: {
        journey: { offboarding: { cause: 'DECEASED' }, tasks: { nodes: [{ kind: 'HELP_HEIRS' }] } },
      },
    },
    MyLeaving: {
      viewer: { person: { name: 'Karin Smit', journeys: { nodes: [leaving({ findings: locked }).journey] } } },
    },
  })
})

test('publishes and shows what payroll says as the page says', () => {
  const version = (outcome: string, n: number) => ({ outcome, version: n, problems: [] })
  expect(told).toMatchObject({
    PublishPayments: {
      paymentPublish: {
        results: [
          version('PUBLISHED', 1),
          version('PUBLISHED', 1),
          { outcome: 'REFUSED', problems: [{ path: 'personReference', code: 'PERSON_UNKNOWN' }] },
        ],
      },
    },
    PublishReservations: { reservationPublish: { results: [version('CORRECTED', 2)] } },
    PublishPhases: { phasePublish: { results: [version('CORRECTED', 2)] } },
    Figures: {
      viewer: {
        payments: {
          nodes: [{ amount: { cents: 189_210 } }, { kind: 'EXPENSES' }, { kind: 'WAGES' }, { kind: 'WAGES' }],
        },
        reservations: { nodes: [{ balance: { hundredths: 5_200, unit: 'HOURS' } }, { kind: 'HOLIDAY_PAY' }] },
        phases: { nodes: [{ phase: 'A', weeksWorked: 25 }] },
      },
    },
    PaidInSeptember: { viewer: { payments: { nodes: [{ paidOn: '2026-09-11' }] } } },
  })
  expect(JSON.stringify(told.FiguresOfPiotr)).toContain('"version":1,"balance":{"hundredths":4520,"unit":"HOURS"}')
})

test('publishes, shows and hands out documents as the page says', () => {
  const url = expect.stringMatching(/^\/files\/[0-9a-f-]{36}$/)
  expect(told).toMatchObject({
    PublishContract: { documentPublish: { results: [{ outcome: 'PUBLISHED', version: 1, problems: [] }] } },
    PublishPayslip: { payslipPublish: { results: [{ document: { title: 'Loonstrook oktober 2026' } }] } },
    AddToBatch: { documentBatchAdd: { results: [{ outcome: 'PUBLISHED' }, { outcome: 'REFUSED' }] } },
    CloseBatch: { documentBatchClose: { batch: { closedAt: expect.any(String), progress: { items: 2, done: 1 } } } },
    WithdrawDocument: { documentWithdraw: { document: { withdrawnAt: expect.any(String) } } },
    FindHenk: { people: { nodes: [{ documents: { nodes: Array.from({ length: 4 }, () => expect.anything()) } }] } },
    MyPayslips: {
      viewer: {
        documents: {
          nodes: [
            { title: 'Loonstrook november 2026' },
            { title: 'Loonstrook oktober 2026', isUnread: true },
            {},
            {},
            {},
            {},
          ],
        },
      },
    },
    Open: { documentOpen: { url } },
    OpenAll: { documentOpenAll: { url } },
    UploadDiploma: { documentUpload: { document: { kind: 'UPLOAD', isShared: true } } },
  })
})
