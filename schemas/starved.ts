// Notices that a process has run dry: nothing is left that could settle what it waits for, and Node would end it without a word.

const waiting: (() => void)[] = [];

/** The innermost is told alone: what it does may give the others something to wait for again. */
const tell = () => waiting.at(-1)?.();

/** Calls `starved` each time that the process has run dry, as long as nobody else waits who began later. @returns what ends this */
export function whenStarved(starved: () => void): () => void {
  if (waiting.length === 0) process.on('beforeExit', tell);
  waiting.push(starved);
  return () => {
    waiting.splice(waiting.indexOf(starved), 1);
    if (waiting.length === 0) process.off('beforeExit', tell);
  };
}

/** Waits for a promise. @throws what `why` gives where the process runs dry before the promise is settled */
export async function unlessStarved<T>(promise: Promise<T>, why: () => Error): Promise<T> {
  let end: () => void = () => undefined;
  const starved = new Promise<never>((_, reject) => {
    end = whenStarved(() => reject(why()));
  });
  try {
    return await Promise.race([promise, starved]);
  } finally {
    end();
  }
}
