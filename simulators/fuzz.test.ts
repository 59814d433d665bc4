// Sends the simulator requests that nobody would, drawn at random: each is answered, and none harms those who come after.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { setupServer } from 'msw/node';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadRegulations } from '../schemas/load.ts';
import {
  KEY_HEADER,
  OPERATION_NAMES,
  OPERATIONS,
  type OperationShape,
  Problem,
  WORLD_HEADER,
} from '../schemas/target/driver.ts';
import { createApp } from './reference/door/app.ts';
import { createHandlers } from './reference/door/msw.ts';
import { compileProgram } from './reference/engine/program.ts';
import { Visitor } from './reference/sample-visitor.ts';
import { createSimulator } from './reference/simulator.ts';

/** A night has time for ten times as many. */
const RUNS = process.env.REGLAMENT_ALL === undefined ? 2000 : 20_000;
/** How many requests are sent at once (at most). */
const AT_ONCE = 8;

const [regulation] = loadRegulations('fixtures/regulations');
if (regulation === undefined) throw new Error('no regulation');
const regulations = [regulation];
const [flow = ''] = Object.keys(regulation.flows);
const program = compileProgram(regulation, flow);
const app = createApp(createSimulator({ regulations }));

const shapes: OperationShape[] = OPERATION_NAMES.map((name) => OPERATIONS[name]);
const keys = [...new Set(shapes.flatMap(({ input }) => Object.keys(Object(input).properties ?? {})))];
const word = fc.oneof(
  fc.constantFrom(
    '-',
    '..',
    '%00',
    '%E0%A4%A',
    '__proto__',
    'constructor',
    regulation.id,
    flow,
    'good',
    '2013-03-15',
    '0'.repeat(5000),
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const value = fc.oneof(word, fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(1e308, -1, 0.1, Number.MAX_SAFE_INTEGER));
const body = fc.oneof(
  fc
    .dictionary(fc.constantFrom(...keys, '__proto__', 'toString'), value, { maxKeys: 6 })
    .map((given) => JSON.stringify(given)),
  fc.constantFrom('', '{', '[[[', 'null', '"a"', '\ufeff{}', '['.repeat(2000), '{"a":1,"a":2}'),
  fc.string({ unit: 'binary' }),
);
const path = fc.oneof(
  fc
    .tuple(fc.constantFrom(...shapes), word)
    .map(([shape, id]) => shape.path.replace(/\{\w+\}/gu, () => encodeURI(id.toWellFormed()))),
  fc
    .tuple(fc.constantFrom('/counterparties/gateway', '/counterparties/portal', '/crl', '/ocsp', '/cert'), word)
    .map(([at, id]) => `${at}/${encodeURI(id.toWellFormed())}`),
);
const drawn = fc.record({
  path,
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'),
  type: fc.constantFrom('application/json', 'text/xml', 'application/ocsp-request', 'text/plain', ''),
  body,
  isOwn: fc.boolean(),
  token: fc.constantFrom('own', 'Bearer', 'Bearer x', ''),
});

/** What the contract lets be answered to a method at a path, by the published document: the paths are its own. */
const { paths } = Value.Parse(
  Type.Object({ paths: Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown())) }),
  parse(readFileSync('schemas/driver.openapi.yaml', 'utf8')),
);
const routes = Object.entries(paths).flatMap(([at, methods]) =>
  Object.keys(methods).map((method) => ({ at, method: method.toUpperCase() })),
);
const isProblem = new Ajv({ strict: false }).compile(Problem);

/** Somebody at work in a world, whose secrets nobody else may see. */
async function atWork(from: (request: Request) => Response | Promise<Response>, seed: number): Promise<Visitor> {
  const visitor = new Visitor(from);
  await visitor.enter(seed);
  await visitor.arrive(program);
  await visitor.ask('fill', { values: { purpose: SECRET } });
  return visitor;
}

const SECRET = 'nobody-elses';
const asked = fc.record({
  route: fc.constantFrom(...routes),
  /** Whether its placeholders are filled by what there is, and if so, by whose. */
  ids: fc.oneof(fc.constantFrom('own', 'other'), word),
  body: fc.oneof(
    { weight: 6, arbitrary: body },
    { weight: 1, arbitrary: fc.constant(`{"values":{"a":"${'x'.repeat(1_100_000)}"}}`) },
  ),
  type: fc.constantFrom('application/json', 'application/json; charset=utf-8', 'text/plain'),
  key: fc.option(fc.constantFrom('"a"', '"b"', 'a', '"'), { nil: null }),
});

