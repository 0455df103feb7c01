import { findJourneys, type JourneyView } from '../db/journey-views.ts'
import { builder } from './builder.ts'
import { allowed, type Context } from './context.ts'
import { findAnywhere, isOperator, isOwnAccount } from './sight.ts'

/** Apart from its fields, because tasks name their journey and journeys their tasks. */
export const JourneyRef = builder.loadableNodeRef('Journey', {
  id: { resolve: ({ id }: JourneyView) => id },
  load: loadJourneys,
  sort: ({ id }: JourneyView) => id,
  loaderOptions: { cache: false },
})

async function loadJourneys(ids: string[], context: Context): Promise<JourneyView[]> {
  const found = await findAnywhere(context, ids, {
    own: findJourneys,
    elsewhere: ({ drizzle }, others) => findJourneys(drizzle, others),
  })
  return found.filter((journey) => seesJourney(context, journey))
}

/** Its person, whoever follows it for its organisation, and operators. */
export function seesJourney(context: Context, journey: JourneyView): boolean {
  return isOperator(context) || seesItsPerson(context, journey)
}

/** What is personal about it: never for operators, who see ids and states. */
export function seesItsPerson(context: Context, journey: JourneyView): boolean {
  const isOwn = journey.portalId === context.portal.id && isOwnAccount(context, journey.subjectId)
  return isOwn || followsJourney(context, journey)
}

/** Addresses and numbers: for the person, and for whoever may see people there. */
export function reachesItsPerson(context: Context, { portalId, subjectId, organisationId }: JourneyView): boolean {
  // Who got what in a batch is shown with its items, to whoever may see them.
  if (portalId !== context.portal.id || subjectId === null) return false
  return isOwnAccount(context, subjectId) || allowed(context, 'people.read', organisationId)
}

/** For its organisation: HR, service desk, ADMIN and systems with a key. */
export function followsJourney(context: Context, { portalId, organisationId }: JourneyView): boolean {
  return portalId === context.portal.id && allowed(context, 'journeys.read', organisationId)
}
