// Tests how the adapter tells what can be concluded from an answer and what cannot, against real sockets.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Exchange } from '../../schemas/run/report.ts';
import { connectDriver } from './driver.ts';
import {
  type Answerer,
  controlled,
  type DumbPortal,
  describing,
  drip,
  echo,
  hang,
  makeRoster,
  refuse,
  reset,
  say,
  sayJson,
  startPortal,
} from './dumb-portal.ts';
import type { Answer, Drive, Sut } from './sut.ts';

const FLOW = 'some-act/portal';
const START = '2013-04-26T10:00:00+06:00';
const OPTIONS = { start: START, limits: { timeoutMs: 20_000, maxBytes: 5_000_000 } };
/** Only what never comes to an end is not waited for. */
const limitsFor = (answer: Answerer) => (answer === hang || answer === drip ? { timeoutMs: 150 } : {});
const SESSION = { session: 's1', state: 'authorised', token: null, history: [], notifications: [] };
const open: { portal: DumbPortal | null; sut: Sut | null } = { portal: null, sut: null };

afterEach(async () => {
  await open.sut?.close();
  await open.portal?.close();
});

async function connect(answer: Answerer, path = '', own: { timeoutMs?: number } = limitsFor(answer)): Promise<Sut> {
  open.portal = await startPortal(answer);
  open.sut = await connectDriver(`${open.portal.url}${path}`, {
    ...OPTIONS,
    limits: { ...OPTIONS.limits, ...own },
  });
  return open.sut;
}

