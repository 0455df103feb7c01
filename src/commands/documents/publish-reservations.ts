import type { Pool } from '../../db/client.ts'
import { reservationStore } from '../../db/reservations.ts'
import { parseReservation, type ReservationItem } from '../../domain/documents/figure-item.ts'
import type { Call } from '../execute.ts'
import { type FigureResult, type PublishFigures, publishFigures } from './publish-figures.ts'

const figures = { act: 'reservationPublish', parse: parseReservation, store: reservationStore } as const

export async function publishReservations(
  deps: { readonly app: Pool },
  call: Call,
  input: PublishFigures<ReservationItem>,
): Promise<readonly FigureResult[]> {
  return publishFigures(deps, call, { figures, input })
}
