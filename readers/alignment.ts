// Tells which step of a table and which process of its clause are the same one.
import type { Told } from './clauses.ts';
import type { KnownTable } from './contradictions.ts';
import { mayBe } from './meaning/action.ts';
import { actorsIn } from './procedure-actors.ts';
import type { Procedure } from './procedures.ts';
import type { FoundStep } from './table/step-table.ts';

/** The steps with their processes, the processes that no step is, and the steps that no process is. */
export interface Alignment {
  readonly like: ReadonlyMap<FoundStep, Told>;
  readonly extra: readonly Told[];
  readonly lacking: readonly FoundStep[];
}

/**
 * Steps and processes with one number are the same, unless what they do shows that the table counts otherwise than the clause: then those are
 * that do the same, and of the rest nothing is told that might be one of those whose action is open.
 */
export function aligned(table: KnownTable, { told }: Procedure): Alignment {
  const acting = actorsIn(told).filter(({ one }) => one.kind === 'process');
  const known = table.steps.map((step, n) => ({ step, action: table.actions[n]?.is ?? null }));
  const pairs = known.flatMap(({ step, action }) => {
    const same = action === null ? undefined : acting.find((one) => one.action?.is === action);
    return same === undefined ? [] : [[step, same.one] as const];
  });
  if (pairs.every(([step, one]) => step.step === one.number)) return byNumber(table, told);
  const like = new Map(pairs);
  const paired = new Set(like.values());
  return {
    like,
    extra: acting
      .filter(
        ({ one, action }) =>
          !paired.has(one) &&
          action !== null &&
          isAlone(
            action.is,
            known.map((own) => ({ action: own.action, words: own.step.cells.action.words })),
          ),
      )
      .map(({ one }) => one),
    lacking: known
      .filter(
        ({ step, action }) =>
          !like.has(step) &&
          action !== null &&
          isAlone(
            action,
            acting.map((own) => ({ action: own.action?.is ?? null, words: own.one.words })),
          ),
      )
      .map(({ step }) => step),
  };
}

/** Whether none of several may be an action: each does another one, or has words that cannot mean it. */
const isAlone = (action: string, others: readonly { action: string | null; words: string }[]): boolean =>
  others.every((other) => (other.action === null ? !mayBe(other.words, action) : other.action !== action));

function byNumber({ steps }: KnownTable, told: readonly Told[]): Alignment {
  const processes = told.filter(({ kind }) => kind === 'process');
  const like = new Map<FoundStep, Told>();
  for (const step of steps) {
    const process = processes.find(({ number }) => number === step.step);
    if (process !== undefined) like.set(step, process);
  }
  const numbers = steps.map(({ step }) => step);
  return {
    like,
    extra: processes.filter(({ number }) => !numbers.includes(number)),
    lacking: steps.filter((step) => !like.has(step)),
  };
}
