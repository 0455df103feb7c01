export type Language = 'nl' | 'en'

/** How a portal addresses people in Dutch. */
export type Form = 'je' | 'u'

export type OrganisationKind = 'employer' | 'client' | 'agency'

/** Whom people call when they are lost: each organisation has its own number and menu hint (S000-005…017). */
export type ServiceDesk = {
  readonly name: string
  readonly mail: string
  readonly phone: string
  readonly menuHint?: { readonly nl: string; readonly en: string }
  readonly hours: { readonly nl: string; readonly en: string }
}

export type Portal = {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly host: string
  readonly languages: readonly Language[]
  readonly form: Form
  readonly identifier: 'email' | 'username'
  readonly usernameSuffix: string | null
  readonly frontendUrl: string
  readonly mailFrom: string
  readonly smsFrom: string
}

/** A portal speaks the language asked for when it has it, and its first one otherwise. */
export function languageFor(portal: Pick<Portal, 'languages'>, asked: string | null | undefined): Language {
  return portal.languages.find((language) => language === asked) ?? portal.languages[0] ?? 'nl'
}
