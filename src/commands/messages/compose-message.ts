import type { NewMessage } from '../../db/messages.ts'
import { planKey } from '../../domain/journeys/journey.ts'
import { type Priority, priorities } from '../../domain/journeys/message.ts'
import { type Language, languageFor, type Portal, type ServiceDesk } from '../../domain/portals/portal.ts'
import type { Common } from '../../messages/letterhead.ts'
import { sealingContext } from '../../messages/sealing-context.ts'
import type { MailTemplate, SmsTemplate } from '../../messages/template.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'

export type Recipient = {
  readonly id: string
  readonly name: string
  readonly language: Language
  readonly email: string
  readonly mobile: string | null
}

/** Who speaks: the organisation, or the portal itself where no organisation asked. */
export type Sender = { readonly portal: Portal; readonly organisationName: string; readonly serviceDesk: ServiceDesk }

/** The parameters that are secrets: they ride sealed, and are filled in at hand-over. */
type SecretParam = 'link' | 'pin'

export type Outgoing<P> = {
  readonly template: MailTemplate<P> | SmsTemplate<P>
  readonly params: Omit<P, keyof Common | SecretParam>
  readonly to: Recipient
  /** Within its journey, under the plan's number; null for a message that belongs to no journey. */
  readonly journey: { readonly id: string; readonly plan: number } | null
  readonly key: string
  /** What the template's secret parameter will say, and the secret's row it was minted for. */
  readonly secret?: { readonly id: string; readonly plain: string } | undefined
  readonly sendBefore?: Date | undefined
  readonly priority?: Priority | undefined
}

/** The one place where a message's row is written down: what is said to whom, never the text itself. */
export function composeMessage<P>(
  deps: { readonly sealing: SealingPort },
  sender: Sender,
  outgoing: Outgoing<P>,
): NewMessage {
  const { template, params, to, journey, key, secret, sendBefore, priority } = outgoing
  const recipient = template.channel === 'mail' ? to.email : to.mobile
  if (recipient === null) throw new Error(`nobody to send ${template.name} to`)
  return {
    personId: to.id,
    journeyId: journey?.id ?? null,
    plan: journey?.plan ?? null,
    key: journey === null ? key : planKey(journey.plan, key),
    channel: template.channel,
    template: template.name,
    templateVersion: template.version,
    language: languageFor(sender.portal, to.language),
    form: sender.portal.form,
    recipient,
    params: {
      ...(template.channel === 'mail' ? commonParams(sender, to) : { portalName: sender.portal.name }),
      ...params,
    },
    secretId: secret?.id ?? null,
    sealed: secret === undefined ? null : deps.sealing.seal(secret.plain, sealingContext(secret.id)),
    priority: priorities[priority ?? template.priority],
    sendBefore: sendBefore ?? null,
  }
}

function commonParams({ portal, organisationName, serviceDesk }: Sender, to: Recipient): Common {
  return { portalName: portal.name, recipientName: to.name, organisationName, serviceDesk }
}
