import { expect, test } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { apiProcess, runCommand } from '../support/worker-process.ts'

const database = await testDatabase()

const production = {
  DREMPEL_ENV: 'production',
  DATABASE_URL: database.url,
  TEMPORAL_ADDRESS: '127.0.0.1:1',
  MAIL_PROVIDER: 'resend',
  RESEND_API_KEY: 're_test',
  RESEND_WEBHOOK_SECRET: `whsec_${Buffer.alloc(24, 1).toString('base64')}`,
  SMS_PROVIDER: 'cm',
  CM_PRODUCT_TOKEN: 'token',
  CM_WEBHOOK_CREDENTIALS: 'cm:secret',
  SEALING_KEYS: `test=${Buffer.alloc(32, 1).toString('base64')}`,
  HTTP_HOST: '127.0.0.1',
  HTTP_PORT: '0',
}

test('serves in production configuration without Temporal, and ends by itself when it is told to', async () => {
  const { child, ended, port } = await apiProcess(production)
  const at = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init)
  expect(await (await at('/health/ready')).json()).toEqual({
    status: 'ready',
    draining: false,
    postgres: 'ready',
    temporal: 'away',
  })
  expect((await at('/dev')).status).toBe(404)
  expect((await at('/hooks/resend', { method: 'POST', body: '{}' })).status).toBe(401)
  expect((await at('/hooks/cm', { method: 'POST', body: '{}' })).status).toBe(401)
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test('names everything that is wrong with its configuration at once', async () => {
  const { code, output } = await runCommand('api', [], { DREMPEL_ENV: 'production', MAIL_PROVIDER: 'mailbox' })
  expect(code).toBe(1)
  for (const name of ['DATABASE_URL', 'SEALING_KEYS', 'SMS_PROVIDER']) expect(output).toContain(name)
  expect(output).not.toContain('    at ')
})
