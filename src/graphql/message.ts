import { findRecipients, type JourneyView, listMessages, type MessageView } from '../db/journey-views.ts'
import { builder } from './builder.ts'
import { byId, type ConnectionArgs, connect } from './connection.ts'
import type { Context } from './context.ts'
import { reachesItsPerson } from './journey-ref.ts'
import { looking } from './sight.ts'

const ChannelRef = builder.enumType('Channel', {
  description: 'How a message travels.',
  values: {
    MAIL: { value: 'mail', description: 'By mail.' },
    SMS: { value: 'sms', description: 'By SMS.' },
  } as const,
})

export const MessageStatusRef = builder.enumType('MessageStatus', {
  description: 'How far a message is.',
  values: {
    QUEUED: { value: 'queued', description: 'It waits to be handed over.' },
    SENT: { value: 'sent', description: 'The provider has it.' },
    DELIVERED: { value: 'delivered', description: 'It arrived.' },
    BOUNCED: { value: 'bounced', description: 'It came back: the address or number does not work.' },
    FAILED: { value: 'failed', description: 'It will not arrive.' },
    UNKNOWN: { value: 'unknown', description: 'It may have left; it is not repeated.' },
    CANCELLED: { value: 'cancelled', description: 'It was no longer needed.' },
    EXPIRED: { value: 'expired', description: 'It would have come too late.' },
  } as const,
})

type Line = MessageView & { readonly showsRecipient: boolean }

export const MessageRef = builder.objectRef<Line>('Message').implement({
  description: 'A mail or SMS. Its words, parameters and secrets are not shown. Seen by whoever sees the journey.',
  fields: (t) => ({
    key: t.string({
      description:
        'Unique within its journey: the plan and what it is, such as `p1/reminder-2`. Where the recipient is not shown, without what tells it from the same message to others.',
      resolve: ({ key, showsRecipient }) => (showsRecipient ? key : actOf(key)),
    }),
    channel: t.field({ type: ChannelRef, description: 'How it travels.', resolve: ({ channel }) => channel }),
    template: t.exposeString('template', { description: 'What it says, by name.' }),
    status: t.field({ type: MessageStatusRef, description: 'How far it is.', resolve: ({ status }) => status }),
    code: t.exposeString('code', { nullable: true, description: 'What the provider said of it, as a code.' }),
    provider: t.exposeString('provider', { nullable: true, description: 'Who carried it.' }),
    attempts: t.exposeInt('attempts', { description: 'How often it was tried.' }),
    recipient: t.loadable({
      type: 'String',
      nullable: true,
      description: 'To which address or number. Null for operators and for keys without people:read.',
      load: loadRecipients,
      resolve: ({ id, showsRecipient }) => (showsRecipient ? id : null),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was written.' }),
    sendBefore: t.expose('sendBefore', {
      type: 'DateTime',
      nullable: true,
      description: 'After this it is not sent any more.',
    }),
    sentAt: t.expose('handedOverAt', { type: 'DateTime', nullable: true, description: 'When the provider took it.' }),
    settledAt: t.expose('settledAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its status became final.',
    }),
  }),
})

export const MessageConnectionRef = builder.connectionObject(
  { type: MessageRef, name: 'MessageConnection', description: 'A page of messages.' },
  { name: 'MessageEdge' },
)

export function connectMessages(context: Context, journey: JourneyView, args: ConnectionArgs) {
  const showsRecipient = reachesItsPerson(context, journey)
  return connect(args, byId, async (page): Promise<readonly Line[]> => {
    const found = await looking(context, journey.portalId, (reads) => listMessages(reads, { journey, page }))
    return found.map((message) => ({ ...message, showsRecipient }))
  })
}

/** What follows the act's name says to whom. */
function actOf(key: string): string {
  return key.split('/').slice(0, 2).join('/')
}

async function loadRecipients(ids: string[], { reader }: Context): Promise<(string | null)[]> {
  const found = await reader.read((tx) => findRecipients(tx, ids))
  return ids.map((id) => found.find((one) => one.id === id)?.recipient ?? null)
}
