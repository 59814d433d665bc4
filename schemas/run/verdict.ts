// The meaning of a verdict, and how verdicts add up to the outcome of a run.
import { type Static, Type } from 'typebox';
import { Said } from '../said.ts';
import { Says } from './says.ts';

/** Every verdict that can be given. */
export const VERDICTS = ['pass', 'fail', 'inconclusive', 'pending', 'not-applicable', 'error'] as const;
export type VerdictName = (typeof VERDICTS)[number];

const strict = { additionalProperties: false };

/** How long a step took, as closely as that was seen, beside its term. */
export const Elapsed = Type.Object(
  {
    overMs: Type.Number({ minimum: 0, description: 'It took at least so long.' }),
    withinMs: Type.Union([Type.Number({ minimum: 0 }), Type.Null()], {
      description: 'It took at most so long; null where its end was not seen.',
    }),
    termMs: Type.Number({ description: 'How long it may take; a term of days counted from where it begins.' }),
  },
  strict,
);
export type Elapsed = Static<typeof Elapsed>;

/** One walk on which an assertion that the baseline calls flaky was tried. */
export const Attempt = Type.Object(
  {
    scenario: Type.String(),
    repeats: Type.String({ description: 'The scenario that was walked first; itself for the first attempt.' }),
    holds: Type.Union([Type.Boolean(), Type.Null()], { description: 'Null where it cannot be told.' }),
    actual: Type.String(),
    says: Said,
    evidence: Type.Array(Type.String()),
  },
  strict,
);
export type Attempt = Static<typeof Attempt>;

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
    says: Says,
    disputed: Type.Boolean({ description: 'The verdict is open only because the text can be read in several ways.' }),
    elapsed: Type.Optional(Elapsed),
    attempts: Type.Optional(
      Type.Array(Attempt, { description: 'Where a flaky assertion failed: every walk on which it was tried.' }),
    ),
  },
  strict,
);
export type Verdict = Static<typeof Verdict>;

/** Why a failure was expected: what the baseline says of it. */
export const Known = Type.Object(
  {
    flaky: Type.Boolean({ description: 'It held in the end on every walk on which it had failed.' }),
    reason: Type.String(),
    link: Type.String(),
    expires: Type.String(),
  },
  strict,
);
export type Known = Static<typeof Known>;

/** A verdict as a report has it: a failure that the baseline of the run knows stays a failure, and is marked. */
export const ReportedVerdict = Type.Object({ ...Verdict.properties, known: Type.Optional(Known) }, strict);
export type ReportedVerdict = Static<typeof ReportedVerdict>;

/** A verdict before it is known when it was given. */
export type Judgement = Omit<Verdict, 'at' | 'clock'>;

/** What a run comes to. */
export type RunOutcome = 'passed' | 'failed' | 'incomplete';
/** How the process ends, by the outcome of the run or by what kept it from having one. */
export const EXIT_CODES = { passed: 0, failed: 1, usage: 2, incomplete: 3, defect: 4 } as const;

/** How the reason of a verdict begins where the portal does not offer the flow at all. */
const NOT_CLAIMED = 'not-claimed';
/** Whether a reason says so. */
export const isNotClaimed = (reason: string | null | undefined): boolean => reason?.startsWith(NOT_CLAIMED) === true;

/** Whether a verdict is on a flow that the portal offers. */
export const isClaimed = ({ verdict, reason }: Pick<Verdict, 'verdict' | 'reason'>): boolean =>
  !(verdict === 'not-applicable' && isNotClaimed(reason));

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
 * How a verdict stands in a run. `expected` is a failure that the baseline knows, and leaves a run passed. `excused` leaves it passed
 * without having shown anything: what the supplier declared as not-applicable, and what is inconclusive only because the text can be
 * read in several ways. `open` keeps a run from passing.
 */
export type VerdictGroup = 'passed' | 'failed' | 'expected' | 'excused' | 'open';

/**
 * The one place that decides what counts as green: reports, test hosts and the outcome of a run all ask here.
 * @param requireFull whether what the portal cannot show is open too, instead of excused
 */
export function groupOf(
  { verdict, disputed, known }: Pick<ReportedVerdict, 'verdict' | 'disputed' | 'known'>,
  requireFull = false,
): VerdictGroup {
  switch (verdict) {
    case 'pass':
      return 'passed';
    case 'fail':
      return known === undefined ? 'failed' : 'expected';
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
 * The outcome of a run: a failure outweighs everything, then one open verdict makes it incomplete. A run in which nothing passed is never
 * passed, however much of it is excused or expected.
 * @param requireFull whether what the portal cannot show counts as open too
 * @param isBaselineTrue whether every entry of the baseline still holds; one that does not fails the run
 */
export function conclude(
  verdicts: readonly Pick<ReportedVerdict, 'verdict' | 'disputed' | 'known'>[],
  requireFull = false,
  isBaselineTrue = true,
): RunOutcome {
  const groups = new Set(verdicts.map((verdict) => groupOf(verdict, requireFull)));
  if (groups.has('failed') || !isBaselineTrue) return 'failed';
  return groups.has('open') || !groups.has('passed') ? 'incomplete' : 'passed';
}
