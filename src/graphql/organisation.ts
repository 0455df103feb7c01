import {
  findOrganisationNames,
  findOrganisations,
  listOrganisations,
  type OrganisationView,
} from '../db/organisations.ts'
import type { Right } from '../domain/accounts/access.ts'
import type { ServiceDesk } from '../domain/portals/portal.ts'
import { builder } from './builder.ts'
import { connect, type Order, pageCost } from './connection.ts'
import { allowed, type Context } from './context.ts'
import { findAnywhere, isOperator, reachOf } from './sight.ts'

/** Whoever holds one of these somewhere knows the organisation. */
const rights = [
  'people.read',
  'journeys.read',
  'invitations.write',
  'tasks.read',
  'keys.write',
] as const satisfies Right[]

const OrganisationKindRef = builder.enumType('OrganisationKind', {
  description: 'What an organisation is to the people of a portal.',
  values: {
    EMPLOYER: { value: 'employer', description: 'It employs them.' },
    CLIENT: { value: 'client', description: 'They work there; it approves their hours.' },
    AGENCY: { value: 'agency', description: 'It places them.' },
  } as const,
})

const ServiceDeskRef = builder.objectRef<ServiceDesk>('ServiceDesk').implement({
  description: 'Whom people call or write when they are lost. Anybody who sees the organisation, or was invited by it.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As it introduces itself.' }),
    mail: t.exposeString('mail', { description: 'Its mail address.' }),
    phone: t.exposeString('phone', { description: 'Its telephone number.' }),
    menuHint: t.string({
      nullable: true,
      description: 'What to choose in its telephone menu, in the language of the request.',
      resolve: ({ menuHint }, _args, { language }) => menuHint?.[language] ?? null,
    }),
    hours: t.string({
      description: 'When it answers, in the language of the request.',
      resolve: ({ hours }, _args, { language }) => hours[language],
    }),
  }),
})

export const OrganisationRef = builder.loadableNodeRef('Organisation', {
  id: { resolve: ({ id }: OrganisationView) => id },
  load: loadOrganisations,
  sort: ({ id }: OrganisationView) => id,
  loaderOptions: { cache: false },
})

OrganisationRef.implement({
  description: 'An employer, client or agency. Seen by its own people, by who serves them, and by operators.',
  authScopes: (organisation, context) => seesOrganisation(context, organisation),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As it is known.' }),
    kind: t.field({ type: OrganisationKindRef, description: 'What it is.', resolve: ({ kind }) => kind }),
    kvkNumber: t.exposeString('kvkNumber', {
      nullable: true,
      description: 'KvK-nummer, where known. Null for operators.',
    }),
    rsin: t.exposeString('rsin', { nullable: true, description: 'RSIN, where known. Null for operators.' }),
    serviceDesk: t.field({
      type: ServiceDeskRef,
      nullable: true,
      description: 'Whom its people call. Null for operators.',
      resolve: ({ serviceDesk }) => serviceDesk,
    }),
  }),
})

export { ServiceDeskRef }

const OrganisationConnectionRef = builder.connectionObject(
  { type: OrganisationRef, name: 'OrganisationConnection', description: 'A page of organisations.' },
  { name: 'OrganisationEdge' },
)

const order: Order<OrganisationView> = { types: ['text', 'uuid'], keyOf: ({ name, id }) => [name, id] }

builder.queryFields((t) => ({
  organisation: t.field({
    type: OrganisationRef,
    nullable: true,
    description:
      'An organisation by its id; null when there is none, or none you may see. For anybody who is signed in, and for keys.',
    authScopes: { known: true },
    args: { id: t.arg.globalID({ for: OrganisationRef, required: true, description: 'Its id.' }) },
    resolve: (_root, { id }) => id.id,
  }),
  organisations: t.connection(
    {
      type: OrganisationRef,
      description: 'The organisations within reach, by name. For HR, service desk, ADMIN and service keys.',
      authScopes: { anyRight: rights },
      complexity: pageCost,
      resolve: (_root, args, context) =>
        connect(args, order, (page) =>
          context.reader.read((tx) => listOrganisations(tx, reachOf(context, rights), page)),
        ),
    },
    OrganisationConnectionRef,
  ),
}))

async function loadOrganisations(ids: string[], context: Context): Promise<OrganisationView[]> {
  const found = await findAnywhere(context, ids, { own: findOrganisations, elsewhere: findOrganisationNames })
  return found
    .filter((organisation) => seesOrganisation(context, organisation))
    .map((organisation) => (knowsOrganisation(context, organisation) ? organisation : { ...organisation, ...untold }))
}

const untold = { kvkNumber: null, rsin: null, serviceDesk: null } as const

function seesOrganisation(context: Context, organisation: OrganisationView): boolean {
  return isOperator(context) || knowsOrganisation(context, organisation)
}

/** Its own people and who serves them. Operators are told its name and kind alone, in their own portal too. */
function knowsOrganisation(context: Context, { id, portalId }: OrganisationView): boolean {
  return (
    portalId === context.portal.id && (isMember(context, id) || rights.some((right) => allowed(context, right, id)))
  )
}

/** Before the first working day as well: people want to know where they will work. */
function isMember({ actor, now }: Context, organisationId: string): boolean {
  if (actor.kind === 'service') return actor.organisationId === organisationId
  if (actor.kind !== 'account') return false
  return actor.grants.some(
    (grant) => grant.organisationId === organisationId && (grant.validUntil === null || now < grant.validUntil),
  )
}
