import type { DemoPlace } from '../../demo/logins.ts'
import { html } from '../html.ts'
import type { Playbook, Step } from '../playbook.ts'
import { signOutStep } from './own-sessions.ts'
import { passkeyStep } from './second-steps.ts'
import { signInSteps } from './sign-in-step.ts'
import { mutation } from './stand.ts'

const whoAmI: Step = {
  title: 'Who am I?',
  text: html`The root of a person’s own world: what they may do, why and until when, and what waits for them.`,
  document: `
query Viewer {
  viewer {
    person {
      name
      grants { nodes { role isInForce validFrom validUntil reason organisation { name } } }
    }
    tasks { nodes { title url } }
    sessions { nodes { device lastUsedAt isCurrent proof isFresh } }
  }
}`,
  variables: {},
  button: 'Ask',
  says: 'You are {viewer.person.name}.',
}

const waysIn: Step = {
  title: 'The ways in',
  text: html`What the portal’s start page offers, for whom, and what stands beside the fields.`,
  document: `
query WaysIn {
  portal {
    name
    signIn {
      entries { audience label explanation way url }
      notice
      rememberDays
      passwordRecovery
    }
  }
}`,
  variables: {},
  button: 'Look',
  byItself: true,
  says: '{portal.signIn.entries.*.label}\nBeside the fields: {portal.signIn.notice}',
}

const throughOrganisation: Step = {
  title: 'Or through the organisation',
  text: html`By one’s mail address at work. No organisation has set this up yet: everybody hears so.`,
  fields: [{ name: 'email', label: 'Mail address at work', type: 'email' }],
  document: mutation({ act: 'organisationSignInStart', selects: 'url', or: ['InvalidInput', 'Limited'] }),
  variables: { input: { email: '$email' } },
  button: 'Find it',
  onlyIf: '!flow',
}

/** Where “sign in” in a mail leads. */
export const signIn = (place: DemoPlace | undefined): Playbook => ({
  title: `Sign in to ${place?.name ?? 'this portal'}`,
  intro: html`<p>In production this is the portal’s own frontend. The demo accounts stand on the <a href="/dev">start page</a>.</p>
<p class="ways"><a href="/dev/reset-password">Password forgotten</a> <a href="/dev/login-name">Login name forgotten</a>
<a href="/dev/account">My account</a></p>`,
  steps: [waysIn, ...signInSteps(place), passkeyStep, throughOrganisation, whoAmI, signOutStep],
})
