export type Range = { readonly first: number; readonly last: number }

/**
 * RFC 9110, 14: one range of bytes. Several at once, other units and what cannot be read are passed over, and the whole is
 * answered; a range that begins beyond the end cannot be.
 */
export function readRange(header: string | undefined, size: number): Range | 'whole' | 'unsatisfiable' {
  const [, from, until] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (from === undefined || until === undefined || (from === '' && until === '')) return 'whole'
  if (from === '') {
    const length = Math.min(Number(until), size)
    return length === 0 ? 'unsatisfiable' : { first: size - length, last: size - 1 }
  }
  const first = Number(from)
  const last = until === '' ? size - 1 : Math.min(Number(until), size - 1)
  if (until !== '' && Number(until) < first) return 'whole'
  return first >= size ? 'unsatisfiable' : { first, last }
}
