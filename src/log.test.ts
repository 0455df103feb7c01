import { expect, it } from 'vitest'
import { openLog } from './log.ts'

const logged = (error: unknown): string => {
  const lines: string[] = []
  openLog('info', { write: (line) => lines.push(line) }).warn({ event: 'test', error })
  return lines.join('')
}

it('tells an error by its type, its code and its place', () => {
  const error = Object.assign(new TypeError('of jan@example.org'), { code: '23505' })
  expect(JSON.parse(logged(error))).toMatchObject({
    error: { type: 'TypeError', code: '23505', at: expect.stringContaining('/src/log.test.ts') },
  })
  expect(logged(error)).not.toContain('jan@example.org')
})

// A failed query's message quotes its parameters, and the stack begins with the message.
it('takes nothing of a message for a place in the code', () => {
  const params = ['params: jan@example.org,see /src/notes', '    at jan@example.org (/src/notes.ts:1:1)']
  for (const line of params) expect(logged(new Error(`Failed query: insert\n${line}`))).not.toContain('jan@example.org')
})
