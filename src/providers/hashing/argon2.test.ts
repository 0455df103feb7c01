import { describe, expect, it } from 'vitest'
import { argon2Hashing } from './argon2.ts'
import { Overloaded } from './port.ts'

describe('the hashing pool', () => {
  it('verifies exactly what was hashed', async () => {
    const { hash, verify } = argon2Hashing({ concurrency: 2, queue: 10 })
    const known = await hash('Correct Horse')
    expect(known).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await verify(known, 'Correct Horse')).toBe(true)
    expect(await verify(known, 'correct horse')).toBe(false)
  })

  it('hashes alike under one salt, and otherwise under another', async () => {
    const { hashWith, verify } = argon2Hashing({ concurrency: 2, queue: 10 })
    const salt = Buffer.from('0123456789abcdef')
    const known = await hashWith('ABCD-2345', salt)
    expect(known).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$MDEyMzQ1Njc4OWFiY2RlZg\$[\w+/]{43}$/)
    expect(await hashWith('ABCD-2345', salt)).toBe(known)
    expect(await hashWith('ABCD-2346', salt)).not.toBe(known)
    expect(await hashWith('ABCD-2345', Buffer.from('fedcba9876543210'))).not.toBe(known)
    expect(await verify(known, 'ABCD-2345')).toBe(true)
  })

  it('answers no for somebody who does not exist', async () => {
    expect(await argon2Hashing({ concurrency: 1, queue: 1 }).pretend('nobody has this password')).toBe(false)
  })

  // The first of them made a hash of its own beforehand: it took twice as long, outside the pool.
  it('takes one turn for somebody who does not exist, from the first on', async () => {
    const pool = argon2Hashing({ concurrency: 1, queue: 1 })
    const asked = pool.pretend('x')
    expect(pool.load()).toEqual({ running: 1, queued: 0 })
    await asked
  })

  it('refuses at once beyond its queue and works on afterwards', async () => {
    const pool = argon2Hashing({ concurrency: 1, queue: 2 })
    const three = [pool.hash('a'), pool.hashWith('b', Buffer.alloc(16)), pool.hash('c')]
    expect(pool.load()).toEqual({ running: 1, queued: 2 })
    await expect(pool.hash('d')).rejects.toBeInstanceOf(Overloaded)
    await Promise.all(three)
    expect(pool.load()).toEqual({ running: 0, queued: 0 })
    await expect(pool.hash('e')).resolves.toContain('argon2id')
  })

  it('admits as many as can hash or wait, and refuses the rest before they did anything', async () => {
    const pool = argon2Hashing({ concurrency: 1, queue: 2 })
    const { promise: looked, resolve: look } = Promise.withResolvers<void>()
    const begun: number[] = []
    const enter = (who: number) =>
      pool.admit(async () => {
        begun.push(who)
        await looked
        return pool.hash(String(who))
      })
    const admitted = [enter(1), enter(2), enter(3)]
    await expect(enter(4)).rejects.toBeInstanceOf(Overloaded)
    expect(begun).toEqual([1, 2, 3])
    look()
    expect(await Promise.all(admitted)).toHaveLength(3)
    await expect(pool.admit(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    await Promise.all([enter(5), enter(6), enter(7)])
    expect(begun).toEqual([1, 2, 3, 5, 6, 7])
  })
})
