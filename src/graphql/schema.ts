import { builder } from './builder.ts'
import './scalars.ts'
import './portal.ts'
import './viewer.ts'
import './person.ts'
import './organisation.ts'
import './journey.ts'
import './journey-acts.ts'
import './workflow-run.ts'
import './task.ts'
import './invitation.ts'
import './activation.ts'
import './session.ts'
import './device.ts'
import './service-key.ts'
import './installation.ts'

/** The whole API. Each file above adds its types, queries and mutations to the builder. */
export const schema = builder.toSchema()
