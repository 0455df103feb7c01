import type { Pool } from '../../db/client.ts'
import { phaseStore } from '../../db/phases.ts'
import { type PhaseItem, parsePhase } from '../../domain/documents/figure-item.ts'
import type { Call } from '../execute.ts'
import { type FigureResult, type PublishFigures, publishFigures } from './publish-figures.ts'

const figures = { act: 'phasePublish', parse: parsePhase, store: phaseStore } as const

export async function publishPhases(
  deps: { readonly app: Pool },
  call: Call,
  input: PublishFigures<PhaseItem>,
): Promise<readonly FigureResult[]> {
  return publishFigures(deps, call, { figures, input })
}
