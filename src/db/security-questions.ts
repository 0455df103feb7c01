import { and, eq, sql } from 'drizzle-orm'
import type { SecurityQuestion } from '../domain/accounts/security-question.ts'
import type { Tx } from './client.ts'
import { securityQuestions } from './schema/all.ts'

export type OwnQuestion = { readonly question: SecurityQuestion; readonly answerHash: string }

export async function findSecurityQuestion(tx: Tx, accountId: string): Promise<OwnQuestion | undefined> {
  const [row] = await tx
    .select({ question: securityQuestions.question, answerHash: securityQuestions.answerHash })
    .from(securityQuestions)
    .where(and(eq(securityQuestions.portalId, tx.portalId), eq(securityQuestions.accountId, accountId)))
  return row
}

/** One for each account: another one takes its place. */
export async function putSecurityQuestion(tx: Tx, accountId: string, own: OwnQuestion): Promise<void> {
  await tx
    .insert(securityQuestions)
    .values({ portalId: tx.portalId, accountId, ...own })
    .onConflictDoUpdate({
      target: [securityQuestions.portalId, securityQuestions.accountId],
      set: { ...own, updatedAt: sql`drempel.now()` },
    })
}
