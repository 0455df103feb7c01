import type { FigureResult } from '../commands/documents/publish-figures.ts'
import type { Code } from '../domain/codes.ts'
import { builder } from './builder.ts'
import { ProblemRef } from './errors.ts'

export const whoPublishes = 'For service keys with payroll:write.'

export const publishCodes = ['REQUIRED', 'TOO_MANY_ITEMS'] as const satisfies readonly Code[]

export const publishers = { anyRight: ['figures.write'] as const }

const OutcomeRef = builder.enumType('PayrollFigureOutcome', {
  description: 'What became of one item.',
  values: {
    PUBLISHED: { description: 'It is there now.' },
    REPEATED: { description: 'It was there already, with the same content.' },
    CORRECTED: { description: 'It replaced what this reference said before; what was said before is kept.' },
    REFUSED: { description: 'Nothing happened; the problems say why.' },
  },
})

export const FigureResultRef = builder.objectRef<FigureResult>('PayrollFigureItemResult').implement({
  description: 'What became of one item, in the order of the items.',
  fields: (t) => ({
    outcome: t.field({ type: OutcomeRef, description: 'What became of it.', resolve: ({ outcome }) => outcome }),
    version: t.int({
      nullable: true,
      description: 'Which version counts now. Null when refused.',
      resolve: (result) => ('version' in result ? result.version : null),
    }),
    problems: t.field({
      type: [ProblemRef],
      description:
        'Why it was refused; paths are within the item. PERSON_UNKNOWN: nobody who works or worked there. REFERENCE_REUSED: this figure is about somebody else.',
      resolve: (result) => ('problems' in result ? [...result.problems] : []),
    }),
  }),
})
