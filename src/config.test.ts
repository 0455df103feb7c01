import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

const whole = {
  DATABASE_URL: 'postgres://drempel@localhost/drempel',
  SEALING_KEYS: `2026=${'A'.repeat(43)}`,
  MAIL_PROVIDER: 'smtp',
  SMTP_URL: 'smtps://mail.example.nl',
  SMS_PROVIDER: 'cm',
  CM_PRODUCT_TOKEN: 'token',
  CM_WEBHOOK_CREDENTIALS: 'cm:secret',
}

const problemsOf = (env: NodeJS.ProcessEnv) => {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim())
  }
}

describe('the configuration', () => {
  it('is complete with a database, keys and providers', () => {
    const { environment, database, http, sealingKeys } = readConfig(whole)
    expect(environment).toBe('production')
    expect(database.ownerUrl).toBe(whole.DATABASE_URL)
    expect(http.port).toBe(4000)
    expect(sealingKeys.map(({ name, key }) => [name, key.length])).toEqual([['2026', 32]])
  })

  it('reports every problem at once, those between variables included', () => {
    expect(problemsOf({ HTTP_PORT: 'eighty', MAIL_PROVIDER: 'resend', SMS_PROVIDER: 'mailbox' })).toEqual([
      'DATABASE_URL: expected a postgres:// address',
      'HTTP_PORT: Invalid input: expected number, received NaN',
      'SEALING_KEYS: Invalid input: expected string, received undefined',
      'RESEND_API_KEY: is required, because MAIL_PROVIDER is resend',
      'RESEND_WEBHOOK_SECRET: is required, because bounces arrive by webhook',
      'SMS_PROVIDER: mailbox is for development only',
    ])
  })

  it('takes an empty value for an absent one', () => {
    expect(problemsOf({ ...whole, SMTP_URL: '' })).toEqual(['SMTP_URL: is required, because MAIL_PROVIDER is smtp'])
  })

  it('asks migrations for nothing but a database', () => {
    expect(readConfig({ DATABASE_URL: whole.DATABASE_URL }, 'migrate').database.url).toBe(whole.DATABASE_URL)
  })
})
