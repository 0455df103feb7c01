import { randomUUID } from 'node:crypto'
import { isObjectType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { addToLeavingBatch } from '../../src/commands/employments/add-to-leaving-batch.ts'
import { schema } from '../../src/graphql/schema.ts'
import {
  abroad,
  act,
  anybody,
  type Case,
  errors,
  flow,
  forbidden,
  own,
  strangers,
  token,
} from '../support/access-cases.ts'
import { leavingCases } from '../support/access-leaving.ts'
import { type Answer, ask, idOf, openApi, openHouse } from '../support/api.ts'
import { callerNames, openCallers } from '../support/callers.ts'
import { publishedFor } from '../support/documents.ts'
import { invite } from '../support/invitee.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const api = await openApi(scene)
const house = await openHouse(scene)
const elsewhere = await openHouse(scene)
const { organisationId } = house
const callers = await openCallers(scene, house, elsewhere)

const taskOf = async () => {
  const { journeyId, personId } = await invite(scene, house)
  const [task] = await scene.owner<{ id: string }[]>`
    insert into tasks (portal_id, journey_id, key, kind, organisation_id, role, about_person_id)
    values (${house.portalId}, ${journeyId}, ${randomUUID()}, 'CORRECT_EMAIL', ${organisationId}, 'HR', ${personId}) returning id`
  return task?.id ?? ''
}
const documentOf = async () => {
  const { personId } = await invite(scene, house)
  return idOf('Document', await publishedFor(scene, house, personId))
}
const handedIn = async () => {
  const items = [{ externalReference: 'nobody', lastDay: '2026-03-31' }]
  const added = { organisationId, externalReference: randomUUID(), items }
  return (await addToLeavingBatch(scene, house.hr, added)).journeyId
}
const journeyId = async () => idOf('Journey', (await invite(scene, house)).journeyId)

const queries: Record<string, Case> = {
  portal: { document: '{ portal { name } }', told: { otherwise: 'ok', ...abroad } },
  activation: {
    document: `query($token: String!) { activation(token: $token) { __typename ${errors} } }`,
    variables: async () => ({ token: 'nothing' }),
    told: { otherwise: 'LINK_UNKNOWN', ...abroad },
  },
  passwordReset: {
    document: `query($token: String!) { passwordReset(token: $token) { __typename ${errors} } }`,
    variables: async () => ({ token: 'nothing' }),
    told: { otherwise: 'LINK_UNKNOWN', ...abroad },
  },
  recoveryPassword: {
    document: `query($token: String!) { recoveryPassword(token: $token) { __typename ${errors} } }`,
    variables: async () => ({ token: 'nothing' }),
    told: { otherwise: 'LINK_UNKNOWN', ...abroad },
  },
  recoveryObjection: {
    document: `query($token: String!) { recoveryObjection(token: $token) { __typename ${errors} } }`,
    variables: async () => ({ token: 'nothing' }),
    told: { otherwise: 'LINK_UNKNOWN', ...abroad },
  },
  robotChallenge: { document: '{ robotChallenge { difficulty } }', told: { otherwise: 'ok', ...abroad } },
  viewer: {
    document:
      '{ viewer { person { name } tasks { nodes { id } } sessions { nodes { id } } documents { nodes { id } } } }',
    told: { otherwise: 'ok', key: forbidden, smallKey: forbidden, ...strangers },
  },
  person: {
    document:
      'query($id: ID!) { person(id: $id) { name email grants { nodes { role } } access { rights { role } summary } } }',
    variables: async () => ({ id: idOf('Person', (await invite(scene, house)).personId) }),
    told: { otherwise: 'ok', worker: 'null', leaver: 'null', otherHr: 'null', operator: 'null', ...strangers },
  },
  people: {
    document: '{ people { nodes { name email } } }',
    told: { otherwise: 'ok', worker: forbidden, leaver: forbidden, operator: forbidden, ...strangers },
  },
  document: {
    document: 'query($id: ID!) { document(id: $id) { title versions { number } } }',
    variables: async () => ({ id: await documentOf() }),
    told: { otherwise: 'null', hr: 'ok', ...strangers },
  },
  organisation: {
    document: 'query($id: ID!) { organisation(id: $id) { name } }',
    variables: async () => ({ id: idOf('Organisation', organisationId) }),
    told: { otherwise: 'ok', otherHr: 'null', ...strangers },
  },
  organisations: {
    document: '{ organisations { nodes { name } } }',
    told: { otherwise: 'ok', worker: forbidden, leaver: forbidden, operator: forbidden, ...strangers },
  },
  journey: {
    document: 'query($id: ID!) { journey(id: $id) { status timeline { nodes { fact } } } }',
    variables: async () => ({ id: await journeyId() }),
    told: { otherwise: 'ok', worker: 'null', leaver: 'null', otherHr: 'null', smallKey: 'null', ...strangers },
  },
  journeys: {
    document: '{ journeys { nodes { status } } }',
    told: { otherwise: 'ok', worker: forbidden, leaver: forbidden, smallKey: forbidden, ...strangers },
  },
  task: {
    document: 'query($id: ID!) { task(id: $id) { kind } }',
    variables: async () => ({ id: idOf('Task', await taskOf()) }),
    told: { otherwise: 'null', hr: 'ok', desk: 'ok', operator: 'ok', ...strangers },
  },
  tasks: {
    document: '{ tasks { nodes { kind } } }',
    told: { otherwise: forbidden, hr: 'ok', otherHr: 'ok', desk: 'ok', operator: 'ok', ...strangers },
  },
  offboardingRehearse: {
    document: `query($organisation: ID!, $item: LeaverItem!) {
      offboardingRehearse(organisation: $organisation, item: $item) { __typename ${errors} } }`,
    variables: async () => ({
      organisation: idOf('Organisation', organisationId),
      item: { person: idOf('Person', (await invite(scene, house)).personId), lastDay: '2026-03-31' },
    }),
    told: { otherwise: forbidden, hr: 'ok', key: 'ok', ...strangers },
  },
  installation: {
    document:
      '{ installation { stuckJourneys overdueJourneys wakeUps { length } messages { oldestAt } inquiries { length } } }',
    told: { otherwise: forbidden, operator: 'ok', ...strangers },
  },
  node: {
    document: 'query($id: ID!) { node(id: $id) { id __typename } }',
    variables: async () => ({ id: await journeyId() }),
    told: { otherwise: 'ok', worker: 'null', leaver: 'null', otherHr: 'null', smallKey: 'null', ...strangers },
  },
  nodes: {
    document: 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    variables: async () => ({ ids: [await journeyId()] }),
    told: { otherwise: 'ok', ...strangers },
  },
}

const byHr = { otherwise: forbidden, otherHr: 'NOT_FOUND', ...strangers }

const mutations: Record<string, Case> = {
  signIn: {
    document: act('signIn', 'SignIn'),
    variables: async () => ({ input: { identifier: `${randomUUID()}@example.nl`, password: 'x' } }),
    told: { otherwise: 'SIGN_IN_FAILED', ...abroad },
  },
  signInFactorSend: flow('signInFactorSend', { factor: randomUUID() }),
  signInFactorConfirm: flow('signInFactorConfirm', { factor: randomUUID(), code: '123456' }),
  signInKeyStart: flow('signInKeyStart'),
  signInPasswordChange: flow('signInPasswordChange', { password: 'x' }),
  recoveryCodeUse: flow('recoveryCodeUse', { code: '1234 5678' }),
  recoveryCodeChoose: flow('recoveryCodeChoose', { choice: 'TEMPORARY' }),
  factorEnrolmentStart: flow('factorEnrolmentStart', { kind: 'APP' }),
  factorEnrolmentConfirm: flow('factorEnrolmentConfirm', { enrolment: randomUUID(), code: '123456' }),
  factorEnrolmentSkip: flow('factorEnrolmentSkip'),
  sessionStepUpStart: own('sessionStepUpStart', 'ok'),
  sessionStepUpConfirm: own('sessionStepUpConfirm', 'FLOW_ENDED', { flow: 'nothing', password: 'x' }),
  factorOwnerSet: own('factorOwnerSet', 'NOT_FOUND', { id: idOf('Factor', randomUUID()), isOwnDevice: true }),
  factorRename: own('factorRename', 'NOT_FOUND', { id: idOf('Factor', randomUUID()), name: 'mine' }),
  factorRemove: own('factorRemove', 'STEP_UP_NEEDED', { id: idOf('Factor', randomUUID()) }),
  backupCodesRenew: own('backupCodesRenew', 'STEP_UP_NEEDED'),
  backupCodeSend: own('backupCodeSend', 'STEP_UP_NEEDED'),
  passwordResetRequest: anybody('passwordResetRequest', 'ok', (identifier) => ({ identifier })),
  passwordResetComplete: token('passwordResetComplete', 'PasswordResetComplete', { password: 'x' }),
  loginNameRequest: anybody('loginNameRequest', 'ok', (email) => ({ email })),
  organisationSignInStart: anybody('organisationSignInStart', 'ORGANISATION_SIGN_IN_UNKNOWN', (email) => ({ email })),
  securityQuestionSet: own('securityQuestionSet', 'STEP_UP_NEEDED', { question: 'FIRST_PET', answer: 'Bello' }),
  activationPinSend: token('activationPinSend', 'ActivationPinSend'),
  activationPinConfirm: token('activationPinConfirm', 'ActivationPinConfirm', { pin: '123456' }),
  activationPasswordSet: token('activationPasswordSet', 'ActivationPasswordSet', { password: 'x' }),
  activationNumberReport: token('activationNumberReport', 'ActivationNumberReport'),
  recoveryStart: {
    document: act('recoveryStart', 'RecoveryStart'),
    variables: async () => {
      const person = idOf('Person', (await invite(scene, house)).personId)
      return { input: { person, checks: ['CALLED_BACK', 'EMPLOYMENT_DETAILS'], note: 'lost' } }
    },
    told: { ...byHr, hr: 'ACCOUNT_NOT_ACTIVE', desk: 'ACCOUNT_NOT_ACTIVE' },
  },
  recoveryApprove: {
    document: act('recoveryApprove', 'RecoveryApprove'),
    variables: async () => ({ input: { id: await journeyId(), expectedVersion: 1 } }),
    told: { ...byHr, hr: 'NOT_FOUND', desk: 'NOT_FOUND' },
  },
  recoveryObject: token('recoveryObject', 'RecoveryObject'),
  recoveryPinSend: token('recoveryPinSend', 'RecoveryPinSend'),
  recoveryPasswordSet: token('recoveryPasswordSet', 'RecoveryPasswordSet', { pin: '123456', password: 'y' }),
  sessionRevoke: own('sessionRevoke', 'NOT_FOUND', { id: idOf('Session', randomUUID()) }),
  sessionRevokeOthers: own('sessionRevokeOthers', 'STEP_UP_NEEDED'),
  deviceForget: own('deviceForget', 'NOT_FOUND', { id: idOf('Device', randomUUID()) }),
  ownPasswordSet: own('ownPasswordSet', 'STEP_UP_NEEDED', { password: 'y' }),
  passwordChange: own('passwordChange', 'STEP_UP_NEEDED', { current: 'x', password: 'y' }),
  privateEmailSet: own('privateEmailSet', 'STEP_UP_NEEDED', { email: 'new@example.nl' }),
  privateEmailConfirm: own('privateEmailConfirm', 'STEP_UP_NEEDED', { code: '123456' }),
  emailChangeStart: own('emailChangeStart', 'STEP_UP_NEEDED', { email: 'new@example.nl' }),
  emailChangeConfirm: own('emailChangeConfirm', 'STEP_UP_NEEDED', { code: '123456' }),
  mobileChangeStart: own('mobileChangeStart', 'STEP_UP_NEEDED', { mobile: '0687654321' }),
  mobileChangeConfirm: own('mobileChangeConfirm', 'STEP_UP_NEEDED', { code: '123456' }),
  languageSet: own('languageSet', 'ok', { language: 'NL' }),
  invitationSend: {
    document: act('invitationSend', 'InvitationSend'),
    variables: async () => ({ input: { organisation: idOf('Organisation', organisationId), items: [] } }),
    told: { otherwise: forbidden, hr: 'REQUIRED', key: 'REQUIRED', ...strangers },
  },
  invitationRenew: invitation('invitationRenew', 'InvitationRenew'),
  invitationWithdraw: invitation('invitationWithdraw', 'InvitationWithdraw', { reason: 'zo' }),
  invitationCorrect: invitation('invitationCorrect', 'InvitationCorrect', { mobile: '0612345678' }),
  journeyWithdraw: journey('journeyWithdraw', 'JourneyWithdraw', 'CHANGED_MEANWHILE', {
    reason: 'zo',
    expectedVersion: 99,
  }),
  journeyPostpone: journey('journeyPostpone', 'JourneyPostpone', 'CHANGED_MEANWHILE', {
    reason: 'zo',
    until: '2026-04-01T00:00:00Z',
    expectedVersion: 99,
  }),
  journeyRetry: journey('journeyRetry', 'JourneyRetry', 'NOT_STUCK', {}),
  taskComplete: {
    document: act('taskComplete', 'TaskComplete'),
    variables: async () => ({ input: { id: idOf('Task', await taskOf()) } }),
    told: { ...byHr, hr: 'ok', desk: 'ok' },
  },
  personSignInInspect: {
    document: act('personSignInInspect', 'PersonSignInInspect'),
    variables: async () => ({ input: { person: idOf('Person', (await invite(scene, house)).personId) } }),
    told: { ...byHr, hr: 'ok', desk: 'ok' },
  },
  personSessionsEnd: {
    document: act('personSessionsEnd', 'PersonSessionsEnd'),
    variables: async () => {
      const person = idOf('Person', (await invite(scene, house)).personId)
      return { input: { person, reason: 'stolen' } }
    },
    told: { ...byHr, hr: 'ok', desk: 'ok' },
  },
  documentPublish: {
    document: act('documentPublish', 'DocumentPublish'),
    variables: async () => ({ input: { organisation: idOf('Organisation', organisationId), items: [] } }),
    told: { otherwise: forbidden, hr: 'REQUIRED', key: 'REQUIRED', ...strangers },
  },
  payslipPublish: {
    document: act('payslipPublish', 'PayslipPublish'),
    variables: async () => ({ input: { organisation: idOf('Organisation', organisationId), items: [] } }),
    told: { otherwise: forbidden, hr: 'REQUIRED', key: 'REQUIRED', ...strangers },
  },
  documentBatchAdd: {
    document: act('documentBatchAdd', 'DocumentBatchAdd'),
    variables: async () => ({
      input: { organisation: idOf('Organisation', organisationId), externalReference: 'march', items: [] },
    }),
    told: { otherwise: forbidden, hr: 'REQUIRED', key: 'REQUIRED', ...strangers },
  },
  documentBatchClose: {
    document: act('documentBatchClose', 'DocumentBatchClose'),
    variables: async () => ({
      input: { organisation: idOf('Organisation', organisationId), externalReference: 'none' },
    }),
    told: { otherwise: forbidden, hr: 'NOT_FOUND', key: 'NOT_FOUND', ...strangers },
  },
  documentOpen: {
    document: act('documentOpen', 'DocumentOpen'),
    variables: async () => ({ input: { id: await documentOf() } }),
    told: { otherwise: 'NOT_FOUND', hr: 'ok', key: forbidden, smallKey: forbidden, ...strangers },
  },
  documentOpenAll: {
    document: 'mutation { documentOpenAll { __typename } }',
    told: { otherwise: forbidden, worker: 'ok', leaver: 'ok', ...strangers },
  },
  documentUpload: {
    document: act('documentUpload', 'DocumentUpload'),
    variables: async () => ({
      input: { organisation: idOf('Organisation', organisationId), file: randomUUID(), title: 'Diploma' },
    }),
    told: { otherwise: forbidden, worker: 'FILE_UNKNOWN', ...strangers },
  },
  documentWithdraw: {
    document: act('documentWithdraw', 'DocumentWithdraw'),
    variables: async () => ({ input: { id: await documentOf(), reason: 'zo' } }),
    told: { otherwise: 'NOT_FOUND', hr: 'ok', ...strangers },
  },
  serviceKeyCreate: {
    document: act('serviceKeyCreate', 'ServiceKeyCreate'),
    variables: async () => ({
      input: {
        organisation: idOf('Organisation', organisationId),
        name: 'Payroll',
        scopes: ['PEOPLE_READ'],
        expiresAt: '2026-09-01T00:00:00Z',
      },
    }),
    told: { otherwise: forbidden, admin: 'ok', ...strangers },
  },
  serviceKeyRevoke: {
    document: act('serviceKeyRevoke', 'ServiceKeyRevoke'),
    variables: async () => ({ input: { id: idOf('ServiceKey', randomUUID()) } }),
    told: { otherwise: forbidden, admin: 'NOT_FOUND', ...strangers },
  },
  paymentPublish: publication('paymentPublish', 'PaymentPublish'),
  reservationPublish: publication('reservationPublish', 'ReservationPublish'),
  phasePublish: publication('phasePublish', 'PhasePublish'),
  ...leavingCases(scene, house),
  documentExport: {
    document: act('documentExport', 'DocumentExport'),
    variables: async () => {
      const person = idOf('Person', (await invite(scene, house)).personId)
      return { input: { organisation: idOf('Organisation', organisationId), person, reason: 'asked by letter' } }
    },
    told: { ...byHr, hr: 'ok' },
  },
  leavingBatchAdd: {
    document: act('leavingBatchAdd', 'LeavingBatchAdd'),
    variables: async () => ({
      input: { organisation: idOf('Organisation', organisationId), externalReference: 'closing', items: [] },
    }),
    told: { otherwise: forbidden, hr: 'REQUIRED', key: 'REQUIRED', ...strangers },
  },
  leavingBatchStart: listOfLeavers('leavingBatchStart', 'LeavingBatchStart', 'LEAVING_BATCH_INCOMPLETE', {
    expectedCount: 99,
  }),
  leavingBatchResume: listOfLeavers('leavingBatchResume', 'LeavingBatchResume', 'LEAVING_BATCH_NOT_HALTED', {
    reason: 'zo',
  }),
  reconcile: {
    document: `mutation { reconcile { __typename } }`,
    told: { otherwise: forbidden, operator: 'ok', ...strangers },
  },
  // Last: whoever signs out is a stranger from then on.
  signOut: own('signOut', 'ok'),
}

function invitation(name: string, type: string, more = {}): Case {
  return {
    document: act(name, type),
    variables: async () => ({ input: { journey: await journeyId(), expectedVersion: 99, ...more } }),
    told: { ...byHr, hr: 'CHANGED_MEANWHILE', key: 'CHANGED_MEANWHILE' },
  }
}

function journey(name: string, type: string, allowed: string, more: object): Case {
  return {
    document: act(name, type),
    variables: async () => ({ input: { id: await journeyId(), ...more } }),
    told: { ...byHr, hr: allowed, operator: allowed },
  }
}

function listOfLeavers(name: string, type: string, allowed: string, more: object): Case {
  return {
    document: act(name, type),
    variables: async () => ({ input: { journey: idOf('Journey', await handedIn()), ...more } }),
    told: { ...byHr, hr: allowed, key: allowed },
  }
}

function publication(name: string, type: string): Case {
  return {
    document: act(name, type),
    variables: async () => ({ input: { organisation: idOf('Organisation', organisationId), items: [] } }),
    told: { otherwise: forbidden, key: 'REQUIRED', ...strangers },
  }
}

function toldOf({ data, errors: [error] }: Answer): string {
  if (error) return error.extensions.code
  const [value] = Object.values(data)
  if (value === null) return 'null'
  return typeof value === 'object' && value !== null && 'code' in value ? String(value.code) : 'ok'
}

const rootFields = (name: string) => {
  const type = schema.getType(name)
  return isObjectType(type) ? Object.keys(type.getFields()).sort() : []
}

describe('who may ask what', () => {
  it('is told for every query and every mutation', () => {
    expect(Object.keys(queries).sort()).toEqual(rootFields('Query'))
    expect(Object.keys(mutations).sort()).toEqual(rootFields('Mutation'))
  })

  it.each(Object.entries({ ...queries, ...mutations }))(
    'holds for %s',
    async (_name, { document, variables, told }) => {
      const answers = await Promise.all(
        callerNames.map(async (name) => {
          const given = variables ? await variables() : {}
          return [name, toldOf(await ask(api, house, document, { variables: given, as: callers[name] }))]
        }),
      )
      const { otherwise, ...named } = told
      expect(Object.fromEntries(answers)).toEqual({
        ...Object.fromEntries(callerNames.map((name) => [name, otherwise])),
        ...named,
      })
    },
  )
})
