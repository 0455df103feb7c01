import type { Role } from '../../../domain/accounts/account.ts'
import type { DemoLogin, DemoPlace } from '../../demo/logins.ts'
import { html } from '../html.ts'
import type { Step } from '../playbook.ts'
import { enrolSteps } from './enrol-steps.ts'
import { robotStep } from './robot-step.ts'
import { secondSteps } from './second-steps.ts'
import { mutation, stand } from './stand.ts'

/** Whoever holds this role in the demo, or leaves when it begins. */
type Who = Role | NonNullable<DemoLogin['leaving']>

/** From the password to a session, whatever is asked on the way. */
export function signInSteps(place: DemoPlace | undefined, who?: Who): readonly Step[] {
  return [signInStep(place, who), robotStep, ...flowSteps]
}

/** What a sign-in may ask after its first step; each shows itself when it is asked. */
export const flowSteps: readonly Step[] = [
  ...secondSteps,
  ...enrolSteps,
  {
    title: 'A password that keeps the rules',
    text: html`The present one no longer keeps the portal’s rules.`,
    fields: [{ name: 'password', label: 'New password', type: 'password', autocomplete: 'new-password' }],
    document: mutation({ act: 'signInPasswordChange', selects: stand, or: ['InvalidInput'] }),
    variables: { input: { flow: '$flow.token', password: '$password' } },
    button: 'Change it',
    movesSignIn: true,
    onlyIf: 'flow.step=CHANGE_PASSWORD',
  },
]

/** Signs in as the one that is meant; anybody else may be typed instead. */
function signInStep(place: DemoPlace | undefined, who?: Who): Step {
  const login = place?.logins.find(({ role, leaving }) => who === undefined || role === who || leaving === who)
  const label = place?.identifier === 'username' ? 'User name' : 'Mail address'
  return {
    title: 'Sign in',
    text: html`Whoever set up a second step is asked for it next. The session is a cookie that no script can read; other clients
ask for <code>BEARER</code>.`,
    fields: [
      {
        name: 'identifier',
        label,
        type: 'text',
        value: login?.identifier ?? '',
        autocomplete: 'username',
        suggestions: place?.logins.map(({ identifier }) => identifier) ?? [],
      },
      {
        name: 'password',
        label: 'Password',
        type: 'password',
        value: login?.password ?? '',
        autocomplete: 'current-password',
      },
    ],
    document: mutation({ act: 'signIn', selects: stand, or: ['Limited'] }),
    variables: { input: { identifier: '$identifier', password: '$password', robotCheck: '$robotCheck?' } },
    button: 'Sign in',
    movesSignIn: true,
    says: 'The password is right.',
  }
}
