// Tests how a portal that a target file describes is driven, and what is told when it goes wrong, over real sockets.
import { afterEach, describe, expect, it } from 'vitest';
import { type Answerer, type DumbPortal, hang, say, sayJson, startPortal } from '../dumb-portal.ts';
import type { Drive } from '../sut.ts';
import { openTarget } from './adapter.ts';
import { examineFile, hasty, loaded, SAMPLE, SECRET, samplePortal, walkOn } from './sample-target.ts';

const open: { portal: DumbPortal | null; gate: { close(): Promise<void> } | null } = { portal: null, gate: null };

afterEach(async () => {
  await open.gate?.close();
  await open.portal?.close();
});

async function start(
  instead?: (path: string, method: string) => Answerer | null,
  change?: (text: string) => string,
): Promise<ReturnType<typeof walkOn> & { asked: string[] }> {
  const asked: string[] = [];
  const portal = samplePortal(instead);
  open.portal = await startPortal((response, question) => {
    asked.push(`${question.method} ${question.path}`);
    portal(response, question);
  });
  const started = walkOn(open.portal.url, change);
  open.gate = started.gate;
  return { ...started, asked };
}

const PERSON = { regulation: 'r', flow: 'f', as: 'applicant', id: '850615400026' } as const;
const logIn = (walk: Drive, password = SECRET) => walk.perform('authenticate', { input: { ...PERSON, password } });

async function opened(walk: Drive) {
  const session = (await logIn(walk)).body;
  const call = { token: session?.token ?? null };
  return walk.perform('open', { input: { session: session?.session ?? '' }, ...call });
}

describe('a described portal', () => {
  it('lets in, and shows the steps of the login with their times', async () => {
    const { walk } = await start();
    expect((await logIn(walk)).body).toEqual({
      session: 'visitor-1',
      token: 'visitor-1',
      state: 'authorised',
      notifications: [],
      history: [
        {
          action: 'authenticate',
          actor: 'applicant',
          startedAt: '2026-11-22T10:00:00+06:00',
          finishedAt: '2026-11-22T10:00:00+06:00',
          completion: null,
        },
      ],
    });
  });

  it('refuses a login and remembers it, where no page can be read again', async () => {
    const { walk } = await start();
    const refused = await logIn(walk, 'wrong');
    expect(refused).toMatchObject({ body: { state: 'refused', token: null }, status: 401, fault: null });
    const at = { session: refused.body?.session ?? '' };
    expect((await walk.perform('readSession', { input: null, at })).body).toEqual(refused.body);
    expect(await walk.perform('readSession', { input: null, at: { session: 'no-such-session' } })).toMatchObject({
      body: null,
      status: 404,
      fault: null,
    });
  });

  it('opens a request once, waits for it, and shows the steps of the login before its own', async () => {
    const { walk, asked } = await start();
    expect((await opened(walk)).body).toMatchObject({
      request: 'R7',
      state: 'open',
      number: 'N-1',
      history: [{ action: 'authenticate' }],
    });
    expect(asked.filter((line) => line === 'POST /api/orders')).toHaveLength(1);
    expect(asked.filter((line) => line === 'GET /api/orders/R7')).toHaveLength(4);
  });

  it('is not known to whoever was not let in', async () => {
    const { walk } = await start();
    const answer = await walk.perform('readRequest', { input: null, at: { request: 'R7' } });
    expect(answer).toMatchObject({ body: null, status: 401, fault: null });
  });

  it('tells every exchange, without a secret and without what the file does not allow', async () => {
    const { walk, exchanges } = await start();
    await opened(walk);
    const recorded = JSON.stringify(exchanges);
    expect(exchanges.map(({ operation, request }) => `${operation} ${request.method} ${request.url}`)).toEqual([
      'authenticate POST /api/token',
      'open POST /api/orders',
      'open GET /api/orders/R7',
      'open GET /api/orders/R7',
      'open GET /api/orders/R7',
      'open GET /api/orders/R7',
    ]);
    expect(recorded).not.toContain(SECRET);
    expect(recorded).not.toContain('850615400026');
    expect(exchanges[0]?.request.body).toBe('{"iin":"**********26","password":"[redacted]"}');
  });

  it('opens no more requests than the file allows', async () => {
    const { walk } = await start();
    await opened(walk);
    await opened(walk);
    await expect(opened(walk)).rejects.toThrow('the budget of 2 applications (limits.applications) is used up');
  });

  it('opens none where the file marks no test system', async () => {
    const { walk, asked } = await start(undefined, (text) => text.replace('testSystem: true', 'testSystem: false'));
    await expect(opened(walk)).rejects.toThrow('not marked as a test system');
    expect(asked).not.toContain('POST /api/orders');
  });

  it('is sent no more requests than the file allows', async () => {
    const { walk } = await start(undefined, (text) => text.replace('applications: 2', 'requests: 1, applications: 2'));
    await logIn(walk);
    await expect(logIn(walk)).rejects.toThrow('the budget of 1 requests (limits.requests) is used up');
  });

  it('is asked at the rate that the file gives', async () => {
    const { walk } = await start(undefined, (text) => text.replace('perSecond: 1000', 'perSecond: 10'));
    const begun = Date.now();
    for (let n = 0; n < 3; n++) await logIn(walk);
    expect(Date.now() - begun).toBeGreaterThan(190);
  });
});

