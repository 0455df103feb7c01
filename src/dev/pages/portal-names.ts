import { asc } from 'drizzle-orm'
import type { Pool } from '../../db/client.ts'
import { portals } from '../../db/schema/all.ts'

export type PortalName = { readonly id: string; readonly slug: string; readonly name: string; readonly host: string }

/** In the order in which they were made. */
export async function listPortals(app: Pool): Promise<readonly PortalName[]> {
  const { id, slug, name, host } = portals
  return app.drizzle.select({ id, slug, name, host }).from(portals).orderBy(asc(portals.id))
}
