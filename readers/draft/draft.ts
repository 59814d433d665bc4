// Makes the draft of a regulation of what was found in a text: what was read, `unread` for what was not, and the worklist of the rest.
import type { Draft, Unread } from '../../schemas/draft.ts';
import type { Locator, Regulation } from '../../schemas/regulation.ts';
import { abbreviationsIn } from '../abbreviations.ts';
import { againstActs } from '../against-act.ts';
import { againstClause } from '../against-clauses.ts';
import { againstLanguages } from '../against-languages.ts';
import { againstNames } from '../against-names.ts';
import { againstPairs } from '../against-pairs.ts';
import type { FoundClause } from '../clauses.ts';
import { contradictionsOf, type KnownTable } from '../contradictions.ts';
import { missingOf } from '../cut-off.ts';
import { kindOf, type Line, ledgerOf } from '../ledger.ts';
import { type Action, actionsOf } from '../meaning/action.ts';
import { paired, proceduresOf } from '../procedures.ts';
import type { FoundRegulation, FoundTable } from '../read.ts';
import { requirementsIn } from '../requirements.ts';
import type { Paragraph } from '../source/place.ts';
import type { FoundCell } from '../table/step-table.ts';
import { actOf } from './act.ts';
import { screensOf, surveyOf } from './annexes.ts';
import { eachOnce, errataOf } from './errata.ts';
import { endingsOf, flowsOf, toldAt } from './flows.ts';
import { type Drafted, Gathering } from './gathering.ts';
import { abbreviationsOf, partiesIn } from './parties.ts';
import { onlyClause, participantsOf, provisionsOf } from './provisions.ts';
import { requirementsOf } from './requirements.ts';
import { onlyResult, resultsOf } from './results.ts';
import { sentencesOf } from './sentences.ts';
import { serviceOf } from './service.ts';
import { viewingOf } from './viewing.ts';

/**
 * The draft of one regulation.
 * @param id what it is called until somebody gives it a better name
 * @param source the name of the file that has its text
 */
export function draftOf(found: FoundRegulation, id: string, source: string): Drafted {
  const gathering = new Gathering();
  const { clauses } = found;
  const tables = found.tables.map(
    (table): KnownTable => ({
      ...table,
      actions: actionsIn(table),
    }),
  );
  const procedures = proceduresOf(clauses);
  const pairs = paired(tables, procedures);
  const kind = (clause: FoundClause) => kindOf(clause, procedures);
  const lines = ledgerOf(found, procedures);
  const beside = besideOf(found);
  const abbreviations = abbreviationsIn(lines);
  const contradictions = eachOnce([
    ...contradictionsOf(tables),
    ...[...pairs].flatMap(([table, procedure]) => againstClause(table, procedure)),
    ...againstLanguages(procedures),
    ...againstNames(tables, procedures, abbreviations),
    ...againstPairs(tables, procedures, pairs),
    ...againstActs(lines, clauses, tables, procedures),
  ]);
  for (const { place, quotation, needs } of missingOf(lines, found.outline.annexes))
    gathering.open('fault', ['act'], place, 'act', quotation, needs);
  const results = resultsOf(lines, endingsOf(tables, procedures), gathering);
  const flows = flowsOf(tables, procedures, pairs, onlyResult(results), gathering);
  const errata = errataOf(contradictions, gathering);
  const rest = (key: keyof Regulation, needs: string) => gathering.unread([key], null, key, '', needs);
  const filling = onlyClause(clauses, kind, 'filling');
  const draft: Draft = {
    id,
    source,
    act: actOf(lines, clauses.length, gathering),
    service: serviceOf(lines, beside, gathering),
    parties: partiesIn(tables, lines, { own: abbreviations, beside: abbreviationsIn(beside) }, gathering),
    abbreviations:
      lines.length === 0
        ? rest('abbreviations', 'list what the act abbreviates, or give an empty list')
        : abbreviationsOf(abbreviations),
    results,
    flows,
    ...requirementsOf(requirementsIn(found.outline), abbreviations, gathering),
    participants: participantsOf(clauses, kind, gathering),
    security: provisionsOf('security', clauses, kind, gathering),
    conditions: provisionsOf('conditions', clauses, kind, gathering),
    filling: filling === null ? null : fillingOf(filling, gathering),
    viewing: viewingOf(clauses, kind, gathering),
    screens:
      lines.length === 0
        ? rest('screens', 'list the screens of the annexes, or give an empty list')
        : screensOf(lines, gathering),
    survey:
      lines.length === 0 ? rest('survey', 'give the questions of the survey, or null') : surveyOf(lines, gathering),
    sentences: sentencesOf(lines, toldAt(flows), gathering),
    errata,
    worklist: gathering.worklist,
  };
  gathering.rest(draft, []);
  return { draft, places: gathering.places };
}

/** What the steps of a table do, by their words or else by those in the other language. */
function actionsIn({ steps }: FoundTable): (Action | null)[] {
  const read = (words: (cell: FoundCell) => string) =>
    actionsOf(steps.map(({ cells: { action } }) => (action.doubt === null ? words(action) : '')));
  const other = read(({ also = '' }) => also);
  const own = read(({ words }) => words);
  return own.map((action, n) => {
    const also = other[n] ?? null;
    return action ?? (own.some((one) => one?.is === also?.is) ? null : also);
  });
}

/** What the text says in its other language outside the tables. */
function besideOf({ twin, clauses }: FoundRegulation): Line[] {
  if (twin !== undefined) return ledgerOf(twin, proceduresOf(twin.clauses));
  const line = (of: 'clause' | 'item', at: Locator, also: readonly Paragraph[]): Line[] =>
    also.map(({ text, place }) => ({ of, at, is: null, text, place }));
  return clauses.flatMap(({ clause, also, items }) => [
    ...line('clause', { clause }, also),
    ...items.flatMap((item) => line('item', { clause, item: item.item }, item.also)),
  ]);
}

/** The clause on filling in the form is a procedure of its own, whose stages and labels a person has to tell. */
const fillingOf = (clause: FoundClause | undefined, gathering: Gathering): Unread =>
  gathering.unread(
    ['filling'],
    clause?.place ?? null,
    clause === undefined ? 'filling' : `clause ${clause.clause}`,
    clause?.paragraphs[0]?.text ?? '',
    'give the clause that says how the form is filled in, or null',
  );

/** The draft of a regulation of which there is no text. */
export const emptyDraft = (id: string): Drafted =>
  draftOf(
    {
      outline: { all: [], body: [], tables: [], annexes: [] },
      division: { opening: [], sections: [], clauses: [] },
      clauses: [],
      tables: [],
    },
    id,
    `${id}.txt`,
  );
