import { createHash } from 'node:crypto'

/** The work a browser does, for tests and development: about 2^difficulty digests. */
export function solve(challenge: string, difficulty: number): string {
  for (let counter = 0; ; counter++) {
    const answer = `${challenge}.${counter}`
    if (isWorkedFor(answer, difficulty)) return answer
  }
}

export function isWorkedFor(answer: string, difficulty: number): boolean {
  // A difficulty is at most 32: the first four bytes hold it.
  return Math.clz32(createHash('sha256').update(answer).digest().readUInt32BE()) >= difficulty
}
