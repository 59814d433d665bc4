// Tests what assertions cite, over every regulation: the sentence that prints what is asserted, in its own words, and no other step.
import { describe, expect, it } from 'vitest';
import { fixturePath } from '../../schemas/fixture.ts';
import { cite, itemsAbout, refusalFormedAt } from '../../schemas/flow/beside.ts';
import { isProcess } from '../../schemas/flow/flow-graph.ts';
import { loadRegulations } from '../../schemas/load.ts';
import { placeKey, samePlace } from '../../schemas/place.ts';
import type { Locator, Row } from '../../schemas/regulation.ts';
import type { TestAssertion } from '../../schemas/run/assertion.ts';
import { type Source, sourceOf } from '../flow/source.ts';
import { waitingPoints } from '../flow/waiting.ts';
import { derive } from './derive.ts';

const regulations = loadRegulations(fixturePath('regulations'));
const all = regulations.flatMap((regulation) =>
  derive(regulation).map((assertion) => ({ assertion, source: sourceOf(regulation, assertion.flow) })),
);
const ofFamily = (...families: string[]) => all.filter(({ assertion }) => families.includes(assertion.family));
const ofAspect = (pattern: RegExp) => all.filter(({ assertion }) => pattern.test(assertion.id.split('/')[3] ?? ''));

/** The row of a cited cell; null for a place that is no cell. */
const rowOf = (place: Locator): Row | null => ('table' in place ? (place.row ?? null) : null);

/** The items and conditions of the flow that stand at a cited place, or in a paragraph of it that a term has to itself. */
function entriesAt({ flow }: Source, place: Locator) {
  if (!('clause' in place)) return [];
  const own = flow.clause === null ? [] : [{ clause: flow.clause, items: flow.items }];
  return [...own, ...(flow.retold ?? [])]
    .filter(({ clause }) => clause === place.clause)
    .flatMap(({ items }) => items)
    .filter((entry) => entry.item === place.item)
    .filter(
      (entry) =>
        entry.paragraph === place.paragraph ||
        ('terms' in entry && entry.terms?.some(({ paragraph }) => paragraph === place.paragraph)),
    );
}

/** The action of a cited cell. */
const actionAt = ({ flow }: Source, place: Locator): string | undefined =>
  'table' in place ? flow.steps.find(({ step }) => step === place.step)?.action.is : undefined;

/** The words of a document at a place, wherever the transcription holds them. */
function wordsAt(source: Source, place: Locator): string[] {
  if ('table' in place) {
    const row = rowOf(place);
    const column = source.flow.steps.find(({ step }) => step === place.step);
    return row === null || column === undefined ? [] : [column[row].printed];
  }
  return entriesAt(source, place).flatMap((entry) => [
    entry.printed,
    ...('terms' in entry ? (entry.terms ?? []).map(({ printed }) => printed) : []),
  ]);
}

/** Asserts that no assertion of a list cites a place which the test refuses. */
function expectCited(
  list: readonly { assertion: TestAssertion; source: Source }[],
  isRight: (place: Locator, source: Source, assertion: TestAssertion) => boolean,
): void {
  expect(list.length).toBeGreaterThan(0);
  const wrong = list.flatMap(({ assertion, source }) =>
    assertion.source
      .filter((place) => !isRight(place, source, assertion))
      .map((place) => `${assertion.id}: ${placeKey(place)}`),
  );
  expect(wrong).toEqual([]);
}

