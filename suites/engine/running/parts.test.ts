// Tests that every walk is in exactly one part, that parts cost about the same, and that no machine splits a plan another way.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Scenario } from '../../../schemas/run/assertion.ts';
import { partOf } from './parts.ts';

const walks = fc
  .array(
    fc.record({
      steps: fc.integer({ min: 1, max: 15 }),
      isGood: fc.boolean(),
      applications: fc.integer({ min: 0, max: 1 }),
    }),
    {
      minLength: 1,
      maxLength: 40,
    },
  )
  .map((drawn) =>
    drawn.map(
      ({ steps, isGood, applications }, i): Scenario => ({
        ...{ id: `walk-${i}`, regulation: 'act', flow: 'portal', path: Array(steps).fill('pay'), applications },
        ...{ cause: isGood ? null : 'not-paid', needs: [], variant: null, means: null, tags: [] },
      }),
    ),
  );
const stepsOf = (all: readonly Scenario[], ids: readonly string[]) =>
  all
    .filter(({ id }) => ids.includes(id))
    .reduce((sum, { path, cause }) => sum + path.length * (cause === null ? 5 : 1), 0);

it('puts every walk in exactly one part', () => {
  fc.assert(
    fc.property(walks, fc.integer({ min: 2, max: 9 }), (all, of) => {
      const parts = Array.from({ length: of }, (_, i) => partOf(all, { number: i + 1, of }).scenarios);
      expect(parts.flat().toSorted()).toEqual(all.map(({ id }) => id).toSorted());
      expect(parts.filter((part) => part.length > 0)).toHaveLength(Math.min(of, all.length));
      const again = partOf(all.toReversed(), { number: 1, of }).scenarios;
      expect(again.toSorted()).toEqual(parts[0]?.toSorted());
    }),
  );
});

it('makes no part dearer than another by more than the dearest walk', () => {
  fc.assert(
    fc.property(walks, fc.integer({ min: 2, max: 9 }), (all, of) => {
      // Of walks that open no request the cost is that of their steps alone.
      const free = all.map((walk) => ({ ...walk, applications: 0 }));
      const costs = Array.from({ length: of }, (_, i) => stepsOf(free, partOf(free, { number: i + 1, of }).scenarios));
      const dearest = Math.max(...free.map((walk) => stepsOf([walk], [walk.id])));
      expect(Math.max(...costs) - Math.min(...costs)).toBeLessThanOrEqual(dearest);
    }),
  );
});
