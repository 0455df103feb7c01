import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { readClock } from '../../src/db/engine.ts'
import { localDate, localInstant } from '../../src/domain/time.ts'
import { eventually } from '../support/eventually.ts'
import { type Installation, type SeededPortal, testInstallation } from '../support/installation.ts'
import { invite, journeyRow, mailboxOf, messagesOf, newPeople } from '../support/people.ts'
import { workerProcess } from '../support/worker-process.ts'

let installation: Installation
let portal: SeededPortal

beforeAll(async () => {
  installation = await testInstallation()
  portal = await installation.seedPortal()
})

const daysLater = async (days: number) =>
  localInstant(localDate(await readClock(installation.drempel.engine)), { plusDays: days })

async function killWorkers(env: NodeJS.ProcessEnv, kills: { readonly wanted: number; done: number }): Promise<void> {
  while (kills.done < kills.wanted) {
    const worker = await workerProcess(env)
    await pause(300 + 250 * kills.done)
    worker.child.kill('SIGKILL')
    await worker.ended
    kills.done++
  }
}

describe('a worker that is killed again and again', () => {
  it('leaves every journey right and every mail once', async () => {
    const { machine, env } = installation
    const kills = { wanted: 4, done: 0 }
    const killing = killWorkers(env, kills)
    await workerProcess(env)

    const journeyIds: string[] = []
    while (kills.done < kills.wanted) {
      journeyIds.push(...(await invite(installation, portal, newPeople(10))))
      await machine.travelTo(await daysLater(9))
    }
    await killing

    for (const journeyId of journeyIds) {
      const messages = await messagesOf(installation, portal.portalId, journeyId)
      expect(messages.map(({ key, status }) => `${key} ${status}`)).toEqual([
        'p1/invitation sent',
        'p1/reminder-1 sent',
        'p1/reminder-2 sent',
      ])
      expect(await journeyRow(installation, portal.portalId, journeyId)).toMatchObject({ outcome: 'expired' })
    }
    expect(await mailboxOf(installation, portal.portalId)).toHaveLength(3 * journeyIds.length)
  }, 400_000)

  it('ends within seconds of SIGTERM and hands back what it holds', async () => {
    const worker = await workerProcess(installation.env)
    await invite(installation, portal, newPeople(20))
    worker.child.kill('SIGTERM')
    const code = await Promise.race([worker.ended, pause(15_000, 'still running', { ref: false })])
    expect(code).toBe(0)
    await workerProcess(installation.env)
    await installation.machine.settle()
  }, 90_000)
})

describe('a worker without Temporal', () => {
  it('starts, delivers messages and ends on SIGTERM', async () => {
    const worker = await workerProcess({ ...installation.env, TEMPORAL_ADDRESS: '127.0.0.1:9' })
    const [person] = newPeople(1)
    await invite(installation, portal, person ? [person] : [])
    await eventually('the mail arrives', async () => {
      const mails = await mailboxOf(installation, portal.portalId, person?.email)
      return mails.length === 1
    })
    worker.child.kill('SIGTERM')
    expect(await worker.ended).toBe(0)
  }, 60_000)
})
