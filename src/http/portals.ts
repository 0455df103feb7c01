import type { Pool } from '../db/client.ts'
import { findPortalByHost, findPortalBySlug } from '../db/portals.ts'
import type { Portal } from '../domain/portals/portal.ts'

export type PortalFinder = (asked: {
  readonly host: string
  readonly slug: string | undefined
}) => Promise<Portal | undefined>

// Short: a portal that is added or changed is there within seconds. Bounded: anybody may ask for any host.
const keptMs = 5_000
const mostKept = 1_000

/** The host decides the portal. `slug` is the development header's, for tools that cannot resolve `<portal>.localhost`. */
export function portalFinder(app: Pool): PortalFinder {
  const kept = new Map<string, { readonly until: number; readonly portal: Promise<Portal | undefined> }>()

  const remember = (key: string, find: () => Promise<Portal | undefined>) => {
    const known = kept.get(key)
    if (known && known.until > performance.now()) return known.portal
    if (kept.size >= mostKept) kept.clear()
    const portal = find()
    kept.set(key, { until: performance.now() + keptMs, portal })
    portal.catch(() => kept.delete(key))
    return portal
  }

  return async ({ host, slug }) => {
    if (slug !== undefined) return remember(`slug ${slug}`, () => findPortalBySlug(app, slug))
    const name = hostName(host)
    return name === undefined ? undefined : remember(`host ${name}`, () => findPortalByHost(app, name))
  }
}

/** Without the port, in lower case; undefined where it is no host at all. */
function hostName(host: string): string | undefined {
  return /^[a-z0-9.-]{1,253}(:\d{1,5})?$/i.test(host) ? host.replace(/:\d+$/, '').toLowerCase() : undefined
}
