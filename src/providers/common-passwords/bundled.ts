import { readFileSync } from 'node:fs'
import type { CommonPasswordsPort } from './port.ts'
import { wellKnownWords } from './well-known-words.ts'

const words: ReadonlySet<string> = new Set(wellKnownWords)
const leaked: ReadonlySet<string> = new Set(
  readFileSync(new URL('./leaked.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => !/^(?:#(?: .*)?)?$/.test(line))
    .flatMap((line) => line.split(' ')),
)
const longestWord = Math.max(...wellKnownWords.map((word) => word.length))

/** What fingers walk along without thinking: alphabet, digits, rows and columns of a keyboard. */
const paths = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'azertyuiop',
  'asdfghjkl;',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
]
const steps: ReadonlySet<string> = new Set(
  paths.flatMap((path) => [...path].slice(1).flatMap((key, index) => [`${path[index]}${key}`, `${key}${path[index]}`])),
)

const disguises: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

/**
 * The few thousand that lead every list of leaked passwords, and rules instead of the millions behind them: guessers try
 * well-known words with a year behind them, letters in disguise, repetitions and walks over the keyboard (decision 0026).
 */
export const bundledCommonPasswords: CommonPasswordsPort = {
  isCommon(password) {
    const folded = password.toLowerCase()
    return isLeaked(folded) || repeats(folded) || walks(folded) || [folded, undisguised(folded)].some(madeOfWords)
  },
}

/** As it is, or with digits and signs behind it. */
function isLeaked(password: string): boolean {
  return leaked.has(password) || leaked.has(password.replace(/[\d\p{P}\p{S}]+$/u, ''))
}

/** One to six characters over and over, the last time perhaps cut short. */
function repeats(password: string): boolean {
  return [1, 2, 3, 4, 5, 6].some((length) => {
    const part = password.slice(0, length)
    return password.length >= 2 * length && part.repeat(Math.ceil(password.length / length)).startsWith(password)
  })
}

/** Runs of at least three keys, each next to the one before, and little else. */
function walks(password: string): boolean {
  let [walked, run] = [0, 1]
  for (let at = 1; at <= password.length; at++) {
    const goesOn =
      at < password.length && (steps.has(password.slice(at - 1, at + 1)) || password[at] === password[at - 1])
    if (goesOn) run++
    else {
      if (run >= 3) walked += run
      run = 1
    }
  }
  return walked > 0 && password.length - walked <= 2
}

function undisguised(password: string): string {
  const core = password.replace(/[\d\p{P}\p{S}]+$/u, '')
  return [...core].map((character) => disguises[character] ?? character).join('')
}

/** Nothing is left once digits and signs are gone but well-known words. */
function madeOfWords(password: string): boolean {
  const letters = password.replaceAll(/[^\p{L}]+/gu, '')
  return letters !== '' && isCovered(letters)
}

function isCovered(letters: string): boolean {
  const reachable = new Set([0])
  for (let end = 1; end <= letters.length; end++) {
    for (let start = Math.max(0, end - longestWord); start < end; start++) {
      if (reachable.has(start) && words.has(letters.slice(start, end))) reachable.add(end)
    }
  }
  return reachable.has(letters.length)
}
