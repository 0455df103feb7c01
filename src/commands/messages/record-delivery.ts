import type { Pool } from '../../db/client.ts'
import { findReportedMessage, settleDelivery } from '../../db/deliveries.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Call, execute } from '../execute.ts'
import { lockForUndelivered, tellUndelivered } from './tell-undelivered.ts'

export type Delivery = {
  readonly provider: string
  readonly reference: string
  /** The message row's id, where the provider hands it back. */
  readonly id: string | null
  readonly state: 'delivered' | 'bounced' | 'failed'
  /** The provider's own code, never a person's words. */
  readonly code: string
}

type Deps = { readonly app: Pool; readonly engine: Pool; readonly sealing: SealingPort }

/**
 * What a provider reported later, by webhook. Reports come twice, late and in any order; each message takes the worst that
 * was told of it. What did not arrive becomes a task for HR. Answers whether it was news.
 */
export async function recordDelivery(
  deps: Deps,
  { correlationId, origin }: Pick<Call, 'correlationId' | 'origin'>,
  delivery: Delivery,
): Promise<boolean> {
  const place = await findReportedMessage(deps.engine, delivery)
  if (place === undefined) return false
  const actor = { kind: 'installation' } as const
  const call: Call = { actor, portalId: place.portalId, correlationId, origin }
  return execute(deps, call, 'deliveryRecord', async (tx) => {
    const message = await lockForUndelivered(tx, place.id)
    const isNews = await settleDelivery(tx, place.id, delivery)
    if (isNews && delivery.state !== 'delivered' && message !== undefined)
      await tellUndelivered(tx, deps, { message, actor })
    return { value: isNews, subjectId: place.id, journeyId: place.journeyId ?? undefined }
  })
}
