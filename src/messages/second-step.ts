import type { Language } from '../domain/portals/portal.ts'

export const secondSteps = ['SMS', 'APP', 'KEY'] as const

export type SecondStep = (typeof secondSteps)[number]

const names: Record<SecondStep, Record<Language, string>> = {
  SMS: { nl: 'een telefoonnummer voor sms-codes', en: 'a phone number for codes by text message' },
  APP: { nl: 'een authenticator-app', en: 'an authenticator app' },
  KEY: { nl: 'een beveiligingssleutel', en: 'a security key' },
}

/** What somebody signs in with beside the password. */
export function saySecondStep(step: SecondStep, language: Language): string {
  return names[step][language]
}
