import { recordDelivery } from '../commands/messages/record-delivery.ts'
import type { Pool } from '../db/client.ts'
import type { SealingPort } from '../providers/sealing/port.ts'
import { readBody } from './body.ts'
import { type Reply, trouble, type Visit } from './reply.ts'
import type { Route } from './server.ts'

type Webhook = {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: string
  readonly receivedAt: Date
}

type Delivery = {
  readonly reference: string
  readonly id: string | null
  readonly state: 'delivered' | 'bounced' | 'failed'
  readonly code: string
}

/** A provider that reports afterwards what became of a message. */
export type Hook = {
  /** /hooks/<provider>; messages carry the same name. */
  readonly provider: string
  readonly parse: (webhook: Webhook) => readonly Delivery[] | 'forged' | 'malformed'
}

export type HookDeps = { readonly app: Pool; readonly engine: Pool; readonly sealing: SealingPort }

export function hookRoutes(deps: HookDeps, hooks: readonly Hook[]): readonly Route[] {
  return hooks.map((hook) => ({
    path: `/hooks/${hook.provider}`,
    methods: ['POST'],
    handle: (visit) => receive(deps, hook, visit),
  }))
}

/** A report about nothing of ours is taken as well: the provider would only send it again. */
async function receive(deps: HookDeps, { provider, parse }: Hook, visit: Visit): Promise<Reply> {
  const { request, correlationId, address } = visit
  const body = await readBody(request)
  const deliveries = parse({ headers: request.headers, body, receivedAt: new Date() })
  if (deliveries === 'forged') {
    return trouble(401, { code: 'UNAUTHENTICATED', message: 'This report is not from the provider.', correlationId })
  }
  if (deliveries === 'malformed') {
    return trouble(400, { code: 'BAD_REQUEST', message: 'This report cannot be read.', correlationId })
  }
  for (const { reference, id, state, code } of deliveries) {
    await recordDelivery(deps, { correlationId, origin: address }, { provider, reference, id, state, code })
  }
  return { status: 204 }
}
