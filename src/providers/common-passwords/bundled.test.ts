import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bundledCommonPasswords } from './bundled.ts'

const { isCommon } = bundledCommonPasswords

describe('common passwords', () => {
  it.each([
    'password',
    'Password123!',
    'Welkom2026!',
    'welkom01welkom01',
    'W@chtw00rd2026',
    'Zomer2026!!!!',
    'LenteZomerHerfst',
    'qwertyuiop12',
    '1qaz2wsx3edc',
    '123456789012',
    'aaaaaaaaaaaa',
    'abcabcabcabc',
    'abcdefghijkl',
    '123123123123',
    'asdfghjkl;12',
    'ajaxamsterdam1',
    'feyenoord-rotterdam',
    '2026-welkom-2026',
    '20262026',
    'jennifer',
    'SonyEricsson',
    'Manchester2026!',
    '1q2w3e4r5t',
  ])('are guessed: %s', (password) => expect(isCommon(password)).toBe(true))

  it.each([
    'zeventien paarse fietsen',
    'correct horse battery staple',
    'mijn oma fietst graag',
    'X7#kd02mvQpz',
    'tr0mpetvogel-op-dak',
    'welkomstdrankje bij tante',
    '',
  ])('are not: %s', (password) => expect(isCommon(password)).toBe(false))

  it('are common with any year or sign behind them', () => {
    const tail = fc.stringMatching(/^[0-9!?.#]{0,6}$/)
    fc.assert(
      fc.property(fc.constantFrom('welkom', 'Geheim', 'WACHTWOORD'), tail, (word, end) => {
        expect(isCommon(word + end)).toBe(true)
      }),
    )
  })

  it('are told within no time, however long they are', () => {
    const began = performance.now()
    isCommon(`${'welkom'.repeat(40)}x`)
    expect(performance.now() - began).toBeLessThan(100)
  })
})
