/** A sealed copy opens in the row of its own secret and in no other. Whoever seals and whoever opens ask here. */
export function sealingContext(secretId: string): string {
  return `secret/${secretId}`
}
