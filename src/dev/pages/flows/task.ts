import type { DemoPlace } from '../../demo/logins.ts'
import { html } from '../html.ts'
import type { Playbook } from '../playbook.ts'
import { journeyStep } from './journey-step.ts'
import { signInStep } from './sign-in-step.ts'

/** Where the mail about a task leads: straight to the task. */
export const task = (place: DemoPlace | undefined, id: string): Playbook => ({
  title: 'A task',
  intro: html`<p>The link in the mail to HR. In production it opens the task in the portal’s own frontend.</p>`,
  steps: [
    signInStep(place, 'HR'),
    {
      title: 'Open the task',
      text: html`By the id in its deep link. HR and service desk of its organisation see it, nobody else.`,
      document: `
query Task($id: ID!) {
  task(id: $id) {
    title
    status
    createdAt
    organisation { name }
    person { name email emailStatus mobile mobileStatus }
    journey { id version waitingFor }
  }
}`,
      variables: { id },
      button: 'Open',
      keeps: { journey: 'task.journey.id', version: 'task.journey.version' },
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
    },
    journeyStep,
  ],
})
