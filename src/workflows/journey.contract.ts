/**
 * What every journey's workflow is started with, and what its activities are told. Ids and integers only: a test looks
 * for anything else in histories.
 */
export type JourneyRef = {
  readonly portalId: string
  readonly journeyId: string
  readonly generation: number
}

/** What a look sees: the journey's engine room, the acts of its plan that are done, its facts, its calendar, and now. */
export type Sight<Facts> = {
  readonly seq: number
  readonly plan: number
  readonly generation: number
  readonly open: boolean
  readonly outcome: string | null
  /** The database's clock. Workflow time only schedules. */
  readonly now: number
  /** Keys of this plan's messages and tasks. */
  readonly done: readonly string[]
  readonly facts: Facts
  /** Instants by name. */
  readonly calendar: Readonly<Record<string, number>>
}

/** An act is told for which plan and seq it was decided, and decides again under the lock. */
export type ActCall = {
  readonly portalId: string
  readonly journeyId: string
  readonly plan: number
  readonly seq: number
  readonly key: string
}

export type Answer = 'done' | 'notYet' | 'changed'

export type RestCall = {
  readonly portalId: string
  readonly journeyId: string
  readonly seq: number
  readonly waitingFor: string
  readonly nextDueAt: number | null
}

/** changed: somebody was faster, look again. Else how long to wait; null: until somebody acts. */
export type RestAnswer = { readonly changed: true } | { readonly changed: false; readonly waitMs: number | null }

export type StuckCall = {
  readonly portalId: string
  readonly journeyId: string
  /** The seq of the last look, or null when even the look failed. */
  readonly seq: number | null
  /** Which activity could not succeed, or the key of the act that disagrees with every look. */
  readonly code: string
}

export interface JourneyActivities {
  restJourney(call: RestCall): Promise<RestAnswer>
  markJourneyStuck(call: StuckCall): Promise<void>
}

export const wakeSignal = 'wake'

/** The present generation's workflow. An older one is fenced off by its generation and ended by reconciliation. */
export function workflowId(kind: string, ref: { readonly journeyId: string; readonly generation: number }): string {
  return `${kind}/${ref.journeyId}/${ref.generation}`
}
