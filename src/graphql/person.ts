import { findPeople, findPeopleOfAccounts, listGrants, listPeople, type PersonView } from '../db/people.ts'
import { builder } from './builder.ts'
import { byId, type ConnectionArgs, connect, type Order, pageCost } from './connection.ts'
import { allowed, type Context } from './context.ts'
import { GrantConnectionRef, GrantRef, RoleRef } from './grant.ts'
import { OrganisationRef } from './organisation.ts'
import { LanguageRef } from './portal.ts'
import { isOwnPerson, reachOf, refuseStrangers } from './sight.ts'

export const AccountStatusRef = builder.enumType('AccountStatus', {
  description: 'How far an account is.',
  values: {
    INVITED: { value: 'invited', description: 'Invited, not yet activated.' },
    ACTIVE: { value: 'active', description: 'Can sign in.' },
    CLOSED: { value: 'closed', description: 'Can no longer sign in.' },
  } as const,
})

const ContactStatusRef = builder.enumType('ContactStatus', {
  description: 'What is known of an address or number.',
  values: {
    UNPROVEN: { value: 'unproven', description: 'Nobody has shown that it works.' },
    PROVEN: { value: 'proven', description: 'The person showed that it reaches them.' },
    BOUNCED: { value: 'bounced', description: 'Mail came back.' },
    WRONG: { value: 'wrong', description: 'Whoever it reached said it is not theirs.' },
    UNREACHABLE: { value: 'unreachable', description: 'The network cannot deliver to it.' },
  } as const,
})

export const PersonRef = builder.loadableNodeRef('Person', {
  id: { resolve: ({ id }: PersonView) => id },
  load: async (ids: string[], context: Context) => {
    refuseStrangers(context)
    const found = await context.reader.read((tx) => findPeople(tx, ids))
    return found.filter((person) => seesPerson(context, person))
  },
  sort: ({ id }: PersonView) => id,
  loaderOptions: { cache: false },
})

PersonRef.implement({
  description:
    'Somebody of this portal. Seen by themselves and by HR, service desk and ADMIN of their organisations and keys with people:read; never by operators.',
  authScopes: (person, context) => seesPerson(context, person),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Full name.' }),
    dateOfBirth: t.expose('dateOfBirth', { type: 'Date', nullable: true, description: 'Date of birth, where known.' }),
    language: t.field({
      type: LanguageRef,
      description: 'In which they are written to.',
      resolve: ({ language }) => language,
    }),
    email: t.exposeString('email', { description: 'Mail address.' }),
    emailStatus: t.field({
      type: ContactStatusRef,
      description: 'Whether it works.',
      resolve: (person) => person.emailStatus,
    }),
    mobile: t.exposeString('mobile', { nullable: true, description: 'Mobile number in E.164, where known.' }),
    mobileStatus: t.field({
      type: ContactStatusRef,
      description: 'Whether it works.',
      resolve: (person) => person.mobileStatus,
    }),
    identifier: t.string({ description: 'What they sign in with.', resolve: ({ account }) => account.identifier }),
    accountStatus: t.field({
      type: AccountStatusRef,
      description: 'Whether they can sign in.',
      resolve: ({ account }) => account.status,
    }),
    activatedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Since when they can.',
      resolve: ({ account }) => account.activatedAt,
    }),
    grants: t.connection(
      {
        type: GrantRef,
        description:
          'Every right they have, had or will have, the newest first. Others see what concerns their organisations.',
        complexity: pageCost,
        resolve: (person, args, context) => connectGrants(context, person, args),
      },
      GrantConnectionRef,
    ),
  }),
})

const PersonConnectionRef = builder.connectionObject(
  { type: PersonRef, name: 'PersonConnection', description: 'A page of people.' },
  { name: 'PersonEdge' },
)

const PersonFilterRef = builder.inputType('PersonFilter', {
  description: 'Which people. What is left out does not matter.',
  fields: (t) => ({
    organisation: t.globalID({ for: OrganisationRef, description: 'With access there.' }),
    role: t.field({ type: RoleRef, description: 'With this role.' }),
    accountStatus: t.field({ type: AccountStatusRef, description: 'Whose account is this far.' }),
    search: t.string({ description: 'How a word of the name begins, or a whole mail address or identifier.' }),
  }),
})

export const DirectionRef = builder.enumType('OrderDirection', {
  description: 'Which way a list runs.',
  values: {
    ASC: { description: 'From small to large, from early to late.' },
    DESC: { description: 'The other way round.' },
  },
})

const PersonOrderRef = builder.inputType('PersonOrder', {
  description: 'The order of people: by name.',
  fields: (t) => ({
    direction: t.field({ type: DirectionRef, required: true, description: 'Which way.' }),
  }),
})

const order: Order<PersonView> = { types: ['text', 'uuid'], keyOf: ({ name, id }) => [name, id] }

builder.queryFields((t) => ({
  person: t.field({
    type: PersonRef,
    nullable: true,
    description:
      'Somebody by their id; null when there is nobody, or nobody you may see. For anybody who is signed in, and for keys.',
    authScopes: { known: true },
    args: { id: t.arg.globalID({ for: PersonRef, required: true, description: 'Their id.' }) },
    resolve: (_root, { id }) => id.id,
  }),
  people: t.connection(
    {
      type: PersonRef,
      description:
        'The people of the organisations within reach, by name. For HR, service desk, ADMIN and service keys with people:read.',
      authScopes: { anyRight: ['people.read'] },
      complexity: pageCost,
      args: {
        filter: t.arg({ type: PersonFilterRef, description: 'Which people.' }),
        orderBy: t.arg({ type: PersonOrderRef, description: 'In which order. Default by name, ascending.' }),
      },
      resolve: (_root, { filter, orderBy, ...args }, context) => {
        const { organisation, ...given } = { ...filter }
        const asked = { ...given, reach: reachOf(context, ['people.read']), organisationId: organisation?.id }
        return connect(args, order, (page) =>
          context.reader.read((tx) => listPeople(tx, asked, { page, direction: orderBy?.direction ?? 'ASC' })),
        )
      },
    },
    PersonConnectionRef,
  ),
}))

function connectGrants(context: Context, person: PersonView, args: ConnectionArgs) {
  const reach = isOwnPerson(context, person.id) ? 'all' : reachOf(context, ['people.read'])
  return connect(args, byId, (page) => context.reader.read((tx) => listGrants(tx, person.account.id, { reach, page })))
}

/** People by their accounts, in the same order; null for those the asker may not see. */
export async function loadPeopleOfAccounts(accountIds: string[], context: Context): Promise<(PersonView | null)[]> {
  const found = await context.reader.read((tx) => findPeopleOfAccounts(tx, accountIds))
  const seen = new Map(
    found.filter((person) => seesPerson(context, person)).map((person) => [person.account.id, person]),
  )
  return accountIds.map((accountId) => seen.get(accountId) ?? null)
}

function seesPerson(context: Context, { id, organisationIds }: PersonView): boolean {
  return (
    isOwnPerson(context, id) ||
    allowed(context, 'people.read', null) ||
    organisationIds.some((organisationId) => allowed(context, 'people.read', organisationId))
  )
}
