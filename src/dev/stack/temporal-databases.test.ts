import { describe, expect, it } from 'vitest'
import { loginOf } from './temporal-databases.ts'

describe('the login that Temporal is given', () => {
  it('is what the address says, decoded', () => {
    expect(loginOf('postgres://temporal:a%2Fb@db.example:6432/postgres?sslmode=disable')).toEqual({
      host: 'db.example',
      port: '6432',
      user: 'temporal',
      password: 'a/b',
    })
    expect(loginOf('postgres://temporal@db.example/postgres')).toMatchObject({ port: '5432', password: '' })
  })

  it('is refused where TLS is asked, which it would not get', () => {
    expect(() => loginOf('postgres://temporal@db.example/postgres?sslmode=require')).toThrow('without TLS')
  })
})
