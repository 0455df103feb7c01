import type { RobotChallenge } from '../providers/robot-check/port.ts'
import { actCost, builder } from './builder.ts'

export const robotCheckText =
  'Where a robot check is asked: the challenge of `robotChallenge`, a dot, and the counter that was found.'

const RobotChallengeRef = builder.objectRef<RobotChallenge>('RobotChallenge').implement({
  description: 'Work for a browser, a blink for one visitor and dear for a flood of them. For anybody.',
  fields: (t) => ({
    challenge: t.exposeString('challenge', {
      description: 'Answer it with `<challenge>.<counter>`, of which SHA-256 begins with `difficulty` zero bits.',
    }),
    difficulty: t.exposeInt('difficulty', { description: 'How many zero bits.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when an answer counts, once.' }),
  }),
})

builder.queryField('robotChallenge', (t) =>
  t.field({
    type: RobotChallengeRef,
    description: 'A fresh challenge, for where a robot check is asked. Anybody may ask; nothing is kept of it.',
    authScopes: { public: true },
    // Anybody may ask, and each time it is a transaction of its own: a stranger's request has no clock yet.
    complexity: actCost,
    resolve: (_root, _args, { deps, reader }) =>
      reader.read(async ({ portalId, now }) => deps.robotCheck.issue({ portalId, now })),
  }),
)
