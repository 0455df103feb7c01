import type { ServerResponse } from 'node:http'
import type postgres from 'postgres'
import { freezeClock, readClock, resetClock, thawClock } from '../clock.ts'
import { html } from './html.ts'
import { redirect, sendPage } from './page.ts'
import { parseLocal } from './times.ts'
import type { Traveller } from './travel.ts'

type Deps = { readonly owner: postgres.Sql; readonly travels: Traveller }
type Posted = { readonly response: ServerResponse; readonly url: URL; readonly form: URLSearchParams }

const turns = {
  '/dev/clock/freeze': freezeClock,
  '/dev/clock/thaw': thawClock,
  '/dev/clock/reset': resetClock,
} as const

export async function postClock(deps: Deps, { response, url, form }: Posted): Promise<boolean> {
  if (url.pathname === '/dev/clock/travel') {
    const refused = await beginTravel(deps, form)
    if (refused === undefined) redirect(response, '/dev/clock')
    else
      sendPage(response, {
        title: 'Clock',
        status: 400,
        body: html`<p>${refused} <a href="/dev/clock">Back to the clock</a></p>`,
      })
    return true
  }
  const turn = Object.entries(turns).find(([path]) => path === url.pathname)?.[1]
  if (turn === undefined) return false
  await turn(deps.owner)
  redirect(response, '/dev/clock')
  return true
}

async function beginTravel({ owner, travels }: Deps, form: URLSearchParams): Promise<string | undefined> {
  const { now } = await readClock(owner)
  const to = destination(form, now)
  if (to === undefined) return 'Give a day and a time.'
  if (to <= now) return 'Time only travels forward.'
  return travels.begin(to) ? undefined : 'A journey through time is under way already.'
}

function destination(form: URLSearchParams, now: Date): Date | undefined {
  const hours = form.get('hours')
  if (hours !== null) return /^\d{1,4}$/.test(hours) ? new Date(now.getTime() + Number(hours) * 3_600_000) : undefined
  const instant = form.get('instant')
  if (instant === null) return parseLocal(form.get('day') ?? '', form.get('time') ?? '')
  return Number.isNaN(Date.parse(instant)) ? undefined : new Date(instant)
}
