import type { DemoPlace } from '../../demo/logins.ts'
import { html } from '../html.ts'
import type { Playbook } from '../playbook.ts'
import { signInStep } from './sign-in-step.ts'

/** Where “sign in” in a mail leads. */
export const signIn = (place: DemoPlace | undefined): Playbook => ({
  title: `Sign in to ${place?.name ?? 'this portal'}`,
  intro: html`<p>In production this is the portal’s own frontend. The demo accounts stand on the <a href="/dev">start page</a>.</p>`,
  steps: [
    signInStep(place),
    {
      title: 'Who am I?',
      text: html`The root of a person’s own world: what they may do, why and until when, and what waits for them.`,
      document: `
query Viewer {
  viewer {
    person {
      name
      access { nodes { role isInForce validFrom validUntil reason organisation { name } } }
    }
    tasks { nodes { title url } }
    sessions { nodes { device lastUsedAt isCurrent } }
  }
}`,
      variables: {},
      button: 'Ask',
      says: 'You are {viewer.person.name}.',
    },
    {
      title: 'Sign out',
      text: html`Ends this session; the others go on.`,
      document: `
mutation SignOut {
  signOut {
    __typename
    ... on SignOutPayload { sessionId }
  }
}`,
      variables: {},
      button: 'Sign out',
      says: 'Signed out.',
    },
  ],
})
