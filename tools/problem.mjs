/** What the person at the keyboard can do something about: told by its message alone, without a stack (tools/run.mjs). */
export class Problem extends Error {
  name = 'Problem'
}
