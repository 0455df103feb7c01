import { setTimeout as pause } from 'node:timers/promises'

type Patience = { readonly withinMs?: number; readonly everyMs?: number }

/**
 * Waits until `look` answers something other than undefined or false, and answers it. When the deadline passes it says what
 * it waited for and what went wrong last.
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  { withinMs = 15_000, everyMs = 25 }: Patience = {},
): Promise<T> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const outcome = await attempt(look)
    if ('value' in outcome) return outcome.value
    if (Date.now() >= deadline) {
      throw new Error(`waited ${withinMs} ms in vain: ${what}`, { cause: outcome.error })
    }
    await pause(everyMs)
  }
}

type Outcome<T> = { readonly value: T } | { readonly error?: unknown }

async function attempt<T>(look: () => Promise<T | undefined | false> | T | undefined | false): Promise<Outcome<T>> {
  try {
    const value = await look()
    return value === undefined || value === false ? {} : { value }
  } catch (error) {
    return { error }
  }
}
