import type { IncomingMessage } from 'node:http'

export type SessionCookie = {
  readonly read: (request: IncomingMessage) => string | undefined
  readonly write: (session: { readonly token: string; readonly expiresAt: Date } | null) => string
}

/**
 * Bound to the host, unreadable for scripts, and not sent along from other sites. Without TLS, on a developer's machine,
 * browsers refuse the `__Host-` prefix, so it goes by a plain name there.
 */
export function sessionCookie({ isProduction }: { readonly isProduction: boolean }): SessionCookie {
  const name = isProduction ? '__Host-drempel' : 'drempel'
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isProduction ? '; Secure' : ''}`
  return {
    read: ({ headers }) => {
      const parts = headers.cookie?.split(';').map((part) => part.trim()) ?? []
      const value = parts.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1)
      return value !== undefined && isToken(value) ? value : undefined
    },
    write: (session) => {
      if (session === null) return `${name}=; ${attributes}; Max-Age=0`
      return `${name}=${session.token}; ${attributes}; Expires=${session.expiresAt.toUTCString()}`
    },
  }
}

/** Only what could be a token is looked up. */
export function isToken(value: string): boolean {
  return /^[A-Za-z0-9_-]{20,128}$/.test(value)
}
