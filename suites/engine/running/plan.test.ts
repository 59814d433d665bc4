// Tests the plan: it reaches every assertion by the fewest walks that can, and says what cannot be decided and why.

import { describe, expect, it } from 'vitest';
import { fixturePath } from '../../../schemas/fixture.ts';
import { loadRegulations } from '../../../schemas/load.ts';
import type { Regulation } from '../../../schemas/regulation.ts';
import { type Scenario, suits, type TestAssertion } from '../../../schemas/run/assertion.ts';
import { plainly } from '../../../schemas/said.ts';
import { sampleRegulation } from '../../../schemas/sample-regulation.ts';
import { ADDITIONS, CONTROLS, type Control, type Description } from '../../../schemas/target/driver.ts';
import { LANGUAGES } from '../../../schemas/vocabulary.ts';
import { scenariosOf } from '../../flow/scenarios.ts';
import { sourceOf } from '../../flow/source.ts';
import { plan } from './plan.ts';
import { select } from './selection.ts';

const regulations = loadRegulations(fixturePath('regulations'));
const flows = regulations.flatMap(({ id, flows }) => Object.keys(flows).map((flow) => ({ regulation: id, flow })));
const first = regulations[0] ?? expect.unreachable('there is no regulation');
const portal = `${first.id}/portal`;
const all = flows.map(({ regulation, flow }) => `${regulation}/${flow}`);

const portalWith = (controls: readonly Control[], offered: readonly string[] = all): Description => ({
  contract: 'reglament-driver/1',
  name: 'p',
  flows: [...offered],
  controls: [...controls],
  languages: [...LANGUAGES],
  provider: { bin: '120140000017', heads: ['780510300102'] },
  additions: [...ADDITIONS],
});
const EVERYTHING = portalWith(CONTROLS);
const without = (control: Control) => portalWith(CONTROLS.filter((one) => one !== control));
const failure = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return error;
  }
};

/** Walks that decide the same rows, and how many of them can count at all. */
interface Kind {
  decides: Set<TestAssertion>;
  applications: number;
  least: number;
  most: number;
}

/** Rows that compare two walks. */
const timesOf = ({ predicate }: TestAssertion) => (predicate === 'numbered-apart' ? 2 : 1);

/** The fewest applications, and with these the fewest walks, that decide every row: by trying every set. */
function fewestPossible(walks: readonly Scenario[], assertions: readonly TestAssertion[]): [number, number] {
  const kinds = kindsOf(walks, assertions);
  let best: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const tryAll = (counts: readonly number[]): void => {
    const kind = kinds[counts.length];
    if (kind !== undefined) {
      for (let count = kind.least; count <= kind.most; count += 1) tryAll([...counts, count]);
      return;
    }
    const sum = (weigh: (one: Kind) => number) => kinds.reduce((all, one, i) => all + (counts[i] ?? 0) * weigh(one), 0);
    if (assertions.some((assertion) => sum(({ decides }) => (decides.has(assertion) ? 1 : 0)) < timesOf(assertion)))
      return;
    const price: [number, number] = [sum(({ applications }) => applications), sum(() => 1)];
    if (price[0] < best[0] || (price[0] === best[0] && price[1] < best[1])) best = price;
  };
  tryAll([]);
  return best;
}

/** The walks by what they decide. A walk can be sent once more; a row that one kind alone decides needs that kind. */
function kindsOf(walks: readonly Scenario[], assertions: readonly TestAssertion[]): Kind[] {
  const kinds = new Map<string, Kind>();
  for (const walk of walks) {
    const decides = new Set(assertions.filter((assertion) => suits(walk, assertion)));
    const most = Math.max(0, ...[...decides].map(timesOf));
    const key = `${walk.applications} ${[...decides].map(({ id }) => id).join(' ')}`;
    if (most > 0) kinds.set(key, { decides, applications: walk.applications, least: 0, most });
  }
  for (const assertion of assertions) {
    const [only, other] = [...kinds.values()].filter(({ decides }) => decides.has(assertion));
    if (only !== undefined && other === undefined) only.least = Math.max(only.least, timesOf(assertion));
  }
  return [...kinds.values()];
}

const priceOf = (scenarios: readonly Scenario[]) => [
  scenarios.reduce((sum, { applications }) => sum + applications, 0),
  scenarios.length,
];

