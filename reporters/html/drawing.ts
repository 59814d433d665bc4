// Draws the flow of a regulation as the run went through it: which steps and branches were walked, failed or never walked.
import type { Regulation } from '../../schemas/regulation.ts';
import { diagramOf } from '../diagram/diagram.ts';
import { layOut } from '../diagram/layout.ts';
import { drawFlow, type PathState, type StateOf } from '../diagram/svg.ts';
import type { Finding } from '../findings.ts';
import { html, type Markup } from './markup.ts';

/** The drawing of a flow. It is in the language of the act, so that all languages of the page share it. */
export function renderDrawing(regulation: Regulation, flow: string, findings: readonly Finding[]): Markup {
  const own = findings.filter(({ assertion }) => assertion.regulation === regulation.id && assertion.flow === flow);
  return html`<div class="drawing" tabindex="0" role="region" aria-label="${regulation.flows[flow]?.title ?? flow}">${drawFlow(layOut(diagramOf(regulation, flow)), statesOf(own))}</div>`;
}

/**
 * A step has failed where an assertion on it did, and was walked where one was decided; a branch by the assertions on exactly that way on.
 */
function statesOf(findings: readonly Finding[]): StateOf {
  const steps = new Map<string, PathState>();
  const branches = new Map<string, PathState>();
  const note = (states: Map<string, PathState>, key: string, { verdict }: Finding['verdict']) => {
    if (verdict === 'fail') states.set(key, 'failed');
    else if (verdict === 'pass' && states.get(key) !== 'failed') states.set(key, 'walked');
  };
  for (const { assertion, verdict } of findings) {
    note(steps, assertion.action, verdict);
    const { edge } = assertion.walk;
    if (edge !== undefined) note(branches, `${edge.from} ${edge.to}`, verdict);
  }
  return (part) =>
    ('step' in part ? steps.get(part.step) : branches.get(`${part.branch.from} ${part.branch.to}`)) ?? 'unwalked';
}
