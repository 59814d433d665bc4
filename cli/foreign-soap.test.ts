// The SOAP service of another vendor, driven by its target file alone: passed when honest, failed on the right cell for each violation.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { fixturePath } from '../schemas/fixture.ts';
import type { Report } from '../schemas/report.ts';
import type { Verdict } from '../schemas/verdict.ts';
import { type Listening, listen } from '../simulators/door/server.ts';
import { loadPeople } from '../simulators/engine/people.ts';
import { officeAt } from '../simulators/engine/roster.ts';
import { createSoapPortal } from '../simulators/foreign/soap/portal.ts';
import { OFFICE } from '../simulators/foreign/soap/sample-sender.ts';
import { VIOLATIONS, type ViolationId } from '../simulators/foreign/soap/violations.ts';
import { filesOf } from '../simulators/foreign-portals.ts';
import { certifySystems } from '../simulators/gateway-systems.ts';
import { sourceOf } from '../suites/derive/derive.ts';
import type { Source } from '../suites/derive/row.ts';
import { readJournal } from '../suites/engine/journal.ts';
import { type Plan, plan } from '../suites/engine/plan.ts';
import { type Broken, type Noticed, narrow, notice } from '../suites/engine/proof.ts';
import { run } from '../suites/engine/run.ts';
import { describeTarget, openTarget } from '../suites/sut/target/adapter.ts';
import { type LoadedTarget, loadTarget } from '../suites/sut/target/load.ts';
import { offerOf } from '../suites/sut/target/offer.ts';
import { drawn } from './sample-drawn.ts';
import { hasty } from './sample-hasty.ts';
import { scratch, within } from './spawned.ts';
import { calendar, regulations } from './workspace.ts';

const REGULATION = 'tv-radio-distribution-licence';
const ACTS = regulations(REGULATION);
const CALENDAR = calendar();
const NONE = { fail: 0, inconclusive: 0, pending: 0, error: 0 };
const FILE = fixturePath('targets/foreign-soap.yaml');
const folder = scratch();
const [staff, citizen, officer] = [OFFICE.staff[0], OFFICE.citizens[0], OFFICE.officers[0]];
// Both sides go by the clock on the wall: the certificates are of today.
const { authority, roster, official } = await officeAt('http://127.0.0.1:9', loadPeople()).issue(Date.now());
const systems = await certifySystems(authority, new Date());
const today = {
  ...OFFICE,
  trusted: roster.issuers,
  revocationLists: [await authority.crl(new Date())],
  official,
  senders: [systems.sender],
  gateway: systems.gateway,
  now: () => new Date(),
};
let portal = new Hono();
let door: Listening;
let loaded: LoadedTarget;
let whole: Plan;
let source: Source;

