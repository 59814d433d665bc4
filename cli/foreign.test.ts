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
import { plan } from '../suites/engine/plan.ts';
import { run } from '../suites/engine/run.ts';
import type { Sut } from '../suites/sut/sut.ts';
import { openTarget } from '../suites/sut/target/adapter.ts';
import { loadTarget } from '../suites/sut/target/load.ts';
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

/** The portal goes by a clock that stands still, so nobody has to wait for what does not come. */
function hasty(sut: Sut): Sut {
  return {
    ...sut,
    async openDrive(...walk) {
      const drive = await sut.openDrive(...walk);
      let ahead = 0;
      return {
        roster: drive.roster,
        perform: (operation, call) => drive.perform(operation, call),
        now: () => drive.now() + ahead,
        pass: async (seconds) => {
          ahead += seconds * 1000;
        },
      };
    },
  };
}

async function reportOn(portal: Hono, file: string, assertion = '**'): Promise<{ report: Report; journal: string }> {
  behind.portal = portal;
  const target = loadTarget(fixturePath(`targets/${file}`), ACTS, environment);
  const opened = openTarget(target, { concurrency: 8, start: '2013-03-15T10:00:00+06:00' });
  const sut = opened.description.controls.includes('clock') ? opened : hasty(opened);
  const events: RunEvent[] = [];
  const [flow = ''] = target.target.flows;
  try {
    await run({
      sut,
      regulations: ACTS,
      plan: plan(
        ACTS,
        { regulation: flow.split('/')[0] ?? '', flow: flow.split('/')[1] ?? '', assertion },
        sut.description,
        sut.offer,
      ),
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
  return { report: foldReport(events), journal: JSON.stringify(events) };
}

/** A step that is left out is missed where the one before it leads to it. */
const SHOWN_BY: Partial<Record<string, string>> = {
  'never-registers': 'sign',
  'trail-loses-its-end': 'fill-request',
};

const failuresOf = ({ assertions, verdicts }: Report) =>
  assertions.filter(({ id }) => verdicts.find(({ assertion }) => assertion === id)?.verdict === 'fail');

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

  it.each(HTML_VIOLATIONS)('fails when it $description ($id)', async ({ id, breaks }) => {
    const action = SHOWN_BY[id] ?? breaks.action;
    const { report } = await reportOn(
      createHtmlPortal({ ...TRUST, violation: id }),
      'foreign-html.yaml',
      `**/${action}/*`,
    );
    expect(failuresOf(report).map((row) => row.action)).toContain(action);
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

  it.each(JSON_VIOLATIONS)('fails when it $description ($id)', async ({ id, breaks }) => {
    const action = SHOWN_BY[id] ?? breaks.action;
    const { report } = await reportOn(await jsonPortal(id), 'foreign-json.yaml', `**/${action}/*`);
    expect(failuresOf(report).map((row) => row.action)).toContain(action);
  });
});
