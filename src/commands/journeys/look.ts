import type { Tx } from '../../db/client.ts'
import type { JourneyRow } from '../../db/journeys.ts'

/** What a story sees: ids, integers, instants and enum values, never a person. */
export type Sight<Facts> = {
  readonly seq: number
  readonly plan: number
  readonly generation: number
  readonly open: boolean
  readonly outcome: string | null
  readonly now: number
  readonly done: readonly string[]
  readonly facts: Facts
  readonly calendar: Readonly<Record<string, number>>
}

type Seen<Facts> = Pick<Sight<Facts>, 'done' | 'facts' | 'calendar'> & { readonly journey: JourneyRow }

/** The engine room of every look. */
export function sightOf<Facts>(tx: Tx, { journey, ...seen }: Seen<Facts>): Sight<Facts> {
  const { seq, plan, generation, status, outcome } = journey
  return { seq, plan, generation, open: status === 'open', outcome, now: tx.now.getTime(), ...seen }
}
