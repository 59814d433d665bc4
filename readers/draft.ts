// Makes the draft of a regulation of what was found in a text: what was read, `unread` for what was not, and the worklist of the rest.
import { type Draft, type DraftFlow, type DraftStep, UNREAD, type Work } from '../schemas/draft.ts';
import { parseNext } from '../schemas/flow/branches.ts';
import { describePlace, placeKey } from '../schemas/place.ts';
import type { Locator, Regulation, Row } from '../schemas/regulation.ts';
import { parseTerm } from '../schemas/term.ts';
import { type Segment, writePath } from '../schemas/violation.ts';
import { againstActs } from './against-act.ts';
import { againstClause, type Procedure } from './against-clauses.ts';
import { type Contradiction, contradictionsOf, type KnownTable, readCell } from './contradictions.ts';
import { type Action, actionsOf } from './meaning/action.ts';
import { goodOf, outcomeOf } from './meaning/answer.ts';
import { channelOf } from './meaning/channel.ts';
import { mentionedIn } from './meaning/mention.ts';
import { partiesOf } from './meaning/party.ts';
import { termsIn } from './meaning/terms-in-text.ts';
import { knownActions, knownParties } from './meaning/vocabulary.ts';
import { openingOf, paired, proceduresOf } from './procedures.ts';
import type { FoundRegulation } from './read.ts';
import type { Place } from './source/place.ts';
import type { FoundCell, FoundStep } from './table/step-table.ts';

/** A draft, with the place in the text of every part that was found: by its path in the file. */
export interface Drafted {
  readonly draft: Draft;
  readonly places: ReadonlyMap<string, Place>;
}

const NEEDS: Readonly<Record<Row, string>> = {
  actor: 'say who acts',
  action: 'say what is done',
  completion: 'say what the step leaves behind',
  term: 'give the term, or "-" for none',
  next: 'give the next steps, or "-" for none',
};

/** The path of what a path is part of. */
const cut = (key: string): string => key.slice(0, key.lastIndexOf('.') + 1);

/** What a draft is gathered in. */
class Gathering {
  readonly worklist: Work[] = [];
  readonly places = new Map<string, Place>();

  open(
    kind: Work['kind'],
    path: readonly Segment[] | null,
    place: Place | null,
    about: string,
    quotation: string,
    needs: string,
  ) {
    const key = path === null ? null : writePath(path);
    this.worklist.push({
      kind,
      key,
      line: place?.line ?? null,
      column: place?.column ?? null,
      about,
      quotation,
      needs,
    });
  }

  unread(
    path: readonly Segment[],
    place: Place | null,
    about: string,
    quotation: string,
    needs: string,
  ): typeof UNREAD {
    this.open('unread', path, place, about, quotation, needs);
    return UNREAD;
  }

  /** Opens every part that is unread and has no entry yet. */
  rest(value: unknown, path: readonly Segment[]) {
    if (path[0] === 'worklist') return;
    if (value === UNREAD) {
      const key = writePath(path);
      if (
        this.worklist.some(
          (one) =>
            one.key !== null && (one.key === key || (one.kind === 'contradiction' && key.startsWith(cut(one.key)))),
        )
      )
        return;
      const outer = path
        .map((_, n) => writePath(path.slice(0, path.length - n)))
        .find((prefix) => this.places.has(prefix));
      this.open(
        'unread',
        path,
        outer === undefined ? null : (this.places.get(outer) ?? null),
        key,
        '',
        'say what this is',
      );
    } else if (Array.isArray(value)) for (const [n, item] of value.entries()) this.rest(item, [...path, n]);
    else if (typeof value === 'object' && value !== null)
      for (const [name, part] of Object.entries(value)) this.rest(part, [...path, name]);
  }

  at(path: readonly Segment[], place: Place) {
    this.places.set(writePath(path), place);
  }
}

/**
 * The draft of one regulation.
 * @param id what it is called until somebody gives it a better name
 * @param source the name of the file that has its text
 */
