import { at } from './values.js'

/** A refusal is a member of the result's union with a code; a fault is a top-level error. */
export function judge(plan, answer) {
  const [error] = answer.errors ?? []
  if (error) {
    const code = error.extensions?.code ?? 'ERROR'
    return { good: false, code, text: `${code}: ${error.message}` }
  }
  const [value] = Object.values(answer.data ?? {})
  if (value?.code && value.message) {
    const until = value.retryAt ? [`Again from ${spoken(value.retryAt)}.`] : []
    const text = [`${value.code}: ${value.message}`, ...listed(value.problems), ...until].join('\n')
    return { good: false, code: value.code, text }
  }
  const wrong = listed(plan.problems && at(answer.data, plan.problems))
  if (wrong.length > 0) return { good: false, text: wrong.join('\n') }
  const text = (plan.says ?? '').replace(/\{([\w.*]+)\}/g, (_, path) => spoken(at(answer.data, path)))
  return { good: true, text: text || 'Done.' }
}

const listed = (problems) =>
  (problems || []).map(({ path, code, message }) => [path, `${code}: ${message}`].filter(Boolean).join(' '))

const instant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/

/** As people say it: instants by the clock in Amsterdam, by which all deadlines go. */
export function spoken(value) {
  if (value === undefined || value === null || value.length === 0) return '—'
  if (Array.isArray(value)) return value.map(spoken).join(', ')
  if (!instant.test(value)) return String(value)
  return new Date(value).toLocaleString('en-GB', {
    timeZone: 'Europe/Amsterdam',
    dateStyle: 'medium',
    timeStyle: 'short',
  })
}
