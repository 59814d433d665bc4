// The JSON portal at the brinks of the validity of a certificate: all of its walks share one clock, which only moves on.
import { expect, it } from 'vitest';
import { fixturePath } from '../schemas/fixture.ts';
import { createJsonPortal } from '../simulators/foreign/json/portal.ts';
import type { ViolationId } from '../simulators/foreign/json/violations.ts';
import { TRUST } from '../simulators/sample-credentials.ts';
import { environmentOf, openPortal, runOn } from './foreign-runs.ts';

const AT = 'choose-certificate';

/** What comes of the assertions on the brinks, by their aspects, beside one on another walk. */
async function brinksOf(violation: ViolationId | null) {
  const portal = createJsonPortal({ ...TRUST, violation });
  const body = JSON.stringify({ clock: TRUST.now().toISOString() });
  const headers = { 'content-type': 'application/json' };
  const made = await portal.request('/sandbox/tenants', { method: 'POST', headers, body });
  const door = await openPortal(portal);
  const environment = { ...environmentOf(door.url), PORTAL_TENANT: String(Object(await made.json()).tenant) };
  const assertion = `*/portal/{${AT}/*-when-just-*,${AT}/*-when-{expired,not-yet-valid},register/term}`;
  const { report } = await runOn(fixturePath('targets/foreign-json.yaml'), environment, { assertion });
  await door.close();
  const named = report.verdicts.map(({ assertion: id, verdict }) => [id.split('/').slice(2).join('/'), verdict]);
  return Object.fromEntries(named);
}

const PASSED = {
  [`${AT}/unconfirmed-when-expired`]: 'pass',
  [`${AT}/unconfirmed-when-not-yet-valid`]: 'pass',
  [`${AT}/unconfirmed-when-just-before`]: 'pass',
  [`${AT}/confirmed-when-just-begun`]: 'pass',
  [`${AT}/confirmed-when-just-ending`]: 'pass',
  [`${AT}/unconfirmed-when-just-ended`]: 'pass',
  'register/term': 'pass',
};

it.each<[ViolationId | null, string | null]>([
  [null, null],
  ['begins-early', `${AT}/unconfirmed-when-just-before`],
  ['begins-late', `${AT}/confirmed-when-just-begun`],
  ['ends-early', `${AT}/confirmed-when-just-ending`],
  ['ends-late', `${AT}/unconfirmed-when-just-ended`],
])('fails, where it is wrong by a second (%s), on its cell alone', async (violation, failed) => {
  expect(await brinksOf(violation)).toEqual({ ...PASSED, ...(failed === null ? {} : { [failed]: 'fail' }) });
});
