import type { MessageRow } from '../db/outbox.ts'
import type { Portal } from '../domain/portals/portal.ts'
import { findMessage } from '../messages/catalogue.ts'
import { sealingContext } from '../messages/sealing-context.ts'
import type { Mail } from '../providers/mail/port.ts'
import type { SealingPort } from '../providers/sealing/port.ts'
import type { Sms } from '../providers/sms/port.ts'

export type Letter = { readonly channel: 'mail'; readonly mail: Mail } | { readonly channel: 'sms'; readonly sms: Sms }

type Writing = { readonly row: MessageRow; readonly portal: Portal; readonly now: Date }

type Deps = { readonly sealing: Pick<SealingPort, 'open'> }

/**
 * Writes a message as its row says: the template in its version, in the language and form of the row, the secret opened.
 * The time goes into an SMS alone: a mail that is repeated is the same mail, byte for byte.
 */
export function composeMessage({ sealing }: Deps, { row, portal, now }: Writing): Letter {
  const template = findMessage(row.template, row.templateVersion)
  if (template === undefined) throw new Error(`no template ${row.template}, version ${row.templateVersion}`)
  const { id, language, form } = row
  const params = { ...row.params, ...openSecret(sealing, row, template.secret) }

  if (template.channel === 'sms') {
    const text = template.render(params, { language, form })
    const sms = { id, to: row.recipient, from: portal.smsFrom, text, language, ...validity(row.sendBefore, now) }
    return { channel: 'sms', sms }
  }
  const replyTo = serviceDeskMail(row.params)
  return {
    channel: 'mail',
    mail: {
      id,
      to: row.recipient,
      from: { name: portal.name, address: portal.mailFrom },
      ...(replyTo === undefined ? {} : { replyTo }),
      ...template.render(params, { language, form }),
      language,
    },
  }
}

function openSecret(sealing: Deps['sealing'], { secretId, sealed }: MessageRow, param: string | null) {
  if (param === null || secretId === null || sealed === null) return {}
  return { [param]: sealing.open(sealed, sealingContext(secretId)) }
}

function validity(sendBefore: Date | null, now: Date): { validMinutes?: number } {
  if (sendBefore === null) return {}
  return { validMinutes: Math.max(1, Math.floor((sendBefore.getTime() - now.getTime()) / 60_000)) }
}

/** Who answers a mail reaches the organisation's own desk (S000-005…017), not the address that sent it. */
function serviceDeskMail(params: MessageRow['params']): string | undefined {
  const desk = params.serviceDesk
  if (typeof desk !== 'object' || desk === null || !('mail' in desk)) return undefined
  return typeof desk.mail === 'string' ? desk.mail : undefined
}
