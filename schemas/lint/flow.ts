// Finds the differences within one flow: between its table and its clause, and inside its table.
import {
  clauseGraph,
  type GraphStep,
  isCondition,
  isProcess,
  partyOf,
  placeOf,
  tableGraph,
} from '../flow/flow-graph.ts';
import { foldKazakh } from '../language.ts';
import type { Flow, Regulation, TableStep } from '../regulation.ts';
import { parseTerm } from '../term.ts';
import { CHECKS, isPerson, readOutcome, VERBS } from '../vocabulary.ts';
import { cellAt, type Difference } from './difference.ts';
import { retoldDifferences } from './retold.ts';

type Table = NonNullable<Flow['table']>;

/** Every difference within a flow, also those between its clause and the clauses that retell it. */
export function flowDifferences(regulation: Regulation, flowId: string, flow: Flow): Difference[] {
  const { table } = flow;
  return [
    ...presence(flowId, flow),
    ...(table === null ? [] : flow.steps.flatMap((step) => againstItself(regulation, table, step))),
    ...(table === null || flow.clause === null ? [] : againstClause(regulation, flowId, flow, table)),
    ...routes(regulation, flow),
    ...retoldDifferences(flow),
  ];
}

function presence(flowId: string, flow: Flow): Difference[] {
  const { table, clause } = flow;
  if (table === null && clause !== null)
    return [
      { code: 'flow-without-table', at: { clause }, message: `the flow ${flowId} has clause ${clause} and no table` },
    ];
  if (table !== null && clause === null)
    return [
      {
        code: 'flow-without-clause',
        at: { annex: table.annex, table: table.number },
        message: `the flow ${flowId} has table ${table.number} and no clause`,
      },
    ];
  return [];
}

function againstItself(regulation: Regulation, table: Table, column: TableStep): Difference[] {
  const { step, actor, action, term, next } = column;
  const found: Difference[] = [];
  const { ends } = VERBS[action.does];
  const add = (code: Difference['code'], row: 'actor' | 'term' | 'next', message: string) =>
    found.push({ code, at: cellAt(table, step, row), message });
  const { role } = partyOf(regulation, actor.party);
  if (action.at !== undefined && action.at !== actor.party && !isPerson(role))
    add('actor-against-action', 'actor', `the actor is ${actor.party}, the action takes place in ${action.at}`);
  for (const { party, printed } of namesIn(actor)) {
    const [defined] = partyOf(regulation, party).spellings;
    if (defined !== undefined && foldKazakh(defined) !== foldKazakh(printed))
      add('spelling', 'actor', `${party} is written "${printed}", defined as "${defined}"`);
  }
  if (parseTerm(term.printed) === null && ends !== null) add('missing-term', 'term', `${action.is} has no term`);
  if (next.branches.some(({ to }) => to === step))
    add('self-reference', 'next', `step ${step} names itself as the next one`);
  if (next.branches.length === 0 && ends === null) add('dead-end', 'next', `${action.is} has no next step`);
  const outcomes = next.branches.flatMap(({ when }) => (when === null ? [] : [when]));
  const lone = outcomes.find((outcome) => !otherSideOf(outcome).some((other) => outcomes.includes(other)));
  if (lone !== undefined) add('lone-branch', 'next', `${action.is} prints the branch ${lone} without its other side`);
  const misnamed = next.branches.find(
    ({ when, names }) =>
      when !== null &&
      names !== undefined &&
      !(CHECKS[readOutcome(when).check].subjects as readonly string[]).includes(names),
  );
  if (misnamed !== undefined)
    add(
      'misnamed-branch',
      'next',
      `the branch to ${misnamed.to} names ${misnamed.names}, the check is of ${CHECKS[readOutcome(misnamed.when ?? 'paid').check].subjects.join(' or ')}`,
    );
  return found;
}

/** Each unit of an actor cell with its own printed name. Commas, slashes or brackets stand between the names of several units. */
function namesIn({ printed, party, also = [] }: TableStep['actor']): { party: string; printed: string }[] {
  if (also.length === 0) return [{ party, printed }];
  const names = printed.split(/[,/()]/u).flatMap((name) => name.trim() || []);
  return [party, ...also].map((one, n) => ({ party: one, printed: names[n] ?? printed }));
}

function otherSideOf(outcome: Parameters<typeof readOutcome>[0]) {
  const { check, good } = readOutcome(outcome);
  return [good ? CHECKS[check].fails : CHECKS[check].passes];
}

function againstClause(regulation: Regulation, flowId: string, flow: Flow, table: Table): Difference[] {
  const columns = tableGraph(regulation, flowId, 'printed').steps;
  const items = clauseGraph(regulation, flowId).steps;
  const found: Difference[] = [];
  for (const column of columns) {
    const item = items.find(({ action }) => action === column.action);
    if (item === undefined)
      found.push({
        code: 'step-without-item',
        at: cellAt(table, column.step ?? 0, 'action'),
        message: `clause ${flow.clause} has no process ${column.action}`,
      });
    else found.push(...compareStep(table, column, item));
  }
  for (const item of flow.items.filter(isProcess)) {
    if (columns.some(({ action }) => action === item.action)) continue;
    found.push({
      code: 'item-without-step',
      at: placeOf(flow.clause ?? 0, item),
      message: `table ${table.number} has no step ${item.action}`,
    });
  }
  return found;
}

function compareStep(table: Table, column: GraphStep, item: GraphStep): Difference[] {
  const found: Difference[] = [];
  const add = (code: Difference['code'], row: 'actor' | 'completion' | 'next', message: string) =>
    found.push({ code, at: cellAt(table, column.step ?? 0, row), message });
  if (item.actor !== null && item.actor !== column.actor)
    add(
      'actor-differs',
      'actor',
      `${column.action} is done by ${column.actor} in the table, by ${item.actor} in the clause`,
    );
  if (item.forms.some((kind) => !column.forms.includes(kind)))
    add(
      'forms-differ',
      'completion',
      `${column.action} is completed by ${column.forms.join(' or ')} in the table, by ${item.forms.join()} in the clause`,
    );
  const nextOf = (step: GraphStep) =>
    step.next
      .map(({ to, when }) => (when === null ? to : `${to} when ${when}`))
      .sort()
      .join('; ') || 'nothing';
  if (nextOf(column) !== nextOf(item))
    add(
      'next-differs',
      'next',
      `after ${column.action} comes ${nextOf(column)} in the table, ${nextOf(item)} in the clause`,
    );
  return found;
}

function routes(regulation: Regulation, flow: Flow): Difference[] {
  const { clause } = flow;
  if (clause === null) return [];
  return flow.items.flatMap((item): Difference[] => {
    if (isCondition(item) || !isProcess(item) || item.via === undefined) return [];
    const { role } = partyOf(regulation, item.via);
    return role === 'gateway'
      ? []
      : [
          {
            code: 'wrong-route',
            at: placeOf(clause, item),
            message: `${item.action} goes through ${item.via}, whose role is ${role}`,
          },
        ];
  });
}
