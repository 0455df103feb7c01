import { and, asc, count, eq, sql } from 'drizzle-orm'
import type { Pool } from '../../db/client.ts'
import { journeys, portals } from '../../db/schema/all.ts'
import type { Clock } from '../clock.ts'
import { type Html, html } from './html.ts'
import type { Page } from './page.ts'
import { showInstant } from './times.ts'
import type { Travel } from './travel.ts'

/** An instant at which something falls due by itself, and where. */
export type Due = { readonly at: Date; readonly journeys: number; readonly portals: readonly string[] }

export async function listDue(engine: Pool): Promise<readonly Due[]> {
  const names = sql<string[]>`array_agg(distinct ${portals.name} order by ${portals.name})`
  const rows = await engine.drizzle
    .select({ at: journeys.nextDueAt, journeys: count(), portals: names })
    .from(journeys)
    .innerJoin(portals, eq(portals.id, journeys.portalId))
    .where(and(eq(journeys.status, 'open'), sql`${journeys.nextDueAt} > drempel.now()`))
    .groupBy(journeys.nextDueAt)
    .orderBy(asc(journeys.nextDueAt))
    .limit(10)
  return rows.flatMap(({ at, ...row }) => (at === null ? [] : [{ ...row, at }]))
}

type Sight = { readonly clock: Clock; readonly travel: Travel | undefined; readonly due: readonly Due[] }

export function clockPage({ clock, travel, due }: Sight): Page {
  const travelling = travel?.state === 'under way'
  return {
    title: 'Clock',
    ...(travelling ? { refresh: 1 } : {}),
    body: html`
<p class="big"><time datetime="${clock.now.toISOString()}">${showInstant(clock.now)}</time></p>
<p class="dim">In Amsterdam. <code>${clock.now.toISOString()}</code>, ${standing(clock)}.</p>
${travel !== undefined && progress(travel)}
${travelling ? null : controls(clock, due)}`,
  }
}

function controls(clock: Clock, due: readonly Due[]): Html {
  const tomorrow = new Date(clock.now.getTime() + 86_400_000).toLocaleDateString('sv-SE', {
    timeZone: 'Europe/Amsterdam',
  })
  return html`
<h2>Travel</h2>
<p>Everything that falls due on the way happens, in order: mails are sent, reminders, invitations expire. Time only travels
forward.</p>
<form method="post" action="/dev/clock/travel">
<div class="fields"><label>Day <input type="date" name="day" value="${tomorrow}" required></label>
<label>Time in Amsterdam <input type="time" name="time" value="09:00" required></label>
<button class="main">Travel there</button></div>
</form>
<form method="post" action="/dev/clock/travel"><div class="fields">
<button name="hours" value="1">An hour</button><button name="hours" value="24">A day</button><button name="hours" value="168">A week</button>
</div></form>
<h2>What is due next</h2>
${due.length === 0 ? html`<p>Nothing waits for the clock.</p>` : dueList(due)}
<h2>Stand still</h2>
<form method="post" action="/dev/clock/${clock.frozen ? 'thaw' : 'freeze'}"><button>${clock.frozen ? 'Let the clock go on' : 'Freeze the clock'}</button></form>
<h2>Back to this machine’s time</h2>
<p>What has happened stays: after a journey into the future, messages and facts carry instants that are still to come. To
begin anew, stop, remove the data and start again.</p>
<form method="post" action="/dev/clock/reset"><button>Reset the clock</button></form>`
}

function dueList(due: readonly Due[]): Html {
  return html`<table><thead><tr><th>When</th><th>What</th><th></th></tr></thead><tbody>${due.map(
    ({ at, journeys, portals }) => html`<tr><td>${showInstant(at)}</td>
<td>${journeys} ${journeys === 1 ? 'journey' : 'journeys'} in ${portals.join(', ')}</td>
<td><form method="post" action="/dev/clock/travel"><button name="instant" value="${at.toISOString()}">Travel there</button></form></td></tr>`,
  )}</tbody></table>`
}

function standing({ frozen, shiftMs }: Clock): string {
  if (frozen) return 'standing still'
  if (shiftMs === 0) return 'the same as this machine’s clock'
  const hours = shiftMs / 3_600_000
  const far = Math.abs(hours) < 48 ? `${hours.toFixed(1)} hours` : `${(hours / 24).toFixed(1)} days`
  return `${far.replace('-', '')} ${shiftMs > 0 ? 'ahead of' : 'behind'} this machine’s clock`
}

function progress(travel: Travel): Html {
  const stops = `${travel.stops} ${travel.stops === 1 ? 'stop' : 'stops'} so far`
  if (travel.state === 'under way') {
    return html`<p class="note" role="status">On the way to ${showInstant(travel.to)}: now at ${travel.at ? showInstant(travel.at) : 'the start'}, ${stops}.</p>`
  }
  if (travel.state === 'failed') {
    return html`<p class="note bad" role="alert">The journey to ${showInstant(travel.to)} stopped: ${travel.reason}</p>`
  }
  return html`<p class="note" role="status">Arrived at ${showInstant(travel.to)}, ${travel.stops === 0 ? 'with nothing due on the way' : `after ${travel.stops} ${travel.stops === 1 ? 'stop' : 'stops'}`}.</p>`
}
