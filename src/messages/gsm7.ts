/**
 * GSM 03.38: what a phone network carries in seven bits. One character outside it makes the whole SMS twice as wide,
 * 70 instead of 160 to a part.
 */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const extended = new Set('^{}\\[~]|€')

const plain: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '…': '...',
}

/** Writes a text in that alphabet: a name loses an accent rather than the SMS half its room. */
export function toGsm7(text: string): string {
  return [...text].map(letter).join('')
}

function letter(character: string): string {
  if (basic.has(character) || extended.has(character)) return character
  const replaced = plain[character] ?? character.normalize('NFD').replace(/\p{M}/gu, '')
  return [...replaced].every((part) => basic.has(part)) && replaced !== '' ? replaced : '?'
}

/** Characters of the extension cost two. */
export function gsm7Length(text: string): number {
  return [...text].reduce((length, character) => length + (extended.has(character) ? 2 : 1), 0)
}

export const onePart = 160
