import type { Portal } from '../../domain/portals/portal.ts'
import type { RelyingParty } from '../../providers/security-keys/port.ts'

/** A portal as security keys know it: its host, from its own pages and those of its frontend. */
export function relyingParty({ host, name, frontendUrl }: Portal): RelyingParty {
  const id = host.replace(/:\d+$/, '')
  return { id, name, origins: [`https://${host}`, new URL(frontendUrl).origin] }
}
