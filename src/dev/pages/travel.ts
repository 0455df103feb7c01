/** One journey through time at a time, watched by whoever opens the clock. */
export type Travel = {
  readonly to: Date
  /** The last due instant it stopped at. */
  readonly at: Date | undefined
  readonly stops: number
} & ({ readonly state: 'under way' | 'arrived' } | { readonly state: 'failed'; readonly reason: string })

export type Traveller = {
  /** False while an earlier journey is under way. Answers at once. */
  begin(to: Date): boolean
  last(): Travel | undefined
}

export type TravelTo = (instant: Date, progress: (at: Date) => void) => Promise<void>

export function traveller(travelTo: TravelTo): Traveller {
  let travel: Travel | undefined

  const go = async (to: Date) => {
    let at: Date | undefined
    let stops = 0
    travel = { to, at, stops, state: 'under way' }
    try {
      await travelTo(to, (stop) => {
        at = stop
        stops++
        travel = { to, at, stops, state: 'under way' }
      })
      travel = { to, at, stops, state: 'arrived' }
    } catch (error) {
      travel = { to, at, stops, state: 'failed', reason: error instanceof Error ? error.message : String(error) }
    }
  }

  return {
    begin: (to) => {
      if (travel?.state === 'under way') return false
      void go(to)
      return true
    },
    last: () => travel,
  }
}
