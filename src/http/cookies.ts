import type { IncomingMessage } from 'node:http'

type Kept = { readonly token: string; readonly expiresAt: Date }

export type TokenCookie = {
  readonly read: (request: IncomingMessage) => string | undefined
  /** Null takes it away. */
  readonly write: (kept: Kept | null) => string
}

type Where = { readonly isProduction: boolean }

export function sessionCookie(where: Where): TokenCookie {
  return tokenCookie('drempel', where)
}

/** By which a browser is known that somebody signed in with. It outlives the session, and opens nothing by itself. */
export function deviceCookie(where: Where): TokenCookie {
  return tokenCookie('drempel-device', where)
}

/**
 * Bound to the host, unreadable for scripts, and not sent along from other sites. Without TLS, on a developer's machine,
 * browsers refuse the `__Host-` prefix, so it goes by a plain name there.
 */
function tokenCookie(plainName: string, { isProduction }: Where): TokenCookie {
  const name = isProduction ? `__Host-${plainName}` : plainName
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isProduction ? '; Secure' : ''}`
  return {
    read: ({ headers }) => {
      const parts = headers.cookie?.split(';').map((part) => part.trim()) ?? []
      const value = parts.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1)
      return value !== undefined && isToken(value) ? value : undefined
    },
    write: (kept) => {
      if (kept === null) return `${name}=; ${attributes}; Max-Age=0`
      return `${name}=${kept.token}; ${attributes}; Expires=${kept.expiresAt.toUTCString()}`
    },
  }
}

/** Only what could be a token is looked up. */
export function isToken(value: string): boolean {
  return /^[A-Za-z0-9_-]{20,128}$/.test(value)
}
