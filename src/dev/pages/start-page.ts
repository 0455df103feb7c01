import type { DemoLogin, DemoPlace } from '../demo/logins.ts'
import { demoPassword } from '../demo/portal-data.ts'
import { type Html, html } from './html.ts'
import type { Page } from './page.ts'
import type { PortalName } from './portal-names.ts'

type Sight = {
  readonly portals: readonly PortalName[]
  readonly places: readonly DemoPlace[]
  /** Of this server; the portals' hosts differ in name only. */
  readonly port: string
  readonly temporalUi: string | undefined
}

export function startPage({ portals, places, port, temporalUi }: Sight): Page {
  return {
    title: 'Drempel on this machine',
    body: html`
<ul>
<li><a href="/dev/mailbox">Mailbox</a>: every mail and SMS that was sent</li>
<li><a href="/dev/authenticator">Authenticator</a>: the codes that demo accounts’ apps show now; codes by SMS arrive in the mailbox</li>
<li><a href="/dev/clock">Clock</a>: travel to the day a reminder is due</li>
<li>${temporalUi ? html`<a href="${temporalUi}">Temporal’s web UI</a>` : 'Temporal’s web UI'}: every journey’s workflow${!temporalUi && html` <span class="dim">(not told where it is)</span>`}</li>
<li><a href="/health/ready">Health</a> and <a href="/metrics">metrics</a></li>
</ul>
<p class="note">New here? Open a portal’s “First invitation”: it signs in as HR, invites somebody and shows each GraphQL
document on the way. “Sign in” and “My account” play every second step, and “Service desk” restores one that was lost; “Somebody leaves” and
“As a leaver” show both sides of a last day. Every demo account has the password <code>${demoPassword}</code></p>
${portals.map((portal) => card(portal, `http://${portal.host}${port}`, places))}`,
  }
}

function card(portal: PortalName, origin: string, places: readonly DemoPlace[]): Html {
  const place = places.find(({ slug }) => slug === portal.slug)
  const invites = place?.logins.some(({ role }) => role === 'HR')
  const leaves = place?.logins.some(({ leaving }) => leaving !== null)
  return html`<section class="card"><h2>${portal.name}</h2>
${place && html`<p class="dim">${place.about}</p>`}
<p class="ways"><a href="${origin}/graphql">GraphiQL</a>
${invites && html`<a href="${origin}/dev/invite">First invitation</a>`}
<a href="${origin}/dev/sign-in">Sign in</a>
<a href="${origin}/dev/account">My account</a>
${invites && html`<a href="${origin}/dev/desk">Service desk</a>`}
${invites && html`<a href="${origin}/dev/leaving">Somebody leaves</a>`}
${leaves && html`<a href="${origin}/dev/leaver">As a leaver</a>`}
<a href="${origin}/dev/reset-password">Password forgotten</a>
<a href="/dev/mailbox?portal=${portal.slug}">Mailbox</a></p>
${
  place &&
  html`<details><summary>${place.logins.length} demo ${place.logins.length === 1 ? 'account' : 'accounts'}${place.serviceKey && ', a service key'}</summary>
${logins(place.logins)}
${place.serviceKey && html`<p>For HR’s own systems: <code>authorization: Bearer ${place.serviceKey}</code></p>`}</details>`
}
</section>`
}

const leavings = { SOON: ' (leaves soon)', GONE: ' (has left: payslips until April)', none: '' }

const secondSteps = { app: html`<a href="/dev/authenticator">app</a>`, sms: 'SMS', none: 'none yet' }

function logins(list: readonly DemoLogin[]): Html {
  return html`<table><thead><tr><th>Signs in as</th><th>Name</th><th>Role</th><th>Organisation</th><th>Second step</th></tr></thead><tbody>${list.map(
    ({ identifier, name, role, organisation, secondStep, leaving }) =>
      html`<tr><td><code>${identifier}</code></td><td data-name="Name">${name}</td><td data-name="Role">${role}${leavings[leaving ?? 'none']}</td><td data-name="Organisation">${organisation ?? 'all'}</td><td data-name="Second step">${secondSteps[secondStep ?? 'none']}</td></tr>`,
  )}</tbody></table>`
}
