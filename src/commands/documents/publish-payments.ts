import type { Pool } from '../../db/client.ts'
import { paymentStore } from '../../db/payments.ts'
import { type PaymentItem, parsePayment } from '../../domain/documents/figure-item.ts'
import type { Call } from '../execute.ts'
import { type FigureResult, type PublishFigures, publishFigures } from './publish-figures.ts'

const figures = { act: 'paymentPublish', parse: parsePayment, store: paymentStore } as const

export async function publishPayments(
  deps: { readonly app: Pool },
  call: Call,
  input: PublishFigures<PaymentItem>,
): Promise<readonly FigureResult[]> {
  return publishFigures(deps, call, { figures, input })
}
