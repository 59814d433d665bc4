// Remembers the results of reading keys and certificates, because a run meets the same few hundreds of times and reading one is slow.

const KEPT = 200;

/** The same function, but it remembers the results for the latest `KEPT` arguments, so that it helps also where there are ever new ones. */
export function keeping<T>(read: (text: string) => T): (text: string) => T {
  const kept = new Map<string, T>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const made = read(text);
    const oldest = kept.size < KEPT ? undefined : kept.keys().next().value;
    if (oldest !== undefined) kept.delete(oldest);
    kept.set(text, made);
    return made;
  };
}
