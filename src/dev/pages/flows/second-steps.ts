import { html } from '../html.ts'
import type { Field, Step } from '../playbook.ts'
import { mutation, stand } from './stand.ts'

const asked = 'flow.step=CONFIRM_FACTOR'
const by = (way: string) => [asked, `way=${way}`]
const code: Field = { name: 'code', label: 'Code', type: 'text', autocomplete: 'one-time-code' }
const remember: Field = {
  name: 'rememberDevice',
  label: 'Do not ask here for a while',
  type: 'checkbox',
  optional: true,
  onlyIf: 'flow.mayRemember',
}
const factorOf = (ofKind: 'SMS' | 'APP', label: string): Field => ({
  ...{ name: 'factor', label, type: 'select', choices: 'flow.factors', ofKind },
})
const confirm = mutation({ act: 'signInFactorConfirm', selects: stand, or: ['InvalidInput', 'Limited'] })
const confirmed = 'That was the second step.'

const byCode = (
  kind: 'SMS' | 'APP',
  { title, text, label }: { title: string; text: Step['text']; label: string },
): Step => ({
  ...{ title, text, document: confirm, says: confirmed, movesSignIn: true },
  fields: [factorOf(kind, label), code, remember],
  variables: { input: { flow: '$flow.token', factor: '$factor', code: '$code', rememberDevice: '$rememberDevice?' } },
  button: 'Confirm',
  onlyIf: by(kind),
})

const byKey: readonly Step[] = [
  {
    title: 'Ask the key',
    text: html`A security key, or a passkey of this portal’s own host.`,
    document: mutation({ act: 'signInKeyStart', selects: 'flow options expiresAt', or: ['Limited'] }),
    variables: { input: { flow: '$flow.token' } },
    button: 'Use the key',
    keeps: { keyFlow: 'signInKeyStart.flow' },
    ceremony: { act: 'get', options: 'signInKeyStart.options', as: 'keyResponse' },
    says: 'The browser asks for it.',
    onlyIf: by('KEY'),
  },
  {
    title: 'Hand over what the key answered',
    text: html`By itself, as soon as there is an answer.`,
    document: confirm,
    variables: { input: { flow: '$keyFlow', keyResponse: '$keyResponse' } },
    button: 'Confirm',
    byItself: true,
    movesSignIn: true,
    says: confirmed,
    drops: ['keyFlow'],
    onlyIf: 'keyFlow',
  },
]

const byBackupCode: readonly Step[] = [
  {
    title: 'A backup code',
    text: html`In place of the second step. It is spent here.`,
    fields: [{ name: 'code', label: 'Backup code', type: 'text' }],
    document: mutation({ act: 'recoveryCodeUse', selects: stand, or: ['Limited'] }),
    variables: { input: { flow: '$flow.token', code: '$code' } },
    button: 'Use it',
    movesSignIn: true,
    says: 'The code is spent.',
    onlyIf: by('BACKUP_CODE'),
  },
  lostFor('PERMANENT', {
    title: 'Lost for good?',
    text: html`Another second step is set up at once, then what was lost goes. Name one, or leave it: all of them.`,
    fields: [{ name: 'lost', label: 'What was lost', type: 'select', choices: 'flow.factors', optional: true }],
  }),
  lostFor('TEMPORARY', {
    title: 'Out of reach this once?',
    text: html`In this once, with one fresh backup code; the second step stays.`,
    onlyIf: ['!flow.isRecovery'],
  }),
]

type Losing = Pick<Step, 'title' | 'text' | 'fields'> & { readonly onlyIf?: readonly string[] }

function lostFor(choice: 'PERMANENT' | 'TEMPORARY', { onlyIf = [], ...more }: Losing): Step {
  return {
    ...more,
    document: mutation({ act: 'recoveryCodeChoose', selects: `${stand}\n      backupCodes { codes text }` }),
    variables: { input: { flow: '$flow.token', choice, lost: ['$lost?'] } },
    button: choice === 'PERMANENT' ? 'It is lost' : 'It is at home',
    movesSignIn: true,
    toKeep: 'recoveryCodeChoose.backupCodes.text',
    onlyIf: ['flow.step=CHOOSE_RECOVERY', ...onlyIf],
  }
}

/** The second step, in every way that there is. */
export const secondSteps: readonly Step[] = [
  {
    title: 'Send a code by SMS',
    text: html`It arrives in the <a href="/dev/mailbox" target="_blank">mailbox</a>; a newer one takes over from the older.`,
    fields: [factorOf('SMS', 'To')],
    document: mutation({ act: 'signInFactorSend', selects: 'mobile expiresAt', or: ['Limited'] }),
    variables: { input: { flow: '$flow.token', factor: '$factor' } },
    button: 'Send the code',
    says: 'Sent to {signInFactorSend.mobile}. It works until {signInFactorSend.expiresAt}.',
    onlyIf: by('SMS'),
  },
  byCode('SMS', {
    title: 'Type the code',
    text: html`Every try counts, before it is checked.`,
    label: 'Sent to',
  }),
  byCode('APP', {
    title: 'The code of the app',
    text: html`Demo accounts’ apps, and those set up here, are shown by the
<a href="/dev/authenticator" target="_blank">authenticator</a>. Each code counts once.`,
    label: 'App',
  }),
  ...byKey,
  ...byBackupCode,
]

/** A passkey says whose it is: no name, no password. */
export const passkeyStep: Step = {
  title: 'Or with a passkey alone',
  text: html`One that asked for a finger or a PIN when it was set up. Nobody says who they are: the passkey does.`,
  document: mutation({ act: 'signInKeyStart', selects: 'flow options expiresAt', or: ['Limited'] }),
  variables: { input: {} },
  button: 'Use a passkey',
  keeps: { keyFlow: 'signInKeyStart.flow' },
  ceremony: { act: 'get', options: 'signInKeyStart.options', as: 'keyResponse' },
  says: 'The browser asks for it.',
  onlyIf: '!flow',
}
