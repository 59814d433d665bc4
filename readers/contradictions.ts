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

/** What gathers the contradictions of a table, each at one of its cells. */
export function contradicting({ annex, number }: KnownTable) {
  const found: Contradiction[] = [];
  const add = (code: string, step: FoundStep, row: Row, conflictsWith: string): void => {
    const { place, words } = step.cells[row];
    found.push({ code, at: { annex, table: number, step: step.step, row }, place, printed: words, conflictsWith });
  };
  return { found, add };
}
type Add = ReturnType<typeof contradicting>['add'];

/** Every contradiction of the tables, in their order. */
export function contradictionsOf(tables: readonly KnownTable[]): Contradiction[] {
  return [...tables.flatMap(within), ...between(tables)];
}

function within(table: KnownTable): Contradiction[] {
  const { steps } = table;
  const { found, add } = contradicting(table);
  steps.forEach((step, n) => {
    nextSteps(table, step, n, add);
    endings(table, step, n, add);
    languages(step, add);
  });
  order(steps, add);
  return found;
}

/** What the next steps of a step disagree with: themselves, the table, and what the steps do that they lead to. */
function nextSteps({ steps, actions }: KnownTable, step: FoundStep, n: number, add: Add): void {
  const next = readCell(step.cells.next, parseNext) ?? [];
  const numbers = steps.map((one) => one.step);
  for (const { to, when } of next) {
    if (to === step.step) add('self-reference', step, 'next', `step ${to} names itself as the next one`);
    else if (!numbers.includes(to)) add('no-such-step', step, 'next', `the table has no step ${to}`);
    const target = actions[numbers.indexOf(to)] ?? null;
    const good = when === null ? null : goodOf(when);
    if (target === null || good === null || good !== (target.does === 'refuse')) continue;
    add(
      'branch-against-step',
      step,
      'next',
      `the condition says that ${good ? 'all is well' : 'something is wrong'}, and step ${to} ${good ? 'refuses' : 'does not refuse'}`,
    );
  }
  const answers = next.flatMap(({ when }) => (when === null ? [] : [foldKazakh(when)]));
  if (new Set(answers).size < answers.length) add('same-branch', step, 'next', 'two branches have the same condition');
  if (new Set(next.map(({ to }) => to)).size < next.length)
    add('same-target', step, 'next', 'two branches lead to the same step');
  const [only, other] = next;
  const isRefused = actions[numbers.indexOf(only?.to ?? 0)]?.does === 'refuse';
  if (only?.when != null && other === undefined && (isRefused || isAnswer(only.when)))
    add('lone-branch', step, 'next', 'a branch is printed without its other side');
  if (next.length > 0 && actions[n]?.does === 'refuse')
    add('refusal-goes-on', step, 'next', 'the step refuses, and names a next step');
}

/** Whether words are a condition with another side, and not what is done at the step to which they lead. */
const isAnswer = (words: string): boolean =>
  goodOf(words) !== null || /^(?:егер|если|при|в случае)(?!\p{L})|жағдайда/iu.test(words);

/** Where a flow ends without an end, goes on behind it, or ends without a term. */
function endings({ steps, actions }: KnownTable, step: FoundStep, n: number, add: Add): void {
  const action = actions[n] ?? null;
  if (action === null) return;
  const next = readCell(step.cells.next, parseNext);
  const isLast = n === steps.length - 1;
  const ends = action.does === 'refuse' || action.does === 'issue';
  if (next?.length === 0 && !ends && !isLast) add('dead-end', step, 'next', 'no next step, and the step ends nothing');
  if (
    isLast &&
    action.does === 'issue' &&
    next !== undefined &&
    next.length > 0 &&
    next.every(({ to }) => to <= step.step)
  )
    add('end-goes-on', step, 'next', 'the last step names a next step');
  if (ends && readCell(step.cells.term, parseTerm) === null) add('missing-term', step, 'term', 'the step has no term');
}

/** Where a cell says another term, or leads elsewhere, in its other language. */
function languages(step: FoundStep, add: Add): void {
  const readers: Partial<Record<Row, (text: string) => unknown>> = {
    term: parseTerm,
    next: (text) => parseNext(text).map(({ to }) => to),
  };
  for (const row of ['term', 'next'] as const) {
    const { words, also } = step.cells[row];
    const read = readers[row];
    if (also === undefined || read === undefined) continue;
    const [one, other] = [readCell(step.cells[row], read), readCell({ ...step.cells[row], words: also }, read)];
    if (one !== undefined && other !== undefined && JSON.stringify(one) !== JSON.stringify(other))
      add(
        'languages-differ',
        step,
        row,
        `the other language has ${JSON.stringify(also)} beside ${JSON.stringify(words)}`,
      );
  }
}

/** Where steps are not numbered one after the other, or nothing leads to one. */
function order(steps: readonly FoundStep[], add: Add): void {
  steps.forEach((step, n) => {
    const before = steps[n - 1];
    if (before === undefined ? step.step !== 1 : step.step !== before.step + 1)
      add(
        'steps-out-of-order',
        step,
        'action',
        before === undefined ? 'the first step is not 1' : `step ${step.step} stands behind step ${before.step}`,
      );
  });
  const nexts = steps.map((step) => readCell(step.cells.next, parseNext));
  if (nexts.includes(undefined)) return;
  const reached = new Set(nexts.flatMap((next) => (next ?? []).map(({ to }) => to)));
  for (const step of steps.slice(1))
    if (!reached.has(step.step)) add('unreached', step, 'action', `no step leads to step ${step.step}`);
}

/** The same action with another term in another table. */
function between(tables: readonly KnownTable[]): Contradiction[] {
  const cells = tables.flatMap((table) =>
    table.steps.flatMap((step, n) => {
      const action = table.actions[n];
      const term = readCell(step.cells.term, parseTerm);
      return action == null || term === undefined
        ? []
        : [{ table, step, action: action.is, term: foldKazakh(step.cells.term.words) }];
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
