import { describe, expect, it } from 'vitest'
import { codes } from '../../src/domain/codes.ts'

describe('the catalogue of codes', () => {
  it.each(Object.entries(codes))('has a sentence in Dutch and in English for %s', (code, text) => {
    expect(code).toMatch(/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/)
    for (const sentence of [text.nl, text.en]) expect(sentence).toMatch(/^\S.{8,}[.?!]$/s)
  })

  it('says something different under every code', () => {
    const sentences = Object.values(codes).flatMap(({ nl, en }) => [nl, en])
    const twice = sentences.filter((sentence, index) => sentences.indexOf(sentence) !== index)
    expect(twice).toEqual([])
  })
})
