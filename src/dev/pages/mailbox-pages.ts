import type { MessageStatus } from '../../domain/journeys/message.ts'
import type { MailboxEntry } from '../mailbox.ts'
import { type Html, html, withLinks } from './html.ts'
import type { Page } from './page.ts'
import type { PortalName } from './portal-names.ts'
import { showInstant } from './times.ts'

export type Entry = MailboxEntry & { readonly portal: PortalName }

/** Once a provider has said this, it says nothing more about the message. */
const settled: readonly (MessageStatus | null)[] = ['bounced', 'failed']

type List = {
  readonly entries: readonly Entry[]
  readonly portals: readonly PortalName[]
  readonly chosen: PortalName | undefined
}

export function mailboxPage({ entries, portals, chosen }: List): Page {
  const all =
    chosen === undefined ? html`<strong>all portals</strong>` : html`<a href="/dev/mailbox?portal=all">all portals</a>`
  return {
    title: chosen ? `Mailbox of ${chosen.name}` : 'Mailbox',
    refresh: 10,
    body: html`
<p class="dim">Every mail and SMS ends here: nothing leaves this machine. Newest first.</p>
<p class="ways">${all}${portals.map((portal) =>
      portal === chosen
        ? html`<strong>${portal.name}</strong>`
        : html`<a href="/dev/mailbox?portal=${portal.slug}">${portal.name}</a>`,
    )}</p>
${
  entries.length === 0
    ? html`<p>Nothing yet. Invite somebody, and look again.</p>`
    : html`<ul class="plain rows">${entries.map((entry) => row(entry, chosen === undefined))}</ul>`
}`,
  }
}

export function messagePage(entry: Entry): Page {
  const path = pathOf(entry)
  const mail = entry.channel === 'mail'
  return {
    title: mail ? (entry.subject ?? 'Mail') : `SMS to ${entry.recipient}`,
    script: '/dev/browser/frame.js',
    body: html`
<dl>
<dt>From</dt><dd>${entry.sender}</dd>
<dt>To</dt><dd>${entry.recipient}</dd>
<dt>Sent</dt><dd>${showInstant(entry.at)}</dd>
<dt>Portal</dt><dd><a href="/dev/mailbox?portal=${entry.portal.slug}">${entry.portal.name}</a></dd>
<dt>Message</dt><dd><code>${entry.template ?? 'unknown'}</code>, ${fate(entry)}</dd>
</dl>
${
  entry.html !== null &&
  html`<h2>As a mail program shows it</h2>
<iframe title="The mail as HTML" src="${path}/html" sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"></iframe>`
}
<h2>${mail ? 'As plain text' : 'Text'}</h2>
<pre class="wrap">${withLinks(entry.text)}</pre>
<h2>What if it had not arrived?</h2>
${settled.includes(entry.status) ? html`<p>The provider has reported that it did not arrive: <code>${entry.code}</code>.</p>` : report(entry, path)}`,
  }
}

/** The mail's own markup, for the frame alone: no script runs in it, nothing is fetched, links open in the whole window. */
export function mailDocument(markup: string): { readonly body: string; readonly policy: string } {
  const base = '<base target="_top">'
  return {
    body: /<head[^>]*>/i.test(markup) ? markup.replace(/<head[^>]*>/i, (head) => head + base) : base + markup,
    policy: [
      "default-src 'none'",
      "style-src 'unsafe-inline'",
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'self'",
      'sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation',
    ].join('; '),
  }
}

function row(entry: Entry, namePortal: boolean): Html {
  return html`<li><a href="${pathOf(entry)}">
<span class="line"><span class="what">${entry.channel === 'sms' ? entry.text : entry.subject}</span><span class="dim">${showInstant(entry.at)}</span></span>
<span class="line dim"><span>${entry.channel === 'sms' ? 'SMS' : 'Mail'} to ${entry.recipient}, ${fate(entry)}</span>${namePortal && html`<span>${entry.portal.name}</span>`}</span>
</a></li>`
}

function fate({ status }: Entry): Html {
  if (status === null) return html`<span class="dim">not known any more</span>`
  return html`<span class="${settled.includes(status) ? 'bad' : 'good'}">${status}</span>`
}

function report(entry: Entry, path: string): Html {
  const mail = entry.channel === 'mail'
  return html`<p>Report it as the provider's webhook would. HR gets a task, and the journey waits for a better ${mail ? 'address' : 'number'}.</p>
<form method="post" action="${path}/bounce"><button>${mail ? 'Bounce this mail' : 'This number is unreachable'}</button></form>`
}

function pathOf(entry: Entry): string {
  return `/dev/mailbox/${entry.portal.slug}/${entry.id}`
}
