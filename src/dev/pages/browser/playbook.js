// Plays the steps of a page: fills in variables, asks /graphql, tells what came of it. What it learns stays in this page.
import { perform } from './ceremony.js'
import { offer } from './choices.js'
import { move, showStand, tellOnce } from './stand.js'
import { at, fill, hold, needed } from './values.js'
import { judge } from './verdict.js'

/** @type {Record<string, unknown>} What fields hold, what answers left, and what stands in the address' fragment. */
const known = Object.fromEntries(new URLSearchParams(location.hash.slice(1)))

const steps = [...document.querySelectorAll('[data-step]')].map((section) => ({
  section,
  plan: JSON.parse(section.dataset.step),
  form: section.querySelector('form'),
  asked: false,
}))

/** The step that waits for a step-up or a robot check, to be asked once more. */
let waiting

function valuesOf({ form }) {
  const filled = [...new FormData(form)].filter(([, value]) => value !== '')
  const checked = [...form.querySelectorAll('input[type=checkbox]:checked')].map(({ name }) => [name, true])
  return { ...known, ...Object.fromEntries([...filled, ...checked]) }
}

/** What a step cannot do without and only an earlier one can tell. */
function missing({ plan, form }) {
  return needed(plan.variables).filter((path) => at(known, path) === undefined && !form.elements.namedItem(path))
}

function show() {
  for (const step of steps) {
    const { section, plan, form } = step
    section.hidden = !hold(plan.onlyIf, known)
    for (const select of form.querySelectorAll('select')) offer(select, known)
    for (const label of form.querySelectorAll('[data-only-if]')) showField(label, valuesOf(step))
    const text = JSON.stringify(fill(plan.variables, valuesOf(step)), null, 2)
    section.querySelector('[data-variables]').textContent = text
  }
  showStand(known, chooseWay)
}

/** A field that is not asked is not sent either. */
function showField(label, values) {
  label.hidden = !hold(JSON.parse(label.dataset.onlyIf), values)
  label.querySelector('input, select').disabled = label.hidden
}

function chooseWay(way) {
  known.way = way
  show()
}

async function ask({ section }, variables) {
  const query = section.querySelector('[data-document]').textContent
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
    },
    body: JSON.stringify({ query, variables }),
  })
  return response.json()
}

function keep({ keeps = {}, drops = [] }, data) {
  for (const name of drops) delete known[name]
  for (const [name, path] of Object.entries(keeps)) {
    const value = at(data, path)
    if (value === null) delete known[name]
    else if (value !== undefined) known[name] = value
  }
}

/** What a browser made of an answer counts once, and asks the steps that need it once more. */
function made(name, value) {
  known[name] = value
  for (const step of steps) if (needed(step.plan.variables).includes(name)) step.asked = false
}

function spend({ plan }) {
  const names = steps.flatMap((step) => (step.plan.ceremony ? [step.plan.ceremony.as] : []))
  for (const name of names) if (JSON.stringify(plan.variables).includes(`"$${name}`)) delete known[name]
}

async function accept({ plan, section }, { data }) {
  keep(plan, data)
  if (plan.movesSignIn) move(known, Object.values(data)[0])
  if (plan.toKeep && at(data, plan.toKeep)) tellOnce(at(data, plan.toKeep))
  if (plan.picture) showPicture(section, at(data, plan.picture))
  const { ceremony } = plan
  const options = ceremony && at(data, ceremony.options)
  if (options) made(ceremony.as, await perform(ceremony, options))
}

function showPicture(section, svg) {
  const place = section.querySelector('[data-picture]')
  place.hidden = !svg
  if (!svg) return
  const image = new Image()
  image.alt = 'Scan this with an authenticator app'
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`
  place.replaceChildren(image)
}

function tell({ section }, { good, text }, answer) {
  const verdict = section.querySelector('[data-verdict]')
  verdict.hidden = false
  verdict.className = `note ${good ? 'good' : 'bad'}`
  verdict.textContent = text
  if (answer === undefined) return
  const shown = section.querySelector('[data-answer]')
  shown.textContent = JSON.stringify(answer, null, 2)
  shown.parentElement.hidden = false
}

async function play(step, isAgain = false) {
  const button = step.section.querySelector('button.main')
  button.disabled = true
  step.section.querySelector('[data-verdict]').hidden = true
  step.asked = true
  try {
    const answer = await ask(step, fill(step.plan.variables, valuesOf(step)))
    spend(step)
    const verdict = judge(step.plan, answer)
    tell(step, verdict, answer)
    if (verdict.code) known.refusedWith = verdict.code
    if (verdict.good) await accept(step, answer)
    button.disabled = false
    known.last = undefined
    show()
    if (step.section.hidden) {
      known.last = verdict.text
      showStand(known, chooseWay)
    }
    if (verdict.good) goOn(step)
    else if (!isAgain) seekHelp(step, verdict.code)
  } catch (error) {
    tell(step, { good: false, text: `${error.name}: ${error.message}` })
  } finally {
    button.disabled = false
  }
}

/** A refusal that another step of the page answers to: that one first, then the refused one once more. */
function seekHelp(step, code) {
  const help = steps.find(({ plan, section }) => plan.answersTo?.includes(code) && !section.hidden)
  if (help === undefined) return
  waiting = step
  void play(help)
}

function goOn({ plan }) {
  const isHelped = waiting !== undefined && !known.flow && (plan.answersTo !== undefined || plan.movesSignIn)
  const next = isHelped ? waiting : nextByItself()
  if (isHelped) waiting = undefined
  if (next) void play(next, isHelped)
}

function nextByItself() {
  return steps.find((step) => step.plan.byItself && !step.asked && !step.section.hidden && missing(step).length === 0)
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
    else tell(step, { good: false, text: `First: ${lacking.join(', ')}. Do the steps before this one.` })
  })
  step.section.querySelector('[data-graphiql]').addEventListener('click', () => openInGraphiql(step))
}
// Another link of the same page changes the fragment alone.
window.addEventListener('hashchange', () => location.reload())
show()
const first = nextByItself()
if (first) void play(first)
