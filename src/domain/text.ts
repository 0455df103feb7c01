// Line breaks count as control characters here; joiners do not, because names in some scripts are written with them.
// Overrides of the direction make text look like other text.
const control = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u

/** One line of somebody's typing, trimmed, or null when it is empty, too long or holds what cannot be shown. */
export function parseLine(typed: string, longest: number): string | null {
  const line = typed.trim()
  return line !== '' && [...line].length <= longest && !control.test(line) ? line : null
}

/** Free text with line breaks, such as a reason. */
export function parseNote(typed: string, longest = 1000): string | null {
  const lines = typed.trim().split(/\r?\n/)
  const fits = [...typed.trim()].length <= longest && lines.every((line) => !control.test(line))
  return fits && typed.trim() !== '' ? lines.join('\n') : null
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Only what could be an id is looked up. */
export function isUuid(text: string): boolean {
  return uuid.test(text)
}
