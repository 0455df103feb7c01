import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from './client.ts'
import { keySet, type Page } from './page.ts'
import { devices } from './schema/all.ts'
import { digestOf } from './secrets.ts'

export type DeviceRow = typeof devices.$inferSelect

export type NewDevice = Pick<
  DeviceRow,
  'accountId' | 'label' | 'expiresAt' | 'rememberedUntil' | 'credentialVersion'
> & {
  readonly token: string
  readonly roles: readonly string[]
}

export async function insertDevice(tx: Tx, { token, roles, label, ...device }: NewDevice): Promise<string> {
  const [row] = await tx
    .insert(devices)
    .values({
      ...device,
      label: label.slice(0, 200),
      roles: [...roles],
      portalId: tx.portalId,
      digest: digestOf(token),
    })
    .returning({ id: devices.id })
  if (row === undefined) throw new Error('a device was not written')
  return row.id
}

/** A browser that is known, whosever it is. */
export async function findDevice(tx: Tx, token: string): Promise<DeviceRow | undefined> {
  const [row] = await tx
    .select()
    .from(devices)
    .where(and(eq(devices.portalId, tx.portalId), eq(devices.digest, digestOf(token)), known))
  return row
}

/** Whether somebody signed in with any browser before. */
export async function hasKnownDevice(tx: Tx, accountId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: devices.id })
    .from(devices)
    .where(and(eq(devices.portalId, tx.portalId), eq(devices.accountId, accountId), known))
    .limit(1)
  return rows.length > 0
}

export async function findDeviceById(tx: Tx, deviceId: string): Promise<DeviceRow | undefined> {
  const [row] = await tx.select().from(devices).where(ofId(tx, deviceId))
  return row
}

/** Somebody's known browsers, the newest first. */
export async function listDevices(tx: Tx, accountId: string, page: Page): Promise<readonly DeviceRow[]> {
  const { where, orderBy } = keySet([{ column: sql`${devices.id}`, type: 'uuid' }], page, 'DESC')
  return tx
    .select()
    .from(devices)
    .where(and(eq(devices.portalId, tx.portalId), eq(devices.accountId, accountId), known, where))
    .orderBy(orderBy)
    .limit(page.limit)
}

export type DeviceUse = Pick<DeviceRow, 'rememberedUntil' | 'credentialVersion'> & { readonly roles: readonly string[] }

/** Signed in on it once more, known by another token; where its owner asked for it, it is remembered from now on. */
export async function useDevice(
  tx: Tx,
  deviceId: string,
  use: Partial<DeviceUse> & { token: string; expiresAt: Date },
): Promise<void> {
  const { roles, token, ...rest } = use
  await tx
    .update(devices)
    .set({
      ...rest,
      digest: digestOf(token),
      ...(roles === undefined ? {} : { roles: [...roles] }),
      lastUsedAt: sql`drempel.now()`,
    })
    .where(ofId(tx, deviceId))
}

/** Forgets those used longest ago: clients that keep no cookies would be known by a new row each time. */
export async function endOldestDevices(tx: Tx, accountId: string, most: number): Promise<void> {
  await tx.execute(sql`
    update drempel.devices d set ended_at = drempel.now()
    where d.portal_id = ${tx.portalId} and d.account_id = ${accountId} and d.ended_at is null and d.id in (
      select o.id from drempel.devices o where o.portal_id = d.portal_id and o.account_id = d.account_id
        and o.ended_at is null order by o.last_used_at desc, o.id desc offset ${most}::integer)`)
}

/** False when it was forgotten before. */
export async function endDevice(tx: Tx, deviceId: string): Promise<boolean> {
  const rows = await tx
    .update(devices)
    .set({ endedAt: sql`drempel.now()` })
    .where(and(ofId(tx, deviceId), isNull(devices.endedAt)))
    .returning({ id: devices.id })
  return rows.length === 1
}

const known = and(isNull(devices.endedAt), sql`${devices.expiresAt} > drempel.now()`)

function ofId(tx: Tx, deviceId: string) {
  return and(eq(devices.portalId, tx.portalId), eq(devices.id, deviceId))
}
