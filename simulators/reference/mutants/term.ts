// Derives the mistakes in the term of a step: it takes too long, closes too soon, or its days are miscounted.
import { serviceTerm } from '../../../schemas/flow/requirements.ts';
import { suiteGraph } from '../../../schemas/flow/suite-graph.ts';
import type { Regulation } from '../../../schemas/regulation.ts';
import { type DayTerm, describeTerm } from '../../../schemas/term.ts';
import { VERBS } from '../../../schemas/vocabulary.ts';
import { operationOf } from '../engine/acceptance.ts';
import type { Mutation, OtherCount } from '../engine/mutation.ts';
import type { Program, ProgramStep } from '../engine/program.ts';
import type { Slip } from './slip.ts';

/** The slips in the printed term of a step, and at its end in that of the service; none where there is no term. */
export const termSlips = (regulation: Regulation, program: Program, step: ProgramStep): Slip[] => [
  ...stepSlips(regulation, program, step),
  ...serviceSlips(regulation, program, step),
];

/** The slips in the term of the whole service, which the table of basic requirements prints. */
function serviceSlips(regulation: Regulation, program: Program, step: ProgramStep): Slip[] {
  const service = serviceTerm(regulation);
  if (service === null || VERBS[step.does].ends !== 'completed') return [];
  const { term } = service;
  const detailed = (slip: Slip): Slip => ({
    ...slip,
    detail: slip.detail === undefined ? 'service' : `${slip.detail}-service`,
  });
  if ('unit' in term) return daySlips(program, step, { only: null, readings: [term] }).map(detailed);
  if (step.personal) return [];
  const description = `${step.action} takes a second more than the whole service may`;
  return [detailed({ row: 'term', mutation: { kind: 'takes-longer', seconds: term.max + 1 }, description })];
}

function stepSlips(regulation: Regulation, program: Program, step: ProgramStep): Slip[] {
  const { action, term, personal, does } = step;
  const days = suiteGraph(regulation, program.flow)
    .steps.filter((found) => found.action === action)
    .flatMap(({ terms }) => terms)
    .flatMap(({ only, readings }) => ({ only, readings: readings.filter((reading) => 'unit' in reading) }))
    .filter(({ readings }) => readings.length > 0);
  if (days.length > 0) return days.flatMap((counted) => daySlips(program, step, counted));
  if (term === null || 'unit' in term) return [];
  const slip = (mutation: Mutation, description: string): Slip => ({ row: 'term', mutation, description });
  if (!personal)
    return [slip({ kind: 'takes-longer', seconds: 1 }, `${action} takes a second more than ${term.max} s`)];
  // A person's term runs from the step before; the first step has none before it, so its term binds the portal to finish it.
  if (program.nodes.indexOf(step) === 0)
    return [slip({ kind: 'takes-longer', seconds: 1 }, `${action} takes a second more than ${term.max} s`)];
  if (does === 'authenticate') return [];
  const afterSeconds = term.max - 1;
  return [slip({ kind: 'closes-early', afterSeconds }, `${action} is not accepted any more after ${afterSeconds} s`)];
}

/** Miscounts that end a term of working days too soon. `from`: the shortest term, in days, in which the miscount is sure to show. */
const MISCOUNTS: readonly (readonly [as: OtherCount, words: string, from: number])[] = [
  ['calendar-days', 'as calendar days', 2],
  ['from-the-receipt-day', 'from the day of receipt', 1],
  ['through-holidays', 'as if no holiday were off', 9],
];

function daySlips(program: Program, step: ProgramStep, counted: { only: string | null; readings: DayTerm[] }): Slip[] {
  const { action } = step;
  const { only, readings } = counted;
  const said = readings.map(describeTerm).join(' or ');
  const slip = (mutation: Mutation, description: string, as?: string): Slip => {
    const details = [...(as === undefined ? [] : [as]), ...(only === null ? [] : [only])];
    return { row: 'term', mutation, description, ...(details.length === 0 ? {} : { detail: details.join('-for-') }) };
  };
  const at = delayedBy(program, step);
  const late = slip({ kind: 'delays-the-result', at, ...counted }, `${at} comes a day after the ${said} of ${action}`);
  // The days of a refusal are the portal's deadline for giving it; nobody is given that time to act, so it cannot close too soon.
  if (VERBS[step.does].ends === 'refused') return [late];
  if (!program.nodes.some((node) => operationOf(node) === 'decide')) return [late];
  const closes = `the request is closed a day before the ${said} of ${action} are over`;
  const miscounted = readings.every(({ unit }) => unit === 'working-day') ? MISCOUNTS : [];
  return [
    slip({ kind: 'closes-the-decision-early', ...counted }, closes),
    ...miscounted
      .filter(([, , from]) => readings.every(({ max }) => max >= from))
      .map(([as, words]) =>
        slip({ kind: 'counts-days-otherwise', ...counted, as }, `the ${said} of ${action} are counted ${words}`, as),
      ),
    late,
  ];
}

/**
 * The step that has to come within the days: the step itself from the decision on, or the one before it where a person only hands over
 * what that one has formed; otherwise the one that ends the flow.
 */
function delayedBy({ nodes }: Program, step: ProgramStep): string {
  const decides = nodes.findIndex((node) => operationOf(node) === 'decide');
  const isOwn = decides < 0 || nodes.indexOf(step) >= decides;
  const before = nodes[nodes.indexOf(step) - 1];
  const isHandedOver = operationOf(step) === 'confirm' && decides >= 0 && nodes.indexOf(step) - 1 > decides;
  if (isHandedOver && before?.kind === 'step' && !before.personal) return before.action;
  const issues = nodes.find((node) => node.kind === 'step' && VERBS[node.does].ends === 'completed');
  return isOwn || issues?.kind !== 'step' ? step.action : issues.action;
}
