// Finds where the tables of a regulation disagree with themselves and with one another, before anybody has said how they are to be read.
import { parseNext } from '../schemas/flow/branches.ts';
import { foldKazakh } from '../schemas/language.ts';
import type { Locator, Row } from '../schemas/regulation.ts';
import { parseTerm } from '../schemas/term.ts';
import type { Action } from './meaning/action.ts';
import { goodOf } from './meaning/answer.ts';
import type { FoundTable } from './read.ts';
import type { Place } from './source/place.ts';
import type { FoundStep } from './table/step-table.ts';

/** One contradiction: its kind, where it stands, what stands there, and what it disagrees with. */
export interface Contradiction {
  readonly code: string;
  readonly at: Locator;
  readonly place: Place;
  readonly printed: string;
  readonly conflictsWith: string;
}

/** A table with what its steps do, as far as that is known. */
export interface KnownTable extends FoundTable {
  readonly actions: readonly (Action | null)[];
}

/** Whether a text says the same numbers twice over, as one in two languages does that could not be taken apart. */
function isTwice(words: string): boolean {
  const numbers = words.match(/(?<![\p{L}\d.,])\d+(?=\s*(?:[\p{Pd}\u2212]\s*)?\p{L})/gu) ?? [];
  const half = numbers.length / 2;
  return numbers.length >= 4 && Number.isInteger(half) && numbers.slice(0, half).join() === numbers.slice(half).join();
}

/** What the cell says, or undefined where it cannot be read. */
export function readCell<T>({ words, doubt }: FoundStep['cells'][Row], read: (text: string) => T): T | undefined {
  if (doubt !== null || isTwice(words)) return undefined;
  try {
    return read(words);
  } catch {
    return undefined;
  }
}

/** Every contradiction of the tables, in their order. */
export function contradictionsOf(tables: readonly KnownTable[]): Contradiction[] {
  return [...tables.flatMap(within), ...between(tables)];
}

function within(table: KnownTable): Contradiction[] {
  const { steps, actions } = table;
  const found: Contradiction[] = [];
  const numbers = steps.map(({ step }) => step);
  const add = (code: string, step: FoundStep, row: Row, conflictsWith: string) =>
    found.push({
      code,
      at: { annex: table.annex, table: table.number, step: step.step, row },
      place: step.cells[row].place,
      printed: step.cells[row].words,
      conflictsWith,
    });
  steps.forEach((step, n) => {
    const next = readCell(step.cells.next, parseNext);
    const action = actions[n] ?? null;
    const ends = action !== null && (action.does === 'refuse' || action.does === 'issue');
    const last = n === steps.length - 1;
    for (const { to, when } of next ?? []) {
      if (to === step.step) add('self-reference', step, 'next', `step ${to} names itself as the next one`);
      else if (!numbers.includes(to)) add('no-such-step', step, 'next', `the table has no step ${to}`);
      if (when === null) continue;
      const target = actions[numbers.indexOf(to)] ?? null;
      const good = goodOf(when);
      if (target === null || good === null) continue;
      if (good === (target.does === 'refuse'))
        add(
          'branch-against-step',
          step,
          'next',
          `the condition says that ${good ? 'all is well' : 'something is wrong'}, and step ${to} ${good ? 'refuses' : 'does not refuse'}`,
        );
    }
    const answers = (next ?? []).flatMap(({ when }) => (when === null ? [] : [foldKazakh(when)]));
    if (new Set(answers).size < answers.length)
      add('same-branch', step, 'next', 'two branches have the same condition');
    const targets = (next ?? []).map(({ to }) => to);
    if (new Set(targets).size < targets.length) add('same-target', step, 'next', 'two branches lead to the same step');
    if (next?.length === 1 && next[0]?.when != null)
      add('lone-branch', step, 'next', 'a branch is printed without its other side');
    if (next?.length === 0 && action !== null && !ends && !last)
      add('dead-end', step, 'next', 'no next step, and the step ends nothing');
    if (next !== undefined && next.length > 0 && action?.does === 'refuse')
      add('refusal-goes-on', step, 'next', 'the step refuses, and names a next step');
    if (
      last &&
      next !== undefined &&
      next.some(({ to }) => to > step.step) === false &&
      next.length > 0 &&
      action?.does === 'issue'
    )
      add('end-goes-on', step, 'next', 'the last step names a next step');
    if (readCell(step.cells.term, parseTerm) === null && action !== null && ends)
      add('missing-term', step, 'term', 'the step has no term');
    for (const row of ['actor', 'action', 'completion', 'term', 'next'] as const) {
      const { words, also } = step.cells[row];
      if (also === undefined) continue;
      const reads: ((text: string) => unknown) | null =
        row === 'term' ? parseTerm : row === 'next' ? (text: string) => parseNext(text).map(({ to }) => to) : null;
      if (reads === null) continue;
      const [one, other] = [readCell(step.cells[row], reads), readCell({ ...step.cells[row], words: also }, reads)];
      if (one !== undefined && other !== undefined && JSON.stringify(one) !== JSON.stringify(other))
        add(
          'languages-differ',
          step,
          row,
          `the other language has ${JSON.stringify(also)} beside ${JSON.stringify(words)}`,
        );
    }
  });
  numbers.forEach((number, n) => {
    const step = steps[n];
    const before = numbers[n - 1];
    if (step === undefined) return;
    if (before === undefined ? number !== 1 : number !== before + 1)
      add(
        'steps-out-of-order',
        step,
        'action',
        before === undefined ? 'the first step is not 1' : `step ${number} stands behind step ${before}`,
      );
  });
  const reached = new Set(steps.flatMap((step) => (readCell(step.cells.next, parseNext) ?? []).map(({ to }) => to)));
  const isWhole = steps.every((step) => readCell(step.cells.next, parseNext) !== undefined);
  if (isWhole)
    for (const step of steps.slice(1))
      if (!reached.has(step.step)) add('unreached', step, 'action', `no step leads to step ${step.step}`);
  return found;
}

/** The same action with another term in another table. */
function between(tables: readonly KnownTable[]): Contradiction[] {
  const cells = tables.flatMap((table) =>
    table.steps.flatMap((step, n) => {
      const action = table.actions[n];
      const term = readCell(step.cells.term, parseTerm);
      return action == null || term === undefined
        ? []
        : [{ table, step, action: action.is, term: JSON.stringify(term) }];
    }),
  );
  return cells.flatMap(({ table, step, action, term }): Contradiction[] => {
    const other = cells.find((cell) => cell.table !== table && cell.action === action && cell.term !== term);
    if (other === undefined) return [];
    return [
      {
        code: 'term-differs',
        at: { annex: table.annex, table: table.number, step: step.step, row: 'term' },
        place: step.cells.term.place,
        printed: step.cells.term.words,
        conflictsWith: `table ${other.table.number}, step ${other.step.step} has ${JSON.stringify(other.step.cells.term.words)} for ${action}`,
      },
    ];
  });
}
