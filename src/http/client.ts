import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

export type Client = {
  readonly address: string | undefined
  readonly host: string
}

export type ClientOf = (request: IncomingMessage) => Client

/** Who is at the other end. What proxies say of it counts only when they are listed; addresses or networks like 10.0.0.0/8. */
export function clientReader(trustedProxies: readonly string[]): ClientOf {
  const trusted = new BlockList()
  for (const entry of trustedProxies) add(trusted, entry)
  const isTrusted = (address: string) => isIP(address) !== 0 && trusted.check(address, family(address))

  return ({ headers, socket }) => {
    const peer = plain(socket.remoteAddress)
    const own = { address: peer, host: headers.host ?? '' }
    if (peer === undefined || !isTrusted(peer)) return own
    const hops = listed(headers['x-forwarded-for']).map(plain)
    // From the nearest hop backwards: the first address that is no proxy of ours. Whatever stands before it, anybody may have written.
    const address = hops.findLast((hop) => hop === undefined || !isTrusted(hop)) ?? hops[0] ?? peer
    return {
      address: isIP(address) === 0 ? peer : address,
      host: listed(headers['x-forwarded-host']).at(-1) ?? own.host,
    }
  }
}

function add(trusted: BlockList, entry: string): void {
  const [address = '', bits] = entry.split('/')
  if (isIP(address) === 0) throw new Error(`TRUSTED_PROXIES: ${entry} is neither an address nor a network`)
  if (bits === undefined) trusted.addAddress(address, family(address))
  else trusted.addSubnet(address, Number(bits), family(address))
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4'
}

/** IPv4 over an IPv6 socket is IPv4. */
function plain(address: string | undefined): string | undefined {
  return address?.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
}

function listed(header: string | string[] | undefined): readonly string[] {
  return [header ?? []]
    .flat()
    .flatMap((line) => line.split(','))
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
