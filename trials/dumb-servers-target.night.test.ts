// Servers that answer without thinking, each tried through a target file: none earns a pass, and each run ends.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { scratch, within } from '../cli/spawned.ts';
import type { Report } from '../schemas/run/report.ts';
import { sealed } from '../simulators/foreign/soap/transport-signature.ts';
import { SYSTEMS } from '../simulators/sample-credentials.ts';
import {
  type Answerer,
  type DumbPortal,
  dripEvery,
  echo,
  flood,
  hang,
  refuse,
  reset,
  say,
  sayJson,
  startPortal,
} from '../suites/sut/dumb-portal.ts';
import { drawn } from './drawn.ts';
import { environmentOf, runOn, targetFile } from './foreign-runs.ts';

const GIGABYTE = 1024 ** 3;
const NESTED = '['.repeat(20_000) + ']'.repeat(20_000);
const PAGE = '<h1>Заявка</h1><p id="sostoyanie">исполнено</p><p id="nomer">1</p><input name="_token" value="x">';

const SERVERS: [string, Answerer][] = [
  ['200 without a body', say(200, '', '')],
  [
    'a canned success',
    sayJson(200, { ok: true, status: 'success', state: 'ISSUED', access_token: 'x', clock: '2013-01-01T00:00:00Z' }),
  ],
  ['a canned page', say(200, 'text/html; charset=utf-8', PAGE)],
  ['an echo', echo],
  ['a redirect to a login page', say(302, 'text/html', '', { location: '/login' })],
  ['a redirect to another host', say(302, 'text/html', '', { location: 'https://example.org/' })],
  ['an error page with 200', say(200, 'text/html', '<h1>Service unavailable</h1>')],
  ['a 500', say(500, 'text/html', 'Internal Server Error')],
  ['a 401', refuse(401)],
  ['a 404', refuse(404)],
  ['a 429 with Retry-After', say(429, 'application/problem+json', '{}', { 'retry-after': '60' })],
  ['a reset in mid-body', reset],
  ['invalid UTF-8', say(200, 'application/json', Buffer.from('{"name":"\xff\xfe"}', 'latin1'))],
  ['a deeply nested JSON', say(200, 'application/json', NESTED)],
  ['deeply nested elements', say(200, 'text/html', '<div>'.repeat(20_000))],
  ['another content type', say(200, 'image/png', '{"state":"ISSUED"}')],
  ['a body of a gigabyte', flood(GIGABYTE)],
  ['silence', hang],
  ['a byte a second', dripEvery(1000)],
];

