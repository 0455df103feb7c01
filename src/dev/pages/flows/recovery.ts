import type { DemoPlace } from '../../demo/logins.ts'
import { html } from '../html.ts'
import type { Playbook, Step } from '../playbook.ts'
import { journeyStep } from './journey-step.ts'
import { signInSteps } from './sign-in-step.ts'
import { mutation } from './stand.ts'

export const approveStep: Step = {
  title: 'Approve, as a second person',
  text: html`Never whoever started it, nor the person themselves: sign in above as somebody else of the desk or HR first. The waiting
time begins; the <a href="/dev/clock" target="_blank">clock</a> travels there.`,
  document: mutation({
    act: 'recoveryApprove',
    selects: 'journey { id version waitingFor nextDueAt recovery { status issueAt } }',
  }),
  variables: { input: { id: '$journey', expectedVersion: '$version' } },
  button: 'Approve',
  keeps: { version: 'recoveryApprove.journey.version' },
  says: 'It is {recoveryApprove.journey.recovery.status}: something is due at {recoveryApprove.journey.nextDueAt}.',
}

const peopleStep: Step = {
  title: 'Who calls?',
  text: html`The people of the organisations the desk serves. And what this portal wants checked before access is restored.`,
  fields: [{ name: 'search', label: 'Name or mail address', type: 'text', optional: true }],
  document: `
query Callers($search: String) {
  people(filter: { search: $search }) {
    nodes { id name identifier accountStatus }
  }
  portal { recoveryChecks }
}`,
  variables: { search: '$search?' },
  button: 'Find',
  keeps: { person: 'people.nodes', checks: 'portal.recoveryChecks' },
  says: '{people.nodes.*.name}\nTo be checked: {portal.recoveryChecks}',
}

const inspectStep: Step = {
  title: 'Why can this person not get in?',
  text: html`No secrets. It changes nothing, and is on record: who looked at whom, when and why.`,
  fields: [
    { name: 'person', label: 'Person', type: 'select' },
    { name: 'reason', label: 'Why you look', type: 'text', optional: true },
  ],
  document: mutation({
    act: 'personSignInInspect',
    selects: `person { name }
      sight {
        identifier
        accountStatus
        hasPassword
        obligation
        deadlineAt
        factors { kind mobile createdAt lastUsedAt }
        backupCodesLeft
        rememberedDevices
        openSessions
        lastSignedInAt
        recentTries { at act code }
        openJourneys { nodes { id kind waitingFor } }
        blocks { code message whatHelps since until }
      }`,
    or: ['InvalidInput'],
  }),
  variables: { input: { person: '$person', reason: '$reason?' } },
  button: 'Look',
  says: `{personSignInInspect.person.name} signs in as {personSignInInspect.sight.identifier}
Second steps: {personSignInInspect.sight.factors.*.kind}; backup codes left: {personSignInInspect.sight.backupCodesLeft}
In the way: {personSignInInspect.sight.blocks.*.message}
What helps: {personSignInInspect.sight.blocks.*.whatHelps}`,
}

const startStep: Step = {
  title: 'Begin to restore access',
  text: html`After the script of checks. The person is told on every channel that is known, with a link to stop it.`,
  fields: [
    { name: 'person', label: 'Person', type: 'select' },
    {
      name: 'note',
      label: 'What happened, how it was checked',
      type: 'text',
      value: 'Telefoon kwijt; teruggebeld op het oude nummer',
    },
    { name: 'privateEmail', label: 'Private address, for whoever has left', type: 'email', optional: true },
    { name: 'isPasswordLost', label: 'The password is lost too (needs a private address)', type: 'checkbox' },
  ],
  document: mutation({
    act: 'recoveryStart',
    selects: 'journey { id version waitingFor nextDueAt }',
    or: ['InvalidInput'],
  }),
  variables: {
    input: {
      ...{ person: '$person', checks: '$checks', note: '$note' },
      ...{ privateEmail: '$privateEmail?', isPasswordLost: '$isPasswordLost?' },
    },
  },
  button: 'Begin',
  keeps: { journey: 'recoveryStart.journey.id', version: 'recoveryStart.journey.version' },
  says: 'The person and a colleague are told. It waits for {recoveryStart.journey.waitingFor}.',
}

/** What the service desk does on the telephone. */
export const desk = (place: DemoPlace | undefined): Playbook => ({
  title: `Service desk of ${place?.name ?? 'this portal'}`,
  intro: html`<p>Somebody calls: they cannot get in. One colleague looks and begins, another one approves, time passes, and a code
reaches the person, who <a href="/dev/sign-in" target="_blank">signs in</a> with it as with a backup code.</p>`,
  steps: [...signInSteps(place, deskRole(place)), peopleStep, inspectStep, startStep, approveStep, journeyStep],
})

function deskRole(place: DemoPlace | undefined) {
  return place?.logins.some(({ role }) => role === 'SERVICE_DESK') ? 'SERVICE_DESK' : 'HR'
}

/** What “I did not ask for this” in a notice opens. */
export const objection: Playbook = {
  title: 'I did not ask for this',
  intro: html`<p>The link in the notice of a recovery. The token stands behind the <code>#</code>; looking stops nothing.</p>`,
  steps: [
    {
      title: 'Look at what was asked',
      text: html`It names nobody: whoever holds the link may not be the person.`,
      document: `
query Objection($token: String!) {
  recoveryObjection(token: $token) {
    __typename
    ... on RecoveryObjection {
      portal { name }
      organisationName
      serviceDesk { phone menuHint hours }
      startedAt
      codeAt
      newAddress
      canObject
    }
    ... on UserError { code message }
  }
}`,
      variables: { token: '$token' },
      button: 'Look',
      byItself: true,
      keeps: { canObject: 'recoveryObjection.canObject' },
      says: 'The service desk of {recoveryObjection.organisationName} was asked at {recoveryObjection.startedAt} to restore access. The code leaves: {recoveryObjection.codeAt}. Can be stopped: {recoveryObjection.canObject}.',
    },
    {
      title: 'Stop it',
      text: html`At any moment before its end; whatever was signed in by it ends.`,
      document: mutation({ act: 'recoveryObject', selects: 'isStopped' }),
      variables: { input: { token: '$token' } },
      button: 'I did not ask for this',
      says: 'Stopped. The service desk is asked who wanted it.',
    },
  ],
}
