export type CodeKind = 'invalid' | 'notFound' | 'conflict' | 'refused' | 'limited' | 'ended'

/** A sentence for the person in each language, and which GraphQL error type carries the code. */
export type CodeText = { readonly kind: CodeKind; readonly nl: string; readonly en: string }
