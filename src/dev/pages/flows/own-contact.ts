import { html } from '../html.ts'
import type { Field, Step } from '../playbook.ts'
import { mutation } from './stand.ts'

const code: Field = { name: 'code', label: 'Code', type: 'text', autocomplete: 'one-time-code' }
const mailbox = html`The code arrives in the <a href="/dev/mailbox" target="_blank">mailbox</a>; until it is confirmed nothing changes.`

/** One's own password, addresses and language. */
export const contactSteps: readonly Step[] = [
  {
    title: 'Another password',
    text: html`All other sessions end, no browser is remembered any longer, and a mail tells of it.`,
    fields: [
      { name: 'current', label: 'Present password', type: 'password', autocomplete: 'current-password' },
      { name: 'password', label: 'Next password', type: 'password', autocomplete: 'new-password' },
    ],
    document: mutation({
      ...{ act: 'passwordChange', selects: 'viewer { person { name } }' },
      or: ['InvalidInput', 'Limited'],
    }),
    variables: { input: { current: '$current', password: '$password' } },
    button: 'Change it',
    says: 'It is another one.',
    onlyIf: 'methods',
  },
  {
    title: 'Another mail address',
    text: mailbox,
    fields: [{ name: 'email', label: 'New mail address', type: 'email' }],
    document: mutation({ act: 'emailChangeStart', selects: 'email expiresAt', or: ['InvalidInput', 'Limited'] }),
    variables: { input: { email: '$email' } },
    button: 'Send the code',
    says: 'Sent to {emailChangeStart.email}; it works until {emailChangeStart.expiresAt}.',
    onlyIf: 'methods',
  },
  {
    title: 'Prove the mail address',
    text: html`The old address is told.`,
    fields: [code],
    document: mutation({ act: 'emailChangeConfirm', selects: 'person { email }', or: ['InvalidInput'] }),
    variables: { input: { code: '$code' } },
    button: 'Confirm',
    says: 'Mail goes to {emailChangeConfirm.person.email} from now on.',
    onlyIf: 'methods',
  },
  {
    title: 'Another mobile number',
    text: mailbox,
    fields: [{ name: 'mobile', label: 'New mobile number', type: 'tel' }],
    document: mutation({ act: 'mobileChangeStart', selects: 'mobile expiresAt', or: ['InvalidInput', 'Limited'] }),
    variables: { input: { mobile: '$mobile' } },
    button: 'Send the code',
    says: 'Sent to {mobileChangeStart.mobile}; it works until {mobileChangeStart.expiresAt}.',
    onlyIf: 'methods',
  },
  {
    title: 'Prove the mobile number',
    text: html`A second step by SMS keeps the number it was set up with.`,
    fields: [code],
    document: mutation({ act: 'mobileChangeConfirm', selects: 'person { mobile }', or: ['InvalidInput'] }),
    variables: { input: { code: '$code' } },
    button: 'Confirm',
    says: 'The number is {mobileChangeConfirm.person.mobile}.',
    onlyIf: 'methods',
  },
  {
    title: 'Language',
    text: html`In which one is written to.`,
    fields: [{ name: 'language', label: 'Language', type: 'select', choices: 'languages' }],
    document: mutation({ act: 'languageSet', selects: 'person { language }', or: ['InvalidInput'] }),
    variables: { input: { language: '$language' } },
    button: 'Set it',
    says: 'It is {languageSet.person.language}.',
    onlyIf: 'languages',
  },
  {
    title: 'A question for when the password is lost',
    text: html`Asked before the mail goes, and never enough by itself.`,
    fields: [
      { name: 'question', label: 'Question', type: 'select', choices: 'questions' },
      { name: 'answer', label: 'Answer', type: 'text' },
    ],
    document: mutation({ act: 'securityQuestionSet', selects: 'question', or: ['InvalidInput'] }),
    variables: { input: { question: '$question', answer: '$answer' } },
    button: 'Set it',
    says: 'It is set.',
    onlyIf: 'questions',
  },
]
