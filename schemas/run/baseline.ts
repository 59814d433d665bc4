// The baseline of a run: which failures are known, which assertions are known to be flaky, and whether that still holds.
import { type Static, type TSchema, Type } from 'typebox';
import { onDay, plainly, Said, say } from '../said.ts';
import { type Scenario, suits, type TestAssertion } from './assertion.ts';
import { type Attempt, groupOf, type Known, type ReportedVerdict, type Verdict } from './verdict.ts';

const strict = { additionalProperties: false };

/** What `reglament baseline` writes where a person has to say something; no run takes it. */
export const TO_FILL_IN = 'TODO';

const entry = <E extends TSchema>(expires: E) => ({
  assertion: Type.String({ description: 'The id of an assertion.' }),
  reason: Type.String({ minLength: 1, description: `Why it fails; "${TO_FILL_IN}" is no reason.` }),
  link: Type.String({
    pattern: `^(https?://\\S+|${TO_FILL_IN})$`,
    description: 'Where it is being mended, such as the address of a ticket.',
  }),
  expires,
});
const attempts = Type.Integer({
  minimum: 2,
  maximum: 10,
  description: 'On how many walks it is tried at most, the first one included.',
});
const day = Type.String({ format: 'date', description: 'The last day on which the entry holds, in Kazakhstan.' });

/** The shape of a baseline file. */
export const BaselineFile = Type.Object(
  {
    failures: Type.Optional(
      Type.Array(Type.Object(entry(day), strict), { description: 'Assertions that fail every time.' }),
    ),
    flaky: Type.Optional(
      Type.Array(Type.Object({ ...entry(day), attempts }, strict), {
        description: 'Assertions on terms that fail now and then.',
      }),
    ),
  },
  { ...strict, $id: 'https://reglament.dev/schemas/baseline.schema.json' },
);
export type BaselineFile = Static<typeof BaselineFile>;

/** A baseline as a run goes by it and its journal keeps it. */
export const Baseline = Type.Object(
  {
    on: Type.String({ description: 'The day on which it was asked whether entries have expired, in Kazakhstan.' }),
    failures: Type.Array(Type.Object(entry(Type.String()), strict)),
    flaky: Type.Array(Type.Object({ ...entry(Type.String()), attempts }, strict)),
    unknown: Type.Array(
      Type.Object(
        { assertion: Type.String(), near: Type.Union([Type.String(), Type.Null()]) },
        { ...strict, description: 'No assertion has this id; the nearest that there is.' },
      ),
    ),
  },
  strict,
);
export type Baseline = Static<typeof Baseline>;

/** What became of a baseline in a run. */
export const BaselineStanding = Type.Object(
  {
    on: Type.String(),
    failures: Type.Integer(),
    flaky: Type.Integer(),
    problems: Type.Array(
      Type.Object(
        {
          assertion: Type.String(),
          kind: Type.Enum(['unknown', 'stale', 'expired']),
          message: Type.String(),
          says: Said,
        },
        strict,
      ),
      { description: 'What does not hold any more; one is enough to fail the run.' },
    ),
  },
  strict,
);
export type BaselineStanding = Static<typeof BaselineStanding>;
type Problem = BaselineStanding['problems'][number];

const hasExpired = ({ expires }: { expires: string }, { on }: Pick<Baseline, 'on'>): boolean => expires < on;

/** The verdicts, with the failures marked that the baseline knows. An entry that has expired marks none. */
export function markKnown(verdicts: readonly Verdict[], baseline: Baseline | undefined): ReportedVerdict[] {
  if (baseline === undefined) return [...verdicts];
  const mark = (flaky: boolean) => (one: Baseline['failures'][number]) => {
    const known: Known = { flaky, reason: one.reason, link: one.link, expires: one.expires };
    return hasExpired(one, baseline) ? [] : [[one.assertion, known] as const];
  };
  const failures = new Map(baseline.failures.flatMap(mark(false)));
  const flaky = new Map(baseline.flaky.flatMap(mark(true)));
  return verdicts.map((verdict) => {
    if (verdict.verdict !== 'fail') return verdict;
    const { assertion } = verdict;
    const known = failures.get(assertion) ?? (heldAgain(verdict.attempts ?? []) ? flaky.get(assertion) : undefined);
    return known === undefined ? verdict : { ...verdict, known };
  });
}

