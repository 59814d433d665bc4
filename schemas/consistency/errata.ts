// Checks that every erratum cites places that exist, and adopts values that fit these places.

import { flowAt, locatorProblem } from '../locator.ts';
import type { Erratum, Flow, Locator, Regulation, Row } from '../regulation.ts';
import { type Segment, writeChoice, writeValue } from '../violation.ts';
import { checkTerm, checkUnique, type Tell } from './inconsistency.ts';

/** The row of the table whose cells each adopted value replaces. */
const ADOPTED_ROWS = { actor: 'actor', forms: 'completion', next: 'next', term: 'term' } as const satisfies Record<
  string,
  Row
>;
const ADOPTED_KEYS = ['actor', 'forms', 'next', 'term'] as const;

/** Checks all errata of a regulation, and reports what is wrong with them. */
export function checkErrata(regulation: Regulation, tell: Tell): void {
  checkUnique(
    tell,
    regulation.errata.map(({ id }) => id),
    'erratum',
    (n) => ['errata', n, 'id'],
  );
  regulation.errata.forEach((erratum, n) => {
    const path = ['errata', n];
    const flows = Object.keys(regulation.flows);
    if (erratum.flow !== undefined && !flows.includes(erratum.flow)) {
      tell(
        [...path, 'flow'],
        erratum.flow,
        `${writeValue(erratum.flow)} is not a flow of this regulation`,
        writeChoice(erratum.flow, flows),
      );
    }
    erratum.at.forEach((at, k) => {
      const problem = locatorProblem(regulation, at);
      if (problem !== null) tell([...path, 'at', k], at, problem, 'cite a place that the transcription holds');
    });
    checkAdoption(regulation, tell, path, erratum);
  });
}

function checkAdoption(regulation: Regulation, tell: Tell, path: Segment[], erratum: Erratum): void {
  const { at, adopts } = erratum;
  if (adopts === undefined) return;
  const parties = regulation.parties.map(({ id }) => id);
  for (const key of ADOPTED_KEYS) {
    if (adopts[key] === undefined) continue;
    const row = ADOPTED_ROWS[key];
    at.forEach((locator, k) => {
      if ('table' in locator && locator.row === row) return;
      tell(
        [...path, 'at', k],
        locator,
        `an adopted ${key} belongs to a cell of row ${row}`,
        `cite cells of row ${row} only`,
      );
    });
  }
  checkReadings(tell, path, at, adopts.readings);
  checkBeside(regulation, tell, [...path, 'adopts', 'source'], at, adopts.source);
  checkOrder(regulation, tell, [...path, 'adopts', 'order'], at, adopts.order);
  checkOtherwise(regulation, tell, path, erratum);
  adopts.actors?.forEach((actor, k) => {
    if (!parties.includes(actor))
      tell(
        [...path, 'adopts', 'actors', k],
        actor,
        `${writeValue(actor)} is not a party of this regulation`,
        writeChoice(actor, parties),
      );
  });
  if (adopts.actor !== undefined && !parties.includes(adopts.actor)) {
    tell(
      [...path, 'adopts', 'actor'],
      adopts.actor,
      `${writeValue(adopts.actor)} is not a party of this regulation`,
      writeChoice(adopts.actor, parties),
    );
  }
  if (typeof adopts.term === 'string') checkTerm(tell, [...path, 'adopts', 'term'], adopts.term);
  const numbers = at.flatMap((locator) => flowAt(regulation, locator)?.flow.steps.map(({ step }) => step) ?? []);
  adopts.next?.forEach(({ to }, k) => {
    if (!numbers.includes(to))
      tell(
        [...path, 'adopts', 'next', k, 'to'],
        to,
        `no step ${to} in this table`,
        writeChoice(to, numbers.map(String)),
      );
  });
}

/** Checks that readings can be read as terms, and that they belong to places that print one: cells of the row `term`, or clause items. */
function checkReadings(
  tell: Tell,
  path: Segment[],
  at: readonly Locator[],
  readings: readonly string[] | undefined,
): void {
  if (readings === undefined) return;
  at.forEach((locator, k) => {
    const fits = 'table' in locator ? locator.row === 'term' : 'clause' in locator && locator.item !== undefined;
    if (!fits)
      tell(
        [...path, 'at', k],
        locator,
        'readings of a term belong to a cell of row term or to an item',
        'cite cells of row term and items only',
      );
  });
  readings.forEach((printed, k) => {
    checkTerm(tell, [...path, 'adopts', 'readings', k], printed);
  });
}

/** Checks that the actions of an order are those of the flow whose clause the erratum cites. */
function checkOrder(
  regulation: Regulation,
  tell: Tell,
  path: Segment[],
  at: readonly Locator[],
  order: readonly string[] | undefined,
): void {
  checkBeside(regulation, tell, path, at, order);
  const actions = flowsBeside(regulation, at).flatMap(actionsOf);
  order?.forEach((action, k) => {
    if (!actions.includes(action))
      tell([...path, k], action, `${writeValue(action)} is no action of the flow`, writeChoice(action, actions));
  });
}

/** Checks that a disputed erratum of one flow says which of its actions may come after which by the other reading. */
function checkOtherwise({ flows }: Regulation, tell: Tell, path: Segment[], { flow, status, adopts }: Erratum): void {
  const { otherwise } = adopts ?? {};
  if (otherwise === undefined) return;
  const at = [...path, 'adopts', 'otherwise'];
  const named = flow === undefined ? undefined : flows[flow];
  if (status !== 'disputed')
    tell(at, otherwise, 'only a disputed erratum leaves another reading open', 'make its status disputed');
  if (named === undefined) {
    if (flow === undefined) tell(at, otherwise, 'the erratum names no flow', 'add the key flow');
    return;
  }
  const actions = actionsOf(named);
  for (const key of ['after', 'follows'] as const)
    if (!actions.includes(otherwise[key]))
      tell(
        [...at, key],
        otherwise[key],
        `${writeValue(otherwise[key])} is no action of the flow`,
        writeChoice(otherwise[key], actions),
      );
}

/** The actions of a flow, by its clause and by its table. */
const actionsOf = ({ items, steps }: Flow): string[] => [
  ...items.flatMap((item) => ('action' in item ? [item.action] : [])),
  ...steps.map(({ action }) => action.is),
];

/** The flows whose clause is cited, and which have a table too. */
const flowsBeside = ({ flows }: Regulation, at: readonly Locator[]) =>
  Object.values(flows).filter(
    ({ clause, table }) => table !== null && at.some((place) => 'clause' in place && clause === place.clause),
  );

function checkBeside(
  regulation: Regulation,
  tell: Tell,
  path: Segment[],
  at: readonly Locator[],
  adopted: unknown,
): void {
  if (adopted === undefined || flowsBeside(regulation, at).length > 0) return;
  tell(
    path,
    adopted,
    'the erratum cites no clause of a flow that has a table too',
    'cite the clause beside which the table stands',
  );
}