const faults: [string, string, Answerer, 'portal' | 'network' | 'target file', RegExp][] = [
  ['hangs', '/api/token', hang, 'network', /no whole answer came within 3 s/u],
  ['is broken', '/api/token', sayJson(503, {}), 'portal', /POST \/token: it answers 503/u],
  ['has had enough', '/api/token', sayJson(429, {}), 'portal', /it answers 429/u],
  [
    'sends to another host',
    '/api/token',
    say(302, '', '', { location: 'http://example.org/' }),
    'portal',
    /redirects to example\.org, which is not among the hosts/u,
  ],
  [
    'sends round in a circle',
    '/api/token',
    say(302, '', '', { location: '/api/token' }),
    'portal',
    /redirects more than 10 times/u,
  ],
  [
    'wants the same sent again elsewhere',
    '/api/token',
    say(307, '', '', { location: '/api/other' }),
    'portal',
    /asks by 307 to send the same again/u,
  ],
  ['answers HTML', '/api/token', say(200, 'text/html', '<h1>'), 'portal', /is no JSON/u],
  [
    'answers no UTF-8',
    '/api/token',
    say(200, 'application/json', Buffer.from([0x22, 0xff, 0x22])),
    'portal',
    /is not UTF-8/u,
  ],
  [
    'has no such field',
    '/api/token',
    sayJson(200, {}),
    'target file',
    /target\.yaml:26:14 .*state: jsonpath "\$\.result" finds nothing in the answer to POST \/token \(status 200\)/u,
  ],
  [
    'has the field in words unknown',
    '/api/token',
    sayJson(200, { result: 'maybe' }),
    'target file',
    /target\.yaml:26:14 .*no pattern fits "maybe"/u,
  ],
  [
    'writes times another way',
    '/api/token',
    sayJson(200, { result: 'вошёл', log: [{ step: 'Вход', who: 'x', at: '2026-13-40' }] }),
    'target file',
    /"2026-13-40" is not written as dd\.MM\.yyyy/u,
  ],
];

it.each(faults)('a portal that %s is told with who is at fault', async (_, path, answer, culprit, message) => {
  const { walk, target, asked } = await start(
    (asking) => (asking === path ? answer : null),
    answer === hang ? hasty : undefined,
  );
  const loggedIn = await logIn(walk);
  expect(loggedIn).toMatchObject({ body: null, problem: null, fault: expect.stringMatching(message) });
  expect(walk.culprit).toBe(culprit);
  expect(asked.filter((line) => line === 'POST /api/token')).toHaveLength(1);
  const diagnoses = await examineFile(target);
  expect(diagnoses.find(({ operation }) => operation === 'authenticate')).toMatchObject({
    standing: 'fault',
    culprit,
    said: expect.stringMatching(message),
  });
});

it('faults a selector that finds two things', async () => {
  const twice = sayJson(200, { result: 'вошёл', log: [], token: 'a', more: { token: 'b' } });
  const { walk } = await start(
    (path) => (path === '/api/token' ? twice : null),
    (text) => text.replace('$.token', '$..token'),
  );
  expect((await logIn(walk)).fault).toMatch(
    /target\.yaml:24:18 .*"\$\.\.token" finds 2 things in the answer to POST \/token; make it find one/u,
  );
});

it('gives up a poll that comes to nothing', async () => {
  const waiting = sayJson(200, { state: 'WAIT' });
  const { walk } = await start(
    (path) => (path === '/api/orders/R7' ? waiting : null),
    (text) => text.replace('atMost: 20', 'atMost: 0.1'),
  );
  expect((await opened(walk)).fault).toMatch(/what is waited for did not come within 0\.1 s/u);
});

describe('examine', () => {
  it('finds the sample in order, and opens no request', async () => {
    const { target, asked } = await start();
    const found = await examineFile(target);
    expect(found.filter(({ culprit }) => culprit !== null)).toEqual([]);
    expect(found.find(({ operation }) => operation === 'readRequest')?.standing).toBe('partly');
    expect(asked.filter((line) => !/^(GET|POST \/api\/token)/u.test(line))).toEqual([]);
  });

  it('blames the credentials that are refused', async () => {
    const { target } = await start(undefined, (text) =>
      text.replace("good: { id: '850615400026', password: '", "good: { id: '850615400026', password: 'not-"),
    );
    expect(await examineFile(target)).toContainEqual(
      expect.objectContaining({
        operation: 'authenticate',
        culprit: 'target file',
        said: expect.stringMatching(/target\.yaml:12:9 credentials\.good: the portal refuses these credentials/u),
      }),
    );
  });

  it('says that a closed port is the fault of the network, and asks no further', async () => {
    const { target } = await start();
    await open.portal?.close();
    expect(await examineFile(target)).toEqual([expect.objectContaining({ operation: 'describe', culprit: 'network' })]);
  });
});

const CLOCK = `controls: [clock]
now: { jsonpath: $.now, instant: iso, optional: true }
operations:
  advanceClock:
    exchanges: [{ method: POST, path: /clock, json: { by: '{{seconds}}' } }]
    answer: { now: { jsonpath: $.now, instant: iso } }
`;

describe('a clock that can be moved and moves by itself', () => {
  it('is followed by what any answer tells', async () => {
    const says = (now: string, more = {}) => sayJson(200, { now, ...more });
    const portal = samplePortal((path) => {
      if (path === '/api/clock') return says('2026-11-22T10:00:00+06:00');
      return path === '/api/token' ? says('2026-11-22T10:00:40+06:00', { result: 'вошёл', token: 't', log: [] }) : null;
    });
    open.portal = await startPortal(portal);
    const text = SAMPLE.replace('operations:\n', CLOCK).replaceAll('127.0.0.1:9', new URL(open.portal.url).host);
    const sut = openTarget(loaded(text), { concurrency: 1, start: '2013-04-26T10:00:00+06:00' });
    const drive = await sut.openDrive('w', 1, () => undefined);
    const before = drive.now();
    await logIn(drive);
    await sut.close();
    expect(drive.now() - before).toBe(40_000);
  });
});
