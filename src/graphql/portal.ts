import type { Portal } from '../domain/portals/portal.ts'
import { builder } from './builder.ts'

export const LanguageRef = builder.enumType('Language', {
  description: 'A language the product speaks.',
  values: { NL: { value: 'nl', description: 'Dutch.' }, EN: { value: 'en', description: 'English.' } } as const,
})

export const PortalRef = builder.objectRef<Portal>('Portal').implement({
  description:
    'The front door people come to: a host of its own, with its own name, languages and rules. Anybody may see it.',
  authScopes: { public: true },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As people know it.' }),
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