/** Every set of controls that a portal can have. */
const OFFERS = Array.from({ length: 2 ** CONTROLS.length }, (_, set) =>
  CONTROLS.filter((_control, i) => (set >> i) % 2 === 1),
);

describe('select', () => {
  it('leaves out what is below the level that is asked for', () => {
    const everything = select(regulations, {});
    const levels = (level: 'required' | 'implied' | 'recommended') =>
      new Set(select(regulations, { level }).map((assertion) => assertion.level));
    expect(levels('required')).toEqual(new Set(['required']));
    expect(levels('implied')).toEqual(new Set(['required', 'implied']));
    expect(select(regulations, { level: 'recommended' })).toEqual(everything);
    expect(levels('recommended')).toEqual(new Set(['required', 'implied', 'recommended']));
  });

  it('takes everything, one regulation, one flow, or both', () => {
    const everything = select(regulations, {});
    expect(new Set(everything.map(({ regulation, flow }) => `${regulation}/${flow}`))).toEqual(new Set(all));
    const chosen = select(regulations, { regulation: first.id, flow: 'portal' });
    expect(chosen).toEqual(everything.filter(({ id }) => id.startsWith(`${portal}/`)));
    expect(select(regulations, { flow: 'portal' })).toEqual(everything.filter(({ flow }) => flow === 'portal'));
  });

  it('takes one assertion by its id, and several by a pattern', () => {
    const [one] = select(regulations, {});
    expect(select(regulations, { assertion: one?.id ?? '' })).toEqual([one]);
    const actors = select(regulations, { assertion: `${first.id}/*/*/actor` });
    expect(actors.length).toBeGreaterThan(5);
    expect(actors.every(({ family }) => family === 'actor')).toBe(true);
    expect(select(regulations, { assertion: '**/actor', flow: 'portal' }).length).toBeLessThan(
      select(regulations, { assertion: '**/actor' }).length,
    );
    expect(select(regulations, { assertion: `${portal}/**` })).toEqual(
      select(regulations, { regulation: first.id, flow: 'portal' }),
    );
  });

  it.each([
    ['--regulation', { regulation: 'no-such' }, first.id],
    ['--flow', { flow: 'no-such' }, 'portal'],
    ['--flow', { regulation: first.id, flow: 'no-such', assertion: '**' }, 'portal'],
  ])('knows no other %s', (key, selection, cure) => {
    expect(failure(() => select(regulations, selection))).toMatchObject({
      code: 'unknown-id',
      exitCode: 2,
      details: { key, value: 'no-such' },
      message: expect.stringContaining(cure),
    });
  });

  it.each(['no-such', '*', `${portal}`, '**/no-such'])('selects nothing by "%s", and says so', (assertion) => {
    expect(failure(() => select(regulations, { assertion }))).toMatchObject({
      code: 'empty-selection',
      exitCode: 2,
      details: { key: '--assertion', value: assertion },
    });
  });
});

describe('scenariosOf', () => {
  it.each(flows)(
    'has the good walk of $flow and one for each cause, each with an id of its own',
    ({ regulation, flow }) => {
      const own = regulations.find(({ id }) => id === regulation) ?? expect.unreachable();
      const walks = scenariosOf(sourceOf(own, flow));
      const { flow: printed, graph } = sourceOf(own, flow);
      const others = graph.steps.flatMap(({ means }) => means).slice(1);
      const variants = (printed.variants?.map(({ id }) => `success-${id}`) ?? ['success']).flatMap((name) => [
        name,
        ...others.map((means) => `${name}-${means}`),
      ]);
      expect(walks.filter(({ cause }) => cause === null)).toHaveLength(variants.length);
      expect(new Set(walks.map(({ id }) => id)).size).toBe(walks.length);
      for (const { id, cause, path } of walks) {
        const names = cause === null ? variants : [cause];
        expect(names.map((name) => `${regulation}/${flow}/${name}`)).toContain(id);
        expect(new Set(path).size).toBe(path.length);
      }
    },
  );

  it('needs the payment sandbox for every walk that pays, and no other', () => {
    for (const { path, cause, needs } of scenariosOf(sourceOf(first, 'portal')))
      expect(needs.includes('payment-sandbox'), String(cause)).toBe(path.includes('pay') && cause !== 'not-paid');
  });

  it('needs the decision for every walk that goes on after one', () => {
    for (const { path, needs } of scenariosOf(sourceOf(first, 'portal')))
      expect(needs.includes('decision')).toBe(path.includes('register') && path.at(-1) !== 'register');
  });
});

