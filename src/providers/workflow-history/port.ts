/** One telling of a journey's story: a workflow's run. A journey has one per generation, and one more per continuation. */
export type WorkflowRun = {
  readonly workflowId: string
  readonly runId: string
  readonly generation: number
  readonly status: 'running' | 'completed' | 'failed' | 'terminated' | 'cancelled' | 'continued' | 'timedOut'
  readonly startedAt: Date
  readonly endedAt: Date | null
  /** How many events its history holds. */
  readonly events: number
  /** Where Temporal's own web UI shows it, when one is configured. */
  readonly url: string | null
}

/** What an event of the history means for the journey. `other` is Temporal's own bookkeeping. */
export type HistoryEntryKind =
  | 'started'
  | 'woken'
  | 'looked'
  | 'acted'
  | 'actFailed'
  | 'retried'
  | 'rested'
  | 'timerFired'
  | 'continued'
  | 'ended'
  | 'other'

/** One event, told. Ids, codes and instants only: histories hold nothing else. */
export type HistoryEntry = {
  /** Number of the event within its run. */
  readonly number: number
  readonly at: Date
  readonly kind: HistoryEntryKind
  /** Temporal's own name for it. */
  readonly event: string
  /** The activity, where there is one. */
  readonly act: string | null
  /** What the act answered, why it failed, or with which outcome the story ended. */
  readonly code: string | null
  /** Which try of the act this was. */
  readonly attempt: number | null
  /** Until when the story rests. */
  readonly until: Date | null
}

export type Unavailable = { readonly unavailable: 'AWAY' | 'FORGOTTEN' }

export type JourneyRef = { readonly journeyId: string; readonly kind: string }

/**
 * Reads what Temporal remembers of a journey; never changes anything. It answers within three seconds, and never throws for
 * Temporal's trouble: AWAY while it cannot be reached, FORGOTTEN when it keeps nothing of this journey (any more).
 */
export interface WorkflowHistoryPort {
  /** Every generation and run that is remembered, the newest first. */
  runs(journey: JourneyRef): Promise<readonly WorkflowRun[] | Unavailable>
  /** Entries after a number, oldest first, at most `limit`. */
  history(
    run: Pick<WorkflowRun, 'workflowId' | 'runId'>,
    page: { readonly after: number; readonly limit: number },
  ): Promise<readonly HistoryEntry[] | Unavailable>
}
