import type { ServerResponse } from 'node:http'

/** On everything that leaves: nothing is kept, framed, guessed at or told to other sites. A page of its own may say more. */
export function setSecurityHeaders(
  response: ServerResponse,
  { isProduction }: { readonly isProduction: boolean },
): void {
  response.setHeader('cache-control', 'no-store')
  response.setHeader(
    'content-security-policy',
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  )
  response.setHeader('cross-origin-resource-policy', 'same-site')
  response.setHeader('referrer-policy', 'no-referrer')
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('x-frame-options', 'DENY')
  if (isProduction) response.setHeader('strict-transport-security', 'max-age=63072000; includeSubDomains')
}
