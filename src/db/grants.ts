import { and, desc, eq, sql } from 'drizzle-orm'
import { type Actor, actorId } from '../domain/accounts/access.ts'
import type { Grant, GrantEnd } from '../domain/accounts/account.ts'
import type { Tx } from './client.ts'
import { grants, organisations } from './schema/all.ts'

/**
 * Ends the access a journey gave. Of a right that had not begun yet nothing remains: its end lies before its beginning. What
 * a leaving cut short of it comes back no more; what had ended by then only where it is withdrawn.
 */
export async function endGrantsOfJourney(
  tx: Tx,
  journeyId: string,
  { actor, reason }: { readonly actor: Actor; readonly reason: GrantEnd },
): Promise<void> {
  const ended = await tx
    .update(grants)
    .set({
      validUntil: sql`drempel.now()`,
      endedByKind: actor.kind,
      endedBy: actorId(actor),
      endReason: reason,
    })
    .where(and(ofJourney(tx, journeyId), hasNotEnded))
    .returning({ id: grants.id })
  await tx.execute(sql`
    delete from drempel.leaver_cuts c using drempel.grants g
    where g.portal_id = ${tx.portalId} and g.journey_id = ${journeyId} and c.portal_id = g.portal_id and c.grant_id = g.id
      and (${reason}::text = 'WITHDRAWN' or g.id = any(${sql.param(ended.map(({ id }) => id))}::uuid[]))`)
}

export type GrantRow = typeof grants.$inferSelect

/** What other organisations gave while this journey was under way. */
export async function grantsOfOthers(
  tx: Tx,
  journey: { readonly id: string; readonly organisationId: string | null },
): Promise<readonly GrantRow[]> {
  return tx
    .select()
    .from(grants)
    .where(
      and(
        ofJourney(tx, journey.id),
        hasNotEnded,
        sql`${grants.organisationId} is distinct from ${journey.organisationId}::uuid`,
      ),
    )
    .orderBy(grants.id)
}

/** Another journey goes on with what has not ended. */
export async function passGrantsOn(tx: Tx, fromJourneyId: string, toJourneyId: string): Promise<void> {
  await tx
    .update(grants)
    .set({ journeyId: toJourneyId })
    .where(
      and(
        ofJourney(tx, fromJourneyId),
        hasNotEnded,
        // What belongs to the organisation that withdrew ends with its journey.
        sql`${grants.organisationId} is distinct from (
          select j.organisation_id from drempel.journeys j where j.portal_id = ${tx.portalId} and j.id = ${fromJourneyId})`,
      ),
    )
}

export type GivenAgain = Pick<GrantRow, 'accountId' | 'role' | 'organisationId'> & { readonly from: Date }

/**
 * An expired invitation is renewed: what ended with it is given again by whoever renews it, as rights of their own. What
 * somebody had ended before stays ended. Answers what was given.
 */
export async function giveGrantsAgain(
  tx: Tx,
  { journeyId, endedAt, actor }: { readonly journeyId: string; readonly endedAt: Date; readonly actor: Actor },
): Promise<readonly GivenAgain[]> {
  const rows = await tx.execute<Omit<GivenAgain, 'from'> & { from: number }>(sql`
    insert into drempel.grants (portal_id, account_id, role, organisation_id, system, valid_from, journey_id, reason,
      given_by_kind, given_by)
    select portal_id, account_id, role, organisation_id, system, greatest(valid_from, drempel.now()), journey_id,
      reason, ${actor.kind}, ${actorId(actor)}::uuid
    from drempel.grants
    where portal_id = ${tx.portalId} and journey_id = ${journeyId} and valid_until = ${endedAt.toISOString()}::timestamptz
    returning account_id as "accountId", role, organisation_id as "organisationId",
      (extract(epoch from valid_from) * 1000)::float8 as from`)
  return rows.map(({ from, ...row }) => ({ ...row, from: new Date(from) }))
}

/** Another first working day moves the beginning of its own organisation's access with it, and of no other one's. */
export async function beginGrantsOfJourney(
  tx: Tx,
  journey: { readonly id: string; readonly organisationId: string | null },
  validFrom: Date,
): Promise<void> {
  await tx
    .update(grants)
    .set({ validFrom })
    .where(
      and(
        ofJourney(tx, journey.id),
        hasNotEnded,
        sql`${grants.organisationId} is not distinct from ${journey.organisationId}::uuid`,
      ),
    )
}

/** All rights somebody ever had, and those to come. */
export async function allGrants(tx: Tx, accountId: string): Promise<readonly GrantRow[]> {
  return tx.select().from(grants).where(ofAccount(tx, accountId)).orderBy(grants.id)
}

/** What somebody may do now. */
export async function grantsInForce(tx: Tx, accountId: string): Promise<readonly Grant[]> {
  return tx
    .select()
    .from(grants)
    .where(and(ofAccount(tx, accountId), inForce))
    .orderBy(grants.id)
}

/** Whether somebody has a right now, or one to come, anywhere else in the portal. */
export async function hasAccessElsewhere(tx: Tx, accountId: string, organisationId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: grants.id })
    .from(grants)
    .where(
      and(
        ofAccount(tx, accountId),
        sql`${grants.organisationId} is distinct from ${organisationId}::uuid`,
        sql`(${grants.validUntil} is null or (${grants.validUntil} > drempel.now() and ${grants.validUntil} > ${grants.validFrom}))`,
      ),
    )
    .limit(1)
  return rows.length > 0
}

/** The organisation that speaks to somebody: where they have access now, else where they last had. */
export async function organisationOf(
  tx: Tx,
  accountId: string,
): Promise<typeof organisations.$inferSelect | undefined> {
  const [row] = await tx
    .select({ organisation: organisations })
    .from(grants)
    .innerJoin(
      organisations,
      and(eq(organisations.portalId, grants.portalId), eq(organisations.id, grants.organisationId)),
    )
    .where(ofAccount(tx, accountId))
    .orderBy(sql`(${inForce}) desc`, desc(grants.id))
    .limit(1)
  return row?.organisation
}

const hasNotEnded = sql`(${grants.validUntil} is null or ${grants.validUntil} > drempel.now())`

const inForce = sql`${grants.validFrom} <= drempel.now() and (${grants.validUntil} is null or ${grants.validUntil} > drempel.now())`

function ofAccount(tx: Tx, accountId: string) {
  return and(eq(grants.portalId, tx.portalId), eq(grants.accountId, accountId))
}

function ofJourney(tx: Tx, journeyId: string) {
  return and(eq(grants.portalId, tx.portalId), eq(grants.journeyId, journeyId))
}
