import { describe, expect, it } from 'vitest'
import { parseLine, parseNote } from './text.ts'

describe('a line of typing', () => {
  it.each([
    [' Jan ', 'Jan'],
    ["O'Brien-Łukasz 李", "O'Brien-Łukasz 李"],
    ['می‌خواهم', 'می‌خواهم'],
    ['1234567890', '1234567890'],
  ])('reads %j', (typed, line) => expect(parseLine(typed, 20)).toBe(line))
  it.each(['', '  ', 'a\nb', 'a\u0000', 'a\u0085b', 'a\u2028b', 'a\u202eb', 'a\u2066b', '\ud800', 'x'.repeat(21)])(
    'takes no %j',
    (typed) => expect(parseLine(typed, 20)).toBeNull(),
  )
})

describe('a note', () => {
  it('keeps its lines', () => expect(parseNote(' one\r\ntwo\n')).toBe('one\ntwo'))
  it.each(['', ' \n ', 'a\u0000b', 'a\tb', 'x'.repeat(1001)])('takes no %j', (typed) =>
    expect(parseNote(typed)).toBeNull(),
  )
})
