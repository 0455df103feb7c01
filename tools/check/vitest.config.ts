import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** The architecture tests by themselves: no server, no global set-up. */
export default defineConfig({
  test: { root: fileURLToPath(new URL('../..', import.meta.url)), include: ['test/architecture/**/*.test.ts'] },
})
