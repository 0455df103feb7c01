import { type DocumentKind, documentKinds } from '../domain/documents/document.ts'
import { builder } from './builder.ts'

const descriptions: Readonly<Record<DocumentKind, string>> = {
  PAYSLIP: 'A payslip. Leavers still reach it.',
  ANNUAL_STATEMENT: 'The statement of a year’s wages for the tax return. Leavers still reach it.',
  CONTRACT: 'A contract as a file.',
  ABSENCE: 'About an absence: health data, for its owner alone. Each view is on record.',
  COACHING: 'About a coaching trajectory: health data, for its owner alone. Each view is on record.',
  UPLOAD: 'What somebody uploaded themselves. HR sees it where they shared it.',
}

export const DocumentKindRef = builder.enumType('DocumentKind', {
  description: 'What a document is. The list grows.',
  values: Object.fromEntries(documentKinds.map((kind) => [kind, { value: kind, description: descriptions[kind] }])),
})
