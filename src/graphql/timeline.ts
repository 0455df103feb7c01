import { findTimelineNotes, type JourneyView, listTimeline, type TimelineView } from '../db/journey-views.ts'
import { builder } from './builder.ts'
import { byId, type ConnectionArgs, connect } from './connection.ts'
import { allowed, type Context } from './context.ts'
import { loadPeopleOfAccounts, PersonRef } from './person.ts'
import { looking } from './sight.ts'

const ActorKindRef = builder.enumType('ActorKind', {
  description: 'Who did something.',
  values: {
    ANONYMOUS: { value: 'anonymous', description: 'Whoever held the link.' },
    ACCOUNT: { value: 'account', description: 'Somebody who was signed in.' },
    SERVICE_KEY: { value: 'service', description: 'A system with a key.' },
    JOURNEY: { value: 'journey', description: 'The journey by itself, because it was time.' },
    INSTALLATION: { value: 'installation', description: 'The command line, or a provider’s report.' },
  } as const,
})

/** Notes are for HR and service desk: not for the journey's person, not for systems and not for operators. */
type Line = TimelineView & { readonly showsNote: boolean }

type Datum = { readonly name: string; readonly value: string | null }

const DatumRef = builder.objectRef<Datum>('TimelineDatum').implement({
  description: 'A detail of a fact: an id, an instant, a code or a number.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Which detail.' }),
    value: t.exposeString('value', { nullable: true, description: 'Its value.' }),
  }),
})

export const TimelineEntryRef = builder.objectRef<Line>('TimelineEntry').implement({
  description: 'Something that happened on a journey. Seen by whoever sees the journey.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    fact: t.exposeString('fact', {
      description:
        'What, as a code in the past tense: `invited`, `invitationSent`, `reminderSent`, `activated` and so on. The list grows.',
    }),
    by: t.field({ type: ActorKindRef, description: 'Who did it.', resolve: ({ actorKind }) => actorKind }),
    person: t.loadable({
      type: PersonRef,
      nullable: true,
      description: 'Who, where it was somebody you may see. Null for operators.',
      load: loadPeopleOfAccounts,
      resolve: ({ actorKind, actorId }) => (actorKind === 'account' ? actorId : null),
    }),
    plan: t.exposeInt('plan', { description: 'Under which plan.' }),
    data: t.field({
      type: [DatumRef],
      description: 'Its details.',
      resolve: ({ data }) =>
        Object.entries(data).map(([name, value]) => ({ name, value: value === null ? null : String(value) })),
    }),
    note: t.loadable({
      type: 'String',
      nullable: true,
      description:
        'What somebody wrote with it, such as a reason. For HR and service desk of the organisation; null for others.',
      load: loadNotes,
      resolve: ({ id, showsNote }) => (showsNote ? id : null),
    }),
  }),
})

export const TimelineConnectionRef = builder.connectionObject(
  { type: TimelineEntryRef, name: 'TimelineEntryConnection', description: 'A page of a timeline.' },
  { name: 'TimelineEntryEdge' },
)

export function connectTimeline(context: Context, journey: JourneyView, args: ConnectionArgs) {
  const isOfPortal = journey.portalId === context.portal.id
  const showsNote = isOfPortal && allowed(context, 'notes.read', journey.organisationId)
  return connect(args, byId, async (page): Promise<readonly Line[]> => {
    const entries = await looking(context, journey.portalId, (reads) => listTimeline(reads, { journey, page }))
    return entries.map((entry) => ({ ...entry, showsNote }))
  })
}

async function loadNotes(ids: string[], { reader }: Context): Promise<(string | null)[]> {
  const found = await reader.read((tx) => findTimelineNotes(tx, ids))
  return ids.map((id) => found.find((one) => one.id === id)?.note ?? null)
}
