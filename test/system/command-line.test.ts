import { beforeAll, describe, expect, it } from 'vitest'
import { schemaVersion } from '../../src/db/migrate.ts'
import { type Installation, type SeededPortal, testInstallation } from '../support/installation.ts'
import { invite, newPeople } from '../support/people.ts'
import { apiProcess, runCommand, workerProcess } from '../support/worker-process.ts'

let installation: Installation
let portal: SeededPortal

beforeAll(async () => {
  installation = await testInstallation()
  portal = await installation.seedPortal()
})

describe('the processes of production', () => {
  it('serve, tell how they are, and end on SIGTERM', async () => {
    const api = await apiProcess(installation.env)
    const worker = await workerProcess(installation.env)
    for (const { port } of [api, worker]) {
      const at = `http://127.0.0.1:${port}`
      expect((await fetch(`${at}/health/live`)).status).toBe(200)
      expect(await (await fetch(`${at}/health/ready`)).json()).toMatchObject({ status: 'ready', postgres: 'ready' })
      expect(await (await fetch(`${at}/metrics`)).text()).toContain('drempel_queue_length{queue="messages"} 0')
    }
    const asked = await fetch(`http://127.0.0.1:${api.port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'drempel-portal': portal.slug },
      body: JSON.stringify({ query: '{ portal { name } }' }),
    })
    expect(await asked.json()).toEqual({ data: { portal: { name: `Portaal ${portal.slug}` } } })
    api.child.kill('SIGTERM')
    worker.child.kill('SIGTERM')
    expect(await Promise.all([api.ended, worker.ended])).toEqual([0, 0])
  }, 60_000)

  it('say what is wrong with their configuration, all of it, without a stack', async () => {
    const { code, output } = await runCommand('api', [], { DATABASE_URL: 'mysql://x', SMS_PROVIDER: 'mailbox' })
    expect(code).toBe(1)
    expect(output).toBe(
      [
        'The configuration has 4 problems:',
        '  DATABASE_URL: expected a postgres:// address',
        '  SEALING_KEYS: Invalid input: expected string, received undefined',
        '  MAIL_PROVIDER: Invalid option: expected one of "mailbox"|"resend"|"smtp"',
        '  SMS_PROVIDER: mailbox is for development only',
        '',
      ].join('\n'),
    )
  })
})

describe('the commands of operators', () => {
  it('migrate again without harm', async () => {
    const { code, output } = await runCommand('migrate', [], installation.env)
    expect([code, output]).toEqual([0, `The database is at schema version ${schemaVersion}.\n`])
  })

  it('reconcile and gate, and tell what they found', async () => {
    await workerProcess(installation.env)
    await invite(installation, portal, newPeople(2))
    await installation.machine.settle()
    expect(await runCommand('reconcile', [], installation.env)).toEqual({
      code: 0,
      output: 'Compared 2 open journeys with their workflows.\nStarted again: 0. Woken: 0. Ended: 0.\n',
    })
    expect(await runCommand('gate', [], installation.env)).toEqual({
      code: 0,
      output: 'Replayed 2 histories: 0 no longer fit, 0 started again.\n',
    })
  }, 60_000)
})
