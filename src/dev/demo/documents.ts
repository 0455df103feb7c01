import { createHash } from 'node:crypto'
import type { Tx } from '../../db/client.ts'
import { completeFile, insertFile, keepFiles } from '../../db/files.ts'
import { mintId } from '../../db/ids.ts'
import { claimDocuments, insertVersions } from '../../db/publications.ts'
import { fileChunks } from '../../db/schema/all.ts'
import type { DocumentKind, Period } from '../../domain/documents/document.ts'
import { payslipTitle } from '../../domain/documents/payslip-title.ts'
import { localDate } from '../../domain/time.ts'
import { demoPdf } from './pdf.ts'

type DemoDocument = { readonly kind: DocumentKind; readonly title: string; readonly period: Period }

// Published before Drempel came, by nobody in particular.
const nobody = '00000000-0000-0000-0000-000000000000'
const publisher = { kind: 'installation', id: nobody } as const

/** Three payslips and an annual statement of somebody who has just been made: plain rows, of which no mail tells. */
export async function insertDemoDocuments(tx: Tx, place: Place): Promise<void> {
  for (const document of documentsUntil(localDate(tx.now))) await insertDocument(tx, document, place)
}

function documentsUntil(today: string): readonly DemoDocument[] {
  const [year = 0, month = 0] = today.split('-').map(Number)
  const day = (inYear: number, inMonth: number, on: number) =>
    new Date(Date.UTC(inYear, inMonth - 1, on)).toISOString().slice(0, 10)
  const payslips = [3, 2, 1].map((ago): DemoDocument => {
    const period = { from: day(year, month - ago, 1), until: day(year, month - ago + 1, 0) }
    return { kind: 'PAYSLIP', title: payslipTitle(period, 'nl'), period }
  })
  const lastYear = { from: day(year - 1, 1, 1), until: day(year - 1, 12, 31) }
  return [{ kind: 'ANNUAL_STATEMENT', title: `Jaaropgaaf ${year - 1}`, period: lastYear }, ...payslips]
}

type Place = {
  readonly owner: { readonly id: string; readonly name: string }
  readonly organisationId: string
  readonly organisation: string
}

async function insertDocument(
  tx: Tx,
  { kind, title, period }: DemoDocument,
  { owner, organisationId, organisation }: Place,
): Promise<void> {
  const id = await mintId(tx)
  const externalReference = `demo ${owner.id} ${title}`
  await claimDocuments(tx, organisationId, [{ id, personId: owner.id, kind, externalReference, isShared: false }])
  const fileId = await insertPdf(tx, title, demoPdf([organisation, title, owner.name, '', 'Voorbeeld']))
  const frame = { actorKind: publisher.kind, actorId: publisher.id, correlationId: 'demo', act: 'documentPublish' }
  await insertVersions(tx, frame, [{ documentId: id, number: 1, fileId, title, period }])
  await keepFiles(tx, [fileId])
}

async function insertPdf(tx: Tx, title: string, bytes: Buffer): Promise<string> {
  const expiresAt = new Date(tx.now.getTime() + 60_000)
  const fileId = await insertFile(tx, { name: '', uploader: publisher, expiresAt })
  await tx.insert(fileChunks).values({ portalId: tx.portalId, fileId, number: 0, bytes })
  const digest = createHash('sha256').update(bytes).digest()
  const whole = { digest, size: bytes.length, mediaType: 'application/pdf', name: `${title}.pdf`, expiresAt }
  await completeFile(tx, fileId, whole)
  return fileId
}