const soap = (body: string): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header/><s:Body>${body}</s:Body></s:Envelope>`;
const XML = 'text/xml; charset=utf-8';
const STEP = '<kod>KIRU</kod><oryndaushy>QYZMET_KORSETUSHI</oryndaushy><natije>ORYNDALDY</natije>';
const TIME = '2013-03-15T04:00:00Z';
const FILE = `<id>is-1</id><kui>BERILDI</kui><nomir>TRL/1/13</nomir><qadamdar><qadam>${STEP}<bastaldy>${TIME}</bastaldy><ayaqtaldy>${TIME}</ayaqtaldy></qadam></qadamdar>`;
const DATA = `<data><seans><id>{1}</id><kui>ASHYQ</kui></seans><is>${FILE}</is><tarih><is>${FILE}</is></tarih></data>`;
const SUCCESS = `<c:SendMessageResponse xmlns:c="http://bip.bee.kz/SyncChannel/v10/Types"><response><responseData>${DATA}</responseData></response></c:SendMessageResponse>`;
const LATER = `<a:sendMessageResponse xmlns:a="http://bip.bee.kz/AsyncChannel/v10/Types"><response><messageId>1</messageId></response></a:sendMessageResponse>`;
const REPLY = `<a:getMessagesResponse xmlns:a="http://bip.bee.kz/AsyncChannel/v10/Types"><response><messages><messageInfo><correlationId>1</correlationId><messageType>RESPONSE</messageType></messageInfo><messageData>${DATA}</messageData></messages></response></a:getMessagesResponse>`;
const faulty = (code: string): string =>
  soap(
    `<s:Fault><faultcode>s:Client</faultcode><faultstring>no</faultstring><detail><f><errorCode>${code}</errorCode></f></detail></s:Fault>`,
  );
/** The envelope of success of the channel that was asked, signed or not. */
const succeed = (signed: (xml: string) => string = (xml) => xml): Answerer => {
  const [atOnce, later] = [signed(soap(SUCCESS)), signed(soap(LATER + REPLY))];
  return (response, asked) => say(200, XML, asked.path.startsWith('/Async') ? later : atOnce)(response, asked);
};

/** Those that speak SOAP. */
const ENVELOPES: [string, Answerer][] = [
  ['an empty envelope', say(200, XML, soap(''))],
  ['a Fault of not found', say(500, XML, faulty('TRL-404'))],
  ['a Fault of nobody logged in', say(500, XML, faulty('TRL-401'))],
  ['a Fault of something out of turn', say(500, XML, faulty('TRL-409'))],
  ['a Fault that nobody knows', say(500, XML, faulty('X'))],
];

/** Those that look right; nobody waits here for the steps that they never show. */
const SUCCESSES: [string, Answerer][] = [
  ['an envelope of success', say(200, XML, soap(SUCCESS))],
  ['envelopes of success in both channels', succeed()],
  ['envelopes of success that somebody signed', succeed((xml) => sealed(xml, SYSTEMS.sender))],
  ['envelopes of success that the gateway signed', succeed((xml) => sealed(xml, SYSTEMS.gateway))],
];

const open: DumbPortal[] = [];
afterEach(() => vi.unstubAllEnvs());
afterAll(() => Promise.all(open.map((portal) => portal.close())));

const DEADLINE = ['timeoutSeconds: 10', 'timeoutSeconds: 1'] as const;
type Change = readonly [from: string, to: string];
// biome-ignore lint/suspicious/noTemplateCurlyInString: the words of the file
const UNSIGNED = ["\n  answers: ['${ENV:CERTIFICATES}/gateway.pem']", ''] as const;

async function attempt(file: string, flow: readonly string[], answer: Answerer, changes: readonly Change[] = []) {
  const portal = await startPortal(answer);
  open.push(portal);
  for (const [name, value] of Object.entries(environmentOf(portal.url))) vi.stubEnv(name, value);
  const cwd = scratch();
  const args = [
    'run',
    '--target',
    targetFile(file, DEADLINE, ...changes),
    ...flow,
    '--reporter',
    'terminal,json',
    '--out',
    'out',
  ];
  const ended = await within([...args, '--concurrency', '16'], cwd);
  const path = join(cwd, 'out/report.json');
  const report: Report | null = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
  return { ...ended, report };
}

const SOAP = ['--regulation', 'tv-radio-distribution-licence', '--flow', 'provider'];

describe.each<[string, string, readonly string[], readonly [string, Answerer][], readonly Change[]]>([
  [
    'foreign-html.yaml',
    'foreign-html.yaml',
    ['--regulation', 'cultural-property-export-certificate', '--flow', 'portal'],
    SERVERS,
    [],
  ],
  [
    'foreign-json.yaml',
    'foreign-json.yaml',
    ['--regulation', 'passenger-transport-licence', '--flow', 'portal'],
    SERVERS,
    [],
  ],
  ['foreign-soap.yaml', 'foreign-soap.yaml', SOAP, [...SERVERS, ...ENVELOPES], []],
  ['foreign-soap.yaml without signed answers', 'foreign-soap.yaml', SOAP, [...SERVERS, ...ENVELOPES], [UNSIGNED]],
])('a portal that answers without thinking, driven by %s', (_, file, flow, servers, changes) => {
  it.each(
    drawn(
      servers.map(([id, answer]) => ({ id, answer })),
      10,
    ).map(({ id, answer }): [string, Answerer] => [id, answer]),
  )('earns no pass with %s', async (_, answer) => {
    const { code, stderr, report } = await attempt(file, flow, answer, changes);
    expect(report?.verdicts.filter(({ verdict }) => verdict === 'pass')).toEqual([]);
    expect(report?.counts, stderr).toMatchObject({ pass: 0, error: 0 });
    expect(code, stderr).toBe(report?.outcome === 'failed' ? 1 : 3);
    expect(report?.counts.total).toBeGreaterThan(100);
  });
});

describe.each<[string, readonly Change[]]>([
  ['with', []],
  ['without', [UNSIGNED]],
])('a portal that looks right, driven by foreign-soap.yaml %s signed answers', (_, changes) => {
  it.each(
    drawn(
      SUCCESSES.map(([id, answer]) => ({ id, answer })),
      2,
    ).map(({ id, answer }): [string, Answerer] => [id, answer]),
  )('earns no pass with %s', async (_, answer) => {
    const portal = await startPortal(answer);
    open.push(portal);
    const { report } = await runOn(targetFile('foreign-soap.yaml', DEADLINE, ...changes), environmentOf(portal.url));
    expect(report.verdicts.filter(({ verdict }) => verdict === 'pass')).toEqual([]);
    expect(report.counts).toMatchObject({ pass: 0, error: 0 });
    expect(report.counts.total).toBeGreaterThan(100);
  });
});
