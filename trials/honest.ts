// Runs one row a portal: an honest one, which does something another way than the simulator, and the nearest one that is wrong.
import { describe, expect, it } from 'vitest';
import type { Family } from '../schemas/run/assertion.ts';
import { type Alter, judgeAltered } from './altered-simulator.ts';
import { drawnRows } from './drawn.ts';

/** What a portal does, the flow on which it is tried, and how it is made; the glob selects what is judged on the flow, by default all. */
type Honest = readonly [does: string, flow: string, make: () => Alter, on?: string];
/** The same for one that is wrong; `fails` is all of the selected that fails. */
type Wrong = readonly [does: string, flow: string, make: () => Alter, on: string, fails: readonly string[]];

export const PAID = 'passenger-transport-licence/portal';
export const CERTIFICATE = 'cultural-property-export-certificate/portal';
export const LICENCE = 'communications-licence/internal';
export const AT_LICENCE_PSC = 'passenger-transport-licence/psc';
export const EMPLOYEE = 'tv-radio-distribution-licence/provider';
export const AT_PSC = 'foreign-periodicals-registration/psc';
export const PERIODICALS = 'foreign-periodicals-registration/portal';
export const LEB = 'foreign-periodicals-registration/leb';
export const MESSAGES = 'foreign-periodicals-registration/messages';

/** All but the certificates, each of which takes a walk of its own. */
export const NO_CERTIFICATES = '!(choose-certificate|refuse-certificate)/**';

/**
 * Tries the portals of families of assertions. An honest one passes all of the families that the flow has, and fails nothing else on it;
 * a wrong one fails on its sentences alone. Each list has at least one row by day, and all of them at night.
 */
export function tryPortals(families: readonly Family[], honest: readonly Honest[], wrong: readonly Wrong[]): void {
  describe(`the assertions on ${families.join(', ')}`, () => {
    const whole = honest.map(([does, flow, make, on = '**']) => [does, flow, make, on] as const);
    it.each(drawnRows(whole, 5))('pass a portal that %s (%s)', async (_, flow, make, on) => {
      const { failed, open, passed, familyOf } = await judgeAltered(`${flow}/${on}`, make());
      const ours = (id: string) => families.some((family) => familyOf(id) === family);
      expect({ failed, open: open.filter(ours) }).toEqual({ failed: [], open: [] });
      expect(new Set(passed.filter(ours).map(familyOf))).toEqual(new Set(families));
    });

    it.each(drawnRows(wrong, 4))('fail a portal that %s (%s)', async (_, flow, make, on, fails) => {
      const { failed } = await judgeAltered(`${flow}/${on}`, make());
      expect(failed.toSorted()).toEqual(fails.toSorted());
    });
  });
}
