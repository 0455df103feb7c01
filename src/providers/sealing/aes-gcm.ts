import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import type { SealingPort } from './port.ts'

type Key = { readonly name: string; readonly key: Buffer }

const ivLength = 12
const tagLength = 16

/**
 * AES-256-GCM under a key ring: the first key seals, every key opens, so a key can be replaced while old values live.
 * Layout: length of the key's name, its name, iv, tag, ciphertext. The context is authenticated with it.
 */
export function sealingWith(ring: readonly Key[]): SealingPort {
  const [first] = ring
  if (first === undefined) throw new Error('a key ring needs a key')

  const seal = (plain: string, context: string): Buffer => {
    const iv = randomBytes(ivLength)
    const cipher = createCipheriv('aes-256-gcm', first.key, iv).setAAD(Buffer.from(context))
    const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
    return Buffer.concat([Buffer.from([first.name.length]), Buffer.from(first.name), iv, cipher.getAuthTag(), body])
  }

  const keyOf = (sealed: Buffer): string => sealed.subarray(1, 1 + (sealed[0] ?? 0)).toString()

  const open = (sealed: Buffer, context: string): string => {
    const name = keyOf(sealed)
    const nameEnd = 1 + (sealed[0] ?? 0)
    const key = ring.find((candidate) => candidate.name === name)
    if (key === undefined) throw new Error(`no key named ${name} in the ring`)
    const iv = sealed.subarray(nameEnd, nameEnd + ivLength)
    const tag = sealed.subarray(nameEnd + ivLength, nameEnd + ivLength + tagLength)
    const decipher = createDecipheriv('aes-256-gcm', key.key, iv).setAAD(Buffer.from(context)).setAuthTag(tag)
    return Buffer.concat([decipher.update(sealed.subarray(nameEnd + ivLength + tagLength)), decipher.final()]).toString(
      'utf8',
    )
  }

  const blind = (text: string) => createHmac('sha256', first.key).update(text).digest()

  return { current: first.name, seal, keyOf, open, blind }
}
