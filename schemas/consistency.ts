// Checks that the parts of one transcription agree with one another; it does not judge what the document itself contradicts.

import { parseNext } from './branches.ts';
import { checkErrata } from './consistency-errata.ts';
import { checkTerm, checkUnique, type Inconsistency, type Tell } from './inconsistency.ts';
import { locatorProblem } from './locator.ts';
import type { ClauseItem, Flow, Regulation, TableStep } from './regulation.ts';
import { type Segment, writeChoice, writeValue } from './violation.ts';
import { CHECK_NAMES, CHECKS, VERBS } from './vocabulary.ts';

/** Every inconsistency of a regulation, in the order of its keys; none for one that may be used. */
export function checkConsistency(regulation: Regulation): Inconsistency[] {
  const found: Inconsistency[] = [];
  const tell: Tell = (path, value, problem, cure) => void found.push({ path, value, problem, cure });
  const parties = regulation.parties.map(({ id }) => id);
  const check = { tell, parties, results: regulation.results.map(({ id }) => id) };

  checkUnique(tell, parties, 'party', (n) => ['parties', n, 'id']);
  checkUnique(tell, check.results, 'result', (n) => ['results', n, 'id']);
  regulation.act.titles.forEach(({ at }, n) => {
    const problem = locatorProblem(regulation, at);
    if (problem !== null) tell(['act', 'titles', n, 'at'], at, problem, 'cite a place that the transcription holds');
  });
  regulation.results.forEach(({ signedBy }, n) => {
    checkParty(check, ['results', n, 'signedBy'], signedBy);
  });
  for (const [id, flow] of Object.entries(regulation.flows)) checkFlow(check, ['flows', id], flow);
  regulation.participants?.items.forEach(({ party, also }, n) => {
    checkParty(check, ['participants', 'items', n, 'party'], party);
    checkParties(check, ['participants', 'items', n, 'also'], also);
  });
  for (const key of ['participants', 'security', 'conditions'] as const) {
    const items = regulation[key]?.items ?? [];
    checkSequence(
      tell,
      items.map(({ item }) => item),
      'item',
      (n) => [key, 'items', n, 'item'],
    );
  }
  checkUnique(
    tell,
    regulation.screens.map(({ annex, figure }) => `${annex}/${figure}`),
    'figure',
    (n) => ['screens', n, 'figure'],
  );
  checkErrata(regulation, tell);
  return found;
}

interface Check {
  readonly tell: Tell;
  readonly parties: readonly string[];
  readonly results: readonly string[];
}

function checkParty({ tell, parties }: Check, path: Segment[], id: string | null | undefined): void {
  if (id === undefined || id === null || parties.includes(id)) return;
  tell(path, id, `${writeValue(id)} is not a party of this regulation`, writeChoice(id, parties));
}

function checkParties(check: Check, path: Segment[], ids: readonly string[] | undefined): void {
  ids?.forEach((id, n) => {
    checkParty(check, [...path, n], id);
  });
}

function checkResult({ tell, results }: Check, path: Segment[], verb: string, result: string | undefined): void {
  if (result === undefined) {
    if (verb === 'issue')
      tell(path, result, 'a step that issues names no result', `add the key result: ${results.join(' or ')}`);
  } else if (!results.includes(result)) {
    tell(path, result, `${writeValue(result)} is not a result of this regulation`, writeChoice(result, results));
  }
}

/** The numbers 1, 2, 3 ... in this order. */
function checkSequence(
  tell: Tell,
  values: readonly (number | undefined)[],
  noun: string,
  path: (n: number) => Segment[],
): void {
  const numbered = values.flatMap((value, n) => (value === undefined ? [] : [{ value, n }]));
  numbered.forEach(({ value, n }, place) => {
    if (value !== place + 1)
      tell(path(n), value, `${noun} ${value} stands where ${place + 1} belongs`, `number each ${noun} in order from 1`);
  });
}

function checkFlow(check: Check, path: Segment[], flow: Flow): void {
  const { tell } = check;
  if (flow.clause === null && flow.table === null) {
    tell([...path, 'clause'], null, 'the flow has neither a clause nor a table', 'give it one of the two');
  }
  const sides = [
    { key: 'items', source: 'clause', rows: flow.items.length, present: flow.clause !== null },
    { key: 'steps', source: 'table', rows: flow.steps.length, present: flow.table !== null },
  ];
  for (const { key, source, rows, present } of sides) {
    if (present === rows > 0) continue;
    tell(
      [...path, key],
      rows,
      `${rows} ${key} with ${present ? 'a' : 'no'} ${source}`,
      `transcribe the ${key} of the ${source}, or drop them`,
    );
  }
  checkItems(check, [...path, 'items'], flow.items);
  checkSteps(check, [...path, 'steps'], flow.steps);
}

