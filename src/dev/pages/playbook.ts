import { type Html, html } from './html.ts'
import type { Page } from './page.ts'

/** A field somebody fills in; $name in the variables stands for what it holds. */
export type Field = {
  readonly name: string
  readonly label: string
  readonly type: 'text' | 'password' | 'email' | 'tel' | 'date' | 'select'
  readonly value?: string
  readonly autocomplete?: string
  /** May be left empty; the variable is then absent. */
  readonly optional?: boolean
}

/** One GraphQL document with what it needs and what is kept of its answer. */
export type Step = {
  readonly title: string
  readonly text: Html
  readonly fields?: readonly Field[]
  readonly document: string
  /** JSON in which "$name" stands for a field, something kept or something in the page's fragment; "$name?" may be absent. */
  readonly variables: Readonly<Record<string, unknown>>
  readonly button: string
  /** Asked by itself as soon as all it needs is there. */
  readonly byItself?: boolean
  /** What later steps use: its name, and where it stands in the answer. */
  readonly keeps?: Readonly<Record<string, string>>
  /** What to say when it went well; {…} is a path in the answer. */
  readonly says?: string
  /** Where the answer lists what was wrong although the act itself was accepted. */
  readonly problems?: string
  /** Hidden while this path of what was kept is false or nothing. */
  readonly onlyIf?: string
}

export type Playbook = { readonly title: string; readonly intro: Html; readonly steps: readonly Step[] }

/**
 * A flow that a frontend will build, played through in the browser: each step shows its GraphQL document with the variables
 * filled in, sends it to /graphql as a frontend would, and offers it in GraphiQL.
 */
export function playbookPage({ title, intro, steps }: Playbook): Page {
  return {
    title,
    script: '/dev/browser/playbook.js',
    body: html`${intro}
<noscript><p class="note bad">This page needs JavaScript: the token stands in the address’ fragment, which no server is told.</p></noscript>
${steps.map(section)}`,
  }
}

function section(step: Step): Html {
  const { variables, keeps = {}, says = '', problems = '', byItself = false, onlyIf = '' } = step
  return html`<section class="card" data-step="${JSON.stringify({ variables, keeps, says, problems, byItself, onlyIf })}">
<h2>${step.title}</h2>
<p>${step.text}</p>
<form>${(step.fields ?? []).map(field)}<p><button class="main">${step.button}</button></p></form>
<p data-verdict role="status" class="note" hidden></p>
<details><summary>GraphQL</summary>
<pre data-document>${step.document.trim()}</pre>
<h3>Variables</h3>
<pre data-variables></pre>
<p><button type="button" data-graphiql>Open in GraphiQL</button></p>
</details>
<details hidden><summary>Answer</summary><pre class="wrap" data-answer></pre></details>
</section>`
}

function field({ name, label, type, value = '', autocomplete = 'off', optional = false }: Field): Html {
  if (type === 'select') return html`<label>${label} <select name="${name}"></select></label>`
  const required = optional ? null : html` required`
  return html`<label>${label} <input name="${name}" type="${type}" value="${value}" autocomplete="${autocomplete}"${required}></label>`
}
