import { type DocumentKind, isHealthData } from '../../domain/documents/document.ts'

/** What is about somebody's health is never said outside the portal, and not kept in the message's row either. */
export function aboutOf(kind: DocumentKind) {
  if (isHealthData(kind)) return 'DOCUMENT'
  return kind === 'PAYSLIP' || kind === 'ANNUAL_STATEMENT' || kind === 'CONTRACT' ? kind : 'DOCUMENT'
}
