import type { Call } from '../commands/execute.ts'
import { postponeJourney } from '../commands/journeys/postpone-journey.ts'
import { retryJourney } from '../commands/journeys/retry-journey.ts'
import { withdrawJourney } from '../commands/journeys/withdraw-journey.ts'
import { findJourneys } from '../db/journey-views.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { answers, perform } from './errors.ts'
import { JourneyRef } from './journey-ref.ts'
import { isOperator } from './sight.ts'

const mayAct = { anyRight: ['journeys.write', 'installation.write'] as const }
const whoActs = 'For HR of its organisation, and for operators.'
const expected =
  'The version you looked at; another one is refused with CHANGED_MEANWHILE, so that a repeated call acts once.'

builder.relayMutationField(
  'journeyWithdraw',
  {
    description: 'Which journey ends, and why.',
    inputFields: (t) => ({
      id: t.globalID({ for: JourneyRef, required: true, description: 'The journey.' }),
      reason: t.string({ required: true, description: 'Why, in words. Kept where it can be erased.' }),
      expectedVersion: t.int({ description: expected }),
    }),
  },
  {
    ...answers(
      `Ends a journey that should not go on. ${whoActs} The service desk withdraws recoveries.`,
      'NOT_FOUND',
      'INVALID_INPUT',
      'CHANGED_MEANWHILE',
      'JOURNEY_ENDED',
      'ALREADY_ACTIVE',
      'SECOND_PERSON_NEEDED',
    ),
    authScopes: { anyRight: [...mayAct.anyRight, 'recovery.write'] },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, async (call) => {
        const { reason, expectedVersion } = input
        const at = await inItsPortal(context, call, input.id.id)
        return withdrawJourney(context.deps, at, { journeyId: input.id.id, reason, expectedVersion })
      }),
  },
  {
    description: 'The journey has ended.',
    outputFields: (t) => ({
      journey: t.field({
        type: JourneyRef,
        nullable: true,
        description: 'The journey.',
        resolve: ({ journeyId }) => journeyId,
      }),
    }),
  },
)

builder.relayMutationField(
  'journeyPostpone',
  {
    description: 'Which journey waits, until when, and why.',
    inputFields: (t) => ({
      id: t.globalID({ for: JourneyRef, required: true, description: 'The journey.' }),
      until: t.field({
        type: 'DateTime',
        required: true,
        description: 'Nothing happens before; then it begins anew. At most a year ahead.',
      }),
      reason: t.string({ required: true, description: 'Why, in words. Kept where it can be erased.' }),
      expectedVersion: t.int({ description: expected }),
    }),
  },
  {
    ...answers(
      `Lets a journey wait and begin anew later: what was sent before no longer counts. ${whoActs}`,
      'NOT_FOUND',
      'INVALID_INPUT',
      'CHANGED_MEANWHILE',
      'JOURNEY_ENDED',
      'ALREADY_ACTIVE',
      'JOURNEY_NOT_POSTPONABLE',
      'SECOND_PERSON_NEEDED',
    ),
    authScopes: mayAct,
    resolve: (_root, { input }, context, info) =>
      perform(context, info, async (call) => {
        const { until, reason, expectedVersion } = input
        const at = await inItsPortal(context, call, input.id.id)
        return postponeJourney(context.deps, at, { journeyId: input.id.id, until, reason, expectedVersion })
      }),
  },
  {
    description: 'The journey waits.',
    outputFields: (t) => ({
      journey: t.field({
        type: JourneyRef,
        nullable: true,
        description: 'The journey.',
        resolve: ({ journeyId }) => journeyId,
      }),
    }),
  },
)

builder.relayMutationField(
  'journeyRetry',
  {
    description: 'Which journey goes on.',
    inputFields: (t) => ({ id: t.globalID({ for: JourneyRef, required: true, description: 'The journey.' }) }),
  },
  {
    ...answers(
      `Lets a stuck journey go on from where it stood, once the cause is mended. ${whoActs}`,
      'NOT_FOUND',
      'JOURNEY_ENDED',
      'NOT_STUCK',
    ),
    authScopes: mayAct,
    resolve: (_root, { input }, context, info) =>
      perform(context, info, async (call) => {
        const at = await inItsPortal(context, call, input.id.id)
        return retryJourney(context.deps, at, { journeyId: input.id.id })
      }),
  },
  {
    description: 'The journey goes on.',
    outputFields: (t) => ({
      journey: t.field({
        type: JourneyRef,
        nullable: true,
        description: 'The journey.',
        resolve: ({ journeyId }) => journeyId,
      }),
    }),
  },
)

/** Operators act in any portal: the one whose journey it is. Everybody else acts in their own. */
async function inItsPortal(context: Context, call: Call, journeyId: string): Promise<Call> {
  if (!isOperator(context)) return call
  const [journey] = await findJourneys(context.deps.engine.drizzle, [journeyId])
  return journey === undefined ? call : { ...call, portalId: journey.portalId }
}
