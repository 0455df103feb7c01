import { type Actor, may } from '../accounts/access.ts'
import { type Grant, isInForce, type Role } from '../accounts/account.ts'
import { type DocumentKind, documentKinds, isHealthData } from './document.ts'

/** What is decided on. */
export type Shown = {
  readonly organisationId: string
  readonly personId: string
  readonly kind: DocumentKind
  /** Own uploads alone: whether HR may see it. */
  readonly isShared: boolean
  readonly isWithdrawn: boolean
  /** Who published the present version. */
  readonly publishedBy: { readonly kind: Actor['kind']; readonly id: string | null }
}

/** metadata: that it is there and what is known of it, never what stands in it. */
export type Sight = 'contents' | 'metadata' | 'none'

/**
 * Which of their own documents people see by a right that is in force in the document's organisation. What a leaver still
 * reaches is declared here and nowhere else.
 */
const ownKindsOf: Partial<Readonly<Record<Role, readonly DocumentKind[]>>> = {
  EMPLOYEE: documentKinds,
  EX_EMPLOYEE: ['PAYSLIP', 'ANNUAL_STATEMENT'],
}

/** Own documents of these kinds, in this organisation; null: in all of them. */
export type OwnSight = { readonly organisationId: string | null; readonly kinds: readonly DocumentKind[] }

/** What somebody sees of their own: what a list of it may show, and what a single one is judged by. */
export function ownSights(actor: Actor, now: Date): readonly OwnSight[] {
  if (actor.kind !== 'account') return []
  return actor.grants
    .filter((grant) => isInForce(grant, now))
    .flatMap(({ role, organisationId }) => {
      const kinds = ownKindsOf[role]
      return kinds === undefined ? [] : [{ organisationId, kinds }]
    })
}

/** Whether rights that are in force let somebody see a document of this kind of their own. */
export function isOwnKind(
  inForce: readonly Pick<Grant, 'role' | 'organisationId'>[],
  kind: DocumentKind,
  organisationId: string,
): boolean {
  return inForce.some(
    (grant) =>
      (grant.organisationId === null || grant.organisationId === organisationId) &&
      ownKindsOf[grant.role]?.includes(kind),
  )
}

/** The kinds that HR reads; uploads only where their owner shared them, and until their owner takes them back. */
export const kindsForHr: readonly DocumentKind[] = documentKinds.filter((kind) => !isHealthData(kind))

/**
 * The one decision about who sees a document. The service desk and operators see none; the service key that published one
 * sees what it published, and not what stands in it.
 */
export function sightOf(actor: Actor, document: Shown, now: Date): Sight {
  if (actor.kind === 'account') {
    return seesOwn(actor, document, now) || readsForHr(actor, document, now) ? 'contents' : 'none'
  }
  if (actor.kind !== 'service') return 'none'
  const { publishedBy, organisationId } = document
  const isPublisher = publishedBy.kind === 'service' && publishedBy.id === actor.keyId
  return isPublisher && may(actor, 'documents.write', organisationId, now) ? 'metadata' : 'none'
}

/** Published by mistake: HR takes back what it may read, a system what it published, people what they uploaded. */
export function mayWithdraw(actor: Actor, document: Shown, now: Date): boolean {
  if (actor.kind === 'service') return sightOf(actor, document, now) === 'metadata'
  if (actor.kind !== 'account') return false
  if (document.kind === 'UPLOAD') return seesOwn(actor, document, now)
  return readsForHr(actor, document, now) && may(actor, 'documents.write', document.organisationId, now)
}

function seesOwn(actor: Extract<Actor, { kind: 'account' }>, document: Shown, now: Date): boolean {
  if (actor.personId !== document.personId || document.isWithdrawn) return false
  const inForce = actor.grants.filter((grant) => isInForce(grant, now))
  return isOwnKind(inForce, document.kind, document.organisationId)
}

function readsForHr(actor: Actor, { kind, organisationId, isShared, isWithdrawn }: Shown, now: Date): boolean {
  if (!kindsForHr.includes(kind)) return false
  if (kind === 'UPLOAD' && (!isShared || isWithdrawn)) return false
  return may(actor, 'documents.read', organisationId, now)
}
