import type { Pool } from '../../db/client.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type PresentCode, presentCodes } from '../authenticator.ts'
import { type Html, html } from './html.ts'
import type { Page } from './page.ts'
import { listPortals, type PortalName } from './portal-names.ts'

type Deps = { readonly app: Pool; readonly sealing: Pick<SealingPort, 'open'> }

type Shown = { readonly portal: PortalName; readonly codes: readonly PresentCode[] }

/** A phone with everybody's authenticator app on it: of the portal whose host was asked, else of all. */
export async function authenticatorPage(deps: Deps, hostname: string): Promise<Page> {
  const portals = await listPortals(deps.app)
  const own = portals.filter(({ host }) => host === hostname)
  const shown: (Shown & { secondsLeft: number })[] = []
  for (const portal of own.length > 0 ? own : portals) {
    shown.push({ portal, ...(await presentCodes(deps, portal.id)) })
  }
  const secondsLeft = Math.min(...shown.map((one) => one.secondsLeft))
  const filled = shown.filter(({ codes }) => codes.length > 0)
  return {
    title: 'Authenticator',
    refresh: secondsLeft,
    body: html`
<p class="dim">What the authenticator apps show by Drempel’s clock: of the demo accounts, and of whoever set one up on this machine. Each code counts once.</p>
<p>The next codes come in ${secondsLeft} ${secondsLeft === 1 ? 'second' : 'seconds'}.</p>
${filled.length === 0 ? html`<p>Nobody has an authenticator app here.</p>` : filled.map(section)}`,
  }
}

function section({ portal, codes }: Shown): Html {
  return html`<section class="card"><h2>${portal.name}</h2>
<table><thead><tr><th>Account</th><th>Name</th><th>Code now</th></tr></thead><tbody>${codes.map(
    ({ identifier, name, status, code }) =>
      html`<tr><td><code>${identifier}</code></td><td data-name="Name">${name}</td><td data-name="Code now"><code>${code}</code>${status === 'pending' && html` <span class="dim">being set up</span>`}</td></tr>`,
  )}</tbody></table>
</section>`
}
