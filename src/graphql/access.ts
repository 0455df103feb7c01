import { listToldGrants, type PersonView, type ToldGrant } from '../db/people.ts'
import { type AccessChange, type AccessStory, accessStory } from '../domain/accounts/access-story.ts'
import { type Telling, tellAccess, tellChange, tellGiver, tellRight } from '../domain/accounts/tell-access.ts'
import { builder } from './builder.ts'
import { allowed, type Context } from './context.ts'
import { GrantEndRef, GrantReasonRef, GrantRef, RoleRef, seesGrant } from './grant.ts'
import { OrganisationRef } from './organisation.ts'
import { PersonRef } from './person.ts'
import { isOwnPerson } from './sight.ts'

type Told = ToldGrant & { readonly givenAt: Date }
type Right = { readonly grant: Told; readonly telling: Telling }
type Change = { readonly change: AccessChange<Told>; readonly telling: Telling }
type Access = { readonly story: AccessStory<Told>; readonly telling: Telling }

const AccessRightRef = builder.objectRef<Right>('AccessRight').implement({
  description: 'A right that counts at the instant that was asked about.',
  fields: (t) => ({
    role: t.field({ type: RoleRef, description: 'What it allows.', resolve: ({ grant }) => grant.role }),
    organisation: t.field({
      type: OrganisationRef,
      nullable: true,
      description: 'Where; null for the whole portal.',
      resolve: ({ grant }) => grant.organisationId,
    }),
    grant: t.field({ type: GrantRef, description: 'The grant it comes from.', resolve: ({ grant }) => grant }),
    reason: t.field({ type: GrantReasonRef, description: 'Why it was given.', resolve: ({ grant }) => grant.reason }),
    givenBy: t.string({
      nullable: true,
      description:
        'Who gave it, to read out: the name is for HR and service desk of its organisation, others hear “by HR of …”. Null where it was not recorded.',
      resolve: ({ grant, telling }) => tellGiver(grant, telling),
    }),
    givenAt: t.field({ type: 'DateTime', description: 'When it was given.', resolve: ({ grant }) => grant.givenAt }),
    until: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The first instant at which it no longer counts; null without an end.',
      resolve: ({ grant }) => grant.validUntil,
    }),
    endReason: t.field({
      type: GrantEndRef,
      nullable: true,
      description: 'Why it ends; null without an end.',
      resolve: ({ grant }) => grant.endReason,
    }),
    text: t.string({
      description: 'All of this, to read out in the language of the request.',
      resolve: ({ grant, telling }) => tellRight(grant, telling),
    }),
  }),
})

const AccessChangeRef = builder.objectRef<Change>('AccessChange').implement({
  description: 'What changes next.',
  fields: (t) => ({
    at: t.field({ type: 'DateTime', description: 'When.', resolve: ({ change }) => change.at }),
    text: t.string({
      description: 'What ends and begins then, to read out in the language of the request.',
      resolve: ({ change, telling }) => tellChange(change, telling),
    }),
  }),
})

const AccessRef = builder.objectRef<Access>('Access').implement({
  description: 'What somebody may do at an instant and why, as things are known now.',
  fields: (t) => ({
    at: t.field({ type: 'DateTime', description: 'The instant.', resolve: ({ story }) => story.at }),
    rights: t.field({
      type: [AccessRightRef],
      description: 'The rights that count then, in the order in which they began.',
      resolve: ({ story, telling }) => story.rights.map((grant) => ({ grant, telling })),
    }),
    next: t.field({
      type: AccessChangeRef,
      nullable: true,
      description: 'The first change after that instant; null when nothing more is to come.',
      resolve: ({ story, telling }) => story.next && { change: story.next, telling },
    }),
    summary: t.string({
      description: 'The whole answer, to read out in the language of the request.',
      resolve: ({ story, telling }) => tellAccess(story, telling),
    }),
  }),
})

type Asked = { readonly person: PersonView; readonly at: Date }

builder.objectField(PersonRef, 'access', (t) =>
  t.loadable({
    type: AccessRef,
    description:
      'What they may do at an instant, past or to come: which right, by whom and why, until when, and what happens next, in words a service desk can read out. For the person, and for HR, service desk, ADMIN and keys with people:read about the rights in their organisations: of another employer’s nothing is said.',
    args: { at: t.arg({ type: 'DateTime', description: 'The instant; now, when none is given.' }) },
    load: (asked: Asked[], context) => loadAccess(asked, context),
    resolve: (person, { at }, { now }): Asked => ({ person, at: at ?? now }),
  }),
)

async function loadAccess(asked: readonly Asked[], context: Context): Promise<Access[]> {
  const accountIds = asked.map(({ person }) => person.account.id)
  const rows = await context.reader.read((tx) => listToldGrants(tx, accountIds))
  return asked.map(({ person, at }) => {
    const seen = rows.filter((grant) => grant.accountId === person.account.id && seesGrant(context, grant))
    const told = seen.map((grant) => toldTo(context, person, grant))
    return { story: accessStory(told, at), telling: tellingOf(context, person) }
  })
}

function toldTo(context: Context, { id }: PersonView, grant: ToldGrant): Told {
  const hearsNames = !isOwnPerson(context, id) && allowed(context, 'notes.read', grant.organisationId)
  return { ...grant, giver: hearsNames ? grant.giver : null, givenAt: grant.createdAt }
}

function tellingOf(context: Context, { id, name, account }: PersonView): Telling {
  const { language, portal, now } = context
  return { language, name: isOwnPerson(context, id) ? null : name, form: portal.form, now, account }
}
