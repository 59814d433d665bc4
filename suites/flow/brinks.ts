// Tells on which walks a certificate is used at a brink of its validity, at which instant, and whether it counts there.
import { AT_LOGIN, BRINKS, type Brink, type Scenario } from '../../schemas/run/assertion.ts';
import { CAUSES, type Cause, CHECKS } from '../../schemas/vocabulary.ts';
import { presents } from './doors.ts';
import type { Source } from './source.ts';

/** The standing, in the roster, of a certificate that is in force only from a later moment on, and for a short time. */
export const BRIEF = 'brief';

/** That of another such certificate, in force still later: where all walks share a clock, that is past one brink when it has been at the other. */
export const BRIEF_LATER = 'brief-later';

/** The standing of one of the two. */
export type Brief = typeof BRIEF | typeof BRIEF_LATER;

/** The brinks in an order in which a clock that only moves on comes to each, with the two certificates. */
export const IN_TIME = ['just-before', 'just-ending', 'just-begun', 'just-ended'] as const satisfies readonly Brink[];

/** Whether a brink is one for which the later certificate is, where there is one. */
export const isLater = (brink: Brink): boolean => IN_TIME.indexOf(brink) > 1;

/** Whether a certificate counts at a brink: its first and its last second are both part of its validity (RFC 5280, 4.1.2.5). */
export const isInForceAt = (brink: Brink): boolean => CAUSE_AT[brink] === null;

/** Why it does not count; null where it does. */
export const CAUSE_AT: Readonly<Record<Brink, Cause | null>> = {
  'just-before': 'not-yet-valid',
  'just-begun': null,
  'just-ending': null,
  'just-ended': 'expired',
};

/** When a certificate begins and ends, both included, in milliseconds since the epoch. */
export interface Validity {
  from: number;
  to: number;
}

const SECOND_MS = 1000;

/** How exactly a moment can be chosen: by how much the clock may be ahead of what it shows, and how long it takes until a certificate is checked. */
interface Exactness {
  grainMs: number;
  tookMs?: number;
}

/** The instant on the clock nearest to a brink at which it is certain on which side of it it is, in milliseconds since the epoch. */
export function instantAt(
  brink: Brink,
  { from, to }: Validity,
  { grainMs, tookMs = 0 }: Exactness = { grainMs: 0 },
): number {
  const beyond = Math.max(SECOND_MS, grainMs);
  switch (brink) {
    case 'just-before':
      return from - beyond - tookMs;
    case 'just-begun':
      return from;
    case 'just-ending':
      return to - grainMs - tookMs;
    case 'just-ended':
      return to + beyond;
  }
}

/** The brink at which the certificate of a walk is used; null where it is used at none. */
export const brinkOf = ({ tags }: Pick<Scenario, 'tags'>): Brink | null =>
  BRINKS.find((brink) => tags.includes(brink)) ?? null;

/** Where the certificate of a flow is checked: the step with the condition, what follows it either way; null where it is not. */
export function checkOf({ graph }: Pick<Source, 'graph'>): { action: string; good: string; bad: string } | null {
  const { passes, fails } = CHECKS.certificate;
  const step = graph.steps.find(({ check }) => check === 'certificate');
  const good = step?.next.find(({ when }) => when === passes)?.to;
  const bad = step?.next.find(({ when }) => when === fails)?.to;
  return step === undefined || good === undefined || bad === undefined ? null : { action: step.action, good, bad };
}

/**
 * The tags of brinks, by the ids of walks that there are anyhow. A certificate that does not count is used on the walk with that cause, one that
 * counts on a walk that is refused later or, where there are too few of these, on one of the others without a cause; never on the first one,
 * on which most is tried. Whoever logs in does so after a walk that opens no request, so that nothing else is waited for then.
 */
export function brinkTags(source: Source, all: readonly Scenario[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const login = presents(source) ? all.find(({ applications }) => applications === 0) : undefined;
  if (login !== undefined) found.set(login.id, [AT_LOGIN]);
  const check = checkOf(source);
  if (check === null) return found;
  const passing = all.filter(
    ({ path, cause }) =>
      path[path.indexOf(check.action) + 1] === check.good &&
      (cause === null || CAUSES[cause].check === 'qualification'),
  );
  const later = passing.filter(({ cause }) => cause !== null);
  const good = [...later, ...passing.filter((walk) => walk.cause === null && walk !== all[0])];
  for (const brink of BRINKS) {
    const cause = CAUSE_AT[brink];
    const walk = cause === null ? good.shift() : all.find((one) => one.cause === cause);
    if (walk !== undefined) found.set(walk.id, [brink]);
  }
  return found;
}
