// Drafts the steps of a table: every cell as it is printed, and how it is understood.
import { type DraftStep, UNREAD } from '../../schemas/draft.ts';
import { parseNext } from '../../schemas/flow/branches.ts';
import { describePlace } from '../../schemas/place.ts';
import type { Row } from '../../schemas/regulation.ts';
import { parseTerm } from '../../schemas/term.ts';
import type { Segment } from '../../schemas/violation.ts';
import { VERBS } from '../../schemas/vocabulary.ts';
import { type KnownTable, readCell } from '../contradictions.ts';
import type { Action } from '../meaning/action.ts';
import { goodOf, outcomeOf } from '../meaning/answer.ts';
import { besides, completionSendings, sendings } from '../meaning/besides.ts';
import { completionOf } from '../meaning/completion.ts';
import { asked } from '../meaning/mention.ts';
import { partiesOf } from '../meaning/party.ts';
import type { FoundCell, FoundStep } from '../table/step-table.ts';
import type { Gathering } from './gathering.ts';

const NEEDS: Readonly<Record<Row, string>> = {
  actor: 'say who acts',
  action: 'say what is done',
  completion: 'say what the step leaves behind',
  term: 'give the term, or "-" for none',
  next: 'give the next steps, or "-" for none',
};

/** The steps of a table; where two columns have one number, nothing of them is read. */
export function stepsOf(table: KnownTable, path: Segment[], result: string, gathering: Gathering): DraftStep[] {
  const steps: DraftStep[] = [];
  const twice = (number: number) => table.steps.filter(({ step }) => step === number).length > 1;
  table.steps.forEach((step, n) => {
    if (steps.some((one) => one.step === step.step)) return;
    const at = [...path, steps.length];
    const where = (row: Row) => describePlace({ annex: table.annex, table: table.number, step: step.step, row });
    if (twice(step.step)) {
      const all = table.steps.filter((one) => one.step === step.step);
      for (const one of all)
        gathering.open(
          'fault',
          at,
          one.place,
          where('action'),
          one.cells.action.words,
          `two columns have the number ${step.step}; say which is which`,
        );
    }
    const cell = (row: Row): FoundCell =>
      twice(step.step) ? { ...step.cells[row], doubt: `two columns have the number ${step.step}` } : step.cells[row];
    steps.push(stepOf(step, cell, table, n, at, where, result, gathering));
  });
  return steps;
}

function stepOf(
  step: FoundStep,
  cell: (row: Row) => FoundCell,
  table: KnownTable,
  n: number,
  path: readonly Segment[],
  where: (row: Row) => string,
  result: string,
  gathering: Gathering,
): DraftStep {
  const open = (row: Row, key: string, needs: string, why = '') => {
    const { words, place } = cell(row);
    return gathering.unread([...path, row, key], place, where(row), words, why === '' ? needs : `${why}; ${needs}`);
  };
  for (const row of ['actor', 'action', 'completion', 'term', 'next'] as const)
    gathering.at([...path, row], cell(row).place);
  const printed = (row: Row): string => {
    const { words, doubt } = cell(row);
    return doubt === null && words !== '' ? words : open(row, 'printed', NEEDS[row], doubt ?? '');
  };
  const action: Action | null = cell('action').doubt === null ? (table.actions[n] ?? null) : null;
  const parties = cell('actor').doubt === null ? partiesOf(cell('actor').words) : null;
  const [party, ...also] = parties ?? [];
  const actor = {
    printed: printed('actor'),
    party: party ?? open('actor', 'party', 'say which unit this is'),
    ...(also.length > 0 ? { also } : {}),
  };
  const { words, doubt } = cell('action');
  const isDoubted = doubt !== null;
  const beside = (key: string, needs: string) => open('action', key, needs);
  const does: DraftAction = {
    is: action?.is ?? open('action', 'is', 'name the action'),
    does: action?.does ?? UNREAD,
    printed: printed('action'),
    ...(action?.does === 'look-up' ? asked(cell('action').words) : {}),
    ...(isDoubted ? {} : sendings(words, action?.does, beside)),
    ...(isDoubted ? {} : besides(words, action?.does, ['attaches', 'withCertificate', 'onPaper'], beside)),
  };
  const form = cell('completion').doubt === null ? completionOf(cell('completion').words, action) : null;
  const completion = {
    printed: printed('completion'),
    forms: form === null ? open('completion', 'forms', 'say in a list what the step leaves behind') : [form],
    ...(cell('completion').doubt === null
      ? completionSendings(cell('completion').words, action?.does, (key, needs) => open('completion', key, needs))
      : {}),
    ...(action !== null && VERBS[action.does].ends === 'completed' ? { result } : {}),
  };
  const term = readCell(cell('term'), parseTerm) === undefined ? undefined : cell('term').words;
  const next = readCell(cell('next'), parseNext);
  return {
    step: step.step,
    actor,
    action: does,
    completion,
    term: { printed: term ?? open('term', 'printed', NEEDS.term, cell('term').doubt ?? '') },
    next: {
      printed: next === undefined ? open('next', 'printed', NEEDS.next, cell('next').doubt ?? '') : cell('next').words,
      branches: next === undefined ? UNREAD : branchesOf(next, action, table),
    },
  };
}

type DraftAction = Exclude<DraftStep['action'], typeof UNREAD>;
type DraftBranches = Exclude<Exclude<DraftStep['next'], typeof UNREAD>['branches'], typeof UNREAD>;

/** The branches with the outcomes that lead to them, as far as their words, and what they lead to, tell. */
function branchesOf(next: ReturnType<typeof parseNext>, action: Action | null, table: KnownTable): DraftBranches {
  const several = next.length > 2;
  return next.map(({ to, when }) => {
    if (when === null) return { to, when };
    const target = table.actions[table.steps.findIndex(({ step }) => step === to)] ?? null;
    const good = goodOf(when);
    const outcome =
      several || action === null || good === null || (target !== null && good === (target.does === 'refuse'))
        ? null
        : outcomeOf(action.is, good);
    return { to, when: outcome ?? UNREAD };
  });
}
