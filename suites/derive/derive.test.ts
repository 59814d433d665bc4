// Tests the list of assertions itself: its ids, titles and sources, over every regulation that there is.
import { describe, expect, it } from 'vitest';
import { fixturePath } from '../../schemas/fixture.ts';
import { loadRegulations } from '../../schemas/load.ts';
import { locatorProblem } from '../../schemas/locator.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import { FAMILIES, type Family } from '../../schemas/run/assertion.ts';
import { isOutright, VERBS } from '../../schemas/vocabulary.ts';
import { successPath } from '../flow/path.ts';
import { refusalsOf } from '../flow/refusals.ts';
import { sourceOf } from '../flow/source.ts';
import { derive } from './derive.ts';

const regulations = loadRegulations(fixturePath('regulations'));
const assertions = regulations.flatMap((regulation) => derive(regulation));
const first = regulations[0] ?? expect.unreachable('there is no regulation');
const regulationOf = (id: string): Regulation =>
  regulations.find((regulation) => regulation.id === id) ?? expect.unreachable(id);

/** What belongs to a form whoever fills it in: its documents, and what is signed of it. */
const ON_ANY_CHANNEL = /-(?:document|form|signature)$|^signs-|^keeps-(?:mark|attorney)$/u;

describe('the ids', () => {
  it('are these, one a line, and never others', async () => {
    await expect(
      `${assertions
        .map(({ id }) => id)
        .sort()
        .join('\n')}\n`,
    ).toMatchFileSnapshot('./ids.snap.txt');
  });

  it('are unique', () => {
    const ids = assertions.map(({ id }) => id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  it('read regulation, flow, action, aspect, and carry no printed numbers', () => {
    for (const { id, regulation, flow, action } of assertions) {
      expect(id).toMatch(/^[a-z-]+(\/[a-z-]+){3}$/u);
      expect(id.startsWith(`${regulation}/${flow}/${action}/`), id).toBe(true);
    }
  });
});

describe('the titles', () => {
  it('are short facts in the present tense', () => {
    for (const { title } of assertions) {
      expect(title.length, title).toBeLessThanOrEqual(100);
      expect(title, title).not.toMatch(
        /\bshould\b|\bmust\b|\bshall\b|\bwill\b|\btests? that\b|\bverif(y|ies)\b|\bchecks? that\b|[.…]$|\s{2}/iu,
      );
      expect(title, title).toMatch(/ (is|forms|names|follows|leads|receives|gives|makes|finishes|can be) /u);
    }
  });

  it('tell the assertions of one flow apart', () => {
    const titles = assertions.map(({ regulation, flow, title }) => `${regulation}/${flow}: ${title}`);
    expect(titles.filter((one, i) => titles.indexOf(one) !== i)).toEqual([]);
  });
});

describe('the sources', () => {
  it('name places that the document has', () => {
    for (const { id, regulation, source } of assertions) {
      expect(source.length, id).toBeGreaterThan(0);
      for (const place of source) expect(locatorProblem(regulationOf(regulation), place), id).toBeNull();
    }
  });

  it('cite each place once, and print the words of the first', () => {
    for (const { id, source, printed } of assertions) {
      const places = source.map((place) => JSON.stringify(place));
      expect(new Set(places).size, id).toBe(places.length);
      expect(printed.trim(), id).not.toBe('');
    }
  });

  it('cite the errata that touch them, by ids that there are', () => {
    const known = regulations.flatMap(({ id, errata }) => errata.map((erratum) => `${id}/${erratum.id}`));
    const cited = assertions.flatMap(({ errata }) => errata);
    expect(cited.length).toBeGreaterThan(0);
    expect(cited.filter((id) => !known.includes(id))).toEqual([]);
  });
});

describe('derive', () => {
  it('derives something of every family for the portal', () => {
    const found = new Set(derive(first, ['portal']).map(({ family }) => family));
    expect(FAMILIES.filter((family) => !found.has(family))).toEqual([]);
  });

  it('derives at least 120 assertions for the first portal', () => {
    expect(derive(first, ['portal']).length).toBeGreaterThanOrEqual(120);
  });

  it('derives for one flow what it derives for it among all', () => {
    for (const regulation of regulations) {
      for (const flow of Object.keys(regulation.flows)) {
        const mine = assertions.filter(
          (assertion) => assertion.regulation === regulation.id && assertion.flow === flow,
        );
        expect(derive(regulation, [flow])).toEqual(mine);
        expect(mine.length, flow).toBeGreaterThan(0);
      }
    }
  });

  it('has no such flow', () => {
    expect(() => derive(first, ['no-such'])).toThrow(RangeError);
  });

  it('derives from the resolved table and not from the simulated clauses', () => {
    const changed = structuredClone(first);
    const flow = Object.values(changed.flows).find(({ clause, table }) => clause !== null && table !== null);
    if (flow === undefined) return expect.unreachable('no flow has both');
    for (const item of flow.items) if ('process' in item) Object.assign(item, { by: null, forms: undefined });
    expect(derive(changed).map(({ arguments: args }) => args)).toEqual(
      derive(first).map(({ arguments: args }) => args),
    );
  });

  it('asks for every outcome of every condition, and for every cause', () => {
    for (const regulation of regulations) {
      for (const flowId of Object.keys(regulation.flows)) {
        const source = sourceOf(regulation, flowId);
        const mine = derive(regulation, [flowId]);
        for (const { action, next } of source.graph.steps)
          for (const { to } of next)
            expect(mine.some(({ walk }) => walk.edge?.from === action && walk.edge.to === to)).toBe(true);
        // Where the answer alone may refuse, there need be neither a notification nor a cause in it.
        for (const { cause } of refusalsOf(source))
          expect(mine.filter(({ walk }) => walk.cause === cause).length).toBeGreaterThanOrEqual(
            isOutright(cause) ? 1 : 3,
          );
      }
    }
  });

  it('asks for what a term binds: to finish, to accept throughout, or to be there by its day', () => {
    for (const regulation of regulations) {
      for (const flowId of Object.keys(regulation.flows)) {
        const printed = sourceOf(regulation, flowId).graph.steps.flatMap(({ action, terms }) =>
          terms.map(() => action),
        );
        const terms = derive(regulation, [flowId]).filter(({ family }) => family === 'term');
        expect(terms.map(({ action }) => action).sort()).toEqual(printed.sort());
        for (const { predicate, needs } of terms)
          expect(needs).toEqual(predicate === 'finished-within' ? [] : ['clock']);
      }
    }
  });

  it('takes the good branch for the outcome of a day term, however the branches are ordered', () => {
    const dueOf = (regulation: Regulation) =>
      derive(regulation)
        .filter(({ predicate }) => predicate === 'outcome-due')
        .map(({ walk }) => walk);
    const turned = structuredClone(first);
    for (const { steps } of Object.values(turned.flows)) for (const { next } of steps) next.branches.reverse();
    for (const { adopts } of turned.errata) adopts?.next?.reverse();
    expect(dueOf(first).length).toBeGreaterThan(0);
    expect(dueOf(turned)).toEqual(dueOf(first));
  });

  it('follows one good walk through every flow, to a step that ends it', () => {
    for (const regulation of regulations) {
      for (const flowId of Object.keys(regulation.flows)) {
        const source = sourceOf(regulation, flowId);
        const last = source.graph.steps.find(({ action }) => action === successPath(source).at(-1));
        expect(last === undefined ? null : VERBS[last.does].ends, `${regulation.id}/${flowId}`).toBe('completed');
      }
    }
  });

  it('derives nothing from what an act does not print, and does not fail', () => {
    const of = (changes: Partial<Regulation>) => derive({ ...structuredClone(first), ...changes });
    const has = (changed: readonly { family: Family; predicate: string }[], name: string) =>
      changed.some(({ family, predicate }) => family === name || predicate === name);
    // Without a security clause the login still stands before all that is done, and a decision is still the provider's.
    for (const { family, arguments: args, level } of of({ security: null }))
      if (family === 'access') expect([args.who, level]).not.toEqual(['nobody', 'required']);
    expect(has(of({ security: null }), 'hidden-from')).toBe(false);
    expect(has(of({ screens: [] }), 'offers-screens')).toBe(false);
    expect(has(of({ viewing: null }), 'offers-button')).toBe(false);
    expect(has(of({ survey: null }), 'asks-survey')).toBe(false);
    const bare = of({ screens: [], viewing: null, survey: null, service: { ...first.service, callCentre: null } });
    expect(bare.filter(({ family, predicate }) => family === 'form' && !ON_ANY_CHANNEL.test(predicate))).toEqual([]);
    const unnamed = of({ results: [] });
    expect(['document', 'tampering-shows', 'offers-button'].filter((name) => has(unnamed, name))).toEqual([]);
    expect(has(unnamed, 'access')).toBe(true);
  });

  it('derives fields, particulars and late buttons from a clause on filling in the form, and from nothing else', () => {
    const regulation = regulations.find(({ filling }) => filling !== null) ?? expect.unreachable('no such clause');
    const own = ['button-appears', 'asks-field', 'prefills-field', 'shows-particular'];
    const count = (assertions: readonly { predicate: string }[]) =>
      assertions.filter(({ predicate }) => own.includes(predicate));
    expect(
      count(derive(regulation))
        .map(({ predicate }) => predicate)
        .sort(),
    ).toEqual([...own, ...Array.from({ length: 4 }, () => 'shows-particular')].sort());
    expect(count(derive({ ...regulation, filling: null }))).toEqual([]);
  });

  it('derives access from the demands that it knows, one family a demand', () => {
    const { security } = first;
    if (security === null) return expect.unreachable('there is no security clause');
    const only = (is: string) =>
      new Set(
        derive({ ...first, security: { ...security, items: [{ item: 1, is, printed: is }] } })
          .filter(({ source: [first] }) => first !== undefined && 'clause' in first && first.clause === security.clause)
          .map(({ predicate }) => predicate),
      );
    expect([...only('confidentiality')]).toEqual(['hidden-from', 'asks-for-nobody-else']);
    expect([...only('integrity')]).toEqual(['refused-to', 'tampering-shows']);
    expect([...only('availability')]).toEqual(['undisturbed', 'let-in-after-guesses']);
    expect([...only('politeness')]).toEqual([]);
  });

  it('derives what the applicant is shown for the flow of the applicant alone', () => {
    for (const { regulation, flow, family, predicate } of assertions)
      if (family === 'form' && !ON_ANY_CHANNEL.test(predicate))
        expect(regulationOf(regulation).flows[flow]?.entry).toBe('portal');
  });
});

describe('what an assertion rests on', () => {
  it('gives a reason exactly where the text does not say it in so many words', () => {
    for (const { id, level, because } of assertions) expect(because === null, id).toBe(level === 'required');
  });

  it('quotes the piece of an item that is about the action, where the item tells several', () => {
    const split = regulations.flatMap(({ id, flows }) =>
      Object.entries(flows).flatMap(([flow, { items, table }]) =>
        table !== null
          ? []
          : items.flatMap((item) =>
              'action' in item && items.some((other) => other !== item && other.item === item.item)
                ? [{ start: `${id}/${flow}/${item.action}/once`, printed: item.printed }]
                : [],
            ),
      ),
    );
    expect(split.length).toBeGreaterThan(3);
    for (const { start, printed } of split) {
      const found = assertions.find(({ id }) => id === start);
      if (found !== undefined) expect(found.printed, start).toBe(printed);
    }
  });

  it('lets a deputy act where the text has one, and cites where it says so', () => {
    const heads = regulations.flatMap(({ id, parties }) =>
      parties.flatMap(({ id: party, deputy }) => (deputy === undefined ? [] : [{ id, party, deputy }])),
    );
    expect(heads.length).toBeGreaterThan(0);
    for (const { id, party, deputy } of heads) {
      const own = assertions.filter(
        ({ regulation, arguments: { actors } }) => regulation === id && Array.isArray(actors) && actors.includes(party),
      );
      expect(own.length).toBeGreaterThan(0);
      for (const {
        arguments: { actors },
        source,
      } of own) {
        expect(actors).toContain(deputy);
        expect(source.some((place) => 'clause' in place && place.clause === participantsOf(id))).toBe(true);
      }
    }
  });

  const participantsOf = (id: string) => regulations.find((one) => one.id === id)?.participants?.clause;
});
