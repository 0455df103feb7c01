import { builder } from './builder.ts'
import './scalars.ts'
import './portal.ts'

/** The whole API. Each file above adds its types, queries and mutations to the builder. */
export const schema = builder.toSchema()
