import { html } from '../html.ts'
import type { Playbook } from '../playbook.ts'
import { flowSteps } from './sign-in-step.ts'
import { mutation, stand } from './stand.ts'

/** What the link in an invitation opens. The token stands in the fragment: only the browser knows it. */
export const activate: Playbook = {
  title: 'Activate an account',
  intro: html`<p>This is where the invitation’s link leads on a developer’s machine; in production it leads to the portal’s own
frontend, with the same fragment. The token stands behind the <code>#</code>, so that no server, proxy or log is ever told.
Below is what a frontend asks, in order.</p>`,
  steps: [
    {
      title: 'Look at the invitation',
      text: html`Looking consumes nothing: mail scanners open links too. It tells whose invitation this is, whether a PIN is
needed, and the rules a password must keep.`,
      document: `
query Activation($token: String!) {
  activation(token: $token) {
    __typename
    ... on Activation {
      name
      identifier
      mobile
      pinNeeded
      step
      passwordRules
      passwordMinLength
      expiresAt
      organisationName
      portal { name }
    }
    ... on UserError { code message }
  }
}`,
      variables: { token: '$token' },
      button: 'Look',
      byItself: true,
      keeps: { pinNeeded: 'activation.pinNeeded' },
      says: '{activation.name} is invited to {activation.portal.name} and will sign in as {activation.identifier}.',
    },
    {
      title: 'Send a PIN by SMS',
      text: html`To the number on file, which is never shown whole. The SMS arrives in the <a href="/dev/mailbox" target="_blank">mailbox</a>.`,
      document: `
mutation PinSend($input: ActivationPinSendInput!) {
  activationPinSend(input: $input) {
    __typename
    ... on ActivationPinSendPayload { mobile expiresAt }
    ... on UserError { code message }
    ... on Limited { retryAt }
  }
}`,
      variables: { input: { token: '$token' } },
      button: 'Send the PIN',
      onlyIf: 'pinNeeded',
      says: 'Sent to {activationPinSend.mobile}. It works until {activationPinSend.expiresAt}.',
    },
    {
      title: 'Confirm the PIN',
      text: html`Tries are counted before they are checked. The answer is a continuation: proof for the next step that the
number was reached.`,
      fields: [{ name: 'pin', label: 'One-time PIN', type: 'text', autocomplete: 'one-time-code' }],
      document: `
mutation PinConfirm($input: ActivationPinConfirmInput!) {
  activationPinConfirm(input: $input) {
    __typename
    ... on ActivationPinConfirmPayload { continuation expiresAt }
    ... on UserError { code message }
  }
}`,
      variables: { input: { token: '$token', pin: '$pin' } },
      button: 'Confirm the PIN',
      onlyIf: 'pinNeeded',
      keeps: { continuation: 'activationPinConfirm.continuation' },
      says: 'The PIN is right. Choose a password before {activationPinConfirm.expiresAt}.',
    },
    {
      title: 'Choose a password',
      text: html`Every rule that it breaks is named, not only the first. When it is accepted the account is active and this
browser is signed in, or asked for a second step first.`,
      fields: [{ name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password' }],
      document: mutation({ act: 'activationPasswordSet', selects: stand, or: ['InvalidInput'] }),
      variables: { input: { token: '$token', continuation: '$continuation?', password: '$password' } },
      button: 'Activate',
      movesSignIn: true,
      says: 'The account is active.',
    },
    ...flowSteps,
    {
      title: 'Not your number?',
      text: html`Tells HR that the number on file is wrong. HR gets a task; when the number is corrected, a new link follows.`,
      document: `
mutation NumberReport($input: ActivationNumberReportInput!) {
  activationNumberReport(input: $input) {
    __typename
    ... on ActivationNumberReportPayload { isReported }
    ... on UserError { code message }
  }
}`,
      variables: { input: { token: '$token' } },
      button: 'This is not my number',
      onlyIf: 'pinNeeded',
      says: 'HR has been asked to correct the number.',
    },
  ],
}
