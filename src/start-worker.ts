import type { WorkflowBundle } from '@temporalio/worker'
import { accountActivationActivities } from './activities/account-activation.ts'
import { accountRecoveryActivities } from './activities/account-recovery.ts'
import { documentBatchActivities } from './activities/document-batch.ts'
import { factorEnrolmentActivities } from './activities/factor-enrolment.ts'
import { guarded } from './activities/failures.ts'
import { journeyActivities } from './activities/journeys.ts'
import { leavingBatchActivities } from './activities/leaving-batch.ts'
import { offboardingActivities } from './activities/offboarding.ts'
import { recurringActivities } from './activities/recurring-work.ts'
import { bundleWorkflows, serve } from './activities/serve.ts'
import { answerInquiry } from './commands/accounts/answer-inquiry.ts'
import { noteUndeliverable } from './commands/messages/note-undeliverable.ts'
import { doRecurringWork } from './commands/portals/do-recurring-work.ts'
import type { Drempel } from './compose.ts'
import { recurringWork } from './domain/journeys/recurring.ts'
import { answerInquiries } from './relay/inquiries.ts'
import { type Loop, startLoop } from './relay/loop.ts'
import { startMessages } from './relay/messages.ts'
import { ensureNamespace } from './relay/namespace.ts'
import { reconcileWhenDue } from './relay/reconcile.ts'
import { deliverWakeUps } from './relay/wake-ups.ts'

export type RunningWorker = {
  /** Finishes what is in flight or hands it back, within seconds. */
  stop(): Promise<void>
}

type Options = {
  /** Tests bundle once and share it. */
  readonly bundle?: WorkflowBundle
}

/**
 * The worker process: the queues, reconciliation, and the Temporal worker. The queues start at once and go on while
 * Temporal is away; the Temporal worker joins when it can.
 */
export async function startWorker(drempel: Drempel, options: Options = {}): Promise<RunningWorker> {
  const { config, log, temporal } = drempel
  const loops = startLoops(drempel)
  const activities = {
    ...journeyActivities(drempel),
    ...accountActivationActivities(drempel),
    ...accountRecoveryActivities(drempel),
    ...documentBatchActivities(drempel),
    ...factorEnrolmentActivities(drempel),
    ...leavingBatchActivities(drempel),
    ...offboardingActivities(drempel),
    ...recurringActivities(drempel),
  }
  const serving = serve({
    taskQueue: config.temporal.taskQueue,
    activities: guarded(activities, log),
    bundle: options.bundle ?? (await bundleWorkflows()),
    whenReady: async () => {
      await ensureNamespace(await temporal.ready())
      return temporal.address()
    },
    log,
  })
  return {
    stop: async () => {
      await Promise.all([serving.stop(), ...loops.map((loop) => loop.stop())])
    },
  }
}

function startLoops(drempel: Drempel): readonly Loop[] {
  const { config, log, engine, temporal } = drempel
  const { taskQueue } = config.temporal
  const toTemporal = { engine, log, taskQueue, temporal: temporal.client }
  const loop = (name: string, options: { channel: string; pollMs: number; turn: () => Promise<number> }) =>
    startLoop({ name, pool: engine, log, ...options })
  return [
    loop('wake-ups', { channel: 'drempel_wakeups', pollMs: 1_000, turn: () => deliverWakeUps(toTemporal) }),
    startMessages(
      { ...drempel, onUndeliverable: (message) => noteUndeliverable(drempel, message) },
      { perSecond: { mail: config.mail.perSecond, sms: config.sms.perSecond } },
    ),
    loop('inquiries', {
      channel: 'drempel_inquiries',
      pollMs: 1_000,
      turn: () => answerInquiries({ ...drempel, answerInquiry: (waiting) => answerInquiry(drempel, waiting) }),
    }),
    loop('reconciliation', {
      channel: 'drempel_reconcile',
      pollMs: 1_000 * config.reconciliation.everySeconds,
      turn: () => reconcileWhenDue({ ...toTemporal, ...config.reconciliation }),
    }),
    // Its Schedule knocks once an hour; the time machine knocks here, where no Temporal is needed.
    loop('recurring work', { channel: 'drempel_recurring', pollMs: 3_600_000, turn: () => doAllRecurring(drempel) }),
  ]
}

async function doAllRecurring(drempel: Drempel): Promise<number> {
  for (const name of recurringWork) await doRecurringWork(drempel, name)
  return 0
}
