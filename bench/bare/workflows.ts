import { condition, defineSignal, proxyActivities, proxyLocalActivities, setHandler } from '@temporalio/workflow'
import { wakeSignal } from '../../src/workflows/journey.contract.ts'
import { actOptions, lookOptions } from '../../src/workflows/steps/options.ts'
import type { BareActivities, BareStep } from './worker.ts'

const { step } = proxyLocalActivities<BareActivities>(lookOptions)
const { act } = proxyActivities<BareActivities>(actOptions)

/**
 * As many activities of each kind as a journey's history shows, in the same order, and a timer to rest on. The signal that
 * comes with the start is forgotten, as a story forgets it before it looks.
 */
export async function bareJourney(id: string, steps: readonly BareStep[], restMs: number): Promise<void> {
  const signals = listen()
  signals.forget()
  for (const [n, kind] of steps.entries()) await (kind === 'local' ? step(id, n) : act(id, n))
  await condition(signals.came, restMs)
}

/** Signal → activity, and nothing else. */
export async function bareAct(id: string): Promise<void> {
  const signals = listen()
  await step(id, 0)
  await condition(signals.came)
  await act(id, 1)
}

function listen() {
  let woken = false
  setHandler(defineSignal(wakeSignal), () => {
    woken = true
  })
  const forget = () => {
    woken = false
  }
  return { came: () => woken, forget }
}
