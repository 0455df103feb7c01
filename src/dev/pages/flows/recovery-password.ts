import { html } from '../html.ts'
import type { Playbook } from '../playbook.ts'
import { flowSteps } from './sign-in-step.ts'
import { mutation, stand } from './stand.ts'

/** What the link opens with which somebody who has left chooses a password: the one half of it. */
export const recoveryPassword: Playbook = {
  title: 'Choose a password, as the service desk made possible',
  intro: html`<p>For whoever has left and has neither the mailbox at work nor a password. The link went to the private address; the
other half goes to a number that was known before. Nothing of it counts before the last step.</p>`,
  steps: [
    {
      title: 'Look at the link',
      text: html`Looking consumes nothing. It tells the rules before anything is typed.`,
      document: `
query RecoveryPassword($token: String!) {
  recoveryPassword(token: $token) {
    __typename
    ... on RecoveryPassword { identifier mobile passwordRules passwordMinLength expiresAt }
    ... on UserError { code message }
  }
}`,
      variables: { token: '$token' },
      button: 'Look',
      byItself: true,
      says: 'For {recoveryPassword.identifier}, until {recoveryPassword.expiresAt}. The PIN goes to {recoveryPassword.mobile}.',
    },
    {
      title: 'Send a PIN by SMS',
      text: html`It arrives in the <a href="/dev/mailbox" target="_blank">mailbox</a>, and is of no use without the link.`,
      document: mutation({ act: 'recoveryPinSend', selects: 'mobile expiresAt', or: ['Limited'] }),
      variables: { input: { token: '$token' } },
      button: 'Send the PIN',
      says: 'Sent to {recoveryPinSend.mobile}. It works until {recoveryPinSend.expiresAt}.',
    },
    {
      title: 'Choose a password',
      text: html`Then a second step is set up, and with that the password and the private address count.`,
      fields: [
        { name: 'pin', label: 'PIN of the SMS', type: 'text', autocomplete: 'one-time-code' },
        { name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password' },
      ],
      document: mutation({ act: 'recoveryPasswordSet', selects: stand, or: ['InvalidInput'] }),
      variables: { input: { token: '$token', pin: '$pin', password: '$password' } },
      button: 'Choose it',
      movesSignIn: true,
      says: 'It is chosen, and waits for the last step.',
    },
    ...flowSteps,
  ],
}
