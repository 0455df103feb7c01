/** What a stranger typed opens in the row of that inquiry and in no other. Whoever seals and whoever opens ask here. */
export function inquiryContext(inquiryId: string): string {
  return `inquiry/${inquiryId}`
}
