import { forgetDevice } from '../commands/accounts/forget-device.ts'
import type { Tx } from '../db/client.ts'
import { type DeviceRow, findDeviceById, listDevices } from '../db/devices.ts'
import { findOwner } from '../db/own-account.ts'
import { digestOf } from '../db/secrets.ts'
import { isInForce } from '../domain/accounts/account.ts'
import { isRemembered } from '../domain/accounts/factor.ts'
import { builder, notAllowed } from './builder.ts'
import { byId, type ConnectionArgs, connect } from './connection.ts'
import type { Context } from './context.ts'
import { answers, perform } from './errors.ts'
import { isOwnAccount, refuseStrangers } from './sight.ts'

export const DeviceRef = builder.loadableNodeRef('Device', {
  id: { resolve: ({ id }: DeviceRow) => id },
  load: async (ids: string[], context: Context) => {
    refuseStrangers(context)
    return Promise.all(ids.map((id) => loadDevice(id, context)))
  },
  loaderOptions: { cache: false },
})

DeviceRef.implement({
  description: 'A browser that somebody signed in with before. Seen by its owner alone.',
  authScopes: (device, context) => isOwnAccount(context, device.accountId),
  fields: (t) => ({
    label: t.exposeString('label', { description: 'How the browser described itself.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'Since when it is known.' }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', description: 'When they last signed in with it.' }),
    rememberedUntil: t.expose('rememberedUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when no second step is asked there; null where it is asked.',
    }),
    isCurrent: t.boolean({
      description: 'Whether this very request came from it.',
      resolve: ({ digest }, _args, { call }) => call.device !== undefined && digestOf(call.device).equals(digest),
    }),
  }),
})

export const DeviceConnectionRef = builder.connectionObject(
  { type: DeviceRef, name: 'DeviceConnection', description: 'A page of browsers.' },
  { name: 'DeviceEdge' },
)

export function connectDevices(context: Context, args: ConnectionArgs) {
  const { actor, reader } = context
  if (actor.kind !== 'account') throw notAllowed(context)
  return connect(args, byId, (page) =>
    reader.read(async (tx) => see(tx, context, await listDevices(tx, actor.accountId, page))),
  )
}

builder.relayMutationField(
  'deviceForget',
  {
    description: 'Which browser is forgotten.',
    inputFields: (t) => ({ id: t.globalID({ for: DeviceRef, required: true, description: 'The browser.' }) }),
  },
  {
    ...answers(
      'Forgets one of one’s own browsers: from now on the second step is asked there. For whoever is signed in.',
      'NOT_FOUND',
    ),
    authScopes: { signedIn: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => forgetDevice(context.deps, call, { deviceId: input.id.id })),
  },
  {
    description: 'The browser is forgotten.',
    outputFields: (t) => ({
      deviceId: t.globalID({
        description: 'The browser that was forgotten.',
        resolve: ({ deviceId }) => ({ type: DeviceRef, id: deviceId }),
      }),
    }),
  },
)

async function loadDevice(id: string, context: Context): Promise<DeviceRow | null> {
  return context.reader.read(async (tx) => {
    const device = await findDeviceById(tx, id)
    if (device === undefined || device.endedAt !== null || !isOwnAccount(context, device.accountId)) return null
    const [seen] = await see(tx, context, [device])
    return seen ?? null
  })
}

/** Remembered only while that still counts: after a change of password, methods or roles it does not. */
async function see(tx: Tx, { actor }: Context, found: readonly DeviceRow[]): Promise<readonly DeviceRow[]> {
  const [first] = found
  const owner = first && (await findOwner(tx, first.accountId))
  if (owner === undefined) return []
  const { credentialVersion } = owner.account
  const grants = actor.kind === 'account' ? actor.grants.filter((grant) => isInForce(grant, tx.now)) : []
  const now = { credentialVersion, grants }
  return found.map((device) => (isRemembered(device, now, tx.now) ? device : { ...device, rememberedUntil: null }))
}
