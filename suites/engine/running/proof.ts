// Judges what the suites find on a mutant: which assertions notice the broken cell, and whether they point to it.

import { termPlaces } from '../../../schemas/flow/beside.ts';
import { type FlowGraph, itemsOf } from '../../../schemas/flow/flow-graph.ts';
import { samePlace } from '../../../schemas/place.ts';
import type { Locator, Row } from '../../../schemas/regulation.ts';
import { type Scenario, suits, type TestAssertion } from '../../../schemas/run/assertion.ts';
import type { Verdict } from '../../../schemas/run/verdict.ts';
import type { Cause } from '../../../schemas/vocabulary.ts';
import type { Source } from '../../flow/source.ts';
import type { Plan } from './plan.ts';

/** The cell that a mutant breaks. Where `cause` is null every walk over the action reaches it, otherwise only the walk of that cause. */
export interface Broken {
  action: string;
  row: Row;
  cause: Cause | null;
}

/**
 * What the suites noticed. The mutant is killed where any assertion failed. It is localised where an assertion that cites the broken
 * cell failed, and every other that failed cites a place where the break can show: a step that is the broken one or can follow it, or
 * a next cell that leads to the broken step.
 */
export interface Noticed {
  killed: boolean;
  killedBy: string[];
  localised: boolean;
}

/** The part of a plan that can notice the break: the walks that can reach the broken cell, and the assertions that they decide. */
export function narrow({ assertions, scenarios, notApplicable }: Plan, broken: Broken): Plan {
  const walks = scenarios.filter((walk) => reaches(walk, broken));
  const able = assertions.filter(
    (assertion) => !notApplicable.has(assertion.id) && walks.some((walk) => suits(walk, assertion)),
  );
  return { assertions: able, scenarios: walks, notApplicable: new Map() };
}

/** Whether a walk can reach the broken cell. */
export function reaches({ path, cause }: Pick<Scenario, 'path' | 'cause'>, broken: Broken): boolean {
  return broken.cause === null ? path.includes(broken.action) : cause === broken.cause;
}

/** Tells from the verdicts on a mutant whether it is killed and localised. @param rows the assertions that could notice the break */
export function notice(
  source: Source,
  broken: Broken,
  assertions: readonly TestAssertion[],
  verdicts: readonly Verdict[],
): Noticed {
  const failed = new Set(verdicts.filter(({ verdict }) => verdict === 'fail').map(({ assertion }) => assertion));
  const noticing = assertions.filter(({ id }) => failed.has(id));
  const own = placesOf(source, broken.action, broken.row);
  const after = downstream(source.graph, broken.action);
  const seen = [
    ...[...after].flatMap((action) => placesOf(source, action, null)),
    ...leadingTo(source.graph, broken.action).flatMap((action) => placesOf(source, action, 'next')),
  ];
  const procedure = source.graph.steps.flatMap(({ action }) => placesOf(source, action, null));
  const among = ({ source: cited }: TestAssertion, places: readonly Locator[]) =>
    cited.some((one) => places.some((place) => samePlace(place, one)));
  // What is shown, asked or listed is printed outside the procedure. Such an assertion is located by the step at which it is looked for.
  const cites = (assertion: TestAssertion, places: readonly Locator[], actions: ReadonlySet<string>) =>
    among(assertion, places) || (!among(assertion, procedure) && actions.has(assertion.action));
  return {
    killed: noticing.length > 0,
    killedBy: noticing.map(({ id }) => id),
    localised:
      noticing.some((assertion) => cites(assertion, own, new Set([broken.action]))) &&
      noticing.every((assertion) => cites(assertion, seen, after)),
  };
}

/** The action, and every action that can follow it directly or later. */
function downstream({ steps }: FlowGraph, action: string): Set<string> {
  const found = new Set([action]);
  for (const name of found) {
    const step = steps.find((one) => one.action === name);
    for (const { to } of step?.next ?? []) found.add(to);
  }
  return found;
}

/** The actions whose next cell names the action. */
function leadingTo({ steps }: FlowGraph, action: string): string[] {
  return steps.filter(({ next }) => next.some(({ to }) => to === action)).map((step) => step.action);
}

/** Where an action is printed: its cell in one row, or in all rows where `row` is null; its clause items where no table has it. */
function placesOf({ regulation, flowId, flow, graph }: Source, action: string, row: Row | null): Locator[] {
  const found = graph.steps.find((one) => one.action === action);
  const step = found?.step;
  const { table } = flow;
  if (table === null || step == null) {
    // The term of single variants stands in paragraphs of its own.
    const tags = (found?.terms ?? []).flatMap(({ only }) => only ?? []);
    const paragraphs = tags.flatMap((tag) => termPlaces(regulation, flowId, action, tag).map(({ at }) => at));
    return [...itemsOf(flow, action), ...paragraphs];
  }
  const rows: Row[] = row === null ? ['actor', 'action', 'completion', 'term', 'next'] : [row];
  return rows.map((one) => ({ annex: table.annex, table: table.number, step, row: one }));
}
