// The meaning of a verdict, and how verdicts add up to the outcome of a run.
import { type Static, Type } from 'typebox';

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

export type RunOutcome = 'passed' | 'failed' | 'incomplete';
export const EXIT_CODES = { passed: 0, failed: 1, usage: 2, incomplete: 3, defect: 4 } as const;

export type Counts = Record<VerdictName, number> & { total: number; judged: number };

/** How many verdicts of each kind; `judged` counts those that passed or failed. */
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
 * The outcome of a run. A failure outweighs everything; then anything in scope that stayed open makes it incomplete,
 * except what only reflects a disputed reading; a run that judged nothing is never passed.
 * @param requireFull whether what the portal cannot show counts as open too
 */
export function conclude(verdicts: readonly Pick<Verdict, 'verdict' | 'disputed'>[], requireFull = false): RunOutcome {
  const counts = count(verdicts);
  if (counts.fail > 0) return 'failed';
  const open = verdicts.some(
    ({ verdict, disputed }) =>
      verdict === 'error' ||
      verdict === 'pending' ||
      (verdict === 'inconclusive' && !disputed) ||
      (requireFull && verdict === 'not-applicable'),
  );
  return open || counts.judged === 0 ? 'incomplete' : 'passed';
}