function checkItems(check: Check, path: Segment[], items: readonly ClauseItem[]): void {
  const { tell } = check;
  const actions = items.flatMap((item) => ('action' in item ? [item.action] : []));
  const at = (key: string) => (n: number) => [...path, n, key];
  checkSequence(
    tell,
    items.map(({ item }) => item),
    'item',
    at('item'),
  );
  checkSequence(
    tell,
    items.map((item) => ('process' in item ? item.process : undefined)),
    'process',
    at('process'),
  );
  checkSequence(
    tell,
    items.map((item) => ('condition' in item ? item.condition : undefined)),
    'condition',
    at('condition'),
  );
  items.forEach((item, n) => {
    if ('remark' in item) return;
    const here = [...path, n];
    checkParty(check, [...here, 'by'], item.by);
    checkParties(check, [...here, 'asks'], item.asks);
    if ('checks' in item) {
      for (const side of ['ok', 'fail'] as const) {
        if (actions.includes(item[side])) continue;
        tell(
          [...here, side],
          item[side],
          `${writeValue(item[side])} is not an action of this flow`,
          writeChoice(item[side], actions),
        );
      }
      return;
    }
    checkActionOnce(tell, [...here, 'action'], item.action, actions, items.slice(0, n));
    checkParty(check, [...here, 'at'], item.at);
    checkParty(check, [...here, 'via'], item.via);
    checkResult(check, [...here, 'result'], item.does, item.result);
    if (item.does === 'refuse' && item.forms === undefined) {
      tell(
        [...here, 'forms'],
        undefined,
        'a refusal forms no notification',
        'add the key forms with the kind of the notification',
      );
    }
  });
  checkReachable(tell, path, items);
}

function checkActionOnce(
  tell: Tell,
  path: Segment[],
  action: string,
  actions: readonly string[],
  before: readonly ClauseItem[],
): void {
  const earlier = before.some((item) => 'action' in item && item.action === action);
  if (earlier && actions.includes(action))
    tell(path, action, `the action ${writeValue(action)} stands twice`, 'give each action a name of its own');
}

/** Follows the clause from its first item; a process goes on to the item after it unless it ends the walk. */
function checkReachable(tell: Tell, path: Segment[], items: readonly ClauseItem[]): void {
  const reached = new Set<number>();
  const open = [0];
  for (let n = open.pop(); n !== undefined; n = open.pop()) {
    const item = items[n];
    if (item === undefined || reached.has(n)) continue;
    reached.add(n);
    if ('checks' in item) {
      const targets = [item.ok, item.fail];
      open.push(...items.flatMap((other, k) => ('action' in other && targets.includes(other.action) ? [k] : [])));
    } else if ('remark' in item || VERBS[item.does].ends === null) open.push(n + 1);
  }
  items.forEach((item, n) => {
    if ('remark' in item || reached.has(n)) return;
    const name = 'action' in item ? `process ${item.process}` : `condition ${item.condition}`;
    tell(
      [...path, n],
      'action' in item ? item.action : item.checks,
      `nothing leads to ${name}`,
      'name its action in ok or fail of a condition before it',
    );
  });
}

const SUBJECTS: readonly string[] = CHECK_NAMES.flatMap((name) => [...CHECKS[name].subjects]);

function checkSteps(check: Check, path: Segment[], steps: readonly TableStep[]): void {
  const { tell, parties } = check;
  const numbers = steps.map(({ step }) => step);
  checkSequence(tell, numbers, 'step', (n) => [...path, n, 'step']);
  checkUnique(
    tell,
    steps.map(({ action }) => action.is),
    'action',
    (n) => [...path, n, 'action', 'is'],
  );
  steps.forEach((step, n) => {
    const here = [...path, n];
    checkParty(check, [...here, 'actor', 'party'], step.actor.party);
    checkParties(check, [...here, 'actor', 'also'], step.actor.also);
    checkParty(check, [...here, 'action', 'at'], step.action.at);
    checkParties(check, [...here, 'action', 'asks'], step.action.asks);
    checkResult(check, [...here, 'completion', 'result'], step.action.does, step.completion.result);
    checkTerm(tell, [...here, 'term', 'printed'], step.term.printed);
    checkNext(tell, [...here, 'next'], step, numbers);
    step.next.branches.forEach(({ names }, k) => {
      if (names === undefined || SUBJECTS.includes(names) || parties.includes(names)) return;
      const choices = [...new Set(SUBJECTS), ...parties];
      tell(
        [...here, 'next', 'branches', k, 'names'],
        names,
        `${writeValue(names)} is neither a subject of a check nor a party`,
        writeChoice(names, choices),
      );
    });
  });
}

function checkNext(tell: Tell, path: Segment[], { next }: TableStep, numbers: readonly number[]): void {
  next.branches.forEach(({ to }, k) => {
    if (numbers.includes(to)) return;
    tell([...path, 'branches', k, 'to'], to, `no step ${to} in this table`, writeChoice(to, numbers.map(String)));
  });
  const read = next.branches.map(({ to }) => to);
  try {
    const printed = parseNext(next.printed).map(({ to }) => to);
    if (printed.join() === read.join()) return;
    tell(
      [...path, 'branches'],
      read,
      `the branches lead to ${read.join(', ') || 'none'}, the printed cell to ${printed.join(', ') || 'none'}`,
      'read the printed numbers, in their order',
    );
  } catch {
    tell(
      [...path, 'printed'],
      next.printed,
      `${writeValue(next.printed)} names no next step`,
      'write a number, numbers with conditions, or - for none',
    );
  }
}
