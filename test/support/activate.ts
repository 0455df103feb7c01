import { confirmActivationPin } from '../../src/commands/accounts/confirm-activation-pin.ts'
import { sendActivationPin } from '../../src/commands/accounts/send-activation-pin.ts'
import { setActivationPassword } from '../../src/commands/accounts/set-activation-password.ts'
import type { Call } from '../../src/commands/execute.ts'
import { eventually } from './eventually.ts'
import type { Installation, SeededPortal } from './installation.ts'
import { signedInBy } from './invitee.ts'
import { mailboxOf, tokenIn } from './people.ts'

type Invited = { readonly email: string; readonly mobile?: string | null | undefined }

/** What somebody does who follows the link in their newest mail: PIN, password, in. Needs a worker that delivers. */
export async function activate(installation: Installation, portal: SeededPortal, invited: Invited) {
  const { drempel } = installation
  const call: Call = {
    actor: { kind: 'anonymous' },
    portalId: portal.portalId,
    correlationId: 'test',
    origin: '127.0.0.1',
  }
  const arrived = (recipient: string) =>
    eventually(`something arrives`, async () => (await mailboxOf(installation, portal.portalId, recipient)).at(-1))
  const token = tokenIn(await arrived(invited.email))
  await sendActivationPin(drempel, call, { token })
  const sms = await arrived(invited.mobile ?? '')
  const pin = sms.text.match(/\b\d{6}\b/)?.[0] ?? ''
  const { continuation } = await confirmActivationPin(drempel, call, { token, pin })
  const password = 'vier blauwe paarden dansen'
  const activated = await setActivationPassword(drempel, call, { token, continuation, password })
  return { link: token, pin, continuation, password, session: signedInBy(activated).token }
}
