// Sends the simulator requests that nobody would, drawn at random: each is answered, and none harms those who come after.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadRegulations } from '../schemas/load.ts';
import { OPERATION_NAMES, OPERATIONS, type OperationShape, WORLD_HEADER } from '../schemas/target/driver.ts';
import { createApp } from './reference/door/app.ts';
import { compileProgram } from './reference/engine/program.ts';
import { Visitor } from './reference/sample-visitor.ts';
import { createSimulator } from './reference/simulator.ts';

/** A night has time for ten times as many. */
const RUNS = process.env.REGLAMENT_ALL === undefined ? 2000 : 20_000;

const [regulation] = loadRegulations('fixtures/regulations');
if (regulation === undefined) throw new Error('no regulation');
const [flow = ''] = Object.keys(regulation.flows);
const program = compileProgram(regulation, flow);
const app = createApp(createSimulator({ regulations: [regulation] }));

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

it(`answers ${RUNS} requests drawn at random, and refuses by problem documents alone`, async () => {
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
