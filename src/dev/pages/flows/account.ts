import type { DemoPlace } from '../../demo/logins.ts'
import { html } from '../html.ts'
import type { Playbook, Step } from '../playbook.ts'
import { contactSteps } from './own-contact.ts'
import { factorSteps } from './own-factors.ts'
import { sessionSteps } from './own-sessions.ts'
import { flowSteps, signInSteps } from './sign-in-step.ts'
import { mutation, stand } from './stand.ts'

const stepUp: readonly Step[] = [
  {
    title: 'Show afresh that it is you',
    text: html`What changes credentials and addresses asks for it. It begins by itself when something is refused with
<code>STEP_UP_NEEDED</code>, and that is asked once more afterwards.`,
    document: mutation({ act: 'sessionStepUpStart', selects: onlyFlow(), hasInput: false, neverRefused: true }),
    variables: {},
    button: 'Begin',
    answersTo: ['STEP_UP_NEEDED'],
    movesSignIn: true,
    says: 'It asks for {sessionStepUpStart.flow.step}.',
  },
  {
    title: 'The password once more',
    text: html`Where there is no second step.`,
    fields: [{ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' }],
    document: mutation({ act: 'sessionStepUpConfirm', selects: 'isFresh session { expiresAt }', or: ['Limited'] }),
    variables: { input: { flow: '$flow.token', password: '$password' } },
    button: 'Confirm',
    movesSignIn: true,
    says: 'It is you.',
    onlyIf: 'flow.step=CONFIRM_PASSWORD',
  },
]

const look: Step = {
  title: 'What is mine',
  text: html`Second steps, browsers and addresses, as one’s own page of settings shows them. Look again after each change: the choices
below come from here.`,
  document: `
query Account {
  viewer {
    person { name identifier email mobile language }
    factors { nodes { id kind name mobile isOnlyStep confirmedAt lastUsedAt } }
    backupCodesLeft
    securityQuestion
    sessions { nodes { id device networkAddress lastUsedAt proof isFresh isCurrent } }
    devices { nodes { id label lastUsedAt rememberedUntil isCurrent } }
  }
  portal {
    languages
    signIn { factorMethods factorOffer backupCodeBySms }
    securityQuestions { question text }
  }
}`,
  variables: {},
  button: 'Look',
  keeps: {
    ...{ factors: 'viewer.factors.nodes', sessions: 'viewer.sessions.nodes', devices: 'viewer.devices.nodes' },
    ...{ methods: 'portal.signIn.factorMethods', bySms: 'portal.signIn.backupCodeBySms' },
    ...{ languages: 'portal.languages', questions: 'portal.securityQuestions' },
  },
  says: `{viewer.person.name}, {viewer.person.email}, {viewer.person.mobile}
Second steps: {viewer.factors.nodes.*.name}; backup codes left: {viewer.backupCodesLeft}
Signed in on: {viewer.sessions.nodes.*.device}`,
}

/** One's own settings. */
export const account = (place: DemoPlace | undefined): Playbook => ({
  title: `My account at ${place?.name ?? 'this portal'}`,
  intro: html`<p>Whoever <a href="/dev/sign-in">signed in</a> in this browser already can leave out the first step.</p>`,
  steps: [...mine(place), look, ...factorSteps, ...contactSteps, ...sessionSteps],
})

/** The step-up stands before what it may ask. */
function mine(place: DemoPlace | undefined): readonly Step[] {
  const beginning = signInSteps(place).filter((step) => !flowSteps.includes(step))
  return [...beginning, ...stepUp, ...flowSteps]
}

function onlyFlow(): string {
  return stand.slice(stand.indexOf('flow {'), stand.indexOf('notices')).trimEnd()
}
