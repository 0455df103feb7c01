import type { Actor } from '../domain/accounts/access.ts'
import { builder, notAllowed } from './builder.ts'
import { pageCost } from './connection.ts'
import type { Context } from './context.ts'
import { connectDevices, DeviceConnectionRef, DeviceRef } from './device.ts'
import { PersonRef } from './person.ts'
import { connectSessions, SessionConnectionRef, SessionRef } from './session.ts'
import { isOwnAccount, reachOf } from './sight.ts'
import { connectTasks, TaskConnectionRef, TaskRef } from './task.ts'

export type Viewer = Extract<Actor, { kind: 'account' }>

/** Other files add what is theirs with builder.objectFields. */
export const ViewerRef = builder.objectRef<Viewer>('Viewer').implement({
  description: 'The world of whoever is signed in. Nobody else sees it.',
  authScopes: ({ accountId }, context) => isOwnAccount(context, accountId),
  fields: (t) => ({
    person: t.field({
      type: PersonRef,
      description: 'Who they are, and what they may do: why and until when.',
      resolve: ({ personId }) => personId,
    }),
    tasks: t.connection(
      {
        type: TaskRef,
        description:
          'What waits for them (“te ondernemen acties”), the oldest first: their own, and those of a role they have.',
        complexity: pageCost,
        resolve: ({ accountId }, args, context) =>
          connectTasks(context, { reach: reachOf(context, ['tasks.write']), accountId, status: 'open' }, args),
      },
      TaskConnectionRef,
    ),
    sessions: t.connection(
      {
        type: SessionRef,
        description: 'Where they are signed in, the newest first.',
        complexity: pageCost,
        resolve: ({ accountId }, args, context) => connectSessions(context, accountId, args),
      },
      SessionConnectionRef,
    ),
    devices: t.connection(
      {
        type: DeviceRef,
        description: 'The browsers they are known in, the newest first.',
        complexity: pageCost,
        resolve: (_viewer, args, context) => connectDevices(context, args),
      },
      DeviceConnectionRef,
    ),
  }),
})

builder.queryField('viewer', (t) =>
  t.field({
    type: ViewerRef,
    description: 'Whoever is signed in. For accounts; a service key has no world of its own.',
    authScopes: { signedIn: true },
    resolve: (_root, _args, context) => viewerOf(context),
  }),
)

export function viewerOf(context: Context): Viewer {
  if (context.actor.kind !== 'account') throw notAllowed(context)
  return context.actor
}
