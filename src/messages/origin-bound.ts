type Code = { readonly pin: string; readonly host: string | null }

/** The last line in WebOTP form, by which a phone offers the code on the portal's own page and on no other. */
export function originBound({ host, pin }: Code): string {
  return host === null ? '' : `\n\n@${host} #${pin}`
}
