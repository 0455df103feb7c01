export const mediaTypes = ['application/pdf', 'image/png', 'image/jpeg'] as const

export type MediaType = (typeof mediaTypes)[number]

const signatures: readonly { readonly type: MediaType; readonly bytes: readonly number[] }[] = [
  { type: 'application/pdf', bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  // With the header chunk that every PNG begins with.
  { type: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52] },
  { type: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
]

/** So many bytes tell what a file is. */
export const headLength = 16

/**
 * What a file is, by how it begins and nothing else: what it is called and said to be, anybody may write. What scripts, markup
 * and archives begin with is on no list, and nothing is ever unpacked or run.
 */
export function sniff(head: Uint8Array): MediaType | undefined {
  return signatures.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte))?.type
}

const extensions: Readonly<Record<MediaType, readonly [string, ...string[]]>> = {
  'application/pdf': ['pdf'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
}

// File systems take 255 bytes, a date, a number and the ending among them.
const longestStem = 200
// Format characters turn a name around or hide a part of it; the two joiners belong to names in some scripts.
const unseen = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]|(?![\u200c\u200d])\p{Cf}/gu
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/** A name that any system can keep a file under, with the ending its contents have. */
export function cleanName(given: string, type: MediaType): string {
  const [extension, ...others] = extensions[type]
  const base = given.normalize('NFC').replace(unseen, '').split(/[/\\]/).at(-1) ?? ''
  const ending = new RegExp(`\\.(?:${[extension, ...others].join('|')})$`, 'i')
  return `${cleanStem(base.replace(ending, ''), 'document')}.${extension}`
}

/** One part of a path: a folder, or a file without its ending. */
export function cleanStem(given: string, otherwise: string): string {
  const plain = given
    .normalize('NFC')
    .replace(unseen, '')
    .replace(/[<>:"/\\|?*%]/g, '_')
    .replace(/\s+/g, ' ')
  const short = cut(plain.replace(/^[. ]+/, '')).replace(/[. ]+$/, '')
  if (short === '') return otherwise
  return reserved.test(short) ? `_${short}` : short
}

/** As many whole characters as go into so many bytes: of some scripts that are a third of what Latin has. */
function cut(text: string): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(longestStem))
  return text.slice(0, read)
}

export function extensionOf(type: string): string {
  const known = mediaTypes.find((one) => one === type)
  return known === undefined ? 'bin' : extensions[known][0]
}
