import { insertBackupCodes, supersedeBackupCodes } from '../../db/backup-codes.ts'
import type { Tx } from '../../db/client.ts'
import type { RecoveryCase } from '../../db/recoveries.ts'
import { insertSecret } from '../../db/secrets.ts'
import { maskEmail } from '../../domain/accounts/contact.ts'
import { plusMinutes } from '../../domain/time.ts'
import { recoveryAddressTold } from '../../messages/recovery-address-told.ts'
import { recoveryCode } from '../../messages/recovery-code.ts'
import { recoveryPassword } from '../../messages/recovery-password.ts'
import type { Sender } from '../messages/compose-message.ts'
import { recoveryPasswordLink, signInUrl } from '../messages/links.ts'
import { queueMessage, senderOf } from '../messages/queue-message.ts'
import type { DrawnCodes } from './draw-backup-codes.ts'
import type { LinkDeps } from './invite-now.ts'
import { mintObjection } from './notice-recovery.ts'
import { atCodeAddress } from './recovery-facts.ts'

type Issued = { readonly key: string; readonly drawn: DrawnCodes }

type Issuing = { readonly sender: Sender; readonly key: string; readonly expiresAt: Date }

/**
 * What a recovery sends when its waiting time is over: a backup code for whoever has a password, else a link to choose one.
 * Where it goes to a private address, the one on file is told at the same moment.
 */
export async function sendIssued(tx: Tx, deps: LinkDeps, held: RecoveryCase, { key, drawn }: Issued): Promise<void> {
  const expiresAt = plusMinutes(tx.now, held.policy.recovery.codeHours * 60)
  const issuing = { sender: await senderOf(tx, held.organisation), key, expiresAt }
  const { privateEmail, pinMobile } = held.recovery
  if (privateEmail !== null) await tellOldAddress(tx, deps, held, { ...issuing, privateEmail })
  if (pinMobile === null) await mailCode(tx, deps, held, { ...issuing, drawn })
  else await mailPasswordLink(tx, deps, held, { ...issuing, pinMobile })
}

async function mailCode(
  tx: Tx,
  deps: LinkDeps,
  held: RecoveryCase,
  { sender, key, expiresAt, drawn }: Issuing & { readonly drawn: DrawnCodes },
): Promise<void> {
  const { account, journey, recovery } = held
  const { salt, hashes } = drawn
  const [plain, slowHash] = [drawn.codes[0], hashes[0]]
  if (plain === undefined || slowHash === undefined) throw new Error('no code was drawn')
  const ofJourney = { accountId: account.id, journeyId: journey.id, expiresAt }
  await supersedeBackupCodes(tx, account.id, journey.id)
  await insertBackupCodes(tx, { ...ofJourney, salt, hashes })
  const copy = { ...ofJourney, plan: journey.plan, purpose: 'backup-code-copy', maxAttempts: 1, slowHash } as const
  const id = await insertSecret(tx, copy)
  await queueMessage(tx, deps, sender, {
    template: recoveryCode,
    params: {
      validUntil: expiresAt,
      isNewAddress: recovery.privateEmail !== null,
      signInUrl: signInUrl(sender.portal),
    },
    to: atCodeAddress(held),
    journey,
    key,
    secret: { id, plain },
    sendBefore: expiresAt,
  })
}

/** It opens nothing without a PIN, which is sent when somebody asks with this link. */
async function mailPasswordLink(
  tx: Tx,
  deps: LinkDeps,
  held: RecoveryCase,
  { sender, key, expiresAt, pinMobile }: Issuing & { readonly pinMobile: string },
): Promise<void> {
  const { account, journey } = held
  const token = deps.random.token()
  const link = { accountId: account.id, journeyId: journey.id, plan: journey.plan, maxAttempts: 1 } as const
  const id = await insertSecret(tx, { ...link, purpose: 'recovery-password', expiresAt, token })
  await queueMessage(tx, deps, sender, {
    template: recoveryPassword,
    params: { validUntil: expiresAt, numberEnding: pinMobile.slice(-2) },
    to: atCodeAddress(held),
    journey,
    key,
    secret: { id, plain: recoveryPasswordLink(sender.portal, token) },
    sendBefore: expiresAt,
  })
}

async function tellOldAddress(
  tx: Tx,
  deps: LinkDeps,
  held: RecoveryCase,
  { sender, expiresAt, privateEmail }: Issuing & { readonly privateEmail: string },
): Promise<void> {
  await queueMessage(tx, deps, sender, {
    template: recoveryAddressTold,
    params: { newAddress: maskEmail(privateEmail), validUntil: expiresAt },
    to: held.person,
    journey: held.journey,
    key: 'address-told',
    secret: await mintObjection(tx, deps, held, sender.portal),
  })
}