beforeAll(async () => {
  door = await listen(
    new Hono().all('*', ({ req }) => portal.fetch(req.raw)),
    { port: 0 },
  );
  const [root = '', issuing = ''] = roster.issuers;
  const files = { ...filesOf(systems), 'root.pem': root, 'issuing.pem': issuing };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const environment = {
    CERTIFICATES: folder,
    PORTAL_URL: door.url,
    PORTAL_HOST: new URL(door.url).host,
    PORTAL_PASSWORD: staff?.password,
    PORTAL_PASSWORD_2: citizen?.password,
    OFFICER_PASSWORD: officer?.password,
    SENDER: systems.sender.id,
    SENDER_PASSWORD: 'a<b&"c\'>',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  loaded = loadTarget(FILE, ACTS);
  const [act] = ACTS;
  if (act !== undefined) source = sourceOf(act, 'provider');
  whole = plan(ACTS, { flow: 'provider' }, describeTarget(loaded), offerOf(loaded));
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await door.close();
});

/** What the suites make of the portal with one violation, by the walks that can come to its cell. */
async function tried(violation: ViolationId, broken: Broken): Promise<Noticed> {
  portal = createSoapPortal({ ...today, violation });
  const target = openTarget(loaded, { concurrency: 1, start: new Date().toISOString() });
  const planned = narrow(whole, broken);
  const verdicts: Verdict[] = [];
  try {
    await run({
      sut: hasty(target),
      regulations: ACTS,
      plan: planned,
      calendar: CALENDAR,
      convention: 'next-day',
      seed: 1,
      concurrency: 1,
      requireFull: false,
      tool: 'test',
      onEvent: (event) => {
        if (event.type === 'verdict') verdicts.push(event.verdict);
      },
    });
  } finally {
    await target.close();
  }
  return notice(source, broken, planned.assertions, verdicts);
}

const args = ['--regulation', REGULATION, '--flow', 'provider', '--reporter', 'json'];

it('passes when it is honest, judges all but two, and tells no secret and no number of a person', async () => {
  portal = createSoapPortal(today);
  const out = scratch();
  const { stderr, code } = await within(['run', '--target', FILE, ...args, '--out', out]);
  expect([code, stderr]).toEqual([0, '']);
  const { counts, verdicts } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report;
  expect(counts).toEqual({ ...NONE, pass: 118, 'not-applicable': 2, total: 120, judged: 118 });
  const left = verdicts.filter(({ verdict }) => verdict === 'not-applicable');
  expect(left.map(({ reason }) => reason)).toEqual(Array(2).fill(expect.stringContaining('needs the control clock')));
  const journal = readFileSync(join(out, 'journal.ndjson'), 'utf8');
  const names = ['PORTAL_PASSWORD', 'PORTAL_PASSWORD_2', 'OFFICER_PASSWORD', 'SENDER_PASSWORD'];
  const secrets = [...names.map((name) => process.env[name]), staff?.id, citizen?.id, officer?.id];
  secrets.push(systems.sender.privateKeyPem.split('\n')[1]);
  for (const secret of secrets) expect(journal).not.toContain(secret ?? '');
  const planned = await within(['plan', '--target', FILE, ...args.slice(0, 4), '--requests', '--json']);
  expect(planned.stdout).not.toContain(secrets.at(-1));
  const sent = sentIn(join(out, 'journal.ndjson'));
  expect(kindsIn(JSON.parse(planned.stdout).requests)).toEqual(kindsIn(sent));
});

/** Every request of an operation, once; how often one is sent depends on when the portal answers. */
const kindsIn = (told: readonly { operation: string; requests: readonly string[] }[]) =>
  new Set(told.flatMap(({ operation, requests }) => requests.map((one) => `${operation} ${one}`)));

/** What a run sent. */
const sentIn = (file: string) =>
  [...readJournal(file)].flatMap((event) => {
    if (event.type !== 'exchange') return [];
    const { operation, request } = event.exchange;
    return [{ operation, requests: [`${request.method} ${request.path}`] }];
  });

it('is examined by the doctor without opening a file', async () => {
  const asked: string[] = [];
  const honest = createSoapPortal(today);
  portal = new Hono().all('*', async ({ req }) => {
    asked.push(/<serviceId>(.*)<\/serviceId>/u.exec(await req.raw.clone().text())?.[1] ?? '');
    return honest.fetch(req.raw);
  });
  const { stdout, code } = await within(['doctor', '--target', FILE]);
  expect([code, stdout]).toEqual([0, expect.anything()]);
  for (const name of ['describe', 'authenticate', 'readSession', 'readHistory'])
    expect(stdout).toMatch(new RegExp(`^${name} +works`, 'mu'));
  expect(new Set(asked)).toEqual(new Set(['TRL_SEANS', 'TRL_KIRU', 'TRL_IS_OQU', 'TRL_TARIH']));
});

it.each(drawn(VIOLATIONS, 20))('fails on its cell when it $description ($id)', async ({ id, breaks }) => {
  expect(await tried(id, { ...breaks, cause: null })).toMatchObject({ killed: true, localised: true });
});
