// The SOAP service of another vendor, driven by its target file alone: passed when honest, failed on the right cell for each violation.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { scratch, within } from '../cli/spawned.ts';
import { fixturePath } from '../schemas/fixture.ts';
import type { Report } from '../schemas/run/report.ts';
import { createSoapPortal } from '../simulators/foreign/soap/portal.ts';
import { OFFICE } from '../simulators/foreign/soap/sample-sender.ts';
import { VIOLATIONS } from '../simulators/foreign/soap/violations.ts';
import { SYSTEMS } from '../simulators/sample-credentials.ts';
import { readJournal } from '../suites/engine/running/journal.ts';
import { drawn } from './drawn.ts';
import { environmentOf, type Opened, openPortal, runOn } from './foreign-runs.ts';

const NONE = { fail: 0, inconclusive: 0, pending: 0, error: 0 };
const FILE = fixturePath('targets/foreign-soap.yaml');
const PEOPLE = [...OFFICE.staff, ...OFFICE.citizens, ...OFFICE.officers];
let portal: Pick<Hono, 'fetch'> = new Hono();
let door: Opened;
let environment: Record<string, string>;

beforeAll(async () => {
  door = await openPortal({ fetch: (request) => portal.fetch(request) });
  // What has to be escaped in XML is in a password too.
  environment = { ...environmentOf(door.url), SENDER_PASSWORD: 'a<b&"c\'>' };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await door.close();
});

const FLOW = ['--target', FILE, '--regulation', 'tv-radio-distribution-licence', '--flow', 'provider'];

it('passes when it is honest, judges nearly all, and tells no secret and no number of a person', async () => {
  portal = createSoapPortal(OFFICE);
  const out = scratch();
  const { stderr, code } = await within(['run', ...FLOW, '--reporter', 'json', '--out', out]);
  expect([code, stderr]).toEqual([0, '']);
  const { counts, verdicts } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report;
  const left = verdicts.filter(({ verdict }) => verdict === 'not-applicable');
  const judged = verdicts.length - left.length;
  expect(counts).toEqual({ ...NONE, pass: judged, judged, 'not-applicable': left.length, total: verdicts.length });
  expect(judged).toBeGreaterThan(100);
  // What cannot be seen of it: it has no clock and no record of what it asks, and shows none of what came into the contract later.
  const reasons =
    /needs the control (?:clock|asked)|names no BIN of the provider|supplies no credentials|(?:shows|has) no \w+/u;
  expect(left.filter(({ reason }) => !reasons.test(reason ?? ''))).toEqual([]);
  expect(left.filter(({ reason }) => !/control asked/u.test(reason ?? '')).length).toBeLessThan(13);
  const key = SYSTEMS.sender.privateKeyPem.split('\n')[1] ?? '';
  const secrets = [...PEOPLE.flatMap(({ id, password }) => [id, password]), environment.SENDER_PASSWORD ?? '', key];
  const journal = readFileSync(join(out, 'journal.ndjson'), 'utf8');
  expect(secrets.filter((secret) => secret === '' || journal.includes(secret))).toEqual([]);
  const planned = await within(['plan', ...FLOW, '--json']);
  expect(planned.stdout).not.toContain(key);
  expect(kindsIn(JSON.parse(planned.stdout).requests)).toEqual(kindsIn(sentIn(join(out, 'journal.ndjson'))));
});

/** Every request of an operation, once; how often one is sent depends on when the portal answers. */
const kindsIn = (listed: readonly { operation: string; requests: readonly string[] }[]) =>
  new Set(
    listed.flatMap(({ operation, requests }) =>
      // A plan adds the words of an exchange, by which those at one address can be told apart.
      requests.map((one) => `${operation} ${one.split(' ').slice(0, 2).join(' ')}`),
    ),
  );

/** What a run sent. */
const sentIn = (file: string) =>
  [...readJournal(file)].flatMap((event) => {
    if (event.type !== 'exchange' || event.exchange.described === undefined) return [];
    const { operation, described } = event.exchange;
    return [{ operation, requests: [described] }];
  });

it('is examined by the doctor without opening a file', async () => {
  const asked: string[] = [];
  const honest = createSoapPortal(OFFICE);
  portal = new Hono().all('*', async ({ req }) => {
    asked.push(/<serviceId>(.*)<\/serviceId>/u.exec(await req.raw.clone().text())?.[1] ?? '');
    return honest.fetch(req.raw);
  });
  const { stdout, code } = await within(['doctor', '--target', FILE]);
  expect(code, stdout).toBe(0);
  for (const name of ['describe', 'authenticate', 'readSession', 'readHistory'])
    expect(stdout).toMatch(new RegExp(`^${name} +works`, 'mu'));
  // Every walk begins by letting the databases answer, and reads the clock.
  const walk = ['TRL_SYNAQ_DEREKQOR', 'TRL_SYNAQ_SAGAT', 'TRL_SEANS', 'TRL_KIRU', 'TRL_IS_OQU', 'TRL_TARIH'];
  expect(new Set(asked)).toEqual(new Set(walk));
});

it.each(drawn(VIOLATIONS, 60))('fails on its cell when it $description ($id)', async ({ id, breaks }) => {
  portal = createSoapPortal({ ...OFFICE, violation: id });
  const { noticed } = await runOn(FILE, environment, { broken: { ...breaks, cause: null } });
  expect(noticed).toMatchObject({ killed: true, localised: true });
});
