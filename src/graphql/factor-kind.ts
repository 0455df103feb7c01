import type { FactorKind } from '../domain/accounts/factor.ts'
import { builder } from './builder.ts'

export const FactorKindRef = builder.enumType('FactorKind', {
  description: 'How somebody shows, beside the password, that it is them.',
  values: {
    KEY: { value: 'key', description: 'A security key or passkey (WebAuthn).' },
    APP: { value: 'app', description: 'A code from an authenticator app.' },
    SMS: {
      value: 'sms',
      description:
        'A code by SMS. The weakest of them, because a number can be taken over: say so where it is offered, and offer it last.',
    },
  } as const satisfies Record<string, { value: FactorKind; description: string }>,
})
