// Remembers the results of reading keys and certificates, because a run meets the same few hundreds of times and reading one is slow.

const KEPT = 100;

/** The same function, but it remembers the results for the first arguments that it was called with (at most `KEPT`). */
export function keeping<T>(read: (text: string) => T): (text: string) => T {
  const kept = new Map<string, T>();
  return (text) => {
    const known = kept.get(text) ?? read(text);
    if (kept.size < KEPT) kept.set(text, known);
    return known;
  };
}
