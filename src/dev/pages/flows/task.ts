import type { DemoPlace } from '../../demo/logins.ts'
import { html } from '../html.ts'
import type { Playbook } from '../playbook.ts'
import { journeyStep } from './journey-step.ts'
import { approveStep } from './recovery.ts'
import { signInSteps } from './sign-in-step.ts'
import { mutation } from './stand.ts'

/** Where the mail about a task leads: straight to the task. */
export const task = (place: DemoPlace | undefined, id: string): Playbook => ({
  title: 'A task',
  intro: html`<p>The link in the mail to HR or service desk. In production it opens the task in the portal’s own frontend.</p>`,
  steps: [
    ...signInSteps(place, 'HR'),
    {
      title: 'Open the task',
      text: html`By the id in its deep link. HR and service desk of its organisation see it, nobody else.`,
      document: `
query Task($id: ID!) {
  task(id: $id) {
    id
    title
    kind
    status
    createdAt
    organisation { name }
    person { name email emailStatus mobile mobileStatus }
    journey { id version waitingFor }
  }
}`,
      variables: { id },
      button: 'Open',
      keeps: { task: 'task.id', kind: 'task.kind', journey: 'task.journey.id', version: 'task.journey.version' },
      says: '{task.title} ({task.status}): {task.person.name}.',
    },
    {
      title: 'Correct the contact',
      text: html`Closes the task, and sends a fresh link. Whoever changed the journey first wins; the other is told.`,
      fields: [
        { name: 'email', label: 'Mail address', type: 'email', optional: true },
        { name: 'mobile', label: 'Mobile number', type: 'tel', optional: true },
      ],
      document: `
mutation InvitationCorrect($input: InvitationCorrectInput!) {
  invitationCorrect(input: $input) {
    __typename
    ... on InvitationCorrectPayload { journey { id version waitingFor } }
    ... on UserError { code message }
    ... on InvalidInput { problems { path code message } }
  }
}`,
      variables: { input: { journey: '$journey', expectedVersion: '$version', email: '$email?', mobile: '$mobile?' } },
      button: 'Correct',
      keeps: { version: 'invitationCorrect.journey.version' },
      says: 'Corrected. The journey goes on.',
      onlyIf: 'kind=CORRECT_MOBILE|CORRECT_EMAIL',
    },
    { ...approveStep, onlyIf: 'kind=APPROVE_RECOVERY' },
    {
      title: 'Done',
      text: html`Where the task is closed by saying so.`,
      document: mutation({ act: 'taskComplete', selects: 'task { status }' }),
      variables: { input: { id: '$task' } },
      button: 'Close the task',
      says: 'It is {taskComplete.task.status}.',
      onlyIf: 'kind=LOOK_INTO_OBJECTION',
    },
    journeyStep,
  ],
})
