// Contradictions of every kind, planted in acts of any layout: nine of ten are found at their places, and none where none was planted.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importText } from './import.ts';
import { sampleLayout } from './sample-act.ts';
import { PLANTS, printAct, type Spot } from './sample-flow.ts';

const RUNS = Number(process.env.REGLAMENT_RUNS ?? 60);
const seed = () => (process.env.REGLAMENT_SEED === undefined ? {} : { seed: Number(process.env.REGLAMENT_SEED) });

/** The contradictions that are found in a text, by what they are called and where they stand. */
const foundIn = (text: string): { id: unknown; at: unknown }[] =>
  importText(Buffer.from(text), 'act.txt').flatMap(({ draft: { errata } }) =>
    errata === 'unread'
      ? []
      : errata.flatMap((erratum) => (erratum === 'unread' ? [] : { id: erratum.id, at: erratum.at[0] })),
  );

const isAt = (at: unknown, spot: Spot): boolean =>
  spot === null || Object.entries(spot).every(([key, value]) => Object(at)[key] === value);

describe('contradictions', () => {
  it('are none in an act that has none, in any layout', () => {
    fc.assert(
      fc.property(sampleLayout, (layout) => {
        expect(foundIn(printAct(layout, null).text)).toEqual([]);
      }),
      { numRuns: RUNS, ...seed() },
    );
  });

  it('are found where they are planted, nine of ten and some of every kind', () => {
    const drawn = fc.sample(sampleLayout, { numRuns: Math.max(3, Math.ceil(RUNS / 10)), ...seed() });
    const missed = Object.keys(PLANTS).flatMap((kind) => {
      const hidden = drawn.filter((layout) => {
        const { text, spot } = printAct(layout, kind);
        return !foundIn(text).some(({ id, at }) => String(id).startsWith(`${kind.split('/')[0]}-`) && isAt(at, spot));
      });
      expect(hidden.length, kind).toBeLessThan(drawn.length);
      return hidden;
    });
    expect(missed.length * 10).toBeLessThanOrEqual(Object.keys(PLANTS).length * drawn.length);
  });
});
