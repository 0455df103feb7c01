import { createHmac } from 'node:crypto'
import type { Scene } from './scene.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** What an authenticator app shows, written down apart from the product (RFC 6238): at the database's clock, or steps beside it. */
export async function appCode({ owner }: Pick<Scene, 'owner'>, secret: string, stepsLater = 0): Promise<string> {
  const [{ now }] = await owner<[{ now: Date }]>`select drempel.now()`
  return codeAt(secret, Math.floor(now.getTime() / 30_000) + stepsLater)
}

export function codeAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

function fromBase32(text: string): Buffer {
  const bits = [...text.replace(/=+$/, '')]
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
