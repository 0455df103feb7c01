import type { Portal } from '../../domain/portals/portal.ts'

/** The token rides in the fragment: no server, proxy or log ever sees it (RFC 3986, 3.5). */
export function activationLink(portal: Pick<Portal, 'frontendUrl'>, token: string): string {
  return `${base(portal)}/activate#token=${token}`
}

/** Stops a recovery by the service desk. */
export function objectionLink(portal: Pick<Portal, 'frontendUrl'>, token: string): string {
  return `${base(portal)}/recovery/object#token=${token}`
}

/** A password that is chosen in a recovery, with a PIN besides. */
export function recoveryPasswordLink(portal: Pick<Portal, 'frontendUrl'>, token: string): string {
  return `${base(portal)}/recovery/password#token=${token}`
}

export function passwordResetLink(portal: Pick<Portal, 'frontendUrl'>, token: string): string {
  return `${base(portal)}/reset-password#token=${token}`
}

export function signInUrl(portal: Pick<Portal, 'frontendUrl'>): string {
  return `${base(portal)}/sign-in`
}

export function taskUrl(portal: Pick<Portal, 'frontendUrl'>, taskId: string): string {
  return `${base(portal)}/tasks/${taskId}`
}

/** Leads to the document for whoever may see it then, and to nothing for everybody else. */
export function documentUrl(portal: Pick<Portal, 'frontendUrl'>, documentId: string): string {
  return `${base(portal)}/documents/${documentId}`
}

/** The list of one's own documents. */
export function documentsUrl(portal: Pick<Portal, 'frontendUrl'>): string {
  return `${base(portal)}/documents`
}

/** The host on which a phone may offer the PIN by itself; null for an address without a name. */
export function hostOf(portal: Pick<Portal, 'frontendUrl'>): string | null {
  const { hostname } = new URL(portal.frontendUrl)
  return /^[a-z0-9][a-z0-9.-]*$/.test(hostname) ? hostname : null
}

function base({ frontendUrl }: Pick<Portal, 'frontendUrl'>): string {
  return frontendUrl.replace(/\/+$/, '')
}