describe('connectDriver', () => {
  it('takes over what the portal says of itself', async () => {
    const sut = await connect(sayJson(200, describing(FLOW)));
    expect(sut.description).toEqual(describing(FLOW));
    expect(sut.name).toBe(open.portal?.url);
  });

  it('keeps to the path of the address', async () => {
    const asked: string[] = [];
    await connect((response, request) => {
      asked.push(request.path);
      sayJson(200, describing(FLOW))(response, request);
    }, '/driver/');
    expect(asked).toEqual(['/driver/']);
  });

  it('says that a closed port is unreachable', async () => {
    const gone = await startPortal(hang);
    await gone.close();
    await expect(connectDriver(gone.url, OPTIONS)).rejects.toMatchObject({
      code: 'target-unreachable',
      exitCode: 2,
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it.each<[string, Answerer, string, RegExp]>([
    ['hangs', hang, 'target-unreachable', /no whole answer came within 0.15 s/u],
    ['drips', drip, 'target-not-speaking', /no whole answer came within 0.15 s/u],
    ['breaks off', reset, 'target-not-speaking', /terminated|ECONNRESET|closed/u],
    ['says nothing', say(200, '', ''), 'target-not-speaking', /no content type instead of JSON/u],
    ['says an empty JSON', say(200, 'application/json', ''), 'target-not-speaking', /cannot be parsed/u],
    ['says ok', sayJson(200, { ok: true }), 'target-not-speaking', /not of the driver contract/u],
    ['says HTML', say(200, 'text/html', '<h1>Welcome</h1>'), 'target-not-speaking', /with text\/html instead of JSON/u],
    ['sends to a login page', say(302, '', '', { location: '/login' }), 'target-not-speaking', /redirects to \/login/u],
    ['is broken', say(500, 'text/html', 'Oops'), 'target-not-speaking', /500 with text\/html/u],
    ['refuses', refuse(404), 'target-not-speaking', /404 no/u],
    ['has had enough', refuse(429), 'target-not-speaking', /429 no/u],
    ['echoes', echo, 'target-not-speaking', /not of the driver contract/u],
    [
      'speaks JSON as text',
      say(200, 'text/plain', JSON.stringify(describing(FLOW))),
      'target-not-speaking',
      /text\/plain/u,
    ],
    [
      'claims another contract',
      sayJson(200, { ...describing(FLOW), contract: 'x/2' }),
      'target-not-speaking',
      /\/contract/u,
    ],
    [
      'claims more than there is',
      sayJson(200, { ...describing(FLOW), extra: 1 }),
      'target-not-speaking',
      /additional/u,
    ],
  ])('says of a portal that %s what is wrong', async (_, answer, code, message) => {
    const failure = connect(answer);
    await expect(failure).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    await expect(failure).rejects.toMatchObject({
      message: expect.stringContaining('start the portal or correct its address'),
    });
  });
});

describe('an operation', () => {
  let roster: Awaited<ReturnType<typeof makeRoster>>;
  beforeAll(async () => {
    roster = await makeRoster();
  });

  async function drive(answer: Answerer): Promise<{ drive: Drive; exchanges: Exchange[] }> {
    const sut = await connect(await controlled(FLOW, answer), '', answer === hang ? { timeoutMs: 2000 } : {});
    const exchanges: Exchange[] = [];
    return { drive: await sut.openDrive('walk', 7, (exchange) => exchanges.push(exchange)), exchanges };
  }
  const authenticate = async (answer: Answerer): Promise<Answer<'authenticate'>> => {
    const walk = await drive(answer);
    const input = {
      regulation: 'some-act',
      flow: 'portal',
      as: 'applicant',
      id: '850101300123',
      password: 'p',
    } as const;
    return walk.drive.perform('authenticate', { input });
  };

  it('is accepted with a body of the agreed shape', async () => {
    expect(await authenticate(sayJson(200, SESSION))).toMatchObject({
      body: SESSION,
      status: 200,
      problem: null,
      fault: null,
    });
  });

  it.each([400, 401, 403, 404, 409, 422])('is refused by a problem with the status %i', async (status) => {
    expect(await authenticate(refuse(status, 'not now'))).toMatchObject({
      body: null,
      status,
      problem: `${status} not now`,
      fault: null,
    });
  });

  it.each<[number, Answerer]>([
    [401, say(401, 'text/html', '<form>')],
    [403, say(403, '', '')],
    [404, sayJson(404, { error: 'no' })],
  ])('is refused by %i alone, without a problem', async (status, answer) => {
    expect(await authenticate(answer)).toMatchObject({
      body: null,
      problem: `${status} without a problem document`,
      fault: null,
      blame: { culprit: 'portal' },
    });
  });

  const faults: [string, Answerer, RegExp][] = [
    ['a problem of too many requests', refuse(429), /^it answers 429 no$/u],
    ['a problem of the server', refuse(503), /^it answers 503 no$/u],
    ['a refusal without a problem', sayJson(409, { error: 'no' }), /without a problem\+json body/u],
    ['a body of another shape', sayJson(200, { ...SESSION, state: 'open' }), /\/state/u],
    ['a body with more than agreed', sayJson(200, { ...SESSION, extra: 1 }), /additional properties/u],
    ['null', sayJson(200, null), /must be object/u],
    ['a deeply nested body', say(200, 'application/json', '['.repeat(1e6) + ']'.repeat(1e6)), /nested too deeply/u],
    [
      'a deeply nested refusal',
      say(409, 'application/json', `{"detail":${'['.repeat(1e6)}${']'.repeat(1e6)}}`),
      /nested too deeply/u,
    ],
    [
      'a body over the limit',
      say(200, 'application/json', Buffer.alloc(5_000_001, 0x20)),
      /larger than 5000000 bytes/u,
    ],
    ['bytes that are not UTF-8', say(200, 'application/json', Buffer.from([0xc3, 0x28])), /not UTF-8/u],
    [
      'a thirteenth month',
      sayJson(200, withStart('2013-13-01T10:00:00Z')),
      /2013-13-01T10:00:00Z, which is no moment/u,
    ],
    ['the 30th of February', sayJson(200, withStart('2013-02-30T10:00:00Z')), /no moment of the calendar/u],
    ['the hour 24', sayJson(200, withStart('2013-02-01T24:00:00Z')), /no moment of the calendar/u],
    ['a hanging portal', hang, /no whole answer/u],
  ];
  it.each(faults)('says nothing when it is answered with %s', async (_, answer, fault) => {
    expect(await authenticate(answer)).toMatchObject({
      body: null,
      problem: null,
      fault: expect.stringMatching(fault),
    });
  });

  it('masks identification numbers in what it tells of a refusal and of a fault', async () => {
    expect((await authenticate(refuse(409, 'not for 850101300123'))).problem).not.toContain('850101300123');
    await open.sut?.close();
    await open.portal?.close();
    const redirected = await authenticate(say(302, '', '', { location: '/of/850101300123' }));
    expect(redirected.fault).toMatch(/^it redirects to \/of\/\*+23$/u);
  });

  it('is told as an exchange, numbered, with the clock of the portal and without secrets', async () => {
    const walk = await drive(sayJson(200, { ...SESSION, token: 't0ken' }));
    await walk.drive.pass(60);
    await walk.drive.perform('readSession', { at: { session: 's/1' }, token: 't0ken', input: null });
    expect(walk.exchanges.map(({ id, operation, clock }) => [id, operation, clock])).toEqual([
      ['walk#1', 'openWorld', null],
      ['walk#2', 'advanceClock', '2013-04-26T04:00:00.000Z'],
      ['walk#3', 'readSession', '2013-04-26T04:01:00.000Z'],
    ]);
    expect(walk.exchanges.map(({ request: { method, url, body } }) => [method, url, body])).toEqual([
      ['POST', '/worlds', JSON.stringify({ seed: 7, now: START })],
      ['POST', '/clock', '{"seconds":60}'],
      ['GET', '/sessions/[redacted]', null],
    ]);
    expect(walk.exchanges[2]?.request.headers).toMatchObject({ authorization: 'Bearer [redacted]' });
    const recorded = JSON.stringify(walk.exchanges);
    for (const secret of ['t0ken', 'PRIVATE KEY', '850101300123', '"password":"good"'])
      expect(recorded).not.toContain(secret);
  });

  it('escapes the names that the portal gives', async () => {
    const paths: string[] = [];
    const walk = await drive((response, asked) => {
      paths.push(asked.path);
      sayJson(200, SESSION)(response, asked);
    });
    await walk.drive.perform('readSession', { at: { session: '../worlds?x=1#' }, input: null });
    expect(paths).toEqual(['/sessions/..%2Fworlds%3Fx%3D1%23']);
  });

  it.each([
    ['stands', 0, 'moved by 0 s'],
    ['lags', 30, 'moved by 30 s'],
    ['runs backwards', -60, 'moved by -60 s'],
  ])('does not believe a clock that %s', async (_, moved, said) => {
    const now = (after: number) => new Date(Date.parse(START) + after * 1000).toISOString();
    const sut = await connect((response, asked) => {
      if (asked.path === '/worlds') sayJson(200, { world: 'w', now: now(0), roster })(response, asked);
      else if (asked.path === '/clock') sayJson(200, { now: now(moved) })(response, asked);
      else sayJson(200, describing(FLOW))(response, asked);
    });
    const walk = await sut.openDrive('walk', 1, () => undefined);
    await expect(walk.pass(60)).rejects.toThrow(said);
  });

  it('opens no walk with a certificate that cannot be read', async () => {
    const broken = { ...roster, certificates: { good: { certificatePem: 'x', privateKeyPem: 'y' } } };
    const sut = await connect((response, asked) =>
      sayJson(200, asked.path === '/worlds' ? { world: 'w', now: START, roster: broken } : describing(FLOW))(
        response,
        asked,
      ),
    );
    await expect(sut.openDrive('walk', 1, () => undefined)).rejects.toThrow('"good" or its key cannot be read');
  });
});

function withStart(startedAt: string) {
  const entry = { action: 'authenticate', actor: 'applicant', startedAt, finishedAt: null, completion: null };
  return { ...SESSION, history: [entry] };
}
