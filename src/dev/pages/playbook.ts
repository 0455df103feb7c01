import { type Html, html } from './html.ts'
import type { Page } from './page.ts'

/**
 * What must hold of what is known: a path that holds something, one that holds nothing (`!path`), one of some values
 * (`path=A|B`) or a list with a value in it (`path~A`). Of several, all.
 */
export type Condition = string | readonly string[]

/** A field somebody fills in; $name in the variables stands for what it holds. */
export type Field = {
  readonly name: string
  readonly label: string
  readonly type: 'text' | 'password' | 'email' | 'tel' | 'date' | 'select' | 'checkbox'
  readonly value?: string
  readonly autocomplete?: string
  /** May be left empty; the variable is then absent. */
  readonly optional?: boolean
  /** Of a select: where its list is known, if not under the field's own name. */
  readonly choices?: string
  /** Of a select: only the items of this kind. */
  readonly ofKind?: string
  /** What a text may be, among other things. */
  readonly suggestions?: readonly string[]
  /** Not asked otherwise. */
  readonly onlyIf?: Condition
}

/** What only a browser does with an answer: `options` stands in it, and what comes of it is known as `as` until it was sent. */
type Ceremony = { readonly act: 'create' | 'get' | 'solve'; readonly options: string; readonly as: string }

/** One GraphQL document with what it needs and what is kept of its answer. */
export type Step = {
  readonly title: string
  readonly text: Html
  readonly fields?: readonly Field[]
  readonly document: string
  /** JSON in which "$path" stands for a field, something kept or something in the page's fragment; "$path?" may be absent. */
  readonly variables: Readonly<Record<string, unknown>>
  readonly button: string
  /** Asked by itself as soon as all it needs is there. */
  readonly byItself?: boolean
  /** Asked by itself when another step is refused with one of these codes, and that one once more when it is done. */
  readonly answersTo?: readonly string[]
  /** Whether the answer tells where a sign-in stands. The steps that are asked next then show themselves. */
  readonly movesSignIn?: boolean
  readonly ceremony?: Ceremony
  /** What later steps use: its name, and where it stands in the answer. */
  readonly keeps?: Readonly<Record<string, string>>
  /** What no longer counts when it went well. */
  readonly drops?: readonly string[]
  /** What to say when it went well; {…} is a path in the answer, in which * is every item of a list. */
  readonly says?: string
  /** Where an SVG picture to scan stands in the answer. */
  readonly picture?: string
  /** Where a text stands that is told this once, to print or to save. */
  readonly toKeep?: string
  /** Where the answer lists what was wrong although the act itself was accepted. */
  readonly problems?: string
  readonly onlyIf?: Condition
}

export type Playbook = { readonly title: string; readonly intro: Html; readonly steps: readonly Step[] }

/**
 * A flow that a frontend will build, played through in the browser: each step shows its GraphQL document with the variables
 * filled in, sends it to /graphql as a frontend would, and offers it in GraphiQL.
 */
export function playbookPage({ title, intro, steps }: Playbook): Page {
  const firstOfFlow = steps.findIndex(({ onlyIf }) => conditions(onlyIf).some((one) => one.startsWith('flow.step')))
  return {
    title,
    script: '/dev/browser/playbook.js',
    body: html`${intro}
<noscript><p class="note bad">This page needs JavaScript: the token stands in the address’ fragment, which no server is told.</p></noscript>
${steps.map((step, index) => html`${index === firstOfFlow && standing}${section(step)}`)}
${firstOfFlow < 0 && standing}`,
  }
}

/** Where a sign-in stands, and what is told once: both outlast the step they came from. */
const standing = html`<section class="note" data-stand role="status" hidden><p data-says></p>
<p class="ways" data-ways hidden></p></section>
<section class="card" data-told hidden><h2>To keep</h2><p>Told this once.</p><pre class="wrap printed" data-text></pre>
<p class="ways"><button type="button" data-print>Print</button> <a data-save download="drempel.txt">Save as a text</a></p></section>`

function section(step: Step): Html {
  const { title, text, fields = [], document, button, onlyIf, ...plan } = step
  return html`<section class="card" data-step="${JSON.stringify({ ...plan, onlyIf: conditions(onlyIf) })}">
<h2>${title}</h2>
<p>${text}</p>
<form>${fields.map(field)}<p><button class="main">${button}</button></p></form>
<p data-verdict role="status" class="note" hidden></p>
<p data-picture class="picture" hidden></p>
<details><summary>GraphQL</summary>
<pre data-document>${document.trim()}</pre>
<h3>Variables</h3>
<pre data-variables></pre>
<p><button type="button" data-graphiql>Open in GraphiQL</button></p>
</details>
<details hidden><summary>Answer</summary><pre class="wrap" data-answer></pre></details>
</section>`
}

function field(asked: Field): Html {
  return html`<label data-only-if="${JSON.stringify(conditions(asked.onlyIf))}">${input(asked)}</label>`
}

function input({ name, label, type, optional = false, ...more }: Field): Html {
  const required = optional ? null : html` required`
  if (type === 'checkbox') return html`<input name="${name}" type="checkbox"> ${label}`
  if (type === 'select') {
    const { choices = name, ofKind = '' } = more
    return html`${label} <select name="${name}" data-choices="${choices}" data-of-kind="${ofKind}"${required}></select>`
  }
  const { value = '', autocomplete = 'off', suggestions = [] } = more
  const list = suggestions.length > 0 && html`<datalist id="of-${name}">${suggestions.map(option)}</datalist>`
  return html`${label} <input name="${name}" type="${type}" value="${value}" autocomplete="${autocomplete}"${required}${list && html` list="of-${name}"`}>${list}`
}

function option(value: string): Html {
  return html`<option value="${value}"></option>`
}

function conditions(onlyIf: Condition = []): readonly string[] {
  return typeof onlyIf === 'string' ? [onlyIf] : onlyIf
}
