import { may, type Right, reach } from '../domain/accounts/access.ts'
import { authorise, type Call } from './execute.ts'

/**
 * Whether somebody may touch a thing of this organisation that they named by its id. Who holds none of the rights
 * anywhere is turned away; for the others a thing out of reach is a thing that is not there.
 */
export function reaches(
  call: Call,
  rights: readonly [Right, ...Right[]],
  organisationId: string | null | undefined,
  now: Date,
): boolean {
  const held = rights.filter((right) => reach(call.actor, right, now).length > 0)
  if (held.length === 0) authorise(call, rights[0], null, now)
  return organisationId !== undefined && held.some((right) => may(call.actor, right, organisationId, now))
}
