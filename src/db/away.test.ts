import { expect, it } from 'vitest'
import { isAway } from './away.ts'

const failed = (code: string) => new Error('a query failed', { cause: Object.assign(new Error(code), { code }) })

it('waits for a database that changes hands or cannot be reached', () => {
  for (const code of ['57P01', '08006', '25006', '40P01', 'ECONNREFUSED', 'EHOSTUNREACH', 'CONNECTION_CLOSED'])
    expect(isAway(failed(code)), code).toBe(true)
})

it('takes a mistake for a mistake', () => {
  for (const code of ['23505', '42P01', '22P02']) expect(isAway(failed(code)), code).toBe(false)
})
