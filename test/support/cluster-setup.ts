import type { TestProject } from 'vitest/node'
import { serve } from './global-setup.ts'
import { startTestCluster } from './test-cluster.ts'

/** The same as in the other tiers, with Temporal as production runs it. */
export const setup = (project: TestProject) => serve(project, startTestCluster)
