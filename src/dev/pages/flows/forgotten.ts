import type { DemoPlace } from '../../demo/logins.ts'
import { html } from '../html.ts'
import type { Playbook, Step } from '../playbook.ts'
import { robotStep } from './robot-step.ts'
import { mutation } from './stand.ts'

const accepted = 'If that is right, a mail is on its way: look in the mailbox. The answer is the same for everybody.'

const askedFor: Step = {
  title: 'What this portal asks',
  text: html`Some want what people sign in with, some the mail address and the date of birth; some a question as well.`,
  document: `
query Forgotten {
  portal {
    signIn { passwordRecovery needsRobotCheckForReset }
    securityQuestions { question text }
  }
}`,
  variables: {},
  button: 'Look',
  byItself: true,
  keeps: { asks: 'portal.signIn.passwordRecovery', questions: 'portal.securityQuestions' },
  says: 'It asks for {portal.signIn.passwordRecovery}; a robot check: {portal.signIn.needsRobotCheckForReset}.',
  onlyIf: '!token',
}

const request = (place: DemoPlace | undefined): Step => ({
  title: 'Ask for a new password',
  text: html`The mail with the link arrives in the <a href="/dev/mailbox" target="_blank">mailbox</a>.`,
  fields: [
    {
      ...{ name: 'identifier', type: 'text', onlyIf: '!asks=BIRTH_DATE', autocomplete: 'username' },
      label: place?.identifier === 'username' ? 'User name' : 'Mail address',
      suggestions: place?.logins.map(({ identifier }) => identifier) ?? [],
    },
    { name: 'email', label: 'Mail address on file', type: 'email', onlyIf: 'asks=BIRTH_DATE' },
    { name: 'dateOfBirth', label: 'Date of birth', type: 'date', onlyIf: 'asks=BIRTH_DATE' },
    {
      ...{ name: 'question', label: 'The question you chose, if any', type: 'select', choices: 'questions' },
      ...{ optional: true, onlyIf: 'questions' },
    },
    { name: 'answer', label: 'Your answer', type: 'text', optional: true, onlyIf: 'questions' },
  ],
  document: mutation({ act: 'passwordResetRequest', selects: 'isAccepted', or: ['InvalidInput', 'Limited'] }),
  variables: {
    input: {
      ...{ identifier: '$identifier?', email: '$email?', dateOfBirth: '$dateOfBirth?' },
      ...{ question: '$question?', answer: '$answer?', robotCheck: '$robotCheck?' },
    },
  },
  button: 'Ask for it',
  says: accepted,
  onlyIf: '!token',
})

const complete: readonly Step[] = [
  {
    title: 'Look at the link',
    text: html`Looking consumes nothing. It tells the rules before anything is typed.`,
    document: `
query PasswordReset($token: String!) {
  passwordReset(token: $token) {
    __typename
    ... on PasswordReset { identifier passwordRules passwordMinLength expiresAt }
    ... on UserError { code message }
  }
}`,
    variables: { token: '$token' },
    button: 'Look',
    byItself: true,
    says: 'For {passwordReset.identifier}, until {passwordReset.expiresAt}. At least {passwordReset.passwordMinLength} characters.',
    onlyIf: 'token',
  },
  {
    title: 'Choose the next password',
    text: html`All sessions end and none is opened: afterwards <a href="/dev/sign-in">sign in</a> with it, second step and all.`,
    fields: [{ name: 'password', label: 'New password', type: 'password', autocomplete: 'new-password' }],
    document: mutation({ act: 'passwordResetComplete', selects: 'identifier', or: ['InvalidInput'] }),
    variables: { input: { token: '$token', password: '$password' } },
    button: 'Set it',
    says: '{passwordResetComplete.identifier} signs in with it now.',
    onlyIf: 'token',
  },
]

/** Where the link to a new password leads, and where it is asked for. */
export const resetPassword = (place: DemoPlace | undefined): Playbook => ({
  title: 'Password forgotten',
  intro: html`<p>Asked here, and finished here by the link in the mail, whose token stands behind the <code>#</code>.</p>`,
  steps: [askedFor, request(place), robotStep, ...complete],
})

export const loginName: Playbook = {
  title: 'Login name forgotten',
  intro: html`<p>What somebody signs in with goes to their own mailbox, and to nobody else.</p>`,
  steps: [
    {
      title: 'Ask for it',
      text: html`The mail arrives in the <a href="/dev/mailbox" target="_blank">mailbox</a>.`,
      fields: [{ name: 'email', label: 'Mail address on file', type: 'email', autocomplete: 'email' }],
      document: mutation({ act: 'loginNameRequest', selects: 'isAccepted', or: ['InvalidInput', 'Limited'] }),
      variables: { input: { email: '$email', robotCheck: '$robotCheck?' } },
      button: 'Ask for it',
      says: accepted,
    },
    robotStep,
  ],
}
