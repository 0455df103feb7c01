import { exportDocuments, openAllDocuments, openDocument } from '../commands/documents/open-document.ts'
import { uploadDocument } from '../commands/documents/upload-document.ts'
import { withdrawDocument } from '../commands/documents/withdraw-document.ts'
import { builder } from './builder.ts'
import { DocumentRef } from './document.ts'
import { answers, perform } from './errors.ts'
import { OrganisationRef } from './organisation.ts'
import { PersonRef } from './person.ts'

const addressText =
  'Where to get it, within a minute and with the session that asked; on the same origin as this API. It holds no secret, and whether you may is decided once more when the download starts.'
const untilText = 'Until when a download may start.'

function addressOf({ ticketId }: { readonly ticketId: string }): string {
  return `/files/${ticketId}`
}

builder.relayMutationField(
  'documentOpen',
  {
    description: 'Which document.',
    inputFields: (t) => ({
      id: t.globalID({ for: DocumentRef, required: true, description: 'The document.' }),
      version: t.int({ description: 'An earlier version. Default the present one.' }),
    }),
  },
  {
    ...answers(
      'Lets the present session download a document. Each opening is on record. For its owner as far as their rights go now, and for HR of its organisation unless it is about health or was not shared.',
      'NOT_FOUND',
    ),
    authScopes: { signedIn: true },
    resolve: (_root, { input: { id, version } }, context, info) =>
      perform(context, info, (call) => openDocument(context.deps, call, { documentId: id.id, version })),
  },
  {
    description: 'It may be downloaded.',
    outputFields: (t) => ({
      url: t.string({ description: addressText, resolve: addressOf }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: untilText }),
      document: t.field({
        type: DocumentRef,
        nullable: true,
        description: 'The document.',
        resolve: ({ document }) => document.id,
      }),
    }),
  },
)

builder.relayMutationField(
  'documentOpenAll',
  null,
  {
    ...answers(
      'Lets the present session download everything of one’s own that one may see now, in one archive with a folder for each organisation. For whoever works somewhere, or worked there and still has access.',
    ),
    authScopes: { signedIn: true },
    resolve: (_root, _args, context, info) => perform(context, info, (call) => openAllDocuments(context.deps, call)),
  },
  {
    description: 'It may be downloaded.',
    outputFields: (t) => ({
      url: t.string({ description: addressText, resolve: addressOf }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: untilText }),
    }),
  },
)

builder.relayMutationField(
  'documentExport',
  {
    description: 'Whose documents, and why.',
    inputFields: (t) => ({
      organisation: t.globalID({ for: OrganisationRef, required: true, description: 'Whose HR exports.' }),
      person: t.globalID({ for: PersonRef, required: true, description: 'Whose documents.' }),
      reason: t.string({
        required: true,
        description: 'Why, in words: somebody asked for them, or an heir did. Kept where it can be erased.',
      }),
    }),
  },
  {
    ...answers(
      'Lets the present session download the documents of somebody in one archive, as far as HR reads them: what is about health is left out, and what was not shared. The way that is left when the person’s own access has ended. Each export is on record. For HR of the organisation.',
      'NOT_FOUND',
      'INVALID_INPUT',
    ),
    authScopes: { anyRight: ['documents.read'] },
    resolve: (_root, { input: { organisation, person, reason } }, context, info) =>
      perform(context, info, (call) =>
        exportDocuments(context.deps, call, { organisationId: organisation.id, personId: person.id, reason }),
      ),
  },
  {
    description: 'It may be downloaded.',
    outputFields: (t) => ({
      url: t.string({ description: addressText, resolve: addressOf }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: untilText }),
    }),
  },
)

builder.relayMutationField(
  'documentUpload',
  {
    description: 'A document of one’s own.',
    inputFields: (t) => ({
      organisation: t.globalID({ for: OrganisationRef, required: true, description: 'Where it is kept: an employer.' }),
      file: t.id({ required: true, description: 'What `POST /files` answered, by the same person and within a day.' }),
      title: t.string({ required: true, description: 'What it is called, up to 200 characters.' }),
      shareWithHr: t.boolean({ required: true, defaultValue: false, description: 'Whether HR may see it.' }),
    }),
  },
  {
    ...answers(
      'Makes a document of a file of one’s own. Nobody is told. For whoever works at the organisation.',
      'INVALID_INPUT',
      'FILE_UNKNOWN',
      'FILE_USED',
    ),
    authScopes: { signedIn: true },
    resolve: (_root, { input: { organisation, file, title, shareWithHr } }, context, info) =>
      perform(context, info, (call) =>
        uploadDocument(context.deps, call, {
          organisationId: organisation.id,
          fileId: String(file),
          title,
          isShared: shareWithHr,
        }),
      ),
  },
  {
    description: 'It is kept.',
    outputFields: (t) => ({
      document: t.field({
        type: DocumentRef,
        nullable: true,
        description: 'The document.',
        resolve: ({ documentId }) => documentId,
      }),
    }),
  },
)

builder.relayMutationField(
  'documentWithdraw',
  {
    description: 'Which document was published by mistake.',
    inputFields: (t) => ({
      id: t.globalID({ for: DocumentRef, required: true, description: 'The document.' }),
      reason: t.string({ required: true, description: 'Why. Kept where it can be erased.' }),
    }),
  },
  {
    ...answers(
      'Takes a document back: its owner sees it no longer, and a mail that has not left stays. For HR of its organisation unless it is about health, for the service key that published it, and for whoever uploaded it.',
      'NOT_FOUND',
      'INVALID_INPUT',
      'DOCUMENT_WITHDRAWN',
    ),
    authScopes: { known: true },
    resolve: (_root, { input: { id, reason } }, context, info) =>
      perform(context, info, (call) => withdrawDocument(context.deps, call, { documentId: id.id, reason })),
  },
  {
    description: 'It is taken back.',
    outputFields: (t) => ({
      document: t.field({
        type: DocumentRef,
        nullable: true,
        description: 'The document; null for whoever sees it no longer.',
        resolve: ({ documentId }) => documentId,
      }),
    }),
  },
)
