const longest = 2_000

/**
 * RFC 6266: a plain name for clients that know no other, and the real one as RFC 8187 writes it. The name is clean already;
 * what the header itself cannot carry goes all the same.
 */
export function attachment(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/["\\%]/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded(name)}`
}

function encoded(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** What an uploader calls its file, or nothing where that cannot be read. Whatever comes out is cleaned before it is kept. */
export function givenName(header: string | undefined): string {
  if (header === undefined || header.length > longest) return ''
  const [, extended] = /;\s*filename\*\s*=\s*utf-8'[a-z-]*'([^;\s]+)/i.exec(header) ?? []
  if (extended !== undefined) return decoded(extended)
  const [, quoted, bare] = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s"]+))/i.exec(header) ?? []
  return quoted?.replace(/\\(.)/g, '$1') ?? bare ?? ''
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (error instanceof URIError) return ''
    throw error
  }
}
