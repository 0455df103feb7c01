/** What a document is. The list only grows: rows and frontends name its values. */
export const documentKinds = ['PAYSLIP', 'ANNUAL_STATEMENT', 'CONTRACT', 'ABSENCE', 'COACHING', 'UPLOAD'] as const

export type DocumentKind = (typeof documentKinds)[number]

/**
 * personnel: the organisation's own administration. health: about somebody's health, which an employer may not read (AVG,
 * article 9). own: what people keep for themselves, shared with HR only where they say so.
 */
export type Confidentiality = 'personnel' | 'health' | 'own'

const confidentialityOf: Readonly<Record<DocumentKind, Confidentiality>> = {
  PAYSLIP: 'personnel',
  ANNUAL_STATEMENT: 'personnel',
  CONTRACT: 'personnel',
  ABSENCE: 'health',
  COACHING: 'health',
  UPLOAD: 'own',
}

export function isHealthData(kind: DocumentKind): boolean {
  return confidentialityOf[kind] === 'health'
}

/** What HR publishes with its own hands. Documents about health come from the system that keeps them, past HR. */
export function isPublishedByHand(kind: DocumentKind): boolean {
  return confidentialityOf[kind] === 'personnel'
}

/** What a system publishes: everything but what people upload themselves. */
export function isPublished(kind: DocumentKind): boolean {
  return confidentialityOf[kind] !== 'own'
}

/** Days, both included. */
export type Period = { readonly from: string; readonly until: string }

/** How long a file that belongs to no document is kept. */
export const unusedHours = 24

/** How long somebody may take between asking for a document and starting to download it. */
export const ticketSeconds = 60