export function draftOf(found: FoundRegulation, id: string, source: string): Drafted {
  const gathering = new Gathering();
  const tables = found.tables.map(
    (table): KnownTable => ({
      ...table,
      actions: actionsOf(table.steps.map(({ cells: { action } }) => (action.doubt === null ? action.words : ''))),
    }),
  );
  const procedures = proceduresOf(found.clauses);
  const pairs = paired(tables, procedures);
  const contradictions = eachOnce([
    ...contradictionsOf(tables),
    ...[...pairs].flatMap(([table, procedure]) => againstClause(table, procedure)),
    ...againstActs(found, tables),
  ]);
  const flows = flowsOf(tables, procedures, pairs, gathering);
  const errata = errataOf(contradictions, gathering);
  const rest = (key: keyof Regulation, needs: string) => gathering.unread([key], null, key, '', needs);
  const draft: Draft = {
    id,
    source,
    act: rest('act', 'give the kind, issuer, number and date of the act, and its titles'),
    service: rest('service', 'give the names of the service, its portals and who is known by which number'),
    parties: tables.length === 0 ? rest('parties', 'list the units that take part') : partiesIn(tables),
    abbreviations: rest('abbreviations', 'list what the act abbreviates, or give an empty list'),
    results: rest('results', 'give the results of the service'),
    flows,
    participants: rest('participants', 'give the clause that lists the units, or null'),
    security: rest('security', 'give the clause on confidentiality, integrity and availability, or null'),
    conditions: rest('conditions', 'give the clause on technical conditions, or null'),
    filling: rest('filling', 'give the clause that says how the form is filled in, or null'),
    viewing: rest('viewing', 'give the clause that says how the result is looked at, or null'),
    screens: rest('screens', 'list the screens of the annexes, or give an empty list'),
    survey: rest('survey', 'give the questions of the survey, or null'),
    sentences: rest('sentences', 'say of every paragraph outside the tables what it says'),
    errata,
    worklist: gathering.worklist,
  };
  gathering.rest(draft, []);
  return { draft, places: gathering.places };
}

/** The draft of a regulation of which there is no text. */
export const emptyDraft = (id: string): Drafted =>
  draftOf({ outline: { all: [], body: [], tables: [], annexes: [] }, clauses: [], tables: [] }, id, `${id}.txt`);

function flowsOf(
  tables: readonly KnownTable[],
  procedures: readonly Procedure[],
  pairs: ReadonlyMap<KnownTable, Procedure>,
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
      items: procedure === undefined ? [] : itemsOf(procedure, [...path, 'items'], gathering),
      table: {
        annex: table.annex,
        number: table.number,
        title: table.title || UNREAD,
        ...(table.narrow ? { hyphenated: true } : {}),
      },
      steps: stepsOf(table, [...path, 'steps'], gathering),
    };
  }
  for (const procedure of procedures) {
    if ([...pairs.values()].includes(procedure)) continue;
    const { clause, place } = procedure.clause;
    const channel = channelOf(openingOf(procedure));
    const path = ['flows', free(channel?.flow ?? `clause-${clause}`, `clause-${clause}`)];
    flows[path[1] ?? ''] = {
      title: openingOf(procedure) || UNREAD,
      entry:
        channel?.entry ?? gathering.unread([...path, 'entry'], place, `clause ${clause}`, openingOf(procedure), ENTRY),
      clause,
      items: itemsOf(procedure, [...path, 'items'], gathering),
      table: null,
      steps: [],
    };
  }
  return flows;
}

const ENTRY = 'say who begins the flow: portal, employee or operator';

type DraftItem = Exclude<Exclude<DraftFlow['items'], typeof UNREAD>[number], typeof UNREAD>;

