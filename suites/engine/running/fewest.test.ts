// Tests that the fewest walks are found: where taking the widest walk first goes wrong, and on random demands.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../../schemas/run/assertion.ts';
import { type Demand, fewest } from './fewest.ts';

const walk = (id: string, applications = 1): Scenario => ({
  id,
  regulation: 'r',
  flow: 'f',
  path: [],
  cause: null,
  needs: [],
  variant: null,
  means: null,
  tags: [],
  applications,
});
const idsOf = (walks: readonly Scenario[]) => walks.map(({ id }) => id).join('');
const demand = (...able: Scenario[]): Demand => ({ able, times: 1 });
const [a, b, c, d] = [walk('a'), walk('b'), walk('c'), walk('d')] as const;

describe('fewest', () => {
  it('is not taken in by the walk that reaches most', () => {
    // Each of a and b reaches half of it; c reaches more than either, and leaves one of each half.
    const demands = [demand(a, c), demand(a, c), demand(a), demand(b, c), demand(b, c), demand(b)];
    expect(idsOf(fewest([c, a, b], demands))).toBe('ab');
    const free = [demand(a, c), demand(a, c), demand(a, d), demand(b, c), demand(b, c), demand(b, d)];
    expect(fewest([c, a, b, d], free)).toHaveLength(2);
  });

  it('takes walks that open no request before one that does', () => {
    const [login, other] = [walk('l', 0), walk('o', 0)];
    expect(idsOf(fewest([a, login, other], [demand(a, login), demand(a, other)]))).toBe('lo');
    expect(idsOf(fewest([a, login, other], [demand(a, login), demand(a, other), demand(a)]))).toBe('a');
  });

  it('takes two where two have to be compared, and one for both comparisons', () => {
    expect(idsOf(fewest([a, b, c], [{ able: [a, b, c], times: 2 }]))).toBe('ab');
    const demands = [
      { able: [a, b, d], times: 2 },
      { able: [a, c, d], times: 2 },
    ];
    expect(idsOf(fewest([b, c, a, d], demands))).toBe('ad');
  });

  it('takes nothing for no demand, and all that there are where more are asked for', () => {
    expect(fewest([a, b], [])).toEqual([]);
    expect(fewest([a, b], [demand()])).toEqual([]);
    expect(idsOf(fewest([a, b], [{ able: [b], times: 2 }]))).toBe('b');
  });

  it('finds what trying every set finds', () => {
    const walks = Array.from({ length: 8 }, (_, i) => walk(String(i), i % 3 === 0 ? 0 : 1));
    const demands = fc.array(
      fc.record({ able: fc.subarray(walks, { minLength: 2 }), times: fc.constantFrom(1, 1, 1, 2) }),
      { maxLength: 12 },
    );
    const priceOf = (set: readonly Scenario[]) =>
      set.reduce((sum, { applications }) => sum + 100 * applications + 1, 0);
    fc.assert(
      fc.property(demands, (asked) => {
        const isEnough = (set: readonly Scenario[]) =>
          asked.every(({ able, times }) => able.filter((one) => set.includes(one)).length >= times);
        const sets = Array.from({ length: 2 ** walks.length }, (_, bits) =>
          walks.filter((_walk, i) => (bits >> i) % 2 === 1),
        );
        const found = fewest(walks, asked);
        expect(isEnough(found)).toBe(true);
        expect(priceOf(found)).toBe(Math.min(...sets.filter(isEnough).map(priceOf)));
      }),
    );
  });
});
