import type { DemoPlace } from '../../demo/logins.ts'
import { html } from '../html.ts'
import type { Field, Playbook } from '../playbook.ts'
import { journeyStep } from './journey-step.ts'
import { signInSteps } from './sign-in-step.ts'

const person: readonly Field[] = [
  { name: 'name', label: 'Name', type: 'text', value: 'Robin de Wit' },
  { name: 'email', label: 'Mail address', type: 'email', value: 'robin@prive.example' },
  { name: 'mobile', label: 'Mobile number', type: 'tel', value: '06 12345699', optional: true },
]
const username: Field = { name: 'username', label: 'User name', type: 'text', value: 'rdewit' }

/** A newcomer's first invitation, as HR sends it. */
export const invite = (place: DemoPlace | undefined): Playbook => ({
  title: `Invite somebody to ${place?.name ?? 'this portal'}`,
  intro: html`<p>What HR does, in the order in which a frontend asks for it. Afterwards the mail is in the
<a href="/dev/mailbox" target="_blank">mailbox</a>: follow its link.</p>`,
  steps: [
    ...signInSteps(place, 'HR'),
    {
      title: 'Choose the organisation',
      text: html`HR sees the organisations of its own.`,
      document: `
query Organisations {
  organisations {
    nodes { id name kind serviceDesk { phone menuHint hours } }
  }
}`,
      variables: {},
      button: 'List them',
      keeps: { organisation: 'organisations.nodes' },
      says: 'The first of them is {organisations.nodes.0.name}.',
    },
    {
      title: 'Send the invitation',
      text: html`One, or up to a thousand in a call; each has its own result.`,
      fields: [
        { name: 'organisation', label: 'Organisation', type: 'select' },
        ...person,
        ...(place?.identifier === 'username' ? [username] : []),
      ],
      document: `
mutation InvitationSend($input: InvitationSendInput!) {
  invitationSend(input: $input) {
    __typename
    ... on InvitationSendPayload {
      results {
        outcome
        journey { id }
        person { id name }
        problems { path code message }
      }
    }
    ... on UserError { code message }
    ... on InvalidInput { problems { path code message } }
  }
}`,
      variables: {
        input: {
          organisation: '$organisation',
          items: [{ name: '$name', email: '$email', mobile: '$mobile?', username: '$username?' }],
        },
      },
      button: 'Invite',
      keeps: { journey: 'invitationSend.results.0.journey.id' },
      problems: 'invitationSend.results.0.problems',
      says: '{invitationSend.results.0.outcome}: {invitationSend.results.0.person.name}. The mail is on its way.',
    },
    journeyStep,
  ],
})