/** The items of the clause that tells a procedure: what they do is told by their words and by what stands before them. */
function itemsOf({ clause, told, named }: Procedure, path: readonly Segment[], gathering: Gathering): DraftItem[] {
  const processes = told.filter(({ kind }) => kind === 'process');
  const actions = actionsOf(processes.map(({ words }) => words));
  const actionAt = (at: number) => {
    const process = told.slice(at).find(({ kind }) => kind === 'process');
    return process === undefined ? null : (actions[processes.indexOf(process)] ?? null);
  };
  return clause.items.map(({ item, place, paragraphs }, n): DraftItem => {
    const at = [...path, n];
    gathering.at(at, place);
    const printed = paragraphs.map(({ text }) => text).join(' ') || UNREAD;
    const index = told.findIndex((one) => one.item === item);
    const one = told[index];
    if (one === undefined) return { item, remark: UNREAD, printed };
    const mentioned = mentionedIn(one.words);
    const by = mentioned.length === 1 ? (mentioned[0] ?? UNREAD) : UNREAD;
    if (one.kind === 'condition') {
      const before = told.slice(0, index).findLast(({ kind }) => kind === 'process');
      const check =
        before === undefined ? undefined : knownActions().checks[actions[processes.indexOf(before)]?.is ?? ''];
      const fail = actionAt(index + 1);
      const ok = fail?.does === 'refuse' ? actionAt(index + 2) : null;
      return {
        item,
        condition: one.number,
        checks: check ?? UNREAD,
        by,
        ok: ok?.is ?? UNREAD,
        fail: fail?.does === 'refuse' ? fail.is : UNREAD,
        printed,
      };
    }
    const action = actions[processes.indexOf(one)] ?? null;
    const [term, other] = termsIn(one.words);
    return {
      item,
      ...(named ? { process: one.number } : {}),
      action: action?.is ?? UNREAD,
      does: action?.does ?? UNREAD,
      by,
      ...(term === undefined ? {} : { term: other === undefined ? { printed: term.words } : UNREAD }),
      printed,
    };
  });
}

function stepsOf(table: KnownTable, path: Segment[], gathering: Gathering): DraftStep[] {
  const steps: DraftStep[] = [];
  const twice = (number: number) => table.steps.filter(({ step }) => step === number).length > 1;
  table.steps.forEach((step, n) => {
    if (steps.some((one) => one.step === step.step)) return;
    const at = [...path, steps.length];
    const where = (row: Row) => describePlace({ annex: table.annex, table: table.number, step: step.step, row });
    if (twice(step.step)) {
      const all = table.steps.filter((one) => one.step === step.step);
      for (const one of all)
        gathering.open(
          'fault',
          at,
          one.place,
          where('action'),
          one.cells.action.words,
          `two columns have the number ${step.step}; say which is which`,
        );
    }
    const cell = (row: Row): FoundCell =>
      twice(step.step) ? { ...step.cells[row], doubt: `two columns have the number ${step.step}` } : step.cells[row];
    steps.push(stepOf(step, cell, table, n, at, where, gathering));
  });
  return steps;
}

function stepOf(
  step: FoundStep,
  cell: (row: Row) => FoundCell,
  table: KnownTable,
  n: number,
  path: readonly Segment[],
  where: (row: Row) => string,
  gathering: Gathering,
): DraftStep {
  const open = (row: Row, key: string, needs: string, why = '') => {
    const { words, place } = cell(row);
    return gathering.unread([...path, row, key], place, where(row), words, why === '' ? needs : `${why}; ${needs}`);
  };
  for (const row of ['actor', 'action', 'completion', 'term', 'next'] as const)
    gathering.at([...path, row], cell(row).place);
  const printed = (row: Row): string => {
    const { words, doubt } = cell(row);
    return doubt === null && words !== '' ? words : open(row, 'printed', NEEDS[row], doubt ?? '');
  };
  const action: Action | null = cell('action').doubt === null ? (table.actions[n] ?? null) : null;
  const parties = cell('actor').doubt === null ? partiesOf(cell('actor').words) : null;
  const [party, ...also] = parties ?? [];
  const actor = {
    printed: printed('actor'),
    party: party ?? open('actor', 'party', 'say which unit this is'),
    ...(also.length > 0 ? { also } : {}),
  };
  const does: DraftAction = {
    is: action?.is ?? open('action', 'is', 'name the action'),
    does: action?.does ?? UNREAD,
    printed: printed('action'),
  };
  const completion = { printed: printed('completion'), forms: UNREAD } as const;
  const term = readCell(cell('term'), parseTerm) === undefined ? undefined : cell('term').words;
  const next = readCell(cell('next'), parseNext);
  return {
    step: step.step,
    actor,
    action: does,
    completion,
    term: { printed: term ?? open('term', 'printed', NEEDS.term, cell('term').doubt ?? '') },
    next: {
      printed: next === undefined ? open('next', 'printed', NEEDS.next, cell('next').doubt ?? '') : cell('next').words,
      branches: next === undefined ? UNREAD : branchesOf(next, action, table),
    },
  };
}

