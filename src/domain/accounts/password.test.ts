import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brokenRules, longestPassword, passwordRules } from './password.ts'

const plain = { minLength: 12, composition: [] }
const strict = {
  minLength: 8,
  composition: ['lower', 'upper', 'digit', 'punctuation'] as ('lower' | 'upper' | 'digit' | 'punctuation')[],
}
const context = {
  words: ['Jan Jansen', 'jan.jansen@example.org', 'Mijn Werk'],
  isCommon: (password: string) => password === 'welkom123456',
}
const broken = (password: string, policy: typeof strict | typeof plain = plain) =>
  brokenRules(password, policy, context)

describe('the rules of a password', () => {
  it('are told beforehand as they are judged', () => {
    expect(passwordRules(plain)).toEqual(['TOO_SHORT', 'TOO_LONG', 'TOO_COMMON', 'NAMES_YOU'])
    expect(passwordRules(strict).slice(4)).toEqual(['NEEDS_LOWER', 'NEEDS_UPPER', 'NEEDS_DIGIT', 'NEEDS_PUNCTUATION'])
  })

  it('names all that are broken at once', () => {
    expect(broken('', strict)).toEqual(['TOO_SHORT', 'NEEDS_LOWER', 'NEEDS_UPPER', 'NEEDS_DIGIT', 'NEEDS_PUNCTUATION'])
    expect(broken('Geheim1', strict)).toEqual(['TOO_SHORT', 'NEEDS_PUNCTUATION'])
    expect(broken('Geh eim1!', strict)).toEqual([])
  })

  it.each([
    ['elf tekens!', ['TOO_SHORT']],
    ['twaalf teken', []],
    ['🚲'.repeat(12), []],
    ['x'.repeat(longestPassword), []],
    ['x'.repeat(longestPassword + 1), ['TOO_LONG']],
    ['Welkom123456', ['TOO_COMMON']],
    ['JanJansen2026', ['NAMES_YOU']],
    ['mijnwerk-1234', ['NAMES_YOU']],
    ['jansen en de drie beren', []],
  ])('judges %j as %j', (password, rules) => expect(broken(password)).toEqual(rules))

  it('answers only rules that were told', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (password) => {
        for (const rule of broken(password, strict)) expect(passwordRules(strict)).toContain(rule)
      }),
    )
  })
})
