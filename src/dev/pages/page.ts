import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { type Html, html } from './html.ts'
import { style } from './style.ts'

export type Page = {
  readonly title: string
  readonly body: Html
  /** A script of this server's own, by its path. */
  readonly script?: string
  /** Seconds after which the page looks again by itself. */
  readonly refresh?: number
  readonly status?: number
}

const ways = [
  ['/dev', 'Start'],
  ['/dev/mailbox', 'Mailbox'],
  ['/dev/authenticator', 'Authenticator'],
  ['/dev/clock', 'Clock'],
] as const

/** Sends a page that runs no script and shows no style but its own, and is kept nowhere. */
export function sendPage(response: ServerResponse, page: Page): void {
  const nonce = randomBytes(16).toString('base64')
  send(response, {
    status: page.status ?? 200,
    type: 'text/html; charset=utf-8',
    policy: [
      "default-src 'none'",
      `style-src 'nonce-${nonce}'`,
      `script-src 'nonce-${nonce}'`,
      'img-src data:',
      "connect-src 'self'",
      "frame-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    body: document(page, nonce).markup,
  })
}

export type Answer = {
  readonly status: number
  readonly type: string
  readonly policy: string
  readonly body: string | Buffer
}

export function send(response: ServerResponse, { status, type, policy, body }: Answer): void {
  response.writeHead(status, {
    'content-type': type,
    'content-security-policy': policy,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    // Stricter, and browsers would send these pages' own forms with origin "null".
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}

export function redirect(response: ServerResponse, path: string): void {
  response.writeHead(303, { location: path, 'cache-control': 'no-store' }).end()
}

function document({ title, body, script, refresh }: Page, nonce: string): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${refresh !== undefined && html`<meta http-equiv="refresh" content="${refresh}">`}
<link rel="icon" href="data:,">
<title>${title} · Drempel</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<header><a class="name" href="/dev">Drempel</a><nav aria-label="Pages">${ways.map(
    ([path, name]) => html`<a href="${path}">${name}</a>`,
  )}</nav></header>
<main>
<h1>${title}</h1>
${body}
</main>
${script !== undefined && html`<script type="module" nonce="${nonce}" src="${script}"></script>`}
</body>
</html>`
}
