import { html } from '../html.ts'
import type { Field, Step } from '../playbook.ts'
import { setUpSteps } from './enrol-steps.ts'
import { mutation } from './stand.ts'

const which: Field = { name: 'id', label: 'Which', type: 'select', choices: 'factors' }

/** One's own second steps and backup codes. */
export const factorSteps: readonly Step[] = [
  ...setUpSteps({
    ...{ flow: {}, onlyIf: ['methods'], methods: 'methods' },
    more: {
      fields: [
        {
          ...{ name: 'replaces', label: 'In place of', type: 'select', choices: 'factors', optional: true },
        },
      ],
      input: { replaces: '$replaces?' },
    },
  }),
  {
    title: 'Name a second step',
    text: html`Several keys are told apart by their names.`,
    fields: [which, { name: 'name', label: 'What you call it', type: 'text' }],
    document: mutation({ act: 'factorRename', selects: 'factor { id name }', or: ['InvalidInput'] }),
    variables: { input: { id: '$id', name: '$name' } },
    button: 'Name it',
    says: 'It is called {factorRename.factor.name}.',
    onlyIf: 'factors',
  },
  {
    title: 'Take a second step away',
    text: html`All other sessions end. The last one stays where the portal asks for one.`,
    fields: [which],
    document: mutation({ act: 'factorRemove', selects: 'factorId' }),
    variables: { input: { id: '$id' } },
    button: 'Take it away',
    says: 'It is gone.',
    onlyIf: 'factors',
  },
  {
    title: 'New backup codes',
    text: html`The old ones no longer work. The new ones are told once, to print or to save.`,
    document: mutation({ act: 'backupCodesRenew', selects: 'backupCodes { codes text }', hasInput: false }),
    variables: {},
    button: 'Make them',
    toKeep: 'backupCodesRenew.backupCodes.text',
    says: 'They stand above, under “To keep”.',
    onlyIf: 'factors',
  },
  {
    title: 'A backup code by SMS',
    text: html`One more, to the number on file. On paper is safer: the phone may be what gets lost.`,
    document: mutation({ act: 'backupCodeSend', selects: 'mobile', or: ['Limited'], hasInput: false }),
    variables: {},
    button: 'Send one',
    says: 'Sent to {backupCodeSend.mobile}.',
    onlyIf: ['factors', 'bySms'],
  },
]
