export function withLock<T>(
  file: string,
  options: { readonly onWait: (holderPid: number) => void; readonly signal?: AbortSignal },
  work: () => Promise<T>,
): Promise<T>
