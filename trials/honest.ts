// Runs one row a portal: an honest one, which does something another way than the simulator, and the nearest one that is wrong.
import { describe, expect, it } from 'vitest';
import type { Family } from '../schemas/run/assertion.ts';
import { type Alter, judgeAltered } from './altered-simulator.ts';

/** What a portal does, the flow on which it is tried, and how it is made. */
type Honest = readonly [does: string, flow: string, make: () => Alter];
/** The same for one that is wrong; the glob selects what is judged on the flow, and `fails` is all of it that fails. */
type Wrong = readonly [does: string, flow: string, make: () => Alter, on: string, fails: readonly string[]];

export const PAID = 'passenger-transport-licence/portal';
export const CERTIFICATE = 'cultural-property-export-certificate/portal';
export const LICENCE = 'communications-licence/internal';
export const AT_LICENCE_PSC = 'passenger-transport-licence/psc';
export const EMPLOYEE = 'tv-radio-distribution-licence/provider';
export const AT_PSC = 'foreign-periodicals-registration/psc';
export const PERIODICALS = 'foreign-periodicals-registration/portal';
export const MESSAGES = 'foreign-periodicals-registration/messages';

/**
 * Tries the portals of families of assertions. An honest one passes all of the families that the flow has, and fails nothing else on it;
 * a wrong one fails on its sentences alone.
 */
export function tryPortals(families: readonly Family[], honest: readonly Honest[], wrong: readonly Wrong[]): void {
  describe(`the assertions on ${families.join(', ')}`, () => {
    it.each(honest)('pass a portal that %s (%s)', async (_, flow, make) => {
      const { failed, open, passed, familyOf } = await judgeAltered(`${flow}/**`, make());
      const ours = (id: string) => families.some((family) => familyOf(id) === family);
      expect({ failed, open: open.filter(ours) }).toEqual({ failed: [], open: [] });
      expect(new Set(passed.filter(ours).map(familyOf))).toEqual(new Set(families));
    });

    it.each(wrong)('fail a portal that %s (%s)', async (_, flow, make, on, fails) => {
      const { failed } = await judgeAltered(`${flow}/${on}`, make());
      expect(failed.toSorted()).toEqual(fails.toSorted());
    });
  });
}
