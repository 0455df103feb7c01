import postgres from 'postgres'

/**
 * The movable clock of development and tests. The table's presence is what makes the clock movable, and only this file
 * makes it: a production database has neither, and guards.sql then keeps drempel.now() the server's own.
 */

export type Clock = {
  readonly now: Date
  readonly frozen: boolean
  /** How far ahead of the machine; negative while it is behind. */
  readonly shiftMs: number
}

// Seconds, and never days: a day of 25 hours must not move the clock by an hour.
const install = `
  create table if not exists drempel.clock (
    one boolean primary key default true check (one),
    shift interval not null default '0',
    frozen_at timestamptz
  );
  insert into drempel.clock default values on conflict do nothing;
  grant select on drempel.clock to drempel_app, drempel_engine;
  create or replace function drempel.now() returns timestamptz language sql stable parallel safe as $$
    select pg_catalog.date_trunc('milliseconds', coalesce(frozen_at, pg_catalog.now() + shift)) from drempel.clock
  $$;`

/** After every migration, which takes all rights away before it gives the few it knows. Changes no clock that was moved. */
export async function installClock(ownerUrl: string): Promise<void> {
  const owner = postgres(ownerUrl, { max: 1, onnotice: () => undefined })
  try {
    await owner.unsafe(install).simple()
  } finally {
    await owner.end()
  }
}

export async function readClock(sql: postgres.Sql): Promise<Clock> {
  const [row] = await sql<{ now: number; frozen: boolean; shift: number }[]>`
    select (extract(epoch from drempel.now()) * 1000)::float8 as now, frozen_at is not null as frozen,
      round(extract(epoch from coalesce(frozen_at - now(), shift)) * 1000)::float8 as shift
    from drempel.clock`
  if (row === undefined) throw new Error('the clock of this database cannot be moved')
  return { now: new Date(row.now), frozen: row.frozen, shiftMs: row.shift }
}

/** Sets the clock to an instant. It goes on from there, or stands still there when it was frozen. */
export async function moveClock(owner: postgres.Sql, instant: Date): Promise<void> {
  await owner`
    update drempel.clock set
      shift = make_interval(secs => extract(epoch from ${instant.toISOString()}::timestamptz - now())::float8),
      frozen_at = case when frozen_at is null then null else ${instant.toISOString()}::timestamptz end`
}

export async function freezeClock(owner: postgres.Sql): Promise<void> {
  await owner`update drempel.clock set frozen_at = drempel.now() where frozen_at is null`
}

/** The clock goes on from where it stood still. */
export async function thawClock(owner: postgres.Sql): Promise<void> {
  await owner`
    update drempel.clock set shift = make_interval(secs => extract(epoch from frozen_at - now())::float8), frozen_at = null
    where frozen_at is not null`
}

/** Back to the machine's own time. */
export async function resetClock(owner: postgres.Sql): Promise<void> {
  await owner`update drempel.clock set shift = '0', frozen_at = null`
}
