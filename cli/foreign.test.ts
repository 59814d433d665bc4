// The foreign portals, driven by their target files alone: passed when honest, failed on the right cell for each violation.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixturePath } from '../schemas/fixture.ts';
import { foldReport, type Report, type RunEvent } from '../schemas/report.ts';
import { type Listening, listen } from '../simulators/door/server.ts';
import { createHtmlPortal } from '../simulators/foreign/html/portal.ts';
import { VIOLATIONS as HTML_VIOLATIONS } from '../simulators/foreign/html/violations.ts';
import { createJsonPortal } from '../simulators/foreign/json/portal.ts';
import { VIOLATIONS as JSON_VIOLATIONS } from '../simulators/foreign/json/violations.ts';
import { certificate, credentials, TRUST } from '../simulators/foreign/sample-credentials.ts';
import { sourceOf } from '../suites/derive/derive.ts';
import { plan } from '../suites/engine/plan.ts';
import { type Broken, type Noticed, narrow, notice } from '../suites/engine/proof.ts';
import { run } from '../suites/engine/run.ts';
import { openTarget } from '../suites/sut/target/adapter.ts';
import { loadTarget } from '../suites/sut/target/load.ts';
import { drawn } from './sample-drawn.ts';
import { hasty } from './sample-hasty.ts';
import { scratch } from './spawned.ts';
import { calendar, regulations } from './workspace.ts';

const ACTS = regulations();
const CERTIFICATES = [
  'good',
  'expired',
  'not-yet-valid',
  'revoked',
  'on-hold',
  'untrusted-issuer',
  'another-person',
  'authentication-key',
];
const folder = scratch();
const behind = { portal: new Hono() };
let door: Listening;
const environment: Record<string, string> = { CERTIFICATES: folder };

beforeAll(async () => {
  door = await listen(
    new Hono().all('*', ({ req }) => behind.portal.fetch(req.raw)),
    { port: 0 },
  );
  environment.PORTAL_URL = door.url;
  environment.PORTAL_HOST = new URL(door.url).host;
  environment.PORTAL_PASSWORD = credentials('good').password;
  environment.PORTAL_PASSWORD_2 = credentials('another-person').password;
  environment.OFFICER_PASSWORD = TRUST.officers[0]?.password ?? '';
  for (const name of CERTIFICATES) {
    writeFileSync(join(folder, `${name}.pem`), certificate(name).certificatePem);
    writeFileSync(join(folder, `${name}.key`), certificate(name).privateKeyPem);
  }
  const [root = '', issuing = ''] = TRUST.trusted;
  writeFileSync(join(folder, 'root.pem'), root);
  writeFileSync(join(folder, 'issuing.pem'), issuing);
});

afterAll(() => door.close());

async function reportOn(
  portal: Hono,
  file: string,
  broken: Broken | null = null,
): Promise<{ report: Report; journal: string; noticed: Noticed | null }> {
  behind.portal = portal;
  const target = loadTarget(fixturePath(`targets/${file}`), ACTS, environment);
  const opened = openTarget(target, { concurrency: 8, start: '2013-03-15T10:00:00+06:00' });
  const sut = opened.description.controls.includes('clock') ? opened : hasty(opened);
  const events: RunEvent[] = [];
  const [regulation = '', flow = ''] = (target.target.flows[0] ?? '').split('/');
  const whole = plan(ACTS, { regulation, flow }, sut.description, sut.offer);
  const planned = broken === null ? whole : narrow(whole, broken);
  try {
    await run({
      sut,
      regulations: ACTS,
      plan: planned,
      calendar: calendar(),
      convention: 'next-day',
      seed: 1,
      concurrency: sut.allowance?.walks ?? 8,
      requireFull: false,
      tool: 'test',
      onEvent: (event) => events.push(event),
    });
  } finally {
    await sut.close();
  }
  const report = foldReport(events);
  const act = ACTS.find(({ id }) => id === regulation) ?? expect.unreachable();
  const noticed = broken === null ? null : notice(sourceOf(act, flow), broken, planned.assertions, report.verdicts);
  return { report, journal: JSON.stringify(events), noticed };
}

describe('the portal of pages', () => {
  it('passes when it is honest, and no secret and no number of a person is told', async () => {
    const { report, journal } = await reportOn(createHtmlPortal(TRUST), 'foreign-html.yaml');
    expect(report.verdicts.filter(({ verdict }) => !['pass', 'not-applicable'].includes(verdict))).toEqual([]);
    expect(report).toMatchObject({ outcome: 'passed', counts: { fail: 0, inconclusive: 0, pass: 151 } });
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

  it.each(drawn(HTML_VIOLATIONS, 6))('fails on its cell when it $description ($id)', async ({ id, breaks }) => {
    const portal = createHtmlPortal({ ...TRUST, violation: id });
    const { noticed } = await reportOn(portal, 'foreign-html.yaml', { ...breaks, cause: null });
    expect(noticed).toMatchObject({ killed: true, localised: true });
  });
});

/** The JSON portal with a sandbox whose clock stands at the moment of the certificates. */
async function jsonPortal(violation: (typeof JSON_VIOLATIONS)[number]['id'] | null): Promise<Hono> {
  const portal = createJsonPortal({ ...TRUST, violation });
  const body = JSON.stringify({ clock: TRUST.now().toISOString() });
  const headers = { 'content-type': 'application/json' };
  const made = await portal.request('/sandbox/tenants', { method: 'POST', headers, body });
  environment.PORTAL_TENANT = String(Object(await made.json()).tenant);
  return portal;
}

describe('the portal with a JSON API', () => {
  it('passes when it is honest', async () => {
    const { report } = await reportOn(await jsonPortal(null), 'foreign-json.yaml');
    expect(report.verdicts.filter(({ verdict }) => !['pass', 'not-applicable'].includes(verdict))).toEqual([]);
    expect(report).toMatchObject({ outcome: 'passed', counts: { fail: 0, inconclusive: 0 } });
  });

  it.each(drawn(JSON_VIOLATIONS, 6))('fails on its cell when it $description ($id)', async ({ id, breaks }) => {
    const { noticed } = await reportOn(await jsonPortal(id), 'foreign-json.yaml', { ...breaks, cause: null });
    expect(noticed).toMatchObject({ killed: true, localised: true });
  });
});
