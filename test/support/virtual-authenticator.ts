import type { CDPSession, Page } from 'playwright-core'

export type VirtualAuthenticator = { readonly id: string; readonly devTools: CDPSession }

type Settings = {
  /** A passkey's authenticator keeps the key and knows its owner; a plain security key does neither. */
  readonly isPasskey?: boolean
}

/** A security key in the browser's own software, always touched, and unlocked where it is a passkey's. */
export async function addVirtualAuthenticator(
  page: Page,
  { isPasskey = true }: Settings = {},
): Promise<VirtualAuthenticator> {
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('WebAuthn.enable')
  const { authenticatorId } = await devTools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: isPasskey ? 'internal' : 'usb',
      hasResidentKey: isPasskey,
      hasUserVerification: isPasskey,
      isUserVerified: isPasskey,
      automaticPresenceSimulation: true,
    },
  })
  return { id: authenticatorId, devTools }
}