/** Whether an assertion held in the end on every scenario on which it had failed. Failing every time is no flakiness. */
export function heldAgain(attempts: readonly Attempt[]): boolean {
  const failed = attempts.filter(({ holds }) => holds === false);
  const held = new Set(attempts.filter(({ holds }) => holds === true).map(({ repeats }) => repeats));
  return failed.length > 0 && failed.every(({ repeats }) => held.has(repeats));
}

/** What of a baseline does not hold any more. @param verdicts on the assertions of the run; what it did not try cannot be stale */
export function standingOf(baseline: Baseline, verdicts: readonly ReportedVerdict[]): BaselineStanding {
  const found = new Map(verdicts.map((verdict) => [verdict.assertion, verdict]));
  const known = baseline.failures.flatMap((one) => whyStale(one, found.get(one.assertion)) ?? []);
  const unknown = baseline.unknown.map(({ assertion, near }): Problem => {
    const says =
      near === null
        ? say`${assertion} is in the baseline, and no assertion has this id; correct the entry or take it out`
        : say`${assertion} is in the baseline, and no assertion has this id; did you mean ${near}? correct the entry or take it out`;
    return problem(assertion, 'unknown', says);
  });
  const told = new Set([...unknown, ...known].map(({ assertion }) => assertion));
  const expired = [...baseline.failures, ...baseline.flaky]
    .filter((one) => !told.has(one.assertion) && hasExpired(one, baseline))
    .map(({ assertion, expires, link }): Problem => {
      const says = say`${assertion} is in the baseline until ${onDay(expires)}, and that is over; mend the portal (${link}), or give the entry another day`;
      return problem(assertion, 'expired', says);
    });
  const { on, failures, flaky } = baseline;
  const problems = [...unknown, ...known, ...expired];
  return { on, failures: failures.length, flaky: flaky.length, problems };
}

const problem = (assertion: string, kind: Problem['kind'], says: Said): Problem => ({
  ...{ assertion, kind, message: plainly(says), says },
});

/** A known failure that was decided and does not fail; null where it fails, was not tried or stayed open. */
function whyStale({ assertion }: { assertion: string }, verdict: ReportedVerdict | undefined): Problem | null {
  const group = verdict === undefined ? 'open' : groupOf(verdict);
  if (group !== 'passed' && group !== 'excused') return null;
  if (group === 'passed' || verdict === undefined) {
    const says = say`${assertion} is in the baseline as a known failure and passes now; take the entry out`;
    return problem(assertion, 'stale', says);
  }
  const why = verdict.says.reason ?? verdict.says.actual;
  const says = say`${assertion} is in the baseline as a known failure and does not fail any more (${verdict.verdict}: ${why}); take the entry out`;
  return problem(assertion, 'stale', says);
}

/** The walks that a run may add to its plan, to try flaky assertions again, by their ids. */
export function attemptsAt(
  { flaky }: Pick<Baseline, 'flaky'>,
  assertions: readonly TestAssertion[],
  scenarios: readonly Scenario[],
): Map<string, Scenario> {
  const found = new Map<string, Scenario>();
  for (const entry of flaky) {
    const assertion = assertions.find(({ id }) => id === entry.assertion);
    for (const scenario of scenarios)
      if (assertion !== undefined && suits(scenario, assertion))
        for (let number = 2; number <= entry.attempts; number += 1) {
          const attempt = attemptAt(scenario, number);
          found.set(attempt.id, attempt);
        }
  }
  return found;
}

/** A scenario once more. @param number 2 for the second attempt */
export const attemptAt = (scenario: Scenario, number: number): Scenario => ({
  ...scenario,
  id: `${scenario.id}-attempt-${number}`,
});

/** The id of the scenario that an attempt repeats. @param attempt the id of a scenario of {@link attemptAt} */
export const attempted = (attempt: string): string => attempt.replace(/-attempt-\d+$/u, '');
