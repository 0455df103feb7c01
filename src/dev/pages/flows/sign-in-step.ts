import type { Role } from '../../../domain/accounts/account.ts'
import type { DemoPlace } from '../../demo/logins.ts'
import { html } from '../html.ts'
import type { Step } from '../playbook.ts'

/** Signs in as whoever holds the role in the demo; anybody else may be typed instead. */
export function signInStep(place: DemoPlace | undefined, role?: Role): Step {
  const login = place?.logins.find((known) => role === undefined || known.role === role)
  const label = place?.identifier === 'username' ? 'User name' : 'Mail address'
  return {
    title: role === 'HR' ? 'Sign in as HR' : 'Sign in',
    text: html`The session is a cookie that no script can read; other clients ask for <code>BEARER</code>.`,
    fields: [
      { name: 'identifier', label, type: 'text', value: login?.identifier ?? '', autocomplete: 'username' },
      {
        name: 'password',
        label: 'Password',
        type: 'password',
        value: login?.password ?? '',
        autocomplete: 'current-password',
      },
    ],
    document: `
mutation SignIn($input: SignInInput!) {
  signIn(input: $input) {
    __typename
    ... on SignInPayload { session { expiresAt } }
    ... on UserError { code message }
    ... on Limited { retryAt }
  }
}`,
    variables: { input: { identifier: '$identifier', password: '$password' } },
    button: 'Sign in',
    says: 'Signed in until {signIn.session.expiresAt} at the latest.',
  }
}
