import { findPortals } from '../db/organisations.ts'
import type { Language, Portal } from '../domain/portals/portal.ts'
import { builder } from './builder.ts'

export const LanguageRef = builder.enumType('Language', {
  description: 'A language the product speaks.',
  values: { NL: { value: 'nl', description: 'Dutch.' }, EN: { value: 'en', description: 'English.' } } as const,
})

const FormRef = builder.enumType('FormOfAddress', {
  description: 'How a portal addresses people in Dutch.',
  values: { JE: { value: 'je', description: 'Informally.' }, U: { value: 'u', description: 'Formally.' } } as const,
})

const IdentifierRef = builder.enumType('SignInIdentifier', {
  description: 'What people type to say who they are.',
  values: {
    EMAIL: { value: 'email', description: 'Their mail address.' },
    USERNAME: { value: 'username', description: 'A user name that ends with the portal’s suffix.' },
  } as const,
})

export const PortalRef = builder.loadableObjectRef<Portal, string>('Portal', {
  load: (ids, { deps }) => findPortals(deps.engine, ids).then((found) => [...found]),
  sort: ({ id }) => id,
  loaderOptions: { cache: false },
})

PortalRef.implement({
  description: 'The front door people come to: a host with its own name, languages and rules. Anybody may see it.',
  authScopes: { public: true },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As people know it.' }),
    slug: t.exposeString('slug', { description: 'Its short name in addresses and configuration.' }),
    host: t.exposeString('host', { description: 'Where it is, without a port.' }),
    languages: t.field({
      type: [LanguageRef],
      description: 'The languages it speaks, its own first.',
      resolve: ({ languages }): Language[] => [...languages],
    }),
    formOfAddress: t.field({ type: FormRef, description: 'How it addresses people.', resolve: ({ form }) => form }),
    signInIdentifier: t.field({
      type: IdentifierRef,
      description: 'What people sign in with.',
      resolve: ({ identifier }) => identifier,
    }),
    usernameSuffix: t.exposeString('usernameSuffix', {
      nullable: true,
      description: 'What every user name ends with; null where people sign in by mail address.',
    }),
  }),
})

builder.queryField('portal', (t) =>
  t.field({
    type: PortalRef,
    description: 'The portal of the host this was asked at. Anybody may ask.',
    authScopes: { public: true },
    resolve: (_root, _args, { portal }) => portal,
  }),
)
