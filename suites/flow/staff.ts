// Tells which people of the provider the text has act at a step, where it tells several of them apart.
import { actorsBeside } from '../../schemas/flow/beside.ts';
import { deputiesOf, partyOf } from '../../schemas/flow/flow-graph.ts';
import { isOffice } from '../../schemas/vocabulary.ts';
import type { Source } from './source.ts';
import { waitingPoints } from './waiting.ts';

/** The parties by which the text has a step done: by its own words, by a clause that retells it, or as a deputy of one of these. */
export function partiesAt({ regulation, flowId, graph }: Source, action: string): string[] {
  const step = graph.steps.find((found) => found.action === action);
  const own = step?.actor == null ? [] : [step.actor];
  const beside = actorsBeside(regulation, flowId, action).map(({ actor }) => actor);
  const named = [...own, ...(step?.also ?? []), ...beside];
  return [...new Set([...named, ...deputiesOf(regulation, named)])];
}

/** The parties of the provider who do a step of the flow, in the order of their steps; where there is one alone, the text tells none apart. */
export function staffIn(source: Source): string[] {
  const isStaff = (id: string) => source.regulation.parties.some((one) => one.id === id && one.role === 'provider');
  const actors = source.graph.steps.flatMap(({ action }) => (isTaken(source, action) ? partiesAt(source, action) : []));
  return [...new Set(actors.filter(isStaff))];
}

/** The parties of the provider who have no part in a step that others of them do; nobody where none of them does it. */
export function colleaguesAt(source: Source, action: string): string[] {
  const rightful = partiesAt(source, action);
  const staff = staffIn(source);
  return staff.some((party) => rightful.includes(party)) ? staff.filter((party) => !rightful.includes(party)) : [];
}

/** Whether a step belongs to those who handle the request, and not to whoever brings it. Only on the portal are these never the same. */
export const isOfficeStep = (source: Source, action: string): boolean =>
  source.flow.entry === 'portal' &&
  partiesAt(source, action).every((id) => isOffice(partyOf(source.regulation, id).role));

/** Whether a step is done by whoever brings the request themselves, so that nobody of the office does it. Others may pay for them. */
export const isApplicantsStep = (source: Source, action: string): boolean =>
  source.flow.entry === 'portal' &&
  partiesAt(source, action).every((id) => partyOf(source.regulation, id).role === 'person');

/** Whether somebody of the provider confirms a step, or decides at it, in any variant. */
const isTaken = (source: Source, action: string): boolean =>
  pointsOf(source).some((one) => one.action === action && (one.operation === 'confirm' || one.operation === 'decide'));

const pointsOf = (source: Source) => {
  const variants = source.flow.variants?.map(({ tags }) => tags) ?? [];
  return [undefined, ...variants].flatMap((tags) => waitingPoints(source, tags));
};
