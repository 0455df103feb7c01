import type { Tx } from '../../db/client.ts'
import { keepFiles } from '../../db/files.ts'
import { findHushed } from '../../db/hushed-documents.ts'
import { insertMessages } from '../../db/messages.ts'
import { settleChases, wakeLeavers } from '../../db/offboardings.ts'
import { insertVersions } from '../../db/publications.ts'
import { isOwnKind } from '../../domain/documents/visibility.ts'
import { documentPublished } from '../../messages/document-published.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { composeMessage } from '../messages/compose-message.ts'
import { documentUrl } from '../messages/links.ts'
import { aboutOf } from './document-about.ts'
import type { Decided, PublicationSetting, Result } from './publication-setting.ts'

type Deps = { readonly sealing: SealingPort }
type Writing = { readonly decided: readonly Decided[]; readonly setting: PublicationSetting }
type Written = Decided & { readonly documentId: string; readonly number: number }

/** Writes what was decided, each kind of row in one statement, and answers per item. */
export async function writePublications(tx: Tx, deps: Deps, { decided, setting }: Writing): Promise<readonly Result[]> {
  const written = decided.flatMap(toWrite)
  await insertVersions(
    tx,
    { actorKind: setting.by.kind, actorId: setting.by.id, correlationId: setting.call.correlationId, act: setting.act },
    written.map(({ documentId, number, publication: { fileId, title, period } }) => ({
      documentId,
      number,
      fileId,
      title,
      period,
    })),
  )
  await keepFiles(
    tx,
    written.flatMap(({ file }) => (file.isFree ? file.id : [])),
  )
  if (setting.tells) await tellAll(tx, deps, { written, setting })
  // Whoever leaves waits for it, or for HR to be told that it is missing.
  const statements = written.filter(({ publication }) => publication.kind === 'ANNUAL_STATEMENT')
  const missed = { organisationId: setting.organisation.id, personIds: statements.map(({ to }) => to.personId) }
  // Their journeys are locked by it: HR who is asked at this moment is seen here, or sees the statement.
  await wakeLeavers(tx, missed)
  await settleChases(tx, missed)
  return decided.map(resultOf)
}

function toWrite(item: Decided): readonly Written[] {
  const { verdict } = item
  if (verdict.kind === 'new') return [{ ...item, documentId: verdict.documentId, number: 1 }]
  if (verdict.kind !== 'corrected') return []
  return [{ ...item, documentId: verdict.document.id, number: verdict.document.version + 1 }]
}

function resultOf({ index, verdict }: Decided): Result {
  switch (verdict.kind) {
    case 'new':
      return [index, { outcome: 'PUBLISHED', documentId: verdict.documentId, version: 1 }]
    case 'corrected':
      return [index, { outcome: 'CORRECTED', documentId: verdict.document.id, version: verdict.document.version + 1 }]
    case 'repeated':
      return [index, { outcome: 'REPEATED', documentId: verdict.document.id, version: verdict.document.version }]
    case 'refused':
      return [index, { outcome: 'REFUSED', problems: [{ path: verdict.path, code: verdict.code }] }]
  }
}

/** Whom the link would be refused, or who cannot sign in yet, finds the document later: a mail would only mislead. */
function mayBeTold({ to, publication }: Written, { organisation }: PublicationSetting): boolean {
  return to.accountStatus === 'active' && isOwnKind(to.grants, publication.kind, organisation.id)
}

/** Once for each version, in the transaction that writes it. */
async function tellAll(
  tx: Tx,
  deps: Deps,
  { written, setting }: { readonly written: readonly Written[]; readonly setting: PublicationSetting },
): Promise<void> {
  const told = written.filter((one) => mayBeTold(one, setting))
  const corrected = told.filter(({ number }) => number > 1).map(({ documentId }) => documentId)
  const hushed = await findHushed(tx, corrected)
  const isCorrection = ({ documentId, number }: Written) => number > 1 && hushed.get(documentId)?.isKnown !== false
  await insertMessages(
    tx,
    told.map((one) => tell(deps, setting, { ...one, isCorrection: isCorrection(one) })),
  )
}

function tell(
  deps: Deps,
  { portal, organisation, bulk }: PublicationSetting,
  { to, publication, documentId, number, isCorrection }: Written & { readonly isCorrection: boolean },
) {
  return composeMessage(
    deps,
    { portal, organisationName: organisation.name, serviceDesk: organisation.serviceDesk },
    {
      template: documentPublished,
      params: {
        about: aboutOf(publication.kind),
        isCorrection,
        documentUrl: documentUrl(portal, documentId),
      },
      to: { ...to, id: to.personId, mobile: null },
      journey: null,
      key: `document-published/${documentId}/${number}`,
      priority: bulk ? 'bulk' : undefined,
    },
  )
}
