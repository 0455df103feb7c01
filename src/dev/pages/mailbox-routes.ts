import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { recordDelivery } from '../../commands/messages/record-delivery.ts'
import type { Pool } from '../../db/client.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { findInMailbox, listMailbox } from '../mailbox.ts'
import { type Entry, mailboxPage, mailDocument, messagePage } from './mailbox-pages.ts'
import { redirect, send, sendPage } from './page.ts'
import { listPortals, type PortalName } from './portal-names.ts'

export type MailboxDeps = { readonly app: Pool; readonly engine: Pool; readonly sealing: SealingPort }

type Asked = { readonly response: ServerResponse; readonly url: URL; readonly host: string | undefined }

const message = /^\/dev\/mailbox\/([a-z0-9-]+)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(\/html|\/bounce)?$/
const shown = 100

export async function getMailbox({ app }: Pick<MailboxDeps, 'app'>, { response, url, host }: Asked): Promise<boolean> {
  if (url.pathname === '/dev/mailbox') {
    const portals = await listPortals(app)
    const chosen = choose(portals, url.searchParams.get('portal'), host)
    const entries = await listAmong(app, chosen ? [chosen] : portals)
    sendPage(response, mailboxPage({ entries, portals, chosen }))
    return true
  }
  const [, , , part] = message.exec(url.pathname) ?? []
  const entry = await find(app, url)
  if (entry === undefined || part === '/bounce') return false
  if (part === undefined) sendPage(response, messagePage(entry))
  else send(response, { status: 200, type: 'text/html; charset=utf-8', ...mailDocument(entry.html ?? '') })
  return true
}

export async function postMailbox(
  deps: MailboxDeps,
  { response, url }: Pick<Asked, 'response' | 'url'>,
): Promise<boolean> {
  const [, slug, , part] = message.exec(url.pathname) ?? []
  const entry = part === '/bounce' ? await find(deps.app, url) : undefined
  if (entry === undefined) return false
  const { id, channel } = entry
  const code = channel === 'mail' ? 'mailbox_bounced' : 'mailbox_unreachable'
  const report = { provider: 'mailbox', reference: id, id, state: 'bounced', code } as const
  await recordDelivery(deps, { correlationId: randomUUID() }, report)
  redirect(response, `/dev/mailbox/${slug}/${id}`)
  return true
}

/** At a portal's own address its mailbox comes first; elsewhere all of them together. */
function choose(
  portals: readonly PortalName[],
  asked: string | null,
  host: string | undefined,
): PortalName | undefined {
  const here = host?.replace(/:\d+$/, '')
  return portals.find((portal) => (asked === null ? portal.host === here : portal.slug === asked))
}

async function find(app: Pool, url: URL): Promise<Entry | undefined> {
  const [, slug, id] = message.exec(url.pathname) ?? []
  const portal = (await listPortals(app)).find((known) => known.slug === slug)
  if (portal === undefined || id === undefined) return undefined
  const entry = await findInMailbox(app, portal.id, id)
  return entry && { ...entry, portal }
}

async function listAmong(app: Pool, portals: readonly PortalName[]): Promise<readonly Entry[]> {
  const lists = await Promise.all(
    portals.map(async (portal) => {
      const entries = await listMailbox(app, portal.id, shown)
      return entries.map((entry) => ({ ...entry, portal }))
    }),
  )
  return lists
    .flat()
    .toSorted((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1))
    .slice(0, shown)
}
