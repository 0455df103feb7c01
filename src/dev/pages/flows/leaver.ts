import type { DemoPlace } from '../../demo/logins.ts'
import { html } from '../html.ts'
import type { Playbook } from '../playbook.ts'
import { signInSteps } from './sign-in-step.ts'

/** What somebody who leaves sees of it, before the last day and after. */
export const leaver = (place: DemoPlace | undefined): Playbook => ({
  title: `Leaving ${place?.name ?? 'this portal'}`,
  intro: html`<p>As somebody who leaves soon; choose another name for somebody who has left. What is wrong is put right in
<a href="/dev/account" target="_blank">the own settings</a>: a private address, a second step on an own device.</p>`,
  steps: [
    ...signInSteps(place, 'SOON'),
    {
      title: 'What happens when, and what is still to do',
      text: html`Of oneself alone. Whoever does not leave has no such journey.`,
      document: `
query MyLeaving {
  viewer {
    person {
      name
      access { summary next { at text } }
      grants { nodes { role organisation { name } validFrom validUntil isInForce } }
      journeys(first: 5) {
        nodes {
          kind
          offboarding {
            status
            lastDay
            firstDayOut
            narrowsAt
            closesAt
            findings { kind message whatHelps }
          }
        }
      }
    }
    documents(first: 10) { nodes { title kind publishedAt } }
  }
}`,
      variables: {},
      button: 'Look',
      says: `{viewer.person.access.summary}
{viewer.person.name} leaves after {viewer.person.journeys.nodes.0.offboarding.lastDay}: payslips alone from {viewer.person.journeys.nodes.0.offboarding.narrowsAt}, nothing from {viewer.person.journeys.nodes.0.offboarding.closesAt}.
Still wrong: {viewer.person.journeys.nodes.0.offboarding.findings.*.message}
What helps: {viewer.person.journeys.nodes.0.offboarding.findings.*.whatHelps}`,
    },
  ],
})
