import { randomBytes, randomInt } from 'node:crypto'
import type { RandomPort } from './port.ts'

export const systemRandom: RandomPort = {
  token: () => randomBytes(32).toString('base64url'),
  digits: (count) => Array.from({ length: count }, () => randomInt(10)).join(''),
  bytes: (count) => randomBytes(count),
}
