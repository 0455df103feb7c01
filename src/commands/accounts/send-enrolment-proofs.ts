import type { Tx } from '../../db/client.ts'
import { insertSecret } from '../../db/secrets.ts'
import { plusMinutes } from '../../domain/time.ts'
import { mailCode } from '../../messages/mail-code.ts'
import { numberCode } from '../../messages/number-code.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import type { RandomPort } from '../../providers/random/port.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { hostOf } from '../messages/links.ts'
import { tellAccount } from '../messages/tell-account.ts'
import type { EnrolmentPlan } from './hold-enrolling.ts'

export type ProofDeps = {
  readonly random: RandomPort
  readonly sealing: SealingPort
  readonly hashing: HashingPort
}

type Drawn = { readonly pin: string; readonly slowHash: string }

/** The codes that were drawn, hashed before the transaction that sends them. */
export type Proofs = { readonly number: Drawn | null; readonly mail: Drawn | null }

const digits = 6

type Needs = Pick<EnrolmentPlan, 'needsNumberCode' | 'needsMailCode'>

export async function drawProofs(deps: ProofDeps, { needsNumberCode, needsMailCode }: Needs): Promise<Proofs> {
  return {
    number: needsNumberCode ? await draw(deps) : null,
    mail: needsMailCode ? await draw(deps) : null,
  }
}

/** Whether they are what is needed still: a number that came on file, or left it, while they were hashed asks for others. */
export function covers({ number, mail }: Proofs, { needsNumberCode, needsMailCode }: Needs): boolean {
  return (number !== null) === needsNumberCode && (mail !== null) === needsMailCode
}

async function draw({ random, hashing }: ProofDeps): Promise<Drawn> {
  const pin = random.digits(digits)
  return { pin, slowHash: await hashing.hash(pin) }
}

type Sending = { readonly plan: EnrolmentPlan; readonly proofs: Proofs; readonly factorId: string }

/** The codes that prove a number and a mailbox go to where they say, for this factor alone. */
export async function sendProofs(tx: Tx, deps: ProofDeps, { plan, proofs, factorId }: Sending): Promise<void> {
  const { account, person, policy } = plan.state
  const validMinutes = policy.factors.codeMinutes
  const sendBefore = plusMinutes(tx.now, validMinutes)
  const keep = (purpose: 'number-code' | 'mail-code', { slowHash }: Drawn) =>
    insertSecret(tx, {
      accountId: account.id,
      journeyId: null,
      plan: null,
      purpose,
      contextId: factorId,
      expiresAt: sendBefore,
      maxAttempts: policy.factors.codeAttempts,
      slowHash,
    })
  if (proofs.number !== null) {
    const id = await keep('number-code', proofs.number)
    const { pin: plain } = proofs.number
    await tellAccount(tx, deps, { account, person: { ...person, mobile: plan.mobile } }, ({ portal }) => ({
      template: numberCode,
      params: { validMinutes, host: hostOf(portal) },
      key: `number-code/${id}`,
      secret: { id, plain },
      sendBefore,
    }))
  }
  if (proofs.mail !== null) {
    const id = await keep('mail-code', proofs.mail)
    const { pin: plain } = proofs.mail
    await tellAccount(tx, deps, { account, person }, () => ({
      template: mailCode,
      params: { validMinutes, purpose: 'NUMBER_PROOF' as const },
      key: `mail-code/${id}`,
      secret: { id, plain },
      sendBefore,
    }))
  }
}
