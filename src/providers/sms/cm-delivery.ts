import { createHash, timingSafeEqual } from 'node:crypto'
import type { Delivery, ParseDelivery, Webhook } from './port.ts'

/**
 * CM's status report, in its JSON form. CM does not sign reports: they carry the HTTP basic credentials (`name:password`)
 * that were entered with the address at CM, over TLS.
 */
export const parseCmDelivery: ParseDelivery = (webhook, credentials) => {
  if (!genuine(webhook, credentials)) return 'forged'
  const reports = reportsIn(webhook.body)
  if (reports === undefined) return 'malformed'
  const deliveries = reports.map((report) => delivery(report, webhook.receivedAt))
  return deliveries.includes('malformed') ? 'malformed' : deliveries.filter((found) => typeof found === 'object')
}

function genuine({ headers }: Webhook, credentials: string): boolean {
  const given = headers.authorization
  if (typeof given !== 'string') return false
  const [scheme = '', encoded = ''] = given.split(' ')
  const decoded = Buffer.from(encoded, 'base64').toString('utf8')
  return scheme.toLowerCase() === 'basic' && timingSafeEqual(digest(decoded), digest(credentials))
}

/** Makes both sides equally long, so the comparison's time tells nothing. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** 0 taken by the operator, 1 rejected, 2 delivered, 3 never delivered: the number did not answer in time or at all, 4 read. */
const states: ReadonlyMap<string, Delivery['state'] | 'underway'> = new Map([
  ['0', 'underway'],
  ['1', 'failed'],
  ['2', 'delivered'],
  ['3', 'bounced'],
  ['4', 'underway'],
])

type Report = {
  readonly reference?: unknown
  readonly received?: unknown
  readonly status?: { readonly code?: unknown; readonly errorCode?: unknown } | null
}

function delivery(report: Report | null, receivedAt: Date): Delivery | 'underway' | 'malformed' {
  const reference = report?.reference
  const status = String(report?.status?.code ?? '')
  const state = states.get(status)
  if (state === undefined || typeof reference !== 'string' || reference === '') return 'malformed'
  if (state === 'underway') return state
  const error = String(report?.status?.errorCode ?? '')
  return {
    reference,
    id: rowId(reference),
    state,
    code: `cm_status_${status}${/^[1-9]\d{0,5}$/.test(error) ? `_${error}` : ''}`,
    at: instant(report?.received) ?? receivedAt,
  }
}

/** The reference is the row's id without its hyphens. */
function rowId(reference: string): string | null {
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/i.exec(reference)
  return parts ? parts.slice(1).join('-').toLowerCase() : null
}

/** CM's own instants name no time zone and are then not trusted. */
function instant(value: unknown): Date | undefined {
  if (typeof value !== 'string' || !/T.*(Z|[+-]\d{2}:?\d{2})$/.test(value)) return undefined
  const at = new Date(value)
  return Number.isNaN(at.getTime()) ? undefined : at
}

/** CM sends one report a time; its XML habits make an array of several possible. */
function reportsIn(body: string): readonly (Report | null)[] | undefined {
  try {
    const document = JSON.parse(body) as { messages?: { msg?: Report | Report[] | null } } | null
    const found = document?.messages?.msg
    if (typeof found !== 'object' || found === null) return undefined
    return Array.isArray(found) ? found : [found]
  } catch {
    return undefined
  }
}
