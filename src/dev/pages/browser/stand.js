// Where a sign-in stands, told above the steps that are asked next. It outlasts the step whose answer it was.
import { spoken } from './verdict.js'

const panel = document.querySelector('[data-stand]')
const told = document.querySelector('[data-told]')

const wayNames = {
  SMS: 'a code by SMS',
  APP: 'an authenticator app',
  KEY: 'a security key or passkey',
  BACKUP_CODE: 'a backup code',
}

const noticeTexts = {
  ACCESS_ENDS: ({ at }) => `All access ends ${spoken(at)}.`,
  ENROL_FACTOR_BEFORE: ({ at }) => `A second step has to be set up before ${spoken(at)}.`,
  FEW_BACKUP_CODES: ({ left }) => `Backup codes left: ${left}.`,
}

/** Keeps where it stands. The first way is offered, until another one is chosen. */
export function move(known, { flow, session, notices = [] }) {
  if (flow) {
    known.flow = flow
    delete known.session
    if (!waysOf(flow).includes(known.way)) known.way = waysOf(flow)[0]
    return
  }
  delete known.flow
  if (session) known.session = session
  known.notices = notices
}

function waysOf({ step, factors, usesBackupCodes }) {
  if (step !== 'CONFIRM_FACTOR') return []
  return [...new Set(factors.map(({ kind }) => kind)), ...(usesBackupCodes ? ['BACKUP_CODE'] : [])]
}

/** `last` is what a step said that is no longer there to say it. */
export function showStand(known, choose) {
  const { flow, last } = known
  const says = [...(last ? [last] : []), ...standText(known)].join(' ')
  panel.hidden = says === ''
  panel.querySelector('[data-says]').textContent = says
  const others = flow ? waysOf(flow).filter((way) => way !== known.way) : []
  const ways = panel.querySelector('[data-ways]')
  ways.hidden = others.length === 0
  ways.replaceChildren('Probeer het op een andere manier:', ...others.map((way) => wayButton(way, choose)))
}

function standText({ flow, session, notices = [] }) {
  if (flow) return [`The sign-in asks for ${flow.step}, until ${spoken(flow.expiresAt)}.`]
  return session ? [`Signed in until ${spoken(session.expiresAt)} at the latest.`, ...notices.map(noticeText)] : []
}

const noticeText = (notice) => noticeTexts[notice.kind]?.(notice) ?? notice.kind

function wayButton(way, choose) {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = wayNames[way] ?? way
  button.addEventListener('click', () => choose(way))
  return button
}

/** Backup codes and the like: to print, or to save. */
export function tellOnce(text) {
  told.hidden = false
  told.querySelector('[data-text]').textContent = text
  told.querySelector('[data-save]').href = `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`
}

told.querySelector('[data-print]').addEventListener('click', () => window.print())
