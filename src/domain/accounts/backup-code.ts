/** Eight digits in two groups of four, as people are shown them (S003-042). */
export const backupCodeDigits = 8

export function showBackupCode(digits: string): string {
  return `${digits.slice(0, 4)} ${digits.slice(4)}`
}

/** However somebody types it; null when it cannot be one. */
export function readBackupCode(typed: string): string | null {
  const digits = typed.replace(/[\s.-]/g, '')
  return /^\d{8}$/.test(digits) ? digits : null
}

/** A set as a text to print or keep in a file. */
export function backupCodeText(
  codes: readonly string[],
  { portalName, madeOn }: { portalName: string; madeOn: string },
): { readonly nl: string; readonly en: string } {
  const list = codes.map((code, index) => `${String(index + 1).padStart(2)}.  ${code}`).join('\n')
  return {
    nl: `Backupcodes voor ${portalName}\n${madeOn}\n\n${list}\n\nElke code werkt één keer. Bewaar ze op een veilige plek.\n`,
    en: `Backup codes for ${portalName}\n${madeOn}\n\n${list}\n\nEach code works once. Keep them in a safe place.\n`,
  }
}
