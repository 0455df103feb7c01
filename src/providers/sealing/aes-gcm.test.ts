import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sealingWith } from './aes-gcm.ts'

const old = { name: '2025', key: randomBytes(32) }
const fresh = { name: '2026a', key: randomBytes(32) }

describe('sealing', () => {
  it('opens what it sealed, in the same context', () => {
    const { seal, open } = sealingWith([fresh])
    expect(open(seal('geheim', 'message/1'), 'message/1')).toBe('geheim')
  })

  it('refuses a value that was moved to another row', () => {
    const { seal, open } = sealingWith([fresh])
    expect(() => open(seal('geheim', 'message/1'), 'message/2')).toThrow()
  })

  it('refuses a value of which one bit was changed', () => {
    const { seal, open } = sealingWith([fresh])
    const sealed = seal('geheim', 'message/1')
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1
    expect(() => open(sealed, 'message/1')).toThrow()
  })

  it('opens under an older key of the ring and seals under the first', () => {
    const before = sealingWith([old]).seal('geheim', 'x')
    const ring = sealingWith([fresh, old])
    expect(ring.open(before, 'x')).toBe('geheim')
    expect(sealingWith([fresh]).open(ring.seal('nieuw', 'x'), 'x')).toBe('nieuw')
  })

  it('names the key that seals and the one a value is sealed under', () => {
    const before = sealingWith([old]).seal('geheim', 'x')
    const ring = sealingWith([fresh, old])
    expect(ring.current).toBe('2026a')
    expect(ring.keyOf(before)).toBe('2025')
    expect(ring.keyOf(ring.seal('nieuw', 'x'))).toBe('2026a')
    expect(sealingWith([fresh]).keyOf(before)).toBe('2025')
  })

  it('names the key it lacks', () => {
    const before = sealingWith([old]).seal('geheim', 'x')
    expect(() => sealingWith([fresh]).open(before, 'x')).toThrow('no key named 2025 in the ring')
  })
})
