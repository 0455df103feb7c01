import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** The architecture tests by themselves: no server, no global set-up. */
// As Node resolves: graphql has another build under "development", and two builds do not know each other's classes.
const conditions = ['node', 'module-sync']

export default defineConfig({
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: { root: fileURLToPath(new URL('../..', import.meta.url)), include: ['test/architecture/**/*.test.ts'] },
})
