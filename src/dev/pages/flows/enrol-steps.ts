import { html } from '../html.ts'
import type { Field, Step } from '../playbook.ts'
import { mutation, stand } from './stand.ts'

type Where = {
  /** In a sign-in its token goes along; signed in, there is none. */
  readonly flow: Readonly<Record<string, string>>
  readonly onlyIf: readonly string[]
  readonly methods: string
  readonly more?: { readonly fields: readonly Field[]; readonly input: Readonly<Record<string, string>> }
}

const begin = mutation({
  act: 'factorEnrolmentStart',
  selects: `enrolment
      mobile
      needsNumberCode
      needsMailCode
      app { qrSvg secret uri }
      keyOptions
      expiresAt`,
  or: ['InvalidInput', 'Limited'],
})
const confirm = mutation({ act: 'factorEnrolmentConfirm', selects: `${stand}\n      backupCodes { codes text }` })

const codes: readonly Field[] = [
  { name: 'code', label: 'Code of the SMS or the app', type: 'text', autocomplete: 'one-time-code' },
  {
    ...{ name: 'numberCode', label: 'Code of the SMS', type: 'text' },
    onlyIf: ['enrolment.app', 'enrolment.needsNumberCode'],
  },
  { name: 'mailCode', label: 'Code of the mail', type: 'text', onlyIf: 'enrolment.needsMailCode' },
]

const confirmed = {
  document: confirm,
  button: 'Confirm',
  movesSignIn: true,
  drops: ['enrolment'],
  toKeep: 'factorEnrolmentConfirm.backupCodes.text',
  says: 'It is set up.',
} as const

/** Any method that a portal offers; what it needs shows itself. */
export function setUpSteps({ flow, onlyIf, methods, more }: Where): readonly Step[] {
  const { fields = [], input = {} } = more ?? {}
  return [
    {
      title: 'Set up a second step',
      text: html`In the portal’s order. Codes arrive in the <a href="/dev/mailbox" target="_blank">mailbox</a>; a number that was not
known before needs one by mail as well.`,
      fields: [
        { name: 'kind', label: 'Which', type: 'select', choices: methods },
        {
          ...{ name: 'mobile', label: 'Mobile number, if not the one on file', type: 'tel' },
          ...{ optional: true, onlyIf: 'kind=SMS' },
        },
        { name: 'name', label: 'What you call it', type: 'text', optional: true },
      ],
      document: begin,
      variables: { input: { ...flow, kind: '$kind', mobile: '$mobile?', name: '$name?' } },
      button: 'Begin',
      keeps: { enrolment: 'factorEnrolmentStart' },
      picture: 'factorEnrolmentStart.app.qrSvg',
      ceremony: { act: 'create', options: 'factorEnrolmentStart.keyOptions', as: 'newKey' },
      says: 'Confirm it before {factorEnrolmentStart.expiresAt}. Number: {factorEnrolmentStart.mobile}. To type into an app: {factorEnrolmentStart.app.secret}',
      onlyIf,
    },
    {
      ...confirmed,
      title: 'Prove it',
      text: html`Apps that are just being set up are on the <a href="/dev/authenticator" target="_blank">authenticator</a> as well.`,
      fields: [...codes, ...fields],
      variables: {
        input: {
          ...{ ...flow, ...input, enrolment: '$enrolment.enrolment', code: '$code' },
          ...{ numberCode: '$numberCode?', mailCode: '$mailCode?' },
        },
      },
      onlyIf: [...onlyIf, 'enrolment', '!enrolment.keyOptions'],
    },
    {
      ...confirmed,
      title: 'Hand over the new key',
      text: html`By itself, as soon as the browser made one.`,
      variables: { input: { ...flow, enrolment: '$enrolment.enrolment', keyResponse: '$newKey' } },
      byItself: true,
      onlyIf: [...onlyIf, 'enrolment.keyOptions'],
    },
  ]
}

const asked = 'flow.step=ENROL_FACTOR'

/** Where signing in leads to whoever has to set up a second step. */
export const enrolSteps: readonly Step[] = [
  ...setUpSteps({ flow: { flow: '$flow.token' }, onlyIf: [asked], methods: 'flow.methods' }),
  {
    title: 'Or leave it out',
    text: html`Each may be skipped; one at least must stay.`,
    fields: [{ name: 'kind', label: 'Which', type: 'select', choices: 'flow.methods' }],
    document: mutation({ act: 'factorEnrolmentSkip', selects: stand }),
    variables: { input: { flow: '$flow.token', kind: '$kind' } },
    button: 'Skip it',
    movesSignIn: true,
    drops: ['enrolment'],
    says: 'Left out.',
    onlyIf: [asked, 'flow.maySkip'],
  },
]
