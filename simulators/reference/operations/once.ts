// Performs an operation once: one that is sent again with the same key gets the answer of the first time.
import type { CappedMap } from '../engine/capped-map.ts';
import { Rejection } from '../engine/rejection.ts';
import { sha256 } from '../engine/sha256.ts';

/** What was answered, as JSON, to what came with a key, by that key. */
export interface Answered {
  readonly answered: CappedMap<{ digest: string; answer: Promise<string> }>;
}

/** The longest key that is taken. */
const LONGEST_KEY = 200;

/** The key of an `Idempotency-Key` header, which is a text in quotes; null where there is no header. @throws Rejection 400 */
export function readKey(header: string | null): string | null {
  if (header === null) return null;
  const [, key] = /^"([\x20-\x7e]+)"$/u.exec(header.trim()) ?? [];
  if (key === undefined || key.length > LONGEST_KEY)
    throw new Rejection(400, `Idempotency-Key: a text in quotes, of at most ${LONGEST_KEY} characters`);
  return key;
}

/**
 * Performs work that belongs to a key, or gives what came of it the first time, be that a rejection.
 * @param asked what is asked for, with everything that decides the answer
 * @throws Rejection 422 where the key has been used for something else
 */
export async function once<T>(
  { answered }: Answered,
  key: string | null,
  asked: unknown,
  work: () => Promise<T>,
): Promise<T> {
  if (key === null) return work();
  const digest = sha256(JSON.stringify(asked));
  const known = answered.get(key);
  if (known !== undefined && known.digest !== digest)
    throw new Rejection(422, 'Idempotency-Key: it was used for something else');
  // As text, because what is answered may change in the world later on.
  const answer = known?.answer ?? work().then((value) => JSON.stringify(value));
  if (known === undefined) answered.set(key, { digest, answer });
  return JSON.parse(await answer);
}
