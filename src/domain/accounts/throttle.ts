/**
 * For how many seconds the next try is not heard, after the first, second … failure. The last one stays: a person is
 * slowed down at one address and never locked out, and whoever guesses gets a hundred tries a day.
 */
export type BackOff = readonly number[]

const quarter = 900

/** Of one identifier from one network. */
export const accountBackOff: BackOff = [0, 0, 0, 0, 1, 2, 4, 8, 15, 30, 60, 120, 300, quarter]

/** Of one network, whoever it tries: a whole office may share it. */
export const addressBackOff: BackOff = [...Array<number>(49).fill(0), 1, 2, 4, 8, 15, 30, 60, 120, 300, quarter]

/** Of the second step of one account, from wherever: the password is right by then, so it is the owner or a thief of it. */
export const everywhereBackOff: BackOff = [...Array<number>(29).fill(0), 1, 2, 4, 8, 15, 30, 60, 120, 300, quarter]

/** Of passkeys asked for by strangers of one network: nothing can be guessed there, but each asks for a row. */
export const passkeyBackOff: BackOff = [...Array<number>(299).fill(0), 1, 2, 4, 8, 15, 30]

/**
 * Whoever holds one IPv6 address holds its whole /64, so that is what is slowed down; of IPv4 the address itself. Spelled
 * in one way only, because the same network may be written in many.
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.toLowerCase().split('::')
  const before = groupsOf(head)
  const after = groupsOf(tail ?? '')
  const missing = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array<number>(missing).fill(0), ...after].slice(0, 4)
  return `${groups.map((group) => group.toString(16)).join(':')}::/64`
}

function groupsOf(part: string): readonly number[] {
  return part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16))
}
