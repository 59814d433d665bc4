// The foreign portals, driven by their target files alone: passed when honest, failed on the right cell for each violation.
import type { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { fixturePath } from '../schemas/fixture.ts';
import { createHtmlPortal } from '../simulators/foreign/html/portal.ts';
import { VIOLATIONS as HTML_VIOLATIONS } from '../simulators/foreign/html/violations.ts';
import { createJsonPortal } from '../simulators/foreign/json/portal.ts';
import { VIOLATIONS as JSON_VIOLATIONS } from '../simulators/foreign/json/violations.ts';
import { credentials, TRUST } from '../simulators/sample-credentials.ts';
import type { Broken } from '../suites/engine/running/proof.ts';
import { drawn } from './drawn.ts';
import { environmentOf, openPortal, runOn } from './foreign-runs.ts';

async function reportOn(portal: Hono, file: string, broken: Broken | null = null, more: Record<string, string> = {}) {
  const door = await openPortal(portal);
  const environment = { ...environmentOf(door.url), ...more };
  const tried = await runOn(fixturePath(`targets/${file}`), environment, { broken });
  await door.close();
  return { ...tried, environment };
}

describe('the portal of pages', () => {
  it('passes when it is honest, and no secret and no number of a person is told', async () => {
    const { report, journal, environment } = await reportOn(createHtmlPortal(TRUST), 'foreign-html.yaml');
    expect(report.verdicts.filter(({ verdict }) => !['pass', 'not-applicable'].includes(verdict))).toEqual([]);
    expect(report).toMatchObject({ outcome: 'passed', counts: { fail: 0, inconclusive: 0, pass: 165 } });
    const { PORTAL_PASSWORD = '', PORTAL_PASSWORD_2 = '', OFFICER_PASSWORD = '' } = environment;
    for (const secret of [
      PORTAL_PASSWORD,
      PORTAL_PASSWORD_2,
      OFFICER_PASSWORD,
      credentials('good').id,
      credentials('another-person').id,
    ])
      expect(journal).not.toContain(secret);
  });

  it.each(drawn(HTML_VIOLATIONS, 30))('fails on its cell when it $description ($id)', async ({ id, breaks }) => {
    const portal = createHtmlPortal({ ...TRUST, violation: id });
    const { noticed } = await reportOn(portal, 'foreign-html.yaml', { ...breaks, cause: null });
    expect(noticed).toMatchObject({ killed: true, localised: true });
  });
});

/** What comes of the JSON portal, in a sandbox whose clock stands at the moment of the certificates. */
async function reportOnJson(violation: (typeof JSON_VIOLATIONS)[number]['id'] | null, broken: Broken | null = null) {
  const portal = createJsonPortal({ ...TRUST, violation });
  const body = JSON.stringify({ clock: TRUST.now().toISOString() });
  const headers = { 'content-type': 'application/json' };
  const made = await portal.request('/sandbox/tenants', { method: 'POST', headers, body });
  const PORTAL_TENANT = String(Object(await made.json()).tenant);
  return reportOn(portal, 'foreign-json.yaml', broken, { PORTAL_TENANT });
}

describe('the portal with a JSON API', () => {
  it('passes when it is honest', async () => {
    const { report } = await reportOnJson(null);
    expect(report.verdicts.filter(({ verdict }) => !['pass', 'not-applicable'].includes(verdict))).toEqual([]);
    expect(report).toMatchObject({ outcome: 'passed', counts: { fail: 0, inconclusive: 0 } });
    // Its sandbox stands in March, from where no working Saturday is in reach, so that the days are counted over those of May.
    expect(report.verdicts.find(({ assertion }) => assertion.endsWith('/register/term'))?.expected).toMatch(
      /working days of register at \d+ April 2013.*: by \d+ May 2013/u,
    );
  });

  it.each(drawn(JSON_VIOLATIONS, 30))('fails on its cell when it $description ($id)', async ({ id, breaks }) => {
    const { noticed } = await reportOnJson(id, { ...breaks, cause: null });
    expect(noticed).toMatchObject({ killed: true, localised: true });
  });
});
