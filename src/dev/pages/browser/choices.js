import { at } from './values.js'

/** Fills a select with the list that is known for it, and leaves it alone while that stays the same. */
export function offer(select, known) {
  const { choices, ofKind } = select.dataset
  const list = (at(known, choices) ?? []).filter((one) => ofKind === '' || one.kind === ofKind)
  const shown = JSON.stringify(list)
  if (select.dataset.shown === shown) return
  select.dataset.shown = shown
  const none = select.required ? [] : [new Option('—', '')]
  select.replaceChildren(...none, ...list.map((one) => new Option(labelOf(one), one.id ?? one.question ?? one)))
}

function labelOf(one) {
  if (typeof one === 'string') return one
  return [one.name ?? one.label ?? one.device ?? one.text, one.mobile, one.isCurrent && '(this one)']
    .filter(Boolean)
    .join(' ')
}
