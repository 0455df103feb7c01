import type { Tx } from '../../db/client.ts'
import { mintId } from '../../db/ids.ts'
import { insertInquiry } from '../../db/inquiries.ts'
import type { Inquiry } from '../../domain/accounts/inquiry.ts'
import { inquiryContext } from '../../domain/accounts/inquiry-context.ts'
import type { Policy } from '../../domain/portals/policy.ts'
import type { RobotCheckPort } from '../../providers/robot-check/port.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Call, type Done, type Refusal, refuse } from '../execute.ts'
import { checkRobot } from './check-robot.ts'
import { countRequest } from './count-request.ts'

export type InquiryDeps = { readonly sealing: SealingPort; readonly robotCheck: RobotCheckPort }

/** What everybody hears whose question could be meant. */
export type Accepted = { readonly isAccepted: true }

type Writing = {
  readonly act: string
  /** The name or address that is asked about, folded. */
  readonly about: string
  readonly inquiry: Inquiry
  readonly policy: Policy
  readonly robotCheck: string | null | undefined
}

/**
 * Writes down what a stranger asks, and looks nobody up: known and unknown are alike because nothing here depends on it. A
 * worker answers it afterwards, by mail.
 */
export async function writeInquiry(
  tx: Tx,
  deps: InquiryDeps,
  call: Call,
  { act, about, inquiry, policy, robotCheck }: Writing,
): Promise<Done<Accepted> | Refusal> {
  const robot = policy.recovery.robotCheck ? await checkRobot(tx, deps, call, robotCheck) : null
  if (robot !== null) return refuse(robot)
  const tooEarly = await countRequest(tx, deps, call, { act, about })
  if (tooEarly !== null) return tooEarly
  const id = await mintId(tx)
  const sealed = deps.sealing.seal(JSON.stringify(inquiry), inquiryContext(id))
  await insertInquiry(tx, { id, sealed, correlationId: call.correlationId })
  return { value: { isAccepted: true } }
}
