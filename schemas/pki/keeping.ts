// Remembers what was read: a run meets the same few keys and certificates hundreds of times, and reading one is dear.

const KEPT = 100;

/** The same function, which remembers what its first arguments gave. */
export function keeping<T>(read: (text: string) => T): (text: string) => T {
  const kept = new Map<string, T>();
  return (text) => {
    const known = kept.get(text) ?? read(text);
    if (kept.size < KEPT) kept.set(text, known);
    return known;
  };
}
