import type { DemoPlace } from '../../demo/logins.ts'
import { html } from '../html.ts'
import type { Field, Playbook, Step } from '../playbook.ts'
import { journeyStep } from './journey-step.ts'
import { signInSteps } from './sign-in-step.ts'
import { mutation } from './stand.ts'

const reason = (value: string): Field => ({ name: 'reason', label: 'Why', type: 'text', value })
const selects = 'journey { id version waitingFor nextDueAt }'

const whoStep: Step = {
  title: 'Who leaves?',
  text: html`The organisations of HR, and the people who work there.`,
  fields: [{ name: 'search', label: 'Name or mail address', type: 'text', optional: true }],
  document: `
query Leavers($search: String) {
  organisations { nodes { id name } }
  people(filter: { search: $search }) { nodes { id name email } }
}`,
  variables: { search: '$search?' },
  button: 'Find',
  keeps: { organisation: 'organisations.nodes', person: 'people.nodes' },
  says: '{people.nodes.*.name}',
}

const planStep: Step = {
  title: 'Record the last day',
  text: html`The last day of employment, not the first day out. Every right gets its end in that moment; nothing has to run for
either door to close.`,
  fields: [
    { name: 'organisation', label: 'Organisation', type: 'select' },
    { name: 'person', label: 'Person', type: 'select' },
    { name: 'lastDay', label: 'Last day', type: 'date' },
  ],
  document: mutation({
    act: 'offboardingPlan',
    selects: `results {
        outcome
        journey { id version }
        person { name }
        problems { path code message }
      }`,
    or: ['InvalidInput'],
  }),
  variables: { input: { organisation: '$organisation', items: [{ person: '$person', lastDay: '$lastDay' }] } },
  button: 'Record it',
  keeps: { journey: 'offboardingPlan.results.0.journey.id', version: 'offboardingPlan.results.0.journey.version' },
  problems: 'offboardingPlan.results.0.problems',
  says: '{offboardingPlan.results.0.outcome}: {offboardingPlan.results.0.person.name} is told by mail.',
}

const lookStep: Step = {
  title: 'What is planned, and what is wrong now',
  text: html`In words that the service desk can read out. The <a href="/dev/clock" target="_blank">clock</a> travels to each instant.`,
  document: `
query Leaving($id: ID!) {
  journey(id: $id) {
    id
    version
    waitingFor
    nextDueAt
    offboarding {
      status
      cause
      lastDay
      firstDayOut
      narrowsAt
      closesAt
      findings { kind message whatHelps }
    }
  }
}`,
  variables: { id: '$journey' },
  button: 'Look',
  keeps: { version: 'journey.version' },
  says: `It is {journey.offboarding.status}: payslips alone from {journey.offboarding.narrowsAt}, nothing from {journey.offboarding.closesAt}.
Wrong now: {journey.offboarding.findings.*.message}
What helps: {journey.offboarding.findings.*.whatHelps}`,
}

const moveStep: Step = {
  title: 'Another last day',
  text: html`Earlier, later or in the past. What the earlier plan had not sent is not sent.`,
  fields: [{ name: 'lastDay', label: 'Last day', type: 'date' }, reason('De overdracht duurt langer')],
  document: mutation({ act: 'offboardingReschedule', selects, or: ['InvalidInput'] }),
  variables: {
    input: { journey: '$journey', lastDay: '$lastDay', reason: '$reason', expectedVersion: '$version' },
  },
  button: 'Move it',
  keeps: { version: 'offboardingReschedule.journey.version' },
  says: 'Planned anew; something is due at {offboardingReschedule.journey.nextDueAt}.',
}

const extendStep: Step = {
  title: 'Access for longer',
  text: html`Through a later day than April gives: a statement that comes late, a dispute.`,
  fields: [{ name: 'through', label: 'Through', type: 'date' }, reason('De jaaropgaaf komt later')],
  document: mutation({ act: 'offboardingExtend', selects, or: ['InvalidInput'] }),
  variables: {
    input: { journey: '$journey', through: '$through', reason: '$reason', expectedVersion: '$version' },
  },
  button: 'Extend it',
  keeps: { version: 'offboardingExtend.journey.version' },
  says: 'Extended, and the leaver is told.',
}

const withdrawStep: Step = {
  title: 'Nobody leaves after all',
  text: html`Rights are what they were, and nothing of the plan is sent any more.`,
  fields: [reason('Blijft toch')],
  document: mutation({ act: 'offboardingWithdraw', selects, or: ['InvalidInput'] }),
  variables: { input: { journey: '$journey', reason: '$reason', expectedVersion: '$version' } },
  button: 'Withdraw it',
  says: 'Withdrawn, and the person is told.',
}

const ofPerson: readonly Field[] = [
  { name: 'organisation', label: 'Organisation', type: 'select' },
  { name: 'person', label: 'Person', type: 'select' },
]

const rehireStep: Step = {
  title: 'They come back',
  text: html`The same account, also after everything was closed.`,
  fields: [
    ...ofPerson,
    { name: 'startsOn', label: 'First new day', type: 'date', optional: true },
    reason('Weer in dienst'),
  ],
  document: mutation({ act: 'leaverRehire', selects, or: ['InvalidInput'] }),
  variables: {
    input: { organisation: '$organisation', person: '$person', startsOn: '$startsOn?', reason: '$reason' },
  },
  button: 'Rehire',
  says: 'They work there again.',
}

const blockStep: Step = {
  title: 'Block for cause',
  text: html`Everything ends now. What remains lawful is a task for HR: payslips and statements by post.`,
  fields: [...ofPerson, reason('Ontslag op staande voet')],
  document: mutation({ act: 'personBlock', selects, or: ['InvalidInput'] }),
  variables: { input: { organisation: '$organisation', person: '$person', reason: '$reason' } },
  button: 'Block',
  keeps: { journey: 'personBlock.journey.id', version: 'personBlock.journey.version' },
  says: 'Nothing is open to them any more.',
}

/** A last day, and everything that may come between, as HR does it. */
export const leaving = (place: DemoPlace | undefined): Playbook => ({
  title: `Somebody leaves ${place?.name ?? 'this portal'}`,
  intro: html`<p>HR records a last day and need not think of it again. What the person sees is on
<a href="/dev/leaver" target="_blank">the page of a leaver</a>; their mails are in the
<a href="/dev/mailbox" target="_blank">mailbox</a>.</p>`,
  steps: [
    ...signInSteps(place, 'HR'),
    ...[whoStep, planStep, lookStep, moveStep, extendStep, withdrawStep, rehireStep, blockStep],
    journeyStep,
  ],
})