describe('plan', () => {
  const planned = plan(regulations, {}, EVERYTHING);

  it('reaches every assertion by a planned walk', () => {
    expect(planned.assertions.length).toBeGreaterThan(200);
    const missed = planned.assertions.filter((assertion) => !planned.scenarios.some((walk) => suits(walk, assertion)));
    expect(missed.map(({ id }) => id)).toEqual([]);
    expect(planned.notApplicable.size).toBe(0);
  });

  it.each(flows)(
    'plans for $regulation/$flow the fewest applications that there can be, whatever controls the portal has',
    ({ regulation, flow }) => {
      const own = regulations.find(({ id }) => id === regulation) ?? expect.unreachable();
      const walks = scenariosOf(sourceOf(own, flow));
      const needed = new Set([...walks, ...select([own], { flow })].flatMap(({ needs }) => needs));
      // What the flow needs nothing of makes no difference: all of that is offered, or none.
      const others = CONTROLS.filter((control) => !needed.has(control));
      const offers = OFFERS.filter((set) => new Set(others.map((control) => set.includes(control))).size < 2);
      for (const controls of offers) {
        const { assertions, scenarios, notApplicable } = plan([own], { flow }, portalWith(controls));
        const possible = walks.filter(({ needs }) => needs.every((need) => controls.includes(need)));
        const open = assertions.filter(({ id }) => !notApplicable.has(id));
        expect(priceOf(scenarios), controls.join()).toEqual(fewestPossible(possible, open));
      }
    },
  );

  it.each(flows)(
    'plans for every family and every action of $regulation/$flow the fewest applications that there can be',
    ({ regulation, flow }) => {
      const own = regulations.find(({ id }) => id === regulation) ?? expect.unreachable();
      const walks = scenariosOf(sourceOf(own, flow));
      const selected = select([own], { flow });
      // Braces around one id alone would stand for themselves, so a second that does not exist stands beside it.
      const familyOf = (name: string) =>
        `${regulation}/${flow}/{${selected
          .filter(({ family }) => family === name)
          .map(({ id }) => id.split('/').slice(2).join('/'))
          .join(',')},-}`;
      const selections = [
        ...new Set(selected.map(({ family }) => familyOf(family))),
        ...new Set(selected.map(({ action }) => `${regulation}/${flow}/${action}/*`)),
      ];
      for (const assertion of selections) {
        const { assertions, scenarios } = plan([own], { flow, assertion }, EVERYTHING);
        expect(assertions.length).toBeGreaterThan(0);
        expect(priceOf(scenarios), assertion).toEqual(fewestPossible(walks, assertions));
      }
    },
  );

  it('plans a second walk where numbers are compared, another one or the same again', () => {
    const numbers = (regulation: Regulation) =>
      plan([regulation], { assertion: '**/number-unique' }, EVERYTHING).scenarios;
    const walks = numbers(first).filter(({ flow }) => flow === 'portal');
    expect(walks.map(({ id }) => id)).toEqual([`${portal}/success`, `${portal}/requirements-not-met`]);
    // Nothing is checked after the registration, so that one walk alone comes to it.
    const sample = sampleRegulation();
    const { items, steps } = sample.flows.portal ?? expect.unreachable();
    Object.assign(items[3] ?? {}, { does: 'register', forms: 'request-registered' });
    Object.assign(steps[2]?.action ?? {}, { does: 'register' });
    Object.assign(steps[2]?.completion ?? {}, { forms: ['request-registered'] });
    const offered = portalWith(CONTROLS, ['sample-act/portal']);
    const { scenarios } = plan([sample], { assertion: '**/number-unique' }, offered);
    expect(scenarios.map(({ id }) => id)).toEqual(['sample-act/portal/success', 'sample-act/portal/success-again']);
    expect(scenarios[1]?.path).toEqual(scenarios[0]?.path);
  });

  it('plans the walk that decides an assertion, also where another goes the same way', () => {
    // Out-of-turn attempts and waiting to the end of a term belong to the good walk alone.
    const assertions = planned.assertions.filter(
      ({ predicate }) => predicate === 'refused-early' || predicate === 'accepted-throughout',
    );
    expect(assertions.length).toBeGreaterThan(20);
    for (const { id, regulation, flow } of assertions) {
      const causes = planned.assertions.filter(
        (one) => one.family === 'cause' && one.regulation === regulation && one.flow === flow,
      );
      const assertion = causes.length === 0 ? id : `{${[id, ...causes.map((cause) => cause.id)].join(',')}}`;
      const own = regulations.filter((one) => one.id === regulation);
      const { scenarios } = plan(own, { assertion, flow }, EVERYTHING);
      expect(scenarios.map(({ cause }) => cause)).toContain(null);
    }
  });

  it('never plans more applications than walks that open one', () => {
    for (const { path, applications } of planned.scenarios) {
      const isLoginOnly = path.every((action) => action === 'authenticate' || action === 'refuse-credentials');
      expect(applications).toBe(isLoginOnly ? 0 : 1);
    }
  });

  it('says which control is lacking for what, and plans nothing that needs it', () => {
    for (const control of CONTROLS.filter((one) => one !== 'worlds' && one !== 'counterparties')) {
      const { assertions, scenarios, notApplicable } = plan(regulations, {}, without(control));
      expect(notApplicable.size).toBeGreaterThan(0);
      for (const reason of [...notApplicable.values()].map(plainly))
        expect(reason).toBe(`not-observable: it needs the control ${control}, which the portal does not offer`);
      expect(scenarios.filter(({ needs }) => needs.includes(control))).toEqual([]);
      const open = assertions.filter(({ id }) => !notApplicable.has(id));
      expect(
        open.filter(
          (assertion) => assertion.needs.includes(control) || !scenarios.some((walk) => suits(walk, assertion)),
        ),
      ).toEqual([]);
    }
  });

  it('leaves to a portal without any control what needs none', () => {
    const { scenarios, notApplicable, assertions } = plan(
      regulations,
      { regulation: first.id, flow: 'portal' },
      portalWith([]),
    );
    expect(scenarios.length).toBeGreaterThan(0);
    expect(scenarios.every(({ needs }) => needs.length === 0)).toBe(true);
    expect(notApplicable.size).toBeLessThan(assertions.length);
  });

  it('claims nothing of a flow that the portal does not offer', () => {
    const { assertions, scenarios, notApplicable } = plan(regulations, {}, portalWith(CONTROLS, [portal]));
    const others = assertions.filter(({ id }) => !id.startsWith(`${portal}/`));
    expect([...notApplicable.keys()]).toEqual(others.map(({ id }) => id));
    for (const { id, regulation, flow } of others)
      expect(plainly(notApplicable.get(id) ?? [''])).toBe(
        `not-claimed: the portal does not offer the flow ${regulation}/${flow}`,
      );
    expect(new Set(scenarios.map(({ flow }) => flow))).toEqual(new Set(['portal']));
  });

  it('is the same whenever it is made', () => {
    expect(plan(regulations, {}, EVERYTHING)).toEqual(planned);
  });
});

describe('a portal that was written before an addition to the contract', () => {
  it('is asked for nothing that needs it, and told by name', () => {
    const { additions: _, ...old } = EVERYTHING;
    const { notApplicable } = plan(regulations, { assertion: `${portal}/fill-request/keeps-document` }, old);
    expect([...notApplicable.values()].map(plainly)).toEqual([
      'not-observable: the portal does not name attachments among its additions to the contract',
    ]);
  });
});

describe('a portal that decides by itself', () => {
  const planned = (description: Description) =>
    plan(regulations, { flow: 'portal', regulation: first.id }, description);
  const success = `${portal}/success`;

  it('is walked to the end although nobody can decide on it, and not refused by a decision', () => {
    const own = planned({ ...without('decision'), ownDecision: true });
    expect(own.scenarios.map(({ id }) => id)).toContain(success);
    const refusals = own.scenarios.filter(({ cause }) => cause === 'untrue-data');
    expect(refusals).toEqual([]);
    expect(planned(without('decision')).scenarios.map(({ id }) => id)).not.toContain(success);
  });
});
