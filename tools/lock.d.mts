export function withLock<T>(
  file: string,
  options: { readonly onWait: (holderPid: number) => void },
  work: () => Promise<T>,
): Promise<T>
