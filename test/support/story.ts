import { randomUUID } from 'node:crypto'
import { Client, Connection, type WorkflowHandle } from '@temporalio/client'
import { NativeConnection, Worker, type WorkflowBundle } from '@temporalio/worker'
import { bundleWorkflows } from '../../src/activities/serve.ts'
import { installTemporalRuntime } from '../../src/process.ts'
import type { ActCall, Answer, JourneyRef, RestCall, Sight, StuckCall } from '../../src/workflows/journey.contract.ts'
import { eventually } from './eventually.ts'
import { testNamespace } from './temporal.ts'

/** The record a story looks at, kept in memory: what Postgres would say. Tests change it and wake the story. */
export type World<Facts> = {
  sight: Sight<Facts>
  /** Acts in the order in which they were done, as `plan/key`. */
  readonly acts: string[]
  readonly rests: RestCall[]
  readonly stuck: StuckCall[]
  /** Decides about an act; by default it is done and its key is known from then on. */
  decide: (call: ActCall) => Answer | Promise<Answer>
  /** A change from outside. */
  change(change: Partial<Omit<Sight<Facts>, 'seq'>>): Promise<void>
  /** Time passes, for the story and for the record alike: the server's own timers fire. */
  pass(ms: number): Promise<void>
  rested(): Promise<void>
  readonly handle: WorkflowHandle
  readonly outcome: () => Promise<string>
}

export type StoryRunner = {
  begin<Facts>(workflow: string, sight: Sight<Facts>, names: ActNames): Promise<World<Facts>>
  close(): Promise<void>
}

type ActNames = {
  readonly look: string
  readonly acts: readonly string[]
  /** Keys of acts that are done again until the facts say otherwise: no look tells that they are done. */
  readonly repeated?: readonly string[]
}

installTemporalRuntime()
let bundle: Promise<WorkflowBundle> | undefined

/** A real Temporal server and worker; only the activities are the test's own. */
export async function storyRunner(): Promise<StoryRunner> {
  const { address, namespace } = await testNamespace()
  const connection = await Connection.connect({ address })
  const native = await NativeConnection.connect({ address })
  const client = new Client({ connection, namespace })
  bundle ??= bundleWorkflows()
  const workflowBundle = await bundle
  const closing: (() => Promise<void>)[] = []

  return {
    begin: async <Facts>(workflow: string, sight: Sight<Facts>, names: ActNames) => {
      const taskQueue = `story-${randomUUID()}`
      const record = newRecord(sight)
      const worker = await Worker.create({
        connection: native,
        namespace,
        taskQueue,
        workflowBundle,
        activities: record.activities(names),
        shutdownGraceTime: '1s',
      })
      const running = worker.run()
      closing.push(async () => {
        worker.shutdown()
        await running
      })
      const ref: JourneyRef = { portalId: randomUUID(), journeyId: randomUUID(), generation: sight.generation }
      const handle = await client.workflow.start(workflow, {
        workflowId: `${workflow}/${ref.journeyId}`,
        taskQueue,
        args: [ref],
        workflowTaskTimeout: '2s',
      })
      return record.world(handle, (ms) => fastForward(client, handle, ms))
    },
    close: async () => {
      await Promise.all(closing.map((close) => close()))
      await native.close()
      await connection.close()
    },
  }
}

function newRecord<Facts>(start: Sight<Facts>) {
  const state = {
    sight: start,
    acts: [] as string[],
    rests: [] as RestCall[],
    stuck: [] as StuckCall[],
    restedSeq: -1,
  }
  const decider: { decide: World<Facts>['decide'] } = { decide: () => 'done' }

  const actWith =
    (repeated: readonly string[]) =>
    async (call: ActCall): Promise<Answer> => {
      const answer = await decider.decide(call)
      if (answer !== 'done') return answer
      state.acts.push(`${call.plan}/${call.key}`)
      if (!repeated.includes(call.key)) state.sight = { ...state.sight, done: [...state.sight.done, call.key] }
      return answer
    }

  return {
    activities: ({ look, acts, repeated = [] }: ActNames) => ({
      ...Object.fromEntries(acts.map((name) => [name, actWith(repeated)])),
      [look]: async () => state.sight,
      restJourney: async (call: RestCall) => {
        if (call.seq !== state.sight.seq) return { changed: true }
        state.rests.push(call)
        state.restedSeq = call.seq
        return {
          changed: false,
          waitMs: call.nextDueAt === null ? null : Math.max(0, call.nextDueAt - state.sight.now),
        }
      },
      markJourneyStuck: async (call: StuckCall) => {
        state.stuck.push(call)
        state.restedSeq = state.sight.seq
      },
    }),
    world: (handle: WorkflowHandle, forward: (ms: number) => Promise<void>): World<Facts> => ({
      get sight() {
        return state.sight
      },
      set sight(sight) {
        state.sight = sight
      },
      acts: state.acts,
      rests: state.rests,
      stuck: state.stuck,
      get decide() {
        return decider.decide
      },
      set decide(decide) {
        decider.decide = decide
      },
      change: async (change) => {
        state.sight = { ...state.sight, ...change, seq: state.sight.seq + 1 }
        await handle.signal('wake')
      },
      pass: async (ms) => {
        state.sight = { ...state.sight, now: state.sight.now + ms }
        await forward(ms)
      },
      rested: async () => {
        await eventually('the story rests', () => state.restedSeq === state.sight.seq)
      },
      handle,
      outcome: () => handle.result(),
    }),
  }
}

/** Skips the workflow's own time, bounded: without a bound it would jump past the waits for a person. */
async function fastForward(client: Client, handle: WorkflowHandle, ms: number): Promise<void> {
  const id = randomUUID()
  const { namespace } = client.options
  const workflowExecution = { workflowId: handle.workflowId }
  await client.workflowService.updateWorkflowExecutionOptions({
    namespace,
    workflowExecution,
    updateMask: { paths: ['time_skipping_config'] },
    workflowExecutionOptions: {
      timeSkippingConfig: {
        enabled: true,
        fastForwardConfig: { id, duration: { seconds: Math.ceil(ms / 1000) as never } },
      },
    },
  })
  await client.workflowService.pollWorkflowExecutionTimeSkipping({ namespace, workflowExecution, fastForwardId: id })
}
