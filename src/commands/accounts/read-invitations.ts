import {
  type Invitation,
  type InvitationItem,
  type InvitationTerms,
  parseInvitation,
} from '../../domain/accounts/invitation.ts'
import type { Problem } from '../../domain/errors.ts'
import type { InvitationResult } from './invitation-results.ts'

export type Readable = { readonly index: number; readonly invitation: Invitation }

type Read = {
  readonly readable: readonly Readable[]
  readonly refused: readonly (readonly [index: number, result: InvitationResult])[]
}

/** Tells the items that can be meant from those that cannot; the second one of two alike is told so. */
export function readInvitations(items: readonly InvitationItem[], terms: InvitationTerms): Read {
  const readable: Readable[] = []
  const refused: (readonly [number, InvitationResult])[] = []
  const seen = new Set<string>()
  for (const [index, item] of items.entries()) {
    const parsed = parseInvitation(item, terms)
    const problems = isProblems(parsed) ? parsed : duplicates(parsed, seen, terms)
    if (isProblems(parsed) || problems.length > 0) refused.push([index, { outcome: 'REFUSED', problems }])
    else readable.push({ index, invitation: parsed })
  }
  return { readable, refused }
}

function isProblems(parsed: Invitation | readonly Problem[]): parsed is readonly Problem[] {
  return Array.isArray(parsed)
}

function duplicates(invitation: Invitation, seen: Set<string>, { portal }: InvitationTerms): readonly Problem[] {
  const marks = [
    [portal.identifier === 'email' ? 'email' : 'username', `identifier ${invitation.identifier}`],
    ...(invitation.externalReference === null
      ? []
      : [['externalReference', `reference ${invitation.externalReference}`]]),
  ] as const
  const twice = marks.filter(([, mark]) => seen.has(mark))
  for (const [, mark] of marks) seen.add(mark)
  return twice.map(([path]) => ({ path, code: 'DUPLICATE_ITEM' as const }))
}
