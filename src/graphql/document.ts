import {
  type DocumentFilter,
  type DocumentView,
  findDocuments,
  findVersionsOf,
  listDocuments,
  type VersionView,
} from '../db/documents.ts'
import { isHealthData } from '../domain/documents/document.ts'
import { kindsForHr, type OwnSight, ownSights, sightOf } from '../domain/documents/visibility.ts'
import { builder } from './builder.ts'
import { type ConnectionArgs, connect, type Order, pageCost } from './connection.ts'
import { type Context, holds } from './context.ts'
import { DocumentKindRef } from './document-kind.ts'
import { PeriodRef, periodOf } from './document-period.ts'
import { linkedId } from './ids.ts'
import { OrganisationRef } from './organisation.ts'
import { DirectionRef, PersonRef } from './person.ts'
import { isOwnPerson, reachOf, refuseStrangers } from './sight.ts'
import { ViewerRef } from './viewer.ts'

const VersionRef = builder.objectRef<VersionView>('DocumentVersion').implement({
  description: 'A document as it was published once. Seen by whoever sees the document.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Counts from 1; `documentOpen` takes it.' }),
    title: t.exposeString('title', { description: 'What it was called then.' }),
    period: t.field({ type: PeriodRef, nullable: true, description: 'The days it was about.', resolve: periodOf }),
    publishedAt: t.expose('publishedAt', { type: 'DateTime', description: 'When it was published.' }),
    openedAt: t.expose('openedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its owner first downloaded it.',
    }),
    fileName: t.string({ description: 'What its file is called.', resolve: ({ file }) => file.name }),
    size: t.int({ description: 'How many bytes it has.', resolve: ({ file }) => file.size }),
    mediaType: t.string({
      description: 'What its file is, such as `application/pdf`.',
      resolve: ({ file }) => file.mediaType,
    }),
  }),
})

export const DocumentRef = builder.loadableNodeRef('Document', {
  id: { resolve: ({ id }: DocumentView) => id },
  load: async (ids: string[], context: Context) => {
    refuseStrangers(context)
    return show(context, await context.reader.read((tx) => findDocuments(tx, ids)))
  },
  sort: ({ id }: DocumentView) => id,
  loaderOptions: { cache: false },
})

DocumentRef.implement({
  description:
    'A document of somebody at an organisation. Seen by that person as far as their rights there go now, by HR of the organisation unless it is about health or an upload that was not shared, and by the service key that published it, which cannot open it. Never by service desk and operators.',
  authScopes: (document, context) => sees(context, document),
  fields: (t) => ({
    kind: t.field({ type: DocumentKindRef, description: 'What it is.', resolve: ({ kind }) => kind }),
    title: t.exposeString('title', { description: 'What it is called.' }),
    period: t.field({ type: PeriodRef, nullable: true, description: 'The days it is about.', resolve: periodOf }),
    organisation: t.field({
      type: OrganisationRef,
      nullable: true,
      description: 'Where it is from, or for.',
      resolve: ({ organisationId }) => organisationId,
    }),
    person: t.field({
      type: PersonRef,
      nullable: true,
      description: 'Whose it is. Null for keys without people:read.',
      resolve: ({ personId }) => personId,
    }),
    version: t.exposeInt('version', { description: 'How often it was published: above 1 it was corrected.' }),
    versions: t.loadableList({
      type: VersionRef,
      description: 'All its versions, the newest first.',
      load: loadVersions,
      resolve: ({ id }) => id,
    }),
    fileName: t.string({ description: 'What its file is called.', resolve: ({ file }) => file.name }),
    size: t.int({ description: 'How many bytes it has.', resolve: ({ file }) => file.size }),
    mediaType: t.string({
      description: 'What its file is, such as `application/pdf`.',
      resolve: ({ file }) => file.mediaType,
    }),
    publishedAt: t.expose('publishedAt', { type: 'DateTime', description: 'When its present version was published.' }),
    openedAt: t.expose('openedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its owner first downloaded the present version.',
    }),
    isUnread: t.boolean({
      description: 'Whether its owner has not downloaded the present version yet.',
      resolve: ({ openedAt }) => openedAt === null,
    }),
    isHealthData: t.boolean({
      description: 'Whether it is about somebody’s health: each view is on record.',
      resolve: ({ kind }) => isHealthData(kind),
    }),
    isShared: t.boolean({ description: 'Whether HR may see an upload.', resolve: (document) => document.isShared }),
    externalReference: t.string({
      nullable: true,
      description: 'The publishing system’s own id. Null for its owner.',
      resolve: ({ personId, externalReference }, _args, context) =>
        isOwnPerson(context, personId) ? null : externalReference,
    }),
    withdrawnAt: t.expose('withdrawnAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was taken back, as published by mistake: its owner sees it no longer.',
    }),
  }),
})

