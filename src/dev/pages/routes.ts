import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type postgres from 'postgres'
import { readClock } from '../clock.ts'
import { demoPlaces } from '../demo/logins.ts'
import { authenticatorPage } from './authenticator-page.ts'
import { clockPage, listDue } from './clock-page.ts'
import { postClock } from './clock-posts.ts'
import { flowAt } from './flows/all.ts'
import { html } from './html.ts'
import { getMailbox, type MailboxDeps, postMailbox } from './mailbox-routes.ts'
import { send, sendPage } from './page.ts'
import { playbookPage } from './playbook.ts'
import { listPortals } from './portal-names.ts'
import { isOwnHost, readForm } from './request.ts'
import { startPage } from './start-page.ts'
import { type TravelTo, traveller } from './travel.ts'

export type DevDeps = MailboxDeps & {
  /** The owner of the tables: nobody else may move the clock. */
  readonly owner: postgres.Sql
  readonly travelTo: TravelTo
  /** Asked anew each time: the first start serves pages while Temporal is still being built. */
  readonly temporalUi: () => string | undefined
}

/** True when the request was for a page under /dev, and is answered. */
export type DevRoutes = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<boolean>

/** Everything a developer sees. Mounted by the development composition alone: production does not import this folder. */
export function devRoutes(deps: DevDeps): DevRoutes {
  const { app, engine, owner, temporalUi } = deps
  const travels = traveller(deps.travelTo)

  const get = async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> => {
    if (url.pathname === '/dev') {
      const port = url.port === '' ? '' : `:${url.port}`
      sendPage(
        response,
        startPage({ portals: await listPortals(app), places: demoPlaces, port, temporalUi: temporalUi() }),
      )
      return true
    }
    const flow = flowAt(
      url.pathname,
      demoPlaces.find(({ host }) => host === url.hostname),
    )
    if (flow) {
      sendPage(response, playbookPage(flow))
      return true
    }
    if (url.pathname === '/dev/authenticator') {
      sendPage(response, await authenticatorPage(deps, url.hostname))
      return true
    }
    if (url.pathname === '/dev/clock') {
      const due = await listDue(engine)
      sendPage(response, clockPage({ clock: await readClock(owner), travel: travels.last(), due }))
      return true
    }
    return (await getMailbox(deps, { response, url, host: request.headers.host })) || sendScript(response, url)
  }

  const post = async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> => {
    const form = await readForm(request)
    if (!('refused' in form)) {
      return (await postClock({ owner, travels }, { response, url, form })) || postMailbox(deps, { response, url })
    }
    sendPage(response, { title: 'Not done', status: form.status, body: html`<p>${form.refused}</p>` })
    return true
  }

  return async (request, response, url) => {
    if (url.pathname !== '/dev' && !url.pathname.startsWith('/dev/')) return false
    if (!isOwnHost(request.headers.host)) {
      sendPage(response, { title: 'Wrong address', status: 421, body: html`<p>Open this page at localhost.</p>` })
      return true
    }
    const reads = request.method === 'GET' || request.method === 'HEAD'
    const answered = reads
      ? await get(request, response, url)
      : request.method === 'POST' && (await post(request, response, url))
    if (!answered) sendPage(response, notThere)
    return true
  }
}

const notThere = {
  title: 'Not here',
  status: 404,
  body: html`<p>There is no such page. <a href="/dev">Begin at the start.</a></p>`,
}

const scripts: Readonly<Record<string, URL>> = Object.fromEntries(
  ['ceremony', 'choices', 'frame', 'playbook', 'stand', 'values', 'verdict'].map((name) => [
    `/dev/browser/${name}.js`,
    new URL(`./browser/${name}.js`, import.meta.url),
  ]),
)

async function sendScript(response: ServerResponse, url: URL): Promise<boolean> {
  const file = scripts[url.pathname]
  if (file === undefined) return false
  send(response, {
    status: 200,
    type: 'text/javascript; charset=utf-8',
    policy: "default-src 'none'",
    body: await readFile(file),
  })
  return true
}
