import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

// The address is proven by the mail that arrives there; here only what could never be one is refused.
const address = /^[^\s\p{C}@<>()",;:\\]{1,64}@[^\s\p{C}@<>()",;:\\.]+(\.[^\s\p{C}@<>()",;:\\.]+)+$/u

/** Trimmed and in lower case: two spellings of one mailbox are one identifier. Null when it cannot be an address. */
export function parseEmail(typed: string): string | null {
  const trimmed = typed.trim().toLowerCase()
  return trimmed.length <= 254 && address.test(trimmed) ? trimmed : null
}

/** A domain of mail addresses, in lower case and without the @. Null when it cannot be one. */
export function parseMailDomain(typed: string): string | null {
  const domain = typed.trim().toLowerCase()
  return parseEmail(`x@${domain}`) === null ? null : domain
}

/** Whether an address is of one of these domains, or of a part of one: both are run by the same people. */
export function isMailOf(email: string, domains: readonly string[]): boolean {
  const own = email.slice(email.lastIndexOf('@') + 1)
  return domains.some((domain) => own === domain || own.endsWith(`.${domain}`))
}

/** A mobile number as people type it (06…, 0031…, +31…) in E.164, or null when no mobile number can be meant. */
export function parseMobile(typed: string): string | null {
  const number = parsePhoneNumberFromString(typed.trim().replace(/^00/, '+'), 'NL')
  if (number === undefined || !number.isValid()) return null
  const kind = number.getType()
  return kind === 'MOBILE' || kind === 'FIXED_LINE_OR_MOBILE' ? number.number : null
}

/** Enough to recognise one's own number, too little to learn somebody else's. */
export function maskMobile(mobile: string): string {
  return `•• •••• ${mobile.slice(-2)}`
}

/** Enough to recognise one's own address, too little for whoever reads a mailbox that was given up. */
export function maskEmail(email: string): string {
  const [first = ''] = email
  return `${first}•••${email.slice(email.lastIndexOf('@'))}`
}

/** A user name is folded to lower case and always carries the portal's suffix. */
export function parseUsername(typed: string, suffix: string): string | null {
  const name = typed.trim().toLowerCase()
  const local = name.endsWith(suffix) ? name.slice(0, name.length - suffix.length) : name
  return /^[a-z0-9][a-z0-9._-]{1,62}$/.test(local) ? `${local}${suffix}` : null
}
