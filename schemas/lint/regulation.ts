// Finds the differences that concern a whole regulation: between its titles, between participants and actors, and between the tables.
import { isProcess, placeOf } from '../flow/flow-graph.ts';
import { foldKazakh } from '../language.ts';
import type { Locator, Regulation } from '../regulation.ts';
import { cellAt, type Difference } from './difference.ts';

/** Every difference of a regulation that does not lie within one flow. */
export function regulationDifferences(regulation: Regulation): Difference[] {
  return [...titles(regulation), ...participants(regulation), ...terms(regulation)];
}

function titles({ act }: Regulation): Difference[] {
  const [first, ...others] = act.titles;
  if (first === undefined) return [];
  return others
    .filter(({ printed }) => foldKazakh(printed) !== foldKazakh(first.printed))
    .map(({ at, printed }) => ({
      code: 'title-differs',
      at,
      message: `the title is "${printed}", first printed as "${first.printed}"`,
    }));
}

interface Part {
  party: string;
  at: Locator;
}

/** The parties that appear in the flows: `active` are those that do something, each with the place; `named` are all that have any part. */
function partsOf(regulation: Regulation): { active: Part[]; named: Set<string> } {
  const active: Part[] = [];
  const named = new Set<string>();
  for (const { clause, items, table, steps, retold = [] } of Object.values(regulation.flows)) {
    const described = [{ clause, items }, ...retold].flatMap((one) => one.items.map((item) => ({ ...one, item })));
    for (const { clause, item } of described) {
      if ('by' in item && item.by !== null) named.add(item.by);
      if ('by' in item && item.by !== null && clause !== null)
        active.push({ party: item.by, at: placeOf(clause, item) });
      for (const party of 'asks' in item ? (item.asks ?? []) : []) named.add(party);
      if (!isProcess(item)) continue;
      const receivers = (item.sends ?? []).map(({ to }) => to);
      for (const party of [item.at, item.via, ...receivers]) if (party !== undefined) named.add(party);
    }
    for (const { step, actor, action, completion } of steps) {
      const actors = [actor.party, ...(actor.also ?? [])];
      if (table !== null) for (const party of actors) active.push({ party, at: cellAt(table, step, 'actor') });
      const receivers = [...(action.sends ?? []), ...(completion.sends ?? [])].map(({ to }) => to);
      for (const party of [...actors, action.at, ...(action.asks ?? []), ...receivers])
        if (party !== undefined) named.add(party);
    }
  }
  return { active, named };
}

function participants(regulation: Regulation): Difference[] {
  const list = regulation.participants;
  if (list === null) return [];
  const { active, named } = partsOf(regulation);
  const parties = list.items.flatMap(({ item, party, also = [] }) =>
    [party, ...also].map((one) => ({ item, party: one })),
  );
  const listed = new Set(parties.map(({ party }) => party));
  const silent = parties
    .filter(({ party }) => !named.has(party))
    .map(
      ({ item, party }): Difference => ({
        code: 'silent-participant',
        at: { clause: list.clause, item },
        message: `${party} is listed and does nothing in any flow`,
      }),
    );
  const unlisted = active
    .filter(({ party }) => !listed.has(party))
    .map(
      ({ party, at }): Difference => ({
        code: 'unlisted-actor',
        at,
        message: `${party} acts, and is not listed in clause ${list.clause}`,
      }),
    );
  return [...silent, ...unlisted];
}

function terms(regulation: Regulation): Difference[] {
  const cells = Object.values(regulation.flows).flatMap(({ table, steps }) =>
    table === null
      ? []
      : steps.map(({ step, action, term }) => ({
          action: action.is,
          printed: foldKazakh(term.printed),
          at: cellAt(table, step, 'term'),
        })),
  );
  return cells.flatMap((cell): Difference[] => {
    const other = cells.find(({ action, printed }) => action === cell.action && printed !== cell.printed);
    return other === undefined
      ? []
      : [
          {
            code: 'term-differs',
            at: cell.at,
            message: `${cell.action} has the term ${cell.printed} here, ${other.printed} in another table`,
          },
        ];
  });
}
