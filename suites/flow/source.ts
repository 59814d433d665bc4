// What derivation and engine work on: a flow with its graph and its regulation.
import { withMessages } from '../../schemas/flow/beside.ts';
import { type FlowGraph, flowOf } from '../../schemas/flow/flow-graph.ts';
import { suiteGraph } from '../../schemas/flow/suite-graph.ts';
import type { Flow, Regulation } from '../../schemas/regulation.ts';

/** One flow of a regulation, with the graph that the suites read from its table. */
export interface Source {
  regulation: Regulation;
  flow: Flow;
  flowId: string;
  graph: FlowGraph;
}

/** Sources that were read before: a run asks for each several times, and reading a table takes longer than planning with it. */
const known = new WeakMap<Regulation, Map<string, Source>>();

/** One flow of a regulation with its graph. @throws RangeError where the regulation has no such flow */
export function sourceOf(regulation: Regulation, flowId: string): Source {
  const sources = known.get(regulation) ?? new Map<string, Source>();
  const source = sources.get(flowId) ?? read(regulation, flowId);
  known.set(regulation, sources.set(flowId, source));
  return source;
}

function read(regulation: Regulation, flowId: string): Source {
  const graph = suiteGraph(regulation, flowId);
  const steps = graph.steps.map((step) => withMessages(regulation, flowId, step));
  return { regulation, flowId, flow: flowOf(regulation, flowId), graph: { ...graph, steps } };
}
