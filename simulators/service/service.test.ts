// What a service tells of itself: that it is well, what it has answered, and nothing of whom.
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { loadRegulations } from '../../schemas/load.ts';
import { OPERATION_NAMES, OPERATIONS } from '../../schemas/target/driver.ts';
import { createApp } from '../reference/door/app.ts';
import { createNodeDoor } from '../reference/door/node-door.ts';
import { isProblem } from '../reference/door/sample-problem.ts';
import { createSimulator } from '../reference/simulator.ts';
import { listen } from '../server.ts';
import { onlyParts, PARTS } from './parts.ts';
import { createService, type Logged } from './service.ts';

const simulator = createSimulator({ regulations: loadRegulations('fixtures/regulations'), seed: 1 });
const contract = createApp(simulator);
const ask = (app: Pick<Hono, 'fetch'>, path: string, init: RequestInit = {}) =>
  Promise.resolve(app.fetch(new Request(`http://127.0.0.1${path}`, init)));

function served(app: Pick<Hono, 'fetch'> = contract) {
  const told: Logged[] = [];
  const log = (answered: Logged) => void told.push(answered);
  return { told, service: createService({ routes: contract, app, countWorlds: simulator.countWorlds, log }) };
}

const openWorld = (app: Pick<Hono, 'fetch'>) =>
  ask(app, '/worlds', {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify({ seed: 1, now: '2013-03-15T10:00:00+06:00' }),
  });

describe('a service', () => {
  it('says that it is well', async () => {
    const { service, told } = served();
    const answer = await ask(service, '/healthz');
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }]);
    for (const path of ['/healthz', '/metrics'])
      expect((await ask(service, path, { method: 'POST', body: '{}' })).status).toBe(405);
    expect(told).toEqual([]);
  });

  it('counts and times what it answers, by route and never by path', async () => {
    const { service } = served();
    const before = simulator.countWorlds();
    await openWorld(service);
    for (const secret of ['850615400026', 'request-1']) await ask(service, `/requests/${secret}?iin=850615400026`);
    await ask(service, '/850615400026');
    await ask(service, '/crl', { method: 'BREW' });
    const answer = await ask(service, '/metrics');
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/u);
    const text = await answer.text();
    for (const line of text.split('\n').filter((one) => one !== '' && !one.startsWith('#')))
      expect(line).toMatch(/^[a-z_][a-z0-9_]*(?:\{(?:[a-z_]+="[^"\\]*",?)*\})? (?:[-+.e\d]+|[Nn]a[Nn])$/u);
    expect(text).toContain('reglament_http_requests_total{route="/worlds",method="POST",status="201"} 1');
    expect(text).toContain('reglament_http_requests_total{route="/requests/:request",method="GET",status="401"} 2');
    expect(text).toContain('reglament_http_requests_total{route="none",method="GET",status="404"} 1');
    expect(text).toContain('method="OTHER",status="405"} 1');
    expect(text).toContain('reglament_http_request_duration_seconds_count{route="/worlds",method="POST"} 1');
    expect(text).toContain(`reglament_worlds ${before + 1}`);
    expect(text).not.toMatch(/850615400026|request-1/u);
  });

  it('counts what the door of Node answers as it counts the rest, each once', async () => {
    const told: Logged[] = [];
    const app = { fetch: contract.fetch, node: createNodeDoor(simulator) };
    const log = (answered: Logged) => void told.push(answered);
    const service = createService({ routes: contract, app, countWorlds: simulator.countWorlds, log });
    const door = await listen(service, { port: 0 });
    for (const path of ['/requests/850615400026', '/requests/%38', '/healthz']) await fetch(`${door.url}${path}`);
    const text = await (await fetch(`${door.url}/metrics`)).text();
    await door.close();
    const answered = { route: '/requests/:request', method: 'GET', status: 401, durationMs: expect.any(Number) };
    expect(told).toEqual([answered, answered]);
    expect(text).toContain('reglament_http_requests_total{route="/requests/:request",method="GET",status="401"} 2');
  });

  it('tells of each answer nothing that a client has written', async () => {
    const { service, told } = served();
    await ask(service, '/requests/850615400026?iin=850615400026', { headers: { authorization: 'Bearer secret' } });
    expect(told).toEqual([{ route: '/requests/:request', method: 'GET', status: 401, durationMs: expect.any(Number) }]);
  });

  it('has its paths beside those of the contract, which has none of them', async () => {
    const paths = OPERATION_NAMES.map((name) => OPERATIONS[name].path);
    for (const path of ['/healthz', '/metrics']) {
      expect(paths).not.toContain(path);
      expect(await isProblem(await ask(contract, path), 404)).toBe(true);
    }
  });
});

describe('parts', () => {
  const HOME = {
    'certification-authority': ['/crl', '/delta-crl', '/cert', '/root-cert/2013-03-15', '/ocsp/MAA='],
    'signing-client': ['/ncalayer'],
    portal: ['/', '/requests/request-1', '/counterparties/nobody', '/elsewhere'],
    'payment-gateway': ['/counterparties/payment-gateway', '/payments', '/pay'],
    gateway: ['/counterparties/gateway'],
  } as const;

  it.each(Object.keys(HOME))('%s answers alone', async (name) => {
    const part = PARTS.find((one) => one === name) ?? 'portal';
    const app = onlyParts(contract, [part]);
    for (const [home, paths] of Object.entries(HOME))
      for (const path of paths) {
        const text = await (await ask(app, path)).text();
        const told = `path: ${home} is not here, since this simulator was started with --only ${part}`;
        expect(text.includes(told), `${path} where ${part} was started`).toBe(home !== part);
      }
  });

  it('that are not there are told with a problem document', async () => {
    expect(await isProblem(await ask(onlyParts(contract, ['gateway', 'leb-is']), '/crl'), 404)).toBe(true);
  });

  it('are set by a tester, whichever there are', async () => {
    const { service } = served(onlyParts(contract, ['certification-authority']));
    const { world } = JSON.parse(await (await openWorld(service)).text());
    const set = await ask(service, '/counterparties', {
      ...{ method: 'POST', headers: { 'content-type': 'application/json', 'reglament-world': world } },
      body: JSON.stringify({ counterparty: 'crl', mode: 'misses' }),
    });
    expect(set.status).toBe(200);
    expect((await ask(service, `/crl?world=${world}`)).status).toBe(404);
    expect((await ask(service, `/asked?world=${world}`)).status).toBe(200);
    expect((await ask(service, '/addresses')).status).toBe(405);
    expect((await ask(service, '/healthz')).status).toBe(200);
  });
});

it('counts what fails too', async () => {
  const app = new Hono().get('/a', () => {
    throw new Error('a defect');
  });
  app.onError((_, context) => context.body(null, 500));
  const told: number[] = [];
  const log = ({ status }: Logged) => void told.push(status);
  const service = createService({ routes: app, app, countWorlds: () => 0, log });
  expect((await ask(service, '/a')).status).toBe(500);
  expect(told).toEqual([500]);
});