const DocumentConnectionRef = builder.connectionObject(
  { type: DocumentRef, name: 'DocumentConnection', description: 'A page of documents.' },
  { name: 'DocumentEdge' },
)

const DocumentFilterRef = builder.inputType('DocumentFilter', {
  description: 'Which documents. What is left out does not matter.',
  fields: (t) => ({
    kinds: t.field({ type: [DocumentKindRef], description: 'Of these kinds.' }),
    organisation: t.globalID({ for: OrganisationRef, description: 'Of this organisation.' }),
  }),
})

const DocumentOrderRef = builder.inputType('DocumentOrder', {
  description: 'The order of documents: by when their present version was published.',
  fields: (t) => ({
    direction: t.field({ type: DirectionRef, required: true, description: 'Which way.' }),
  }),
})

const order: Order<DocumentView> = { types: ['timestamptz', 'uuid'], keyOf: ({ publishedAt, id }) => [publishedAt, id] }

const filterText = 'Which documents.'
const orderText = 'In which order. Default the newest first.'

builder.objectField(ViewerRef, 'documents', (t) =>
  t.connection(
    {
      type: DocumentRef,
      description:
        'Their own documents, as far as their rights go now: all of an organisation they work at, payslips and annual statements of one they left.',
      complexity: pageCost,
      args: {
        filter: t.arg({ type: DocumentFilterRef, description: filterText }),
        orderBy: t.arg({ type: DocumentOrderRef, description: orderText }),
      },
      resolve: ({ personId }, { filter, orderBy, ...args }, context) => {
        const sights = ownSights(context.actor, context.now)
        return connectDocuments(context, { personId, as: 'owner', sights, ...given(filter) }, { args, orderBy })
      },
    },
    DocumentConnectionRef,
  ),
)

builder.objectField(PersonRef, 'documents', (t) =>
  t.connection(
    {
      type: DocumentRef,
      nullable: true,
      description:
        'Their documents at the organisations within reach, withdrawn ones included; nothing about health, and uploads as long as they are shared. For HR of an organisation.',
      authScopes: (_person, _args, context) => holds(context, 'documents.read'),
      complexity: pageCost,
      args: {
        filter: t.arg({ type: DocumentFilterRef, description: filterText }),
        orderBy: t.arg({ type: DocumentOrderRef, description: orderText }),
      },
      resolve: ({ id: personId }, { filter, orderBy, ...args }, context) =>
        connectDocuments(
          context,
          { personId, as: 'hr', sights: hrSights(context), ...given(filter) },
          { args, orderBy },
        ),
    },
    DocumentConnectionRef,
  ),
)

builder.queryField('document', (t) =>
  t.field({
    type: DocumentRef,
    nullable: true,
    description:
      'A document by its id, or by the id in its deep link; null when there is none, or none you may see now. For anybody who is signed in, and for keys.',
    authScopes: { known: true },
    args: { id: t.arg.id({ required: true, description: 'Its id, or what its link ends with.' }) },
    resolve: (_root, { id }) => linkedId('Document', String(id)),
  }),
)

type Given = {
  readonly kinds?: DocumentFilter['kinds']
  readonly organisation?: { readonly id: string } | null | undefined
}

function given(filter: Given | null | undefined) {
  return { kinds: filter?.kinds, organisationId: filter?.organisation?.id }
}

type Listing = {
  readonly args: ConnectionArgs
  readonly orderBy?: { readonly direction: 'ASC' | 'DESC' } | null | undefined
}

function connectDocuments(context: Context, filter: DocumentFilter, { args, orderBy }: Listing) {
  const direction = orderBy?.direction ?? 'DESC'
  return connect(args, order, async (page) =>
    show(context, await context.reader.read((tx) => listDocuments(tx, filter, { page, direction }))),
  )
}

function hrSights(context: Context): readonly OwnSight[] {
  const reach = reachOf(context, ['documents.read'])
  const organisations = reach === 'all' ? [null] : reach
  return organisations.map((organisationId) => ({ organisationId, kinds: kindsForHr }))
}

function sees({ actor, now }: Context, document: DocumentView): boolean {
  return sightOf(actor, document, now) !== 'none'
}

/** Those that may be seen. That somebody saw what is about health is put on record with the answer. */
function show(context: Context, documents: readonly DocumentView[]): DocumentView[] {
  const shown = documents.filter((document) => sees(context, document))
  for (const { id, kind } of shown) if (isHealthData(kind)) context.seen.add(id)
  return shown
}

async function loadVersions(ids: string[], { reader }: Context): Promise<VersionView[][]> {
  const found = await reader.read((tx) => findVersionsOf(tx, ids))
  return ids.map((id) => found.filter(({ documentId }) => documentId === id))
}
