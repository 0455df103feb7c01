// Plays the steps of a page: fills in variables, asks /graphql, tells what came of it. What it learns stays in this page.

/** @type {Record<string, unknown>} What fields hold, what answers left, and what stands in the address' fragment. */
const known = Object.fromEntries(new URLSearchParams(location.hash.slice(1)))

const steps = [...document.querySelectorAll('[data-step]')].map((section) => ({
  section,
  plan: JSON.parse(section.dataset.step),
  form: section.querySelector('form'),
  asked: false,
}))

const at = (value, path) => path.split('.').reduce((inner, key) => inner?.[key], value)

/** "$name" becomes what is known under that name; what is not known is left out, which only "$name?" allows for. */
function fill(template, values) {
  if (typeof template === 'string' && template.startsWith('$')) return values[template.replace(/\W/g, '')]
  if (Array.isArray(template)) return template.map((item) => fill(item, values))
  if (template === null || typeof template !== 'object') return template
  const entries = Object.entries(template).map(([key, inner]) => [key, fill(inner, values)])
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined))
}

function valuesOf({ form }) {
  const filled = [...new FormData(form)].filter(([, value]) => value !== '')
  return { ...known, ...Object.fromEntries(filled) }
}

/** What a step cannot do without and only an earlier one can tell. */
function missing({ plan, form }) {
  const names = [...JSON.stringify(plan.variables).matchAll(/"\$(\w+)"/g)].map(([, name]) => name)
  return names.filter((name) => known[name] === undefined && !form.elements.namedItem(name))
}

function show() {
  for (const step of steps) {
    const { section, plan } = step
    section.hidden = plan.onlyIf !== '' && !at(known, plan.onlyIf)
    const text = JSON.stringify(fill(plan.variables, valuesOf(step)), null, 2)
    section.querySelector('[data-variables]').textContent = text
  }
}

async function ask({ section, plan }, variables) {
  const query = section.querySelector('[data-document]').textContent
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
    },
    body: JSON.stringify({ query, variables }),
  })
  return { plan, answer: await response.json() }
}

/** A refusal is a member of the result's union with a code; a fault is a top-level error. */
function judge({ plan, answer }) {
  const [error] = answer.errors ?? []
  if (error) return { good: false, text: `${error.extensions?.code ?? 'ERROR'}: ${error.message}` }
  const [value] = Object.values(answer.data ?? {})
  if (value?.code && value.message) {
    return { good: false, text: [`${value.code}: ${value.message}`, ...listed(value.problems)].join('\n') }
  }
  const wrong = listed(plan.problems && at(answer.data, plan.problems))
  if (wrong.length > 0) return { good: false, text: wrong.join('\n') }
  const text = plan.says.replace(/\{([\w.]+)\}/g, (_, path) => spoken(at(answer.data, path)))
  return { good: true, text: text || 'Done.' }
}

const instant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/

/** As people say it: instants by the clock in Amsterdam, by which all deadlines go. */
function spoken(value) {
  if (value === undefined || value === null) return '—'
  if (!instant.test(value)) return String(value)
  return new Date(value).toLocaleString('en-GB', {
    timeZone: 'Europe/Amsterdam',
    dateStyle: 'medium',
    timeStyle: 'short',
  })
}

const listed = (problems) => (problems || []).map(({ path, code, message }) => `${path} ${code}: ${message}`)

function keep({ plan, answer }) {
  for (const [name, path] of Object.entries(plan.keeps)) {
    const value = at(answer.data, path)
    if (value === undefined || value === null) continue
    known[name] = value
    if (Array.isArray(value)) offer(name, value)
  }
}

/** A list that was kept fills the choices of the field with its name. */
function offer(name, choices) {
  for (const select of document.querySelectorAll(`select[name="${name}"]`)) {
    select.replaceChildren(...choices.map((choice) => new Option(choice.name ?? choice.label, choice.id)))
  }
}

function tell(step, { good, text }, answer) {
  const verdict = step.section.querySelector('[data-verdict]')
  verdict.hidden = false
  verdict.className = `note ${good ? 'good' : 'bad'}`
  verdict.textContent = text
  const shown = step.section.querySelector('[data-answer]')
  shown.textContent = JSON.stringify(answer, null, 2)
  shown.parentElement.hidden = false
}

async function play(step) {
  const button = step.section.querySelector('button.main')
  button.disabled = true
  step.asked = true
  try {
    const result = await ask(step, fill(step.plan.variables, valuesOf(step)))
    const verdict = judge(result)
    if (verdict.good) keep(result)
    tell(step, verdict, result.answer)
  } catch (error) {
    tell(step, { good: false, text: `No answer: ${error.message}` }, null)
  } finally {
    button.disabled = false
    show()
    playWhatIsReady()
  }
}

function playWhatIsReady() {
  const next = steps.find((step) => step.plan.byItself && !step.asked && missing(step).length === 0)
  if (next) void play(next)
}

/** The document goes in the address, what may be secret stays in the browser's own store. */
function openInGraphiql({ section }) {
  localStorage.setItem('graphiql:variables', section.querySelector('[data-variables]').textContent)
  const query = section.querySelector('[data-document]').textContent
  window.open(`/graphql?query=${encodeURIComponent(query)}`, '_blank', 'noopener')
}

for (const step of steps) {
  step.form.addEventListener('input', show)
  step.form.addEventListener('submit', (event) => {
    event.preventDefault()
    const lacking = missing(step)
    if (lacking.length === 0) void play(step)
    else tell(step, { good: false, text: `First: ${lacking.join(', ')}. Do the steps before this one.` }, null)
  })
  step.section.querySelector('[data-graphiql]').addEventListener('click', () => openInGraphiql(step))
}
// Another link of the same page changes the fragment alone.
window.addEventListener('hashchange', () => location.reload())
show()
playWhatIsReady()