/** A way to a simulator of one's own. */
interface Door {
  readonly origin: string;
  send(request: Request): Promise<Response>;
  close(): void;
}

function directly(): Door {
  const app = createApp(createSimulator({ regulations }));
  return { origin: 'http://127.0.0.1', send: async (request) => app.fetch(request), close: () => undefined };
}

/** As the unit tests of a vendor reach it. */
function throughMsw(): Door {
  const origin = 'https://portal.test';
  const server = setupServer(...createHandlers(createSimulator({ regulations }), origin));
  server.listen({ onUnhandledRequest: 'error' });
  const send = (request: Request) => fetch(new Request(request.url.replace('http://127.0.0.1', origin), request));
  return { origin, send, close: () => server.close() };
}

describe.each([
  ['directly', directly],
  ['through msw', throughMsw],
])('asked %s', (_, open) => {
  it(`keeps the contract under ${RUNS} requests over its document, several at once`, {
    timeout: 1_800_000,
  }, async () => {
    const { origin, send, close } = open();
    const [other, guest] = [await atWork(send, 2), await atWork(send, 3)];
    const before = (await other.ask('readRequest', null)).text;
    const ask = async ({
      route: { at, method },
      ids,
      body: sent,
      type,
      key,
    }: typeof asked extends fc.Arbitrary<infer T> ? T : never) => {
      const named =
        ids === 'own'
          ? guest
          : ids === 'other'
            ? other
            : { session: encodeURI(ids.toWellFormed()), request: encodeURI(ids.toWellFormed()) };
      const path = at.replace('{session}', named.session).replace('{request}', named.request).replace(/[?#]/gu, '');
      const headers = new Headers({
        'content-type': type,
        authorization: `Bearer ${guest.token}`,
        [WORLD_HEADER]: guest.world ?? '',
      });
      if (key !== null) headers.set(KEY_HEADER, key);
      const answer = await send(
        new Request(`${origin}${path}`, { method, headers, ...(method === 'GET' ? {} : { body: sent }) }),
      );
      return {
        status: answer.status,
        type: answer.headers.get('content-type'),
        text: await answer.text(),
        isOpening: at === '/worlds',
      };
    };
    const property = fc.asyncProperty(fc.array(asked, { minLength: 1, maxLength: AT_ONCE }), async (several) => {
      for (const { status, type, text, isOpening } of await Promise.all(several.map(ask))) {
        for (const secret of [other.token, other.world, other.session]) expect(text).not.toContain(secret);
        if (isOpening && status === 201) continue;
        expect(status).toBeLessThan(500);
        if (status < 400) continue;
        expect([status, type]).toEqual([status, 'application/problem+json']);
        expect([text, isProblem(JSON.parse(text))]).toEqual([text, true]);
      }
    });
    await fc.assert(property, {
      numRuns: Math.ceil(RUNS / (AT_ONCE / 2)),
      endOnFailure: true,
      seed: Number(process.env.REGLAMENT_SEED ?? 1),
    });
    expect((await other.ask('readRequest', null)).text).toBe(before);
    close();
  });
});

it(`answers ${RUNS} requests drawn at random, and refuses by problem documents alone`, {
  timeout: 1_800_000,
}, async () => {
  const owner = new Visitor((request) => app.fetch(request));
  await owner.enter(1);
  await owner.arrive(program);
  const property = fc.asyncProperty(drawn, async ({ path: at, method, type, body: sent, isOwn, token }) => {
    const headers = new Headers(type === '' ? {} : { 'content-type': type });
    if (isOwn) headers.set(WORLD_HEADER, owner.world ?? '');
    if (token !== '') headers.set('authorization', token === 'own' ? `Bearer ${owner.token}` : token);
    const init = { method, headers, ...(method === 'GET' ? {} : { body: sent }) };
    const answer = await app.fetch(new Request(`http://127.0.0.1${at.replace(/[?#]/gu, '')}`, init));
    const text = await answer.text();
    if (answer.status < 400) return;
    // A fault of SOAP 1.1 travels with the status 500.
    if (answer.status === 500 && text.includes('Fault>')) return;
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      expect.any(Number),
      'application/problem+json',
    ]);
    expect(answer.status).toBeLessThan(500);
    expect(JSON.parse(text)).toMatchObject({ status: answer.status, detail: expect.any(String) });
  });
  await fc.assert(property, { numRuns: RUNS, seed: Number(process.env.REGLAMENT_SEED ?? 1) });
  const guest = new Visitor((request) => app.fetch(request));
  await guest.enter(1);
  expect(await guest.walk(program)).toMatchObject({ state: 'completed' });
});
