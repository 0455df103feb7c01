import type { Pool } from '../../db/client.ts'
import { endDevice, findDeviceById } from '../../db/devices.ts'
import { AccessError } from '../../domain/errors.ts'
import { type Call, execute, refuse } from '../execute.ts'

/** From now on one's own browser is a stranger's: the second step is asked there. Somebody else's is not there. */
export async function forgetDevice(
  deps: { readonly app: Pool },
  call: Call,
  { deviceId }: { readonly deviceId: string },
): Promise<{ readonly deviceId: string }> {
  return execute(deps, call, 'deviceForget', async (tx) => {
    if (call.actor.kind !== 'account') throw new AccessError('UNAUTHENTICATED')
    const device = await findDeviceById(tx, deviceId)
    const isOwn = device?.accountId === call.actor.accountId
    if (!isOwn || !(await endDevice(tx, deviceId))) return refuse('NOT_FOUND')
    return { value: { deviceId }, subjectId: device.accountId }
  })
}
