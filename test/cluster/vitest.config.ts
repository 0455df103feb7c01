import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import everyTier from '../../vitest.config.ts'

/**
 * On Temporal as production runs it: what is its own, and every journey from its first mutation to its last mail. Apart,
 * because the server takes five minutes to build and `npm test` must not (docs/decisions/0028).
 */
const journeys = '{weeks-in-seconds,worker-killed,account-recovery,enrolment,offboarding}'

export default defineConfig({
  ssr: { ...everyTier.ssr },
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    include: ['test/cluster/**/*.test.ts', `test/system/${journeys}.test.ts`],
    globalSetup: ['test/support/cluster-setup.ts'],
  },
})