type DraftAction = Exclude<DraftStep['action'], typeof UNREAD>;
type DraftBranches = Exclude<Exclude<DraftStep['next'], typeof UNREAD>['branches'], typeof UNREAD>;

/** The branches with the outcomes that lead to them, as far as their words, and what they lead to, tell. */
function branchesOf(next: ReturnType<typeof parseNext>, action: Action | null, table: KnownTable): DraftBranches {
  const several = next.length > 2;
  return next.map(({ to, when }) => {
    if (when === null) return { to, when };
    const target = table.actions[table.steps.findIndex(({ step }) => step === to)] ?? null;
    const good = goodOf(when);
    const outcome =
      several || action === null || good === null || (target !== null && good === (target.does === 'refuse'))
        ? null
        : outcomeOf(action.is, good);
    return { to, when: outcome ?? UNREAD };
  });
}

/** The units that the tables name, with every way in which they write them. */
function partiesIn(tables: readonly KnownTable[]): Draft['parties'] {
  const spellings = new Map<string, Set<string>>();
  for (const { cells } of tables.flatMap(({ steps }) => steps)) {
    const { words, doubt } = cells.actor;
    const ids = doubt === null ? (partiesOf(words) ?? []) : [];
    const names = ids.length === 1 ? [words] : words.split(/\s*[,/;()]\s*/u).filter((name) => name !== '');
    ids.forEach((id, n) => {
      const known = spellings.get(id) ?? new Set();
      spellings.set(id, known.add(names[n] ?? words));
    });
  }
  return knownParties()
    .filter(({ id }) => spellings.has(id))
    .map(({ id, role, name }) => ({ id, role, name, spellings: [...(spellings.get(id) ?? [])] }));
}

/** Contradictions of one kind at one place as one. */
function eachOnce(contradictions: readonly Contradiction[]): Contradiction[] {
  const found = new Map<string, Contradiction>();
  for (const one of contradictions) {
    const key = `${one.code} ${placeKey(one.at)}`;
    const known = found.get(key);
    found.set(
      key,
      known === undefined ? one : { ...known, conflictsWith: `${known.conflictsWith}; ${one.conflictsWith}` },
    );
  }
  return [...found.values()];
}

/** Every contradiction as an erratum to be confirmed. */
function errataOf(
  contradictions: readonly Contradiction[],
  gathering: Gathering,
): Exclude<Draft['errata'], typeof UNREAD> {
  return contradictions.map(({ code, at, place, printed, conflictsWith }, n) => {
    const path = ['errata', n];
    gathering.open(
      'contradiction',
      [...path, 'reading'],
      place,
      describePlace(at),
      printed,
      `${conflictsWith}; give the reading that is adopted`,
    );
    gathering.at(path, place);
    return {
      id: `${code}-${slugOf(at)}`,
      explains: [code],
      at: [at],
      printed: printed === '' ? UNREAD : printed,
      conflictsWith,
      reading: UNREAD,
      status: UNREAD,
      severity: UNREAD,
    };
  });
}

const slugOf = (at: Locator): string =>
  Object.entries(at)
    .map(([key, value]) => `${key}-${value}`)
    .join('-')
    .replace(/row-/u, '');
