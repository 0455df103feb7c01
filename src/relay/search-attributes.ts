import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from '@temporalio/common'

const portal = defineSearchAttributeKey('DrempelPortalId', SearchAttributeType.KEYWORD)
const journey = defineSearchAttributeKey('DrempelJourneyId', SearchAttributeType.KEYWORD)

/** Declared on the namespace at every start and by reconciliation, so that an empty Temporal becomes usable by itself. */
export const searchAttributes = [portal.name, journey.name] as const

export function journeyAttributes(ref: {
  readonly portalId: string
  readonly journeyId: string
}): TypedSearchAttributes {
  return new TypedSearchAttributes([
    { key: portal, value: ref.portalId },
    { key: journey, value: ref.journeyId },
  ])
}
