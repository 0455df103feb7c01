import { createServiceKey } from '../commands/accounts/create-service-key.ts'
import { revokeServiceKey } from '../commands/accounts/revoke-service-key.ts'
import { findServiceKeyById, listServiceKeys, type ServiceKeyRow } from '../db/service-keys.ts'
import type { Scope } from '../domain/accounts/account.ts'
import { builder } from './builder.ts'
import { byId, connect, pageCost } from './connection.ts'
import { allowed, type Context } from './context.ts'
import { answers, perform } from './errors.ts'
import { OrganisationRef } from './organisation.ts'
import { refuseStrangers } from './sight.ts'

const ScopeRef = builder.enumType('ServiceKeyScope', {
  description: 'What a key may do in its organisation.',
  values: {
    INVITATIONS_WRITE: { value: 'invitations:write', description: 'Invite, renew, correct and withdraw.' },
    PEOPLE_READ: { value: 'people:read', description: 'See people.' },
    JOURNEYS_READ: { value: 'journeys:read', description: 'See journeys.' },
    DOCUMENTS_WRITE: {
      value: 'documents:write',
      description: 'Upload and publish documents, and take back what it published.',
    },
    PAYROLL_WRITE: { value: 'payroll:write', description: 'Publish payments, reservations and phases.' },
  } as const satisfies Record<string, { value: Scope; description: string }>,
})

const ServiceKeyRef = builder.loadableNodeRef('ServiceKey', {
  id: { resolve: ({ id }: ServiceKeyRow) => id },
  load: async (ids: string[], context: Context) => {
    refuseStrangers(context)
    return Promise.all(ids.map((id) => loadServiceKey(id, context)))
  },
  loaderOptions: { cache: false },
})

ServiceKeyRef.implement({
  description:
    'A key of an HR or payroll system: `authorization: Bearer drk_…`. Seen by the ADMIN of its organisation.',
  authScopes: ({ organisationId }, context) => allowed(context, 'keys.write', organisationId),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it is for.' }),
    organisation: t.field({
      type: OrganisationRef,
      nullable: true,
      description: 'Where it counts.',
      resolve: (key) => key.organisationId,
    }),
    scopes: t.field({ type: [ScopeRef], description: 'What it may do.', resolve: ({ scopes }) => scopes }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it counts.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last used, to the minute.',
    }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true, description: 'Since when it is nobody’s.' }),
  }),
})

builder.objectField(OrganisationRef, 'serviceKeys', (t) =>
  t.connection(
    {
      type: ServiceKeyRef,
      nullable: true,
      description: 'Its keys, revoked ones included, the oldest first. For its ADMIN.',
      authScopes: ({ id }, _args, context) => allowed(context, 'keys.write', id),
      complexity: pageCost,
      resolve: ({ id }, args, { reader }) =>
        connect(args, byId, (page) => reader.read((tx) => listServiceKeys(tx, id, page))),
    },
    { name: 'ServiceKeyConnection', description: 'A page of service keys.' },
    { name: 'ServiceKeyEdge' },
  ),
)

builder.relayMutationField(
  'serviceKeyCreate',
  {
    description: 'A key to make.',
    inputFields: (t) => ({
      organisation: t.globalID({ for: OrganisationRef, required: true, description: 'Where it counts.' }),
      name: t.string({ required: true, description: 'What it is for.' }),
      scopes: t.field({ type: [ScopeRef], required: true, description: 'What it may do: no more than it needs.' }),
      expiresAt: t.field({ type: 'DateTime', required: true, description: 'Until when it counts, at most a year.' }),
    }),
  },
  {
    ...answers('Makes a key for a system. For the ADMIN of the organisation.', 'NOT_FOUND', 'INVALID_INPUT'),
    authScopes: { anyRight: ['keys.write'] },
    resolve: (_root, { input: { organisation, ...asked } }, context, info) =>
      perform(context, info, (call) =>
        createServiceKey(context.deps, call, { ...asked, organisationId: organisation.id }),
      ),
  },
  {
    description: 'The key is made.',
    outputFields: (t) => ({
      key: t.exposeString('key', { description: 'The key itself, told this once: it is not kept.' }),
      serviceKey: t.field({
        type: ServiceKeyRef,
        description: 'What is known of it from now on.',
        resolve: ({ keyId }) => keyId,
      }),
    }),
  },
)

builder.relayMutationField(
  'serviceKeyRevoke',
  {
    description: 'Which key no longer counts.',
    inputFields: (t) => ({ id: t.globalID({ for: ServiceKeyRef, required: true, description: 'The key.' }) }),
  },
  {
    ...answers(
      'From now on the key is nobody’s. Repeating does nothing. For the ADMIN of its organisation.',
      'NOT_FOUND',
    ),
    authScopes: { anyRight: ['keys.write'] },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => revokeServiceKey(context.deps, call, { keyId: input.id.id })),
  },
  {
    description: 'The key no longer counts.',
    outputFields: (t) => ({
      serviceKey: t.field({ type: ServiceKeyRef, description: 'The key.', resolve: ({ keyId }) => keyId }),
    }),
  },
)

async function loadServiceKey(id: string, context: Context): Promise<ServiceKeyRow | null> {
  const key = await context.reader.read((tx) => findServiceKeyById(tx, id))
  return key && allowed(context, 'keys.write', key.organisationId) ? key : null
}
