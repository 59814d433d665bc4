// Tests that the evidence of an exchange is what was on the wire, byte by byte, held against a proxy that records it.
import { request as ask, createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterEach, expect, it } from 'vitest';
import { type DumbPortal, say, sayJson, startPortal } from '../dumb-portal.ts';
import { SECRET, walkOn } from './sample-target.ts';

/** What a message was on the wire, as the proxy saw it. */
interface Seen {
  method: string;
  url: string;
  headers: [name: string, value: string][];
  body: Buffer;
  status: number;
  answer: Buffer;
}

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Listens, hands everything on to a portal, and keeps it. */
async function record(portal: DumbPortal): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer(async (asked, response) => {
    const body = await buffer(asked);
    const { method = '', url = '', headers, rawHeaders } = asked;
    const onward = ask(`${portal.url}${url}`, { method, headers }, async (answered) => {
      const answer = await buffer(answered);
      const pairs = rawHeaders.flatMap((name, at): [string, string][] =>
        at % 2 === 0 ? [[name.toLowerCase(), rawHeaders[at + 1] ?? '']] : [],
      );
      seen.push({ method, url, headers: pairs, body, status: answered.statusCode ?? 0, answer });
      response.writeHead(answered.statusCode ?? 0, answered.headers).end(answer);
    });
    onward.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${Object(server.address()).port}`, seen };
}

/** A login in many messages: every way to write one, with what is new every time, picked before, and of one exchange alone. */
const EXCHANGES = `exchanges:
      - method: POST
        path: /nonce
        json: { fresh: '{{uuid}}', own: '{{own}}', list: [1, '{{id}}', null], text: "a\\"ә" }
        with: { own: A }
        pick: { nonce: { jsonpath: $.nonce } }
      - { method: GET, path: '/step/{{nonce}}', query: { own: '{{own}}', q: 'a b&ә' }, with: { own: B } }
      - { method: POST, path: /form, form: { nonce: '{{nonce}}', fresh: '{{uuid}}', pin: '{{password}}' } }
      - method: POST
        path: /upload
        multipart: { nonce: '{{nonce}}', scan: { file: ә.pdf, type: application/pdf, text: '%PDF {{uuid}}' } }
      - { method: POST, path: /soap, xml: '<m:in xmlns:m="urn:m" nonce="{{nonce}}"><m:pin>{{password}}</m:pin> <!-- x --></m:in>' }
      - method: POST
        path: /token
        headers: { x-nonce: '{{nonce}}', if-match: '"1"' }
        json: { iin: '{{id}}', password: '{{password}}' }
        pick: { token: { jsonpath: $.token } }`;
const NAMES = 'fresh, own, list, text, nonce, q, pin, iin, password, scan, token, x-nonce, result, body';

async function logIn(names: string, secret = true) {
  const login = say(
    200,
    'application/json',
    `{ "result": "вошёл",\n  "token": "t-0123456789abc", "id": 12345678901234567890 }`,
  );
  const portal = await startPortal((response, asked) => {
    if (asked.path === '/api/nonce') return sayJson(200, { nonce: 'n/-0123456789' })(response, asked);
    if (asked.path === '/api/form') return say(302, '', '', { location: '/api/cabinet/77?sid=1' })(response, asked);
    if (asked.path === '/api/token') return login(response, asked);
    return say(200, 'text/html', '<p>ok</p>')(response, asked);
  });
  closing.push(portal.close);
  const { url, seen } = await record(portal);
  const { walk, exchanges, gate } = walkOn(url, (text) =>
    text
      .replace(/exchanges:\n {6}- method: POST\n {8}path: \/token[\s\S]*?optional: true \}/u, () => EXCHANGES)
      .replace('journal: [iin]', `journal: [${names}]`)
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the words of the file
      .replaceAll('${ENV:SECRET}', secret ? '${ENV:SECRET}' : 'open'),
  );
  closing.unshift(() => gate.close());
  const input = { regulation: 'r', flow: 'f', as: 'applicant', id: 'user-77', password: SECRET } as const;
  expect(await walk.perform('authenticate', { input })).toMatchObject({ fault: null, body: { state: 'authorised' } });
  return { exchanges, seen };
}

const text = (bytes: Buffer) => (bytes.length === 0 ? null : bytes.toString());

it('is the same bytes where the file allows all names, for every message, redirects included', async () => {
  const { exchanges, seen } = await logIn(NAMES);
  expect(seen).toHaveLength(7);
  const withoutSecret = (body: string | null) => body?.replaceAll(SECRET, '[redacted]') ?? null;
  expect(exchanges.map(({ request }) => [request.method, request.url])).toEqual([
    ...seen.slice(0, 3).map(({ method, url }) => [method, url]),
    ['GET', '/api/cabinet/[redacted]?sid=[redacted]'],
    ...seen.slice(4).map(({ method, url }) => [method, url]),
  ]);
  for (const [at, { body }] of seen.entries()) {
    const recorded = exchanges[at]?.request.body ?? null;
    const expected = withoutSecret(text(body));
    if (at === 4) expect(recorded).toBe(expected?.replace(/%PDF [0-9a-f-]{36}/u, '[41 bytes]'));
    else expect(recorded).toBe(at === 5 ? expected?.replace('<!-- x -->', '<!--[redacted]-->') : expected);
  }
  for (const [at, { status, answer }] of seen.entries()) {
    const { response } = exchanges[at] ?? {};
    expect([response?.status, response?.bytes]).toEqual([status, status === 302 ? 0 : answer.length]);
  }
  expect(exchanges.at(-1)?.response.body).toBe(
    '{ "result": "вошёл",\n  "token": "t-0123456789abc", "id": "[redacted]" }',
  );
  expect(exchanges[0]?.request.body).toMatch(/"own":"A"/u);
});

it('is the same bytes but for what is redacted, where the file allows nothing', async () => {
  const { exchanges, seen } = await logIn('');
  const literal = (part: string) => part.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
  for (const [at, { method, url, body, headers }] of seen.entries()) {
    const { request } = exchanges[at] ?? { request: { method: '', url: '', body: null, headers: {} } };
    const fits = (recorded: string, real: string) =>
      expect(real).toMatch(
        new RegExp(
          `^${recorded
            .split(/"?\[(?:redacted|\d+ bytes)\]"?/u)
            .map(literal)
            .join('[^]*?')}$`,
          'u',
        ),
      );
    expect(request.method).toBe(method);
    fits(request.url, url);
    fits(request.body ?? '', body.toString());
    const sent = new Map(headers);
    for (const [name, value] of Object.entries(request.headers)) fits(value, sent.get(name) ?? 'it was not sent');
  }
  const all = JSON.stringify(exchanges);
  for (const secret of [SECRET, 'user-77', 'n/-0123456789', 't-0123456789abc']) expect(all).not.toContain(secret);
  expect(exchanges[5]?.request.body).toBe(
    '<m:in xmlns:m="urn:m" nonce="[redacted]"><m:pin>[redacted]</m:pin> <!--[redacted]--></m:in>',
  );
});

it('tells when each message was sent and how long its answer took, by our clock, and the time of the portal', async () => {
  const before = Date.now();
  const { exchanges } = await logIn('');
  const times = exchanges.map(({ at }) => Date.parse(at));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  for (const [at, { tookMs, clock }] of exchanges.entries()) {
    expect(times[at]).toBeGreaterThanOrEqual(before);
    expect((times[at] ?? 0) + tookMs).toBeLessThanOrEqual(times[at + 1] ?? Date.now());
    // The portal tells the second in its header `date`.
    expect(Math.abs(Date.parse(clock ?? '') - before)).toBeLessThan(86_400_000);
  }
});
