// Tells by which regulations and by which suite a run was made, and whether they are still the same.
import { createHash } from 'node:crypto';
import type { Regulation } from '../../../schemas/regulation.ts';
import type { TestAssertion } from '../../../schemas/run/assertion.ts';
import type { Digests, RunEvent } from '../../../schemas/run/report.ts';
import type { Description } from '../../../schemas/target/driver.ts';
import { select } from './selection.ts';

/** The digests of the regulations that the assertions are of, and of the assertions. */
export function digestsOf(regulations: readonly Regulation[], assertions: readonly TestAssertion[]): Digests {
  const ids = new Set(assertions.map(({ regulation }) => regulation));
  const chosen = regulations.filter(({ id }) => ids.has(id));
  return {
    regulations: Object.fromEntries(chosen.map((regulation) => [regulation.id, digestOf(regulation)])),
    suite: digestOf(assertions),
  };
}

/** Why the verdicts of a run are not those of these regulations and of this suite, as a sentence; null where they are. */
export function whyOther(
  { assertions, digests, tool }: Extract<RunEvent, { type: 'run-started' }>,
  regulations: readonly Regulation[],
): string | null {
  for (const [id, digest] of Object.entries(digests.regulations)) {
    const known = regulations.find((regulation) => regulation.id === id);
    if (known === undefined) return `the regulation ${id}, on which it rests, is not there`;
    if (digestOf(known) !== digest) return `the regulation ${id} is not the one on which it rests`;
  }
  if (assertions.some(({ regulation }) => !Object.hasOwn(digests.regulations, regulation)))
    return 'it names no digest of a regulation on which it rests';
  const derived = new Map(select(regulations, { level: 'recommended' }).map((assertion) => [assertion.id, assertion]));
  const today = assertions.map(({ id }) => derived.get(id) ?? null);
  const isSame = digestOf(today) === digests.suite && digestOf(assertions) === digests.suite;
  return isSame ? null : `its assertions are not those that this version derives; ${tool} derived them`;
}

/** By what a portal is known again: what it offers. Its name and version may change, and whom it names as its head stands in no journal. */
export const offersOf = ({ name: _, provider: __, about: ___, ...offers }: Description): string => digestOf(offers);

const digestOf = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');
