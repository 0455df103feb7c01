import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const unit = ['src/**/*.test.ts', 'tools/**/*.test.ts', 'test/architecture/**/*.test.ts', 'test/replay/**/*.test.ts']
const browser = ['test/browser/**/*.test.ts']
// `npm run test:cluster`: needs a server that takes long to build.
const cluster = ['test/cluster/**/*.test.ts']

// As Node resolves: graphql has another build under "development", and two builds do not know each other's classes.
const conditions = ['node', 'module-sync']

export default defineConfig({
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    pool: 'forks',
    maxWorkers: Math.max(2, availableParallelism()),
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'unit', include: unit } },
      {
        extends: true,
        test: {
          name: 'servers',
          include: ['test/**/*.test.ts'],
          exclude: [...unit, ...browser, ...cluster],
          globalSetup: ['test/support/global-setup.ts'],
        },
      },
      {
        extends: true,
        // Pages are played as a person plays them, many in one test, on machines that do more than that.
        test: {
          name: 'browser',
          include: browser,
          testTimeout: 90_000,
          globalSetup: ['test/support/browser-setup.ts'],
        },
      },
    ],
  },
})
