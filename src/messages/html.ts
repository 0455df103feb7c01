import type { Language } from '../domain/portals/portal.ts'
import type { Frame } from './frame.ts'
import type { MailText } from './template.ts'

type Button = NonNullable<MailText['button']>

const font = 'font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5;color:#1a1a1a'
const paragraph = `margin:0 0 16px;${font}`
const small = 'margin:0 0 8px;font-family:Arial,Helvetica,sans-serif;font-size:14px;line-height:1.5;color:#4a4a4a'
const link = 'color:#0b4f9e;text-decoration:underline'
const button =
  'display:inline-block;padding:14px 28px;border-radius:4px;background:#0b4f9e;color:#ffffff;font-weight:bold;text-decoration:none'
const code =
  'margin:24px 0;padding:16px;border-radius:4px;background:#f2f2f2;color:#1a1a1a;font-family:Consolas,Menlo,monospace;font-size:32px;line-height:1.3;font-weight:bold;letter-spacing:4px;white-space:nowrap;text-align:center;-webkit-user-select:all;user-select:all'

/**
 * One column that a phone and a screen reader can read: the language is named, the layout's table says it is only
 * layout, text is dark on white (15:1, small print 9:1, button 8:1). Nothing is fetched and nobody is followed. A phone
 * makes no telephone number of a code.
 */
export function mailHtml({ text, frame, language }: { text: MailText; frame: Frame; language: Language }): string {
  const body = [
    p(frame.greeting),
    ...text.paragraphs.map(p),
    ...(text.code === undefined ? [] : [`<p style="${code}">${escapeHtml(text.code)}</p>`]),
    ...(text.button === null ? [] : [pressed(text.button)]),
    ...text.afterButton.map(p),
    p(frame.help),
    `<p style="margin:0 0 4px;${font};font-weight:bold">${escapeHtml(frame.desk)}</p>`,
    `<ul style="margin:0 0 16px;padding-left:20px;${font}">${frame.contacts.map(contact).join('')}</ul>`,
    `<p style="${paragraph}">${escapeHtml(frame.closing)}<br>${escapeHtml(frame.sender)}</p>`,
    '<hr style="border:0;border-top:1px solid #d0d0d0;margin:24px 0">',
    ...(text.button === null ? [] : copyable(text.button, frame)),
    `<p style="${small}">${escapeHtml(frame.small)}</p>`,
  ]
  return `<!doctype html>
<html lang="${language}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<meta name="format-detection" content="telephone=no">
<title>${escapeHtml(text.subject)}</title>
</head>
<body style="margin:0;padding:0;background:#ffffff">
<div style="display:none;max-height:0;overflow:hidden">${escapeHtml(text.preheader)}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" lang="${language}">
<tr><td align="center" style="padding:24px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px">
<tr><td align="left">
<h1 style="margin:0 0 24px;font-family:Arial,Helvetica,sans-serif;font-size:22px;line-height:1.3;color:#1a1a1a">${escapeHtml(text.subject)}</h1>
${body.join('\n')}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`
}

function p(words: string): string {
  return `<p style="${paragraph}">${escapeHtml(words)}</p>`
}

function pressed({ label, url }: Button): string {
  return `<p style="margin:24px 0;${font}"><a href="${escapeHtml(url)}" style="${button}">${escapeHtml(label)}</a></p>`
}

function copyable({ url }: Button, { copyHint }: Frame): readonly string[] {
  const shown = escapeHtml(url)
  return [
    `<p style="${small}">${escapeHtml(copyHint)}</p>`,
    `<p style="${small};word-break:break-all"><a href="${shown}" style="${link}">${shown}</a></p>`,
  ]
}

function contact({ label, value, href }: Frame['contacts'][number]): string {
  const shown =
    href === null ? escapeHtml(value) : `<a href="${escapeHtml(href)}" style="${link}">${escapeHtml(value)}</a>`
  return `<li>${escapeHtml(label)}: ${shown}</li>`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(words: string): string {
  return words.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}
