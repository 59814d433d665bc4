// Checks that the parts of one transcription agree with one another. Contradictions of the document itself are the matter of lint.

import { parseNext } from '../flow/branches.ts';
import { locatorProblem } from '../locator.ts';
import type { Flow, Regulation, TableStep } from '../regulation.ts';
import { addresseeOf } from '../target/driver.ts';
import { type Segment, writeChoice, writeValue } from '../violation.ts';
import { CHECK_NAMES, CHECKS } from '../vocabulary.ts';
import { checkErrata } from './errata.ts';
import { checkFilling } from './filling.ts';
import {
  type Check,
  checkParties,
  checkParty,
  checkReceivers,
  checkResult,
  checkSequence,
  checkTerm,
  checkUnique,
  type Inconsistency,
  type Tell,
} from './inconsistency.ts';
import { checkItems, checkVariants } from './items.ts';
import { checkRequirements } from './requirements.ts';
import { checkSentences } from './sentences.ts';

/** Every inconsistency of a regulation, in the order of its keys. A regulation may be used only where there are none. */
export function checkConsistency(regulation: Regulation): Inconsistency[] {
  const found: Inconsistency[] = [];
  const tell: Tell = (path, value, problem, cure) => void found.push({ path, value, problem, cure });
  const parties = regulation.parties.map(({ id }) => id);
  const check = {
    tell,
    parties,
    results: regulation.results.map(({ id }) => id),
    receivers: regulation.parties.filter((party) => addresseeOf(party) !== null).map(({ id }) => id),
  };

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
  checkRequirements(regulation, check);
  checkFilling(regulation, tell);
  checkSentences(regulation, tell);
  checkErrata(regulation, tell);
  return found;
}

function checkFlow(check: Check, path: Segment[], flow: Flow): void {
  const { tell } = check;
  if (flow.clause === null && flow.table === null) {
    tell([...path, 'clause'], null, 'the flow has neither a clause nor a table', 'give it one of the two');
  }
  const sides = [
    { key: 'items', source: 'clause', count: flow.items.length, present: flow.clause !== null },
    { key: 'steps', source: 'table', count: flow.steps.length, present: flow.table !== null },
  ];
  for (const { key, source, count, present } of sides) {
    if (present === count > 0) continue;
    tell(
      [...path, key],
      count,
      `${count} ${key} with ${present ? 'a' : 'no'} ${source}`,
      `transcribe the ${key} of the ${source}, or drop them`,
    );
  }
  checkItems(check, [...path, 'items'], flow.items);
  const clauses = [flow.clause, ...(flow.retold ?? []).map(({ clause }) => clause)];
  flow.retold?.forEach(({ clause, items }, n) => {
    const here = [...path, 'retold', n];
    if (clauses.indexOf(clause) <= n)
      tell([...here, 'clause'], clause, `the clause ${clause} stands twice`, 'transcribe each clause of a flow once');
    checkItems(check, [...here, 'items'], items);
  });
  checkVariants(check, path, flow);
  checkSteps(check, [...path, 'steps'], flow.steps);
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
    checkReceivers(check, [...here, 'action', 'sends'], step.action.sends);
    checkReceivers(check, [...here, 'completion', 'sends'], step.completion.sends);
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
