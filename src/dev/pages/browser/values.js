// Reads what a page knows: paths into answers, templates of variables, and the conditions of steps.

/** "a.b.0.c"; a "*" is every item of a list. */
export function at(value, path) {
  return path.split('.').reduce((inner, key) => {
    if (key === '*') return inner
    return Array.isArray(inner) && !/^\d+$/.test(key) ? inner.map((item) => item?.[key]) : inner?.[key]
  }, value)
}

/** "$path" becomes what is known there; what is not known is left out, which only "$path?" allows for. */
export function fill(template, values) {
  if (typeof template === 'string' && template.startsWith('$')) return at(values, template.replace(/[^\w.]/g, ''))
  if (Array.isArray(template)) {
    const items = template.map((item) => fill(item, values)).filter((item) => item !== undefined)
    return items.length === 0 && template.length > 0 ? undefined : items
  }
  if (template === null || typeof template !== 'object') return template
  const entries = Object.entries(template).map(([key, inner]) => [key, fill(inner, values)])
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined && inner !== null))
}

/** The paths that a template cannot do without. */
export function needed(template) {
  return [...JSON.stringify(template).matchAll(/"\$([\w.]+)"/g)].map(([, path]) => path)
}

export const hold = (conditions, known) => conditions.every((condition) => holds(condition, known))

function holds(condition, known) {
  if (condition.startsWith('!')) return !holds(condition.slice(1), known)
  const [, path, operator, wanted] = /^([\w.]+)(?:([=~])(.*))?$/.exec(condition)
  const value = at(known, path)
  if (operator === '=') return wanted.split('|').includes(value)
  if (operator === '~') return Array.isArray(value) && value.includes(wanted)
  return Array.isArray(value) ? value.length > 0 : Boolean(value)
}
