// A flow as everything below derivation and engine sees it: its graph, and the regulation that it is cited from.
import { type FlowGraph, flowOf, suiteGraph } from '../../schemas/flow/flow-graph.ts';
import type { Flow, Regulation } from '../../schemas/regulation.ts';

/** One flow of a regulation, with the graph that the suites read out of its tables. */
export interface Source {
  regulation: Regulation;
  flow: Flow;
  flowId: string;
  graph: FlowGraph;
}

/** A flow with the graph that the suites derive from. @throws RangeError when the regulation has no such flow */
export function sourceOf(regulation: Regulation, flowId: string): Source {
  return { regulation, flowId, flow: flowOf(regulation, flowId), graph: suiteGraph(regulation, flowId) };
}
