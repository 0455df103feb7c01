import type { DocumentKind } from '../../domain/documents/document.ts'

/**
 * What is about somebody's health is never said outside the portal, and not kept in the message's row either. A contract is
 * no more than a document there too: were it named, the word that is left would say that it is about health.
 */
export function aboutOf(kind: DocumentKind) {
  return kind === 'PAYSLIP' || kind === 'ANNUAL_STATEMENT' ? kind : 'DOCUMENT'
}
