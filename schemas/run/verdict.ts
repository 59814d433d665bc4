// The meaning of a verdict, and how verdicts add up to the outcome of a run.
import { type Static, Type } from 'typebox';

/** Every verdict that can be given. */
export const VERDICTS = ['pass', 'fail', 'inconclusive', 'pending', 'not-applicable', 'error'] as const;
export type VerdictName = (typeof VERDICTS)[number];

/** What was found of one assertion; `evidence` names exchanges of the journal as `<scenario>#<n>`. */
export const Verdict = Type.Object(
  {
    assertion: Type.String(),
    verdict: Type.Enum([...VERDICTS]),
    at: Type.String({ description: 'When it was judged by the clock of whoever ran the suites: ISO 8601 in UTC.' }),
    clock: Type.Union([Type.String(), Type.Null()], {
      description: 'What the portal told its time to be last on the walk that decided it, ISO 8601 in UTC.',
    }),
    reason: Type.Union([Type.String(), Type.Null()]),
    expected: Type.String(),
    actual: Type.String(),
    evidence: Type.Array(Type.String()),
    scenario: Type.Union([Type.String(), Type.Null()]),
    disputed: Type.Boolean({ description: 'The verdict is open only because the text can be read in several ways.' }),
  },
  { additionalProperties: false },
);
export type Verdict = Static<typeof Verdict>;

/** A verdict before it is known when it was given. */
export type Judgement = Omit<Verdict, 'at' | 'clock'>;

/** What a run comes to. */
export type RunOutcome = 'passed' | 'failed' | 'incomplete';
/** How the process ends, by the outcome of the run or by what kept it from having one. */
export const EXIT_CODES = { passed: 0, failed: 1, usage: 2, incomplete: 3, defect: 4 } as const;

/** How the reason of a verdict begins where the portal does not offer the flow at all. */
export const NOT_CLAIMED = 'not-claimed';

/** Whether a verdict is on a flow that the portal offers. */
export const isClaimed = ({ verdict, reason }: Pick<Verdict, 'verdict' | 'reason'>): boolean =>
  !(verdict === 'not-applicable' && reason?.startsWith(NOT_CLAIMED) === true);

/** How many verdicts of each kind, of all, and of those that passed or failed. */
export type Counts = Record<VerdictName, number> & { total: number; judged: number };

/** Counts verdicts by their kind. */
export function count(verdicts: readonly Pick<Verdict, 'verdict'>[]): Counts {
  const counts: Counts = {
    pass: 0,
    fail: 0,
    inconclusive: 0,
    pending: 0,
    'not-applicable': 0,
    error: 0,
    total: verdicts.length,
    judged: 0,
  };
  for (const { verdict } of verdicts) counts[verdict] += 1;
  counts.judged = counts.pass + counts.fail;
  return counts;
}

/**
 * How a verdict stands in a run. `excused` leaves a run passed without having shown anything: what the supplier declared as
 * not-applicable, and what is inconclusive only because the text can be read in several ways. `open` keeps a run from passing.
 */
export type VerdictGroup = 'passed' | 'failed' | 'excused' | 'open';

/**
 * The one place that decides what counts as green: reports, test hosts and the outcome of a run all ask here.
 * @param requireFull whether what the portal cannot show is open too, instead of excused
 */
export function groupOf(
  { verdict, disputed }: Pick<Verdict, 'verdict' | 'disputed'>,
  requireFull = false,
): VerdictGroup {
  switch (verdict) {
    case 'pass':
      return 'passed';
    case 'fail':
      return 'failed';
    case 'not-applicable':
      return requireFull ? 'open' : 'excused';
    case 'inconclusive':
      return disputed ? 'excused' : 'open';
    case 'pending':
    case 'error':
      return 'open';
  }
}

/**
 * The outcome of a run: a failure outweighs everything, then one open verdict makes it incomplete. A run that judged nothing is never
 * passed, however much of it is excused.
 * @param requireFull whether what the portal cannot show counts as open too
 */
export function conclude(verdicts: readonly Pick<Verdict, 'verdict' | 'disputed'>[], requireFull = false): RunOutcome {
  const groups = new Set(verdicts.map((verdict) => groupOf(verdict, requireFull)));
  if (groups.has('failed')) return 'failed';
  return groups.has('open') || !groups.has('passed') ? 'incomplete' : 'passed';
}
