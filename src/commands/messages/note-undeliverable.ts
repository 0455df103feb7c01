import type { Pool } from '../../db/client.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { execute } from '../execute.ts'
import { lockForUndelivered, tellUndelivered } from './tell-undelivered.ts'

export type Undeliverable = { readonly portalId: string; readonly messageId: string; readonly code: string }

/** A provider refused a message for good: the same as a bounce. Told again, it changes nothing. */
export async function noteUndeliverable(
  deps: { readonly app: Pool; readonly sealing: SealingPort },
  { portalId, messageId, code }: Undeliverable,
): Promise<void> {
  const actor = { kind: 'installation' } as const
  await execute(deps, { actor, portalId, correlationId: `${messageId}/${code}` }, 'deliveryRefused', async (tx) => {
    const message = await lockForUndelivered(tx, messageId)
    if (message !== undefined) await tellUndelivered(tx, deps, { message, actor })
    return { value: undefined, subjectId: messageId, journeyId: message?.journeyId ?? undefined }
  })
}
