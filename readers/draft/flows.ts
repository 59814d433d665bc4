// Drafts the flows of a regulation, each from its table and from the clause that tells the same procedure.
import { type Draft, type DraftFlow, UNREAD, type Unread } from '../../schemas/draft.ts';
import type { KnownTable } from '../contradictions.ts';
import { actionOf } from '../meaning/action.ts';
import { channelOf } from '../meaning/channel.ts';
import { hasAny } from '../meaning/fitting.ts';
import { knownActions } from '../meaning/vocabulary.ts';
import type { Procedure } from '../procedures.ts';
import { openingOf } from '../procedures.ts';
import type { Place } from '../source/place.ts';
import type { Gathering } from './gathering.ts';
import { itemsOf } from './items.ts';
import { stepsOf } from './steps.ts';

/** The flows: one for each table, and one for each procedure that no table tells. */
export function flowsOf(
  tables: readonly KnownTable[],
  procedures: readonly Procedure[],
  pairs: ReadonlyMap<KnownTable, Procedure>,
  result: string,
  gathering: Gathering,
): Exclude<Draft['flows'], typeof UNREAD> {
  const flows: Record<string, DraftFlow> = {};
  const free = (wanted: string, other: string) => (Object.hasOwn(flows, wanted) ? `${wanted}-${other}` : wanted);
  for (const table of tables) {
    const procedure = pairs.get(table);
    const channel = channelOf(table.title) ?? (procedure === undefined ? null : channelOf(openingOf(procedure)));
    const name = `annex-${table.annex}-table-${table.number}`;
    const path = ['flows', free(channel?.flow ?? name, name)];
    const about = `annex ${table.annex}, table ${table.number}`;
    for (const { place, quotation, needs } of table.faults)
      gathering.open('fault', path, place, about, quotation, needs);
    gathering.at([...path, 'table'], table.place);
    const clauseless = () =>
      gathering.unread(
        [...path, 'clause'],
        table.place,
        about,
        table.title,
        'give the number of its clause, or null where it has none',
      );
    flows[path[1] ?? name] = {
      title: (procedure === undefined ? table.title : openingOf(procedure)) || UNREAD,
      entry: channel?.entry ?? gathering.unread([...path, 'entry'], table.place, about, table.title, ENTRY),
      clause: procedure?.clause.clause ?? clauseless(),
      items:
        procedure === undefined
          ? []
          : itemsOf(procedure, [...path, 'items'], { isStaff: isStaff(channel), result }, gathering),
      table: {
        annex: table.annex,
        number: table.number,
        title: table.title || UNREAD,
        ...(table.narrow ? { hyphenated: true } : {}),
      },
      steps: stepsOf(table, [...path, 'steps'], result, gathering),
      ...(procedure === undefined ? {} : variantsOf(procedure, path, gathering)),
    };
    toldTwice(channel, path, { about, place: table.place, words: table.title }, gathering);
  }
  for (const procedure of procedures) {
    if ([...pairs.values()].includes(procedure)) continue;
    const { clause, place } = procedure.clause;
    const channel = channelOf(openingOf(procedure));
    const path = ['flows', free(channel?.flow ?? `clause-${clause}`, `clause-${clause}`)];
    flows[path[1] ?? ''] = {
      title: openingOf(procedure) || UNREAD,
      entry:
        channel?.entry ??
        gathering.unread([...path, 'entry'], place, `clause ${clause}`, openingOf(procedure), ENTRY_OF_CLAUSE),
      clause,
      items: itemsOf(procedure, [...path, 'items'], { isStaff: isStaff(channel), result }, gathering),
      table: null,
      steps: [],
      ...variantsOf(procedure, path, gathering),
    };
    toldTwice(channel, path, { about: `clause ${clause}`, place, words: openingOf(procedure) }, gathering);
  }
  return flows;
}

/** Asks of what goes the way of an earlier flow whether it tells that again. */
function toldTwice(
  channel: { flow: string } | null,
  path: readonly string[],
  { about, place, words }: { about: string; place: Place; words: string },
  gathering: Gathering,
): void {
  if (channel === null || path[1] === channel.flow) return;
  gathering.open(
    'fault',
    path,
    place,
    about,
    words,
    `it goes the way of flows.${channel.flow} too; where it tells that again, move its items to flows.${channel.flow}.retold`,
  );
}

/** The variants of a flow, which a person has to tell, where its clause speaks of several things that can be asked for. */
function variantsOf({ told }: Procedure, path: readonly string[], gathering: Gathering): { variants?: Unread } {
  const { variants: words } = knownActions();
  const one = told.find(({ printed }) => hasAny(printed, words));
  if (one === undefined) return {};
  const needs =
    'list the variants with their tags, as [{id, tags}], and give the steps of single ones their tag; or "none"';
  return { variants: gathering.unread([...path, 'variants'], one.place, path.join('.'), one.printed, needs) };
}

const ENTRY = 'say who begins the flow: portal, employee or operator';
const ENTRY_OF_CLAUSE = `${ENTRY}; where the clause tells another flow again, move its items to the retold of that flow`;

/** Whether people of an office begin the flow; null where that is open. */
const isStaff = (channel: { entry: string } | null): boolean | null =>
  channel === null ? null : channel.entry !== 'portal';

/** The words of the steps and items that end a flow with its result. */
export const endingsOf = (tables: readonly KnownTable[], procedures: readonly Procedure[]): string[] => [
  ...tables.flatMap(({ steps, actions }) =>
    steps.flatMap(({ cells }, n) =>
      actions[n]?.does === 'issue' ? [`${cells.action.words} ${cells.completion.words}`] : [],
    ),
  ),
  ...procedures.flatMap(({ told }) => told.flatMap(({ words }) => (actionOf(words)?.does === 'issue' ? [words] : []))),
];

/** What the item of a clause does or checks, as far as the drafts of the flows have it. */
export function toldAt(flows: Exclude<Draft['flows'], Unread>) {
  const told = new Map<string, { kind: 'process' | 'condition'; number: number; does: string } | null>();
  for (const flow of Object.values(flows)) {
    if (flow === UNREAD || flow.items === UNREAD) continue;
    for (const item of flow.items) {
      if (item === UNREAD || 'remark' in item) continue;
      const at = `${flow.clause}/${item.item}`;
      if ('checks' in item)
        told.set(
          at,
          item.checks === UNREAD ? null : { kind: 'condition', number: Number(item.condition), does: item.checks },
        );
      else
        told.set(
          at,
          item.action === UNREAD
            ? null
            : { kind: 'process', number: Number(item.process ?? item.item), does: item.action },
        );
    }
  }
  return (clause: number, item: number) => told.get(`${clause}/${item}`) ?? null;
}
