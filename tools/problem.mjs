/** What the person at the keyboard can do something about: told by its message alone, without a stack. */
export class Problem extends Error {
  name = 'Problem'
}
