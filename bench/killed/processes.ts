import { fork } from 'node:child_process'
import { once } from 'node:events'
import { startDrempel } from '../../test/support/drempel-process.ts'
import type { BareStepTaken } from '../bare/child.ts'
import type { FreshTemporal, Installation } from '../installation.ts'
import type { WorkerProcess } from './two-workers.ts'

/** Drempel's worker as production runs it, whose mail provider takes whatever it is given. */
export async function drempelWorker({ env }: Installation, temporal: FreshTemporal): Promise<WorkerProcess> {
  const { child, ended, port } = startDrempel(
    'worker',
    env({ TEMPORAL_ADDRESS: temporal.address, TEMPORAL_NAMESPACE: temporal.namespace, MAILS_PER_SECOND: '10000' }),
  )
  await port
  return {
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

export async function bareWorker(
  { address, namespace }: FreshTemporal,
  count: (id: string, n: number) => Promise<void>,
): Promise<WorkerProcess> {
  const child = fork(new URL('../bare/child.ts', import.meta.url), [JSON.stringify({ address, namespace })])
  const ended = once(child, 'exit')
  const [ready] = await Promise.race([once(child, 'message'), ended])
  if (ready !== 'ready') throw new Error('a bare worker ended before it had started')
  child.on('message', ({ id, n }: BareStepTaken) => void count(id, n))
  return {
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}