describe('what assertions cite', () => {
  it('is for a term of seconds a place that prints a term', () => {
    const clock = ofAspect(/^term$/u).filter(({ assertion }) => assertion.predicate !== 'outcome-due');
    expectCited(
      clock,
      (place, source) =>
        rowOf(place) === 'term' ||
        entriesAt(source, place).some((entry) => 'term' in entry && entry.term !== undefined),
    );
  });

  it('is for a term of days besides only what has to be done by then', () => {
    const days = ofFamily('term').filter(({ assertion }) => assertion.predicate === 'outcome-due');
    expectCited(days, (place, source, { action, arguments: { outcome } }) => {
      const entries = entriesAt(source, place);
      const prints = entries.some((entry) => ('term' in entry && entry.term) || ('terms' in entry && entry.terms));
      const isOutcome =
        rowOf(place) === 'action' || entries.some((entry) => 'action' in entry && entry.action === outcome);
      return rowOf(place) === 'term' ? actionAt(source, place) === action : prints || isOutcome;
    });
  });

  it('is for an actor a place that names one', () => {
    const participants = new Set(regulations.flatMap(({ participants }) => participants?.clause ?? []));
    expectCited(
      ofFamily('actor'),
      (place, source) =>
        rowOf(place) === 'actor' ||
        entriesAt(source, place).some((entry) => 'by' in entry && entry.by !== null) ||
        ('clause' in place && participants.has(place.clause)),
    );
  });

  it('is for a completion and a notice of refusal a place that prints one', () => {
    const told = ofAspect(/^(completion|notified-when-.*|readable-..|issues-nothing)$/u);
    expectCited(
      told,
      (place, source) =>
        rowOf(place) === 'completion' ||
        results(source).some((at) => samePlace(at, place)) ||
        // The clause on viewing says that the applicant is shown what has come of the request, whatever it is.
        ('clause' in place && place.clause === source.regulation.viewing?.clause) ||
        entriesAt(source, place).some((entry) => isProcess(entry) && entry.forms !== undefined),
    );
    for (const { assertion, source } of told) {
      const items = itemsAbout(source.regulation, source.flowId, assertion.action).filter(({ item }) => item.forms);
      const isInTable = assertion.source.some((place) => rowOf(place) === 'completion');
      expect(isInTable || items.length > 0, assertion.id).toBe(true);
    }
  });

  it('is the security clause for whatever that clause demands, before all else', () => {
    const guarded = ofAspect(/hidden|not-by-another|not-by-nobody|not-blocked|tampering/u);
    const demanded = guarded.filter(({ source }) => source.regulation.security !== null);
    expect(demanded.length).toBeGreaterThan(0);
    for (const { assertion, source } of demanded) {
      const [first] = assertion.source;
      const isLogin = assertion.level === 'implied' && assertion.predicate !== 'tampering-shows';
      if (!isLogin) expect(first, assertion.id).toMatchObject({ clause: source.regulation.security?.clause });
    }
  });

  it('is what prints a button, a field, a particular, a figure, a question or the history, and nothing of the procedure', () => {
    const shown = ofAspect(
      /^(button-|field-|shows-|contact-shown|screens|saves-pdf|pdf|survey-(?!not-by)|open-in-history|refused-in-history)/u,
    );
    expectCited(shown, (place, source) => rowOf(place) === null && entriesAt(source, place).length === 0);
  });

  it('quotes the words of the first place, its paragraph included', () => {
    const quoted = all.flatMap(({ assertion, source }) => {
      const [first] = assertion.source;
      const words = first === undefined ? [] : wordsAt(source, first);
      return words.length === 0 || words.some((printed) => printed.includes(assertion.printed))
        ? []
        : [`${assertion.id}: ${assertion.printed}`];
    });
    expect(quoted).toEqual([]);
    expect(all.filter(({ assertion }) => assertion.printed === '').map(({ assertion }) => assertion.id)).toEqual([]);
  });

  it('is nothing of the procedure but the steps that the assertion is about, and none twice', () => {
    for (const { assertion, source } of all) {
      const about = stepsOf(assertion, source);
      for (const place of assertion.source) {
        const actions = [
          actionAt(source, place),
          ...entriesAt(source, place).flatMap((entry) => ('action' in entry ? entry.action : [])),
        ];
        // An item that the table has no step for belongs to the step whose message it tells of.
        const told = actions.filter((action) => source.graph.steps.some((step) => step.action === action));
        // What forms the result may form the refusal in its place.
        const refused = refusalFormedAt(source.regulation, source.flowId, assertion.action);
        const defining = [...results(source), ...(refused === null ? [] : [cite(refused).at])];
        if (told.length === 0 || defining.some((at) => samePlace(at, place))) continue;
        expect(
          told.some((action) => about.has(action ?? '')),
          `${assertion.id}: ${placeKey(place)}`,
        ).toBe(true);
      }
      const doubled = assertion.source.filter(
        (place, i) => assertion.source.findIndex((one) => samePlace(one, place)) !== i,
      );
      expect(doubled, assertion.id).toEqual([]);
    }
  });
});

/** The sentences which define the results, and the refusal that takes their place. A document may be defined where it is drawn up. */
const results = ({ regulation }: Source): Locator[] =>
  regulation.results.flatMap(({ at, refusal }) => [at, refusal?.at]).filter((at) => at !== undefined);

/** The steps that an assertion is about: its own, those that its arguments name with what leads to them, and the login. */
function stepsOf(
  { id, action, arguments: named, family, predicate }: TestAssertion,
  { graph, flow }: Source,
): Set<string> {
  const words = Object.values(named).flatMap((value) => (typeof value === 'string' ? value.split(' ') : []));
  const points = waitingPoints({ graph, flow }).filter(({ name }) => words.includes(name));
  const steps = words.filter((word) => graph.steps.some((step) => step.action === word));
  const own = new Set([action, ...steps, ...points.map((point) => point.action)]);
  const login = graph.steps[0]?.action;
  // The document is drawn up and signed in steps of their own, before it is given out.
  const made = predicate === 'signed-by-head' ? 'approve' : predicate === 'is-of-kind' ? 'form' : null;
  for (const { action: one, does } of graph.steps) if (does === made) own.add(one);
  // What may not be changed after a signature rests on the step that signs.
  for (const step of graph.steps) if (id.endsWith(`/not-after-${step.action}`)) own.add(step.action);
  // Documents that are signed have been attached before.
  if (predicate === 'signs-documents')
    for (const { action: one } of graph.steps.filter(({ does }) => does === 'fill' || does === 'attach')) own.add(one);
  if (family === 'access' && login !== undefined) own.add(login);
  if (family !== 'order' && family !== 'cause') return own;
  const before = graph.steps.filter(({ next }) => next.some(({ to }) => own.has(to)));
  return new Set([...own, ...before.map((step) => step.action)]);
}
