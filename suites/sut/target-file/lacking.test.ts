// Tests that a refusal of what went out incomplete is never taken for one, and that whoever is turned away tries with what they were given.
import { afterEach, describe, expect, it } from 'vitest';
import { type Answerer, sayJson } from '../dumb-portal.ts';
import { closing, logIn, start } from './sample-turns.ts';

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const PERSON = { regulation: 'r', flow: 'f', as: 'applicant', id: '850615400026', password: 'wrong' } as const;
const refuse = sayJson(404, { error: 'no' });

/** The sample, whose orders are placed at an address that has to be picked first: by a page that lists services, or by another exchange. */
async function turnedAway(instead: (path: string, cookie: string) => Answerer | null, source = 'GET') {
  const begun = await start((text) =>
    text
      .replace("headers: { authorization: 'Bearer {{token}}' }\n", '')
      .replace('path: /orders, json', "path: '/services/{{service}}/orders', json")
      .replace(
        "exchanges: [{ method: PUT, path: '/orders/{{request}}'",
        `exchanges: [{ method: ${source}, path: /services, pick: { service: { jsonpath: $.id } } }, { method: PUT, path: '/orders/{{request}}'`,
      ),
  );
  const { walk, asked, turn } = begun;
  const cookies: string[] = [];
  turn((path) => (response, question) => {
    const cookie = question.headers.cookie ?? '';
    if (path.includes('/services')) cookies.push(cookie);
    const own = path === '/api/token' ? loginRefused : (instead(path, cookie) ?? refuse);
    return own(response, question);
  });
  const session = (await walk.perform('authenticate', { input: PERSON })).body;
  expect(session?.state).toBe('refused');
  const opened = await walk.perform('open', { input: { session: session?.session ?? '' }, token: null });
  return { walk, opened, asked: asked.filter((line) => line.includes('/services')), cookies };
}

const loginRefused: Answerer = (response) =>
  response
    .writeHead(401, { 'content-type': 'application/json', 'set-cookie': 'SID=turned-away; Path=/' })
    .end('{"result":"отказ","log":[]}');
const services: Answerer = sayJson(200, { id: 'S1' });

describe('an order at an address that is not known', () => {
  it('is placed after the page was read that gives the address, and its refusal counts', async () => {
    const { opened, asked } = await turnedAway((path) => (path === '/api/services' ? services : null));
    expect(asked).toEqual(['GET /api/services', 'POST /api/services/S1/orders']);
    expect(opened).toMatchObject({ status: 404, fault: null, problem: expect.stringMatching(/^404/u) });
  });

  it('is not placed where that page is refused, which is the refusal', async () => {
    const { opened, asked } = await turnedAway((path) => (path === '/api/services' ? sayJson(401, {}) : null));
    expect(asked).toEqual(['GET /api/services']);
    expect(opened).toMatchObject({ status: 401, fault: null });
  });

  it('tells nothing by its refusal where nothing that only reads gives the address', async () => {
    const { opened, walk, asked } = await turnedAway(() => null, 'POST');
    expect(asked).toEqual(['POST /api/services/-/orders']);
    expect(opened).toMatchObject({ body: null, problem: null, blame: { lacks: true } });
    expect(opened.fault).toMatch(/nothing has picked service for this visitor, so 404 .* tells nothing; pick it/u);
    expect(walk.culprit).toBe('target file');
  });
});

it('is tried by whoever was turned away with the cookie that they were given, and found where that lets them in', async () => {
  const { opened, cookies } = await turnedAway((path, cookie) => {
    if (!cookie.includes('turned-away')) return null;
    if (path === '/api/services') return services;
    if (path === '/api/orders/R7') return sayJson(200, { state: 'NEW', number: 'N-1' });
    return (response) => response.writeHead(202, { location: '/api/orders/R7' }).end('{}');
  });
  expect(cookies).toEqual(['SID=turned-away', 'SID=turned-away']);
  expect(opened.body).toMatchObject({ request: 'R7', state: 'open' });
});

it('lacks nothing where only the ticket of a login is missing in a body, which is what is tried', async () => {
  const { walk, turn, asked } = await start((text) =>
    text
      .replace("headers: { authorization: 'Bearer {{token}}' }\n", '')
      .replace('path: /orders, json: {}', "path: /orders, json: { ticket: '{{token}}' }"),
  );
  turn((path) => (path === '/api/orders' ? sayJson(401, {}) : null));
  const opened = await walk.perform('open', { input: { session: 'none' }, token: null });
  expect(asked).toEqual(['POST /api/orders']);
  expect(opened).toMatchObject({ status: 401, fault: null });
  // Whoever is let in has the ticket, so its lack would be a fault of the file.
  expect((await logIn(walk)).body?.state).toBe('authorised');
});
