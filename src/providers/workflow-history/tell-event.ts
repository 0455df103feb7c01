import { optionalTsToDate } from '@temporalio/common/lib/time.js'
import proto from '@temporalio/proto'
import type { HistoryEntry } from './port.ts'

type Event = proto.temporal.api.history.v1.IHistoryEvent
type Payloads = proto.temporal.api.common.v1.IPayloads | null | undefined
type Telling = Pick<HistoryEntry, 'kind'> & Partial<Omit<HistoryEntry, 'number' | 'at' | 'event'>>

const { EventType } = proto.temporal.api.enums.v1

/** Tells one event of Temporal's history in the words of the journey. Which activity an event speaks of is in an earlier one. */
export function tellEvent(event: Event, acts: Map<number, string>): HistoryEntry {
  const number = Number(event.eventId)
  const at = optionalTsToDate(event.eventTime) ?? new Date(0)
  const name = (EventType[event.eventType ?? 0] ?? 'UNSPECIFIED').replace('EVENT_TYPE_', '')
  const told = tell(event, { number, at, acts })
  return { act: null, code: null, attempt: null, until: null, ...told, number, at, event: name }
}

type Setting = { readonly number: number; readonly at: Date; readonly acts: Map<number, string> }
type Teller = (event: Event, setting: Setting) => Telling

/** Everything else is Temporal's own bookkeeping. */
const tellers: Readonly<Record<number, Teller>> = {
  [EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED]: () => ({ kind: 'started' }),
  [EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED]: () => ({ kind: 'woken' }),
  [EventType.EVENT_TYPE_MARKER_RECORDED]: (event, { at }) => tellMarker(event, at),
  [EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED]: (event, { number, acts }) => {
    const act = event.activityTaskScheduledEventAttributes?.activityType?.name ?? ''
    acts.set(number, act)
    return { kind: 'other', act }
  },
  [EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED]: (event, { acts }) => tellStarted(event, acts),
  [EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED]: ({ activityTaskCompletedEventAttributes: done }, { acts }) => ({
    kind: 'acted',
    act: actOf(done, acts),
    code: text(firstOf(done?.result)),
  }),
  [EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED]: ({ activityTaskFailedEventAttributes: failed }, { acts }) => ({
    kind: 'actFailed',
    act: actOf(failed, acts),
    code: failed?.failure?.applicationFailureInfo?.type ?? null,
  }),
  [EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT]: ({ activityTaskTimedOutEventAttributes: late }, { acts }) => ({
    kind: 'actFailed',
    act: actOf(late, acts),
    code: 'TIMED_OUT',
  }),
  [EventType.EVENT_TYPE_TIMER_FIRED]: () => ({ kind: 'timerFired' }),
  [EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW]: () => ({ kind: 'continued' }),
  [EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED]: ({ workflowExecutionCompletedEventAttributes: done }) => ({
    kind: 'ended',
    code: text(firstOf(done?.result)),
  }),
  [EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED]: () => ({ kind: 'ended', code: 'TERMINATED' }),
  [EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED]: () => ({ kind: 'ended', code: 'FAILED' }),
  [EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED]: () => ({ kind: 'ended', code: 'CANCELLED' }),
}

function tell(event: Event, setting: Setting): Telling {
  return tellers[event.eventType ?? 0]?.(event, setting) ?? { kind: 'other' }
}

type Scheduled = { scheduledEventId?: unknown } | null | undefined

function actOf(attributes: Scheduled, acts: ReadonlyMap<number, string>): string | null {
  return acts.get(Number(attributes?.scheduledEventId)) ?? null
}

/** A first try is bookkeeping; a later one says why the one before failed. */
function tellStarted(event: Event, acts: ReadonlyMap<number, string>): Telling {
  const started = event.activityTaskStartedEventAttributes
  const attempt = started?.attempt ?? 1
  const act = actOf(started, acts)
  if (attempt <= 1) return { kind: 'other', act }
  return { kind: 'retried', act, attempt, code: started?.lastFailure?.applicationFailureInfo?.type ?? null }
}

/** Looking and resting are local to the worker, and leave a marker with what they answered. */
function tellMarker(event: Event, at: Date): Telling {
  const { details, failure } = event.markerRecordedEventAttributes ?? {}
  const described = record(firstOf(details?.data))
  const answer = record(firstOf(details?.result))
  const act = text(described.activity_type)
  const attempt = typeof described.attempt === 'number' ? described.attempt : null
  if (failure) return { kind: 'actFailed', act, attempt, code: failure.applicationFailureInfo?.type ?? null }
  if (act !== 'restJourney') return { kind: 'looked', act, attempt }
  if (answer.changed === true) return { kind: 'rested', act, attempt, code: 'changed' }
  const waitMs = answer.waitMs
  return { kind: 'rested', act, attempt, until: typeof waitMs === 'number' ? new Date(at.getTime() + waitMs) : null }
}

function firstOf(payloads: Payloads): unknown {
  const data = payloads?.payloads?.[0]?.data
  if (!data || data.length === 0) return undefined
  try {
    return JSON.parse(Buffer.from(data).toString('utf8'))
  } catch {
    // Not ours: only JSON is ever written by a story.
    return undefined
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
