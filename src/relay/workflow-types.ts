/** account-activation → accountActivation: kinds are stored and shown, workflow types are exported functions. */
export function workflowTypeOf(kind: string): string {
  return kind.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}
