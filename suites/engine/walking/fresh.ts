// Gives each walk values that nobody can have seen before, and looks for those of other runs: a recording of a portal shows them.

import { createHash } from 'node:crypto';
import { type Said, say } from '../../../schemas/said.ts';
import type { Trace } from '../trace.ts';

/** What every purpose begins with that a walk enters. */
const PURPOSE = `conformance test`;
const ANY_PURPOSE = new RegExp(`${PURPOSE} ([0-9a-f]{12})`, 'gu');

/** The fresh values of one walk. They follow from the nonce of the run, so that they can be repeated and not be guessed. */
export interface Fresh {
  /** A number of its own for the world that the walk opens, up to 2^32. */
  readonly seed: number;
  /** What the form is filled in with. */
  readonly purpose: string;
  /** The address of the applicant, where no mail ever arrives (RFC 2606). */
  readonly email: string;
  /** The id of a request and of a session that the portal has never given. */
  readonly unknown: string;
}

/** @param scenario the walk; another one has other values, and adding one does not change the others */
export function freshOf(nonce: string, scenario: string): Fresh {
  const hash = createHash('sha256').update(`${nonce} ${scenario}`).digest();
  return {
    seed: hash.readUInt32BE(0),
    purpose: `${PURPOSE} ${hash.toString('hex', 4, 10)}`,
    email: `conformance-${hash.toString('hex', 16, 22)}@example.com`,
    unknown: `no-such-${hash.toString('hex', 10, 16)}`,
  };
}

/**
 * Doubts a portal that shows what another walk or another run has entered in the place of what this one has.
 * @returns the reason to doubt the walk; null where there is none
 */
export function doubtStale({ content, entering }: Pick<Trace, 'content' | 'entering'>, fresh: Fresh): Said | null {
  const shown = [...(content?.texts ?? []), ...Object.values(entering?.filled ?? {})];
  const purposes = shown.flatMap((text) => [...text.matchAll(ANY_PURPOSE)].map(([whole]) => whole));
  return purposes.some((purpose) => purpose !== fresh.purpose)
    ? say`the portal shows what was entered on another walk or in another run`
    : null;
}
