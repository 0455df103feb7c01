import type { DemoPlace } from '../../demo/logins.ts'
import type { Playbook } from '../playbook.ts'
import { account } from './account.ts'
import { activate } from './activate.ts'
import { loginName, resetPassword } from './forgotten.ts'
import { invite } from './invite.ts'
import { leaver } from './leaver.ts'
import { leaving } from './leaving.ts'
import { desk, objection } from './recovery.ts'
import { recoveryPassword } from './recovery-password.ts'
import { signIn } from './sign-in.ts'
import { task } from './task.ts'

type Flow = (place: DemoPlace | undefined) => Playbook

/** The pages that links in mails open on a developer's machine, and the way in for newcomers. */
export const flows: Readonly<Record<string, Flow>> = {
  '/dev/account': account,
  '/dev/activate': () => activate,
  '/dev/desk': desk,
  '/dev/invite': invite,
  '/dev/leaver': leaver,
  '/dev/leaving': leaving,
  '/dev/login-name': () => loginName,
  '/dev/recovery/object': () => objection,
  '/dev/recovery/password': () => recoveryPassword,
  '/dev/reset-password': resetPassword,
  '/dev/sign-in': signIn,
}

const taskLink = /^\/dev\/tasks\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** place: the demo portal whose host was asked. */
export function flowAt(path: string, place: DemoPlace | undefined): Playbook | undefined {
  const [, id] = taskLink.exec(path) ?? []
  return id === undefined ? flows[path]?.(place) : task(place, id)
}
