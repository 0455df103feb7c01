import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { RobotCheckPort } from './port.ts'
import { isWorkedFor } from './solve.ts'

type ProofOfWork = {
  readonly key: Buffer
  /** Zero bits, at most 32. Each one doubles the work: 16 is a blink for one visitor. */
  readonly difficulty: number
  readonly validMinutes: number
}

/** Nonce, expiry in milliseconds, difficulty, signature; then the counter that was looked for. */
const form = /^(([\w-]{22})\.(\d{1,15})\.(\d{1,2}))\.([\w-]{43})\.\d{1,15}$/

/**
 * Proof of work, at home: no third party learns who signs in, and there is nothing to look at or to listen to. A challenge holds
 * all that is known of it and is signed together with its portal, so nothing is stored until one is spent.
 */
export function proofOfWork({ key, difficulty, validMinutes }: ProofOfWork): RobotCheckPort {
  const signature = (terms: string, portalId: string) =>
    createHmac('sha256', key)
      .update(JSON.stringify([terms, portalId]))
      .digest('base64url')

  return {
    issue({ portalId, now }) {
      const expiresAt = new Date(now.getTime() + validMinutes * 60_000)
      const terms = `${randomBytes(16).toString('base64url')}.${expiresAt.getTime()}.${difficulty}`
      return { challenge: `${terms}.${signature(terms, portalId)}`, difficulty, expiresAt }
    },

    async judge(answer, { portalId, now }) {
      const [, terms = '', nonce = '', expiry = '', asked = '', signed = ''] = form.exec(answer) ?? []
      if (nonce === '') return { isHuman: false }
      if (!timingSafeEqual(Buffer.from(signed), Buffer.from(signature(terms, portalId)))) return { isHuman: false }
      const expiresAt = new Date(Number(expiry))
      // The difficulty it was issued with: another configuration does not change what was promised.
      if (expiresAt <= now || !isWorkedFor(answer, Number(asked))) return { isHuman: false }
      return { isHuman: true, spend: createHash('sha256').update(terms).digest(), expiresAt }
    },
  }
}
