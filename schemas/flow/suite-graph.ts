// Reads a flow as the graph that is run and tested: its table, its clause, or both where each tells what the other leaves out.
import type { Regulation } from '../regulation.ts';
import { CHECKS, readOutcome, VERBS } from '../vocabulary.ts';
import { cite, itemsAbout } from './beside.ts';
import {
  clauseGraph,
  type Edge,
  type FlowGraph,
  flowOf,
  type GraphSending,
  type GraphStep,
  orderOfBoth,
  tableGraph,
} from './flow-graph.ts';

/** The graph from which the suites derive assertions: that of the table, or that of the clause where the flow has no table. */
export function suiteGraph(regulation: Regulation, flow: string): FlowGraph {
  return flowOf(regulation, flow).table === null ? clauseGraph(regulation, flow) : wholeTable(regulation, flow);
}

/**
 * The table of a flow with the readings that its errata adopt. Where an erratum says that the clause and the table complete each other,
 * the steps of both stand in it, in the order that the erratum gives. A step that only the clause tells has the number null.
 *
 * @throws RangeError when the flow has no table
 */
export function wholeTable(regulation: Regulation, flow: string): FlowGraph {
  const graph = tableGraph(regulation, flow, 'resolved');
  const order = orderOfBoth(regulation, flow);
  if (order === null) return graph;
  const told = clauseGraph(regulation, flow).steps;
  const steps = order.flatMap((action) => {
    const at = told.findIndex((step) => step.action === action);
    const found = bothOf(
      graph.steps.find((step) => step.action === action),
      told[at],
    );
    if (found === undefined) return [];
    const carried =
      at < 0 || VERBS[found.does].ends !== null ? [] : carriedAfter(regulation, flow, told.slice(at + 1), order);
    return [{ ...found, sends: [...found.sends, ...carried] }];
  });
  return { ...graph, steps: steps.map((step, at) => ({ ...step, next: edgesOf(step, steps.slice(at + 1)) })) };
}

/** A step as the table tells it, with what only the clause says of it: its check, its messages, and how it hands the result over. */
function bothOf(cell: GraphStep | undefined, item: GraphStep | undefined): GraphStep | undefined {
  if (cell === undefined || item === undefined) return cell ?? item;
  const handsOver = item.does === 'hand-over';
  const isChecked = cell.check !== null;
  return {
    ...cell,
    does: handsOver ? item.does : cell.does,
    means: item.means,
    forms: handsOver ? [...item.forms, ...cell.forms] : cell.forms,
    check: cell.check ?? item.check,
    next: isChecked ? cell.next : item.next,
    sends: [...cell.sends, ...item.sends.filter(({ to }) => cell.sends.every((sending) => sending.to !== to))],
  };
}

/** Where a step leads: to its refusal if its check fails, and else to the next step in the order that refuses nothing. */
function edgesOf({ does, check, next }: GraphStep, later: readonly GraphStep[]): Edge[] {
  const on = later.find((step) => VERBS[step.does].ends !== 'refused')?.action;
  if (VERBS[does].ends !== null || on === undefined) return [];
  if (check === null) return [{ to: on, when: null }];
  const refusal = next.filter(({ when }) => when !== null && !readOutcome(when).good);
  return [...refusal, { to: on, when: CHECKS[check].passes }];
}

/** What is sent on after a step by a process that the order leaves out, because the table takes the step and the sending for one. */
function carriedAfter(
  regulation: Regulation,
  flow: string,
  later: readonly GraphStep[],
  order: readonly string[],
): GraphSending[] {
  const next = later.find(({ does, action }) => VERBS[does].ends !== 'refused' || !order.includes(action));
  if (next === undefined || next.does !== 'route' || order.includes(next.action)) return [];
  const cited = itemsAbout(regulation, flow, next.action).map(cite)[0];
  return next.sends.map((one) => ({ ...one, afterwards: true, ...(cited === undefined ? {} : { cited }) }));
}
