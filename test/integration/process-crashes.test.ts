import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const path = (name: string) => fileURLToPath(new URL(`../../src/${name}`, import.meta.url))

/** A process of ours whose work fails like this. */
function crash(script: string): Promise<{ code: unknown; output: string }> {
  const program = `
    const { runProcess } = await import(${JSON.stringify(path('process.ts'))})
    const detail = 'jan@example.org'
    const cause = Object.assign(new Error('taken'), { code: '23505', detail })
    const failed = () => Object.assign(new Error('Failed query: insert\\nparams: ' + detail, { cause }), { params: [detail] })
    ${script}`
  return new Promise((resolve) => {
    execFile(process.execPath, ['--input-type=module', '--eval', program], (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, output: stdout + stderr }),
    )
  })
}

// Node prints an error nobody caught with all that it carries: a failed query carries its parameters.
it.each([
  ['that cannot start', 'await runProcess(async () => { throw failed() })'],
  ['that forgot to catch', 'await runProcess(async () => { void Promise.reject(failed()); return async () => {} })'],
  [
    'that fails in a timer',
    'await runProcess(async () => { setTimeout(() => { throw failed() }); return async () => {} })',
  ],
])('says nothing personal in the end of a process %s', async (_, script) => {
  const { code, output } = await crash(script)
  expect(code).toBe(1)
  expect(output).not.toContain('jan@example.org')
  expect(output).toContain('23505')
})
