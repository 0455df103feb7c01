import type { PublicationResult } from '../commands/documents/publication-setting.ts'
import { publishDocuments } from '../commands/documents/publish-documents.ts'
import { builder } from './builder.ts'
import { DocumentRef } from './document.ts'
import { DocumentKindRef } from './document-kind.ts'
import { PeriodInputRef } from './document-period.ts'
import { answers, ProblemRef, perform } from './errors.ts'
import { OrganisationRef } from './organisation.ts'
import { PersonRef } from './person.ts'

export const mayPublish = { anyRight: ['documents.write'] as const }
export const whoPublishes =
  'For service keys with documents:write, and for HR of the organisation with its own hands, except what is about health.'
const eachItem =
  'Each item has its own result, and one that cannot be meant stops no other. Whoever can sign in and may see it is told by mail, once for each version.'
const codesOf = ['REQUIRED', 'TOO_MANY_ITEMS', 'NOT_FOUND'] as const

const personText = 'Whose it is, by id.'
const personReferenceText =
  'Or by your own id of the person in this organisation, as it was given with the invitation. Exactly one of both is needed.'
const referenceText =
  'Your own id of this document, up to 200 characters. The same reference is the same document: told again it changes nothing, with another file, title or period it is a new version. Keys have to give one.'
const fileText = 'What `POST /files` answered, by the same caller and within a day.'

export const ItemRef = builder.inputType('DocumentItem', {
  description: 'A document to publish.',
  fields: (t) => ({
    kind: t.field({ type: DocumentKindRef, required: true, description: 'What it is; never UPLOAD.' }),
    person: t.globalID({ for: PersonRef, description: personText }),
    personReference: t.string({ description: personReferenceText }),
    externalReference: t.string({ description: referenceText }),
    title: t.string({
      description: 'What its owner sees it called, up to 200 characters. Payslips of a period have one by themselves.',
    }),
    period: t.field({ type: PeriodInputRef, description: 'The days it is about.' }),
    file: t.id({ required: true, description: fileText }),
  }),
})

const PayslipItemRef = builder.inputType('PayslipItem', {
  description: 'A payslip to publish.',
  fields: (t) => ({
    person: t.globalID({ for: PersonRef, description: personText }),
    personReference: t.string({ description: personReferenceText }),
    externalReference: t.string({ description: referenceText }),
    title: t.string({
      description: 'What its owner sees it called. Default by its period, such as “Loonstrook maart 2026”.',
    }),
    period: t.field({ type: PeriodInputRef, required: true, description: 'The days it is about.' }),
    file: t.id({ required: true, description: fileText }),
  }),
})

export const OutcomeRef = builder.enumType('PublicationOutcome', {
  description: 'What became of one item.',
  values: {
    PUBLISHED: { description: 'A new document.' },
    CORRECTED: { description: 'The next version of a document; the one before it is kept.' },
    REPEATED: { description: 'It was published like this before: nothing changed, and nobody is told again.' },
    REFUSED: { description: 'Nothing happened; the problems say why.' },
  },
})

export const ResultRef = builder.objectRef<PublicationResult>('PublicationItemResult').implement({
  description: 'What became of one item, in the order of the items.',
  fields: (t) => ({
    outcome: t.field({ type: OutcomeRef, description: 'What became of it.', resolve: ({ outcome }) => outcome }),
    document: t.field({
      type: DocumentRef,
      nullable: true,
      description: 'The document. Null when refused, and where another key published its present version.',
      resolve: (result) => ('documentId' in result ? result.documentId : null),
    }),
    version: t.int({
      nullable: true,
      description: 'Its present version. Null when refused.',
      resolve: (result) => ('version' in result ? result.version : null),
    }),
    problems: t.field({
      type: [ProblemRef],
      description: 'Why it was refused; paths are within the item.',
      resolve: (result) => ('problems' in result ? [...result.problems] : []),
    }),
  }),
})

type Item = { readonly person?: { readonly id: string } | null | undefined; readonly file: string | number }

export function asAsked<T extends Item>({ person, file, ...item }: T) {
  return { ...item, personId: person?.id, fileId: String(file) }
}

builder.relayMutationField(
  'documentPublish',
  {
    description: 'What an organisation publishes.',
    inputFields: (t) => ({
      organisation: t.globalID({ for: OrganisationRef, required: true, description: 'The organisation it is from.' }),
      items: t.field({ type: [ItemRef], required: true, description: 'One to a thousand documents.' }),
    }),
  },
  {
    ...answers(`Publishes documents, all in one go. ${eachItem} ${whoPublishes}`, ...codesOf),
    authScopes: mayPublish,
    resolve: (_root, { input: { organisation, items } }, context, info) =>
      perform(context, info, async (call) => {
        const asked = { organisationId: organisation.id, items: items.map(asAsked) }
        return { results: await publishDocuments(context.deps, call, asked) }
      }),
  },
  {
    description: 'The list was handled.',
    outputFields: (t) => ({
      results: t.field({
        type: [ResultRef],
        description: 'One for each item.',
        resolve: ({ results }) => [...results],
      }),
    }),
  },
)

builder.relayMutationField(
  'payslipPublish',
  {
    description: 'The payslips an organisation publishes.',
    inputFields: (t) => ({
      organisation: t.globalID({
        for: OrganisationRef,
        required: true,
        description: 'The organisation they are from.',
      }),
      items: t.field({ type: [PayslipItemRef], required: true, description: 'One to a thousand payslips.' }),
    }),
  },
  {
    ...answers(`Publishes payslips, all in one go. ${eachItem} ${whoPublishes}`, ...codesOf),
    authScopes: mayPublish,
    resolve: (_root, { input: { organisation, items } }, context, info) =>
      perform(context, info, async (call) => {
        const payslips = items.map((item) => ({ ...asAsked(item), kind: 'PAYSLIP' as const }))
        const asked = { organisationId: organisation.id, items: payslips, act: 'payslipPublish' as const }
        return { results: await publishDocuments(context.deps, call, asked) }
      }),
  },
  {
    description: 'The list was handled.',
    outputFields: (t) => ({
      results: t.field({
        type: [ResultRef],
        description: 'One for each item.',
        resolve: ({ results }) => [...results],
      }),
    }),
  },
)
