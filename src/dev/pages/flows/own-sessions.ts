import { html } from '../html.ts'
import type { Step } from '../playbook.ts'
import { mutation } from './stand.ts'

export const signOutStep: Step = {
  title: 'Sign out',
  text: html`Ends this session; the others go on.`,
  document: mutation({ act: 'signOut', selects: 'sessionId', hasInput: false, neverRefused: true }),
  variables: {},
  button: 'Sign out',
  drops: ['session'],
  says: 'Signed out.',
}

/** Where one is signed in, and the browsers one is known on. */
export const sessionSteps: readonly Step[] = [
  {
    title: 'End a session',
    text: html`On a device that was lost.`,
    fields: [{ name: 'id', label: 'Which', type: 'select', choices: 'sessions' }],
    document: mutation({ act: 'sessionRevoke', selects: 'sessionId' }),
    variables: { input: { id: '$id' } },
    button: 'End it',
    says: 'It has ended.',
    onlyIf: 'sessions',
  },
  {
    title: 'End all other sessions',
    text: html`All but the present one.`,
    document: mutation({ act: 'sessionRevokeOthers', selects: 'ended', hasInput: false, neverRefused: true }),
    variables: {},
    button: 'End them',
    says: 'Ended: {sessionRevokeOthers.ended}.',
    onlyIf: 'sessions',
  },
  {
    title: 'Forget a browser',
    text: html`Where the second step was left out it is asked again.`,
    fields: [{ name: 'id', label: 'Which', type: 'select', choices: 'devices' }],
    document: mutation({ act: 'deviceForget', selects: 'deviceId' }),
    variables: { input: { id: '$id' } },
    button: 'Forget it',
    says: 'It is forgotten.',
    onlyIf: 'devices',
  },
  signOutStep,
]
