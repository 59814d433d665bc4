// A page in a browser reaches the simulator through the service worker of msw, and walks a flow from the login to the signed result.
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundle, NAMES, STAND_INS } from '../cli/emit/browser.ts';
import { packageFolder } from '../schemas/fixture.ts';
import { loadRegulations } from '../schemas/load.ts';
import { createApp, createSimulator } from '../simulators/index.ts';
import { compileProgram } from '../simulators/reference/engine/program.ts';
import { Visitor } from '../simulators/reference/sample-visitor.ts';
import { unpackChromium } from '../suites/sut/target-file/browser/chromium-package.ts';

const source = (path: string): string => JSON.stringify(join(packageFolder(), path));

/** The unit test of a vendor, as it runs in the page. The applicant is ours, since somebody has to sign. */
const PAGE = `
import { setupWorker } from 'msw/browser';
import { handlers } from 'reglament/msw';
import { loadRegulations } from ${source('schemas/load.ts')};
import { compileProgram } from ${source('simulators/reference/engine/program.ts')};
import { Visitor } from ${source('simulators/reference/sample-visitor.ts')};

const worker = setupWorker(...handlers('https://portal.test', { seed: 7 }));
globalThis.walk = async (id, flow, cause) => {
  await worker.start({ quiet: true, onUnhandledRequest: 'bypass' });
  const answers = [];
  const guest = new Visitor(async (request) => {
    const { method, headers } = request;
    const body = method === 'GET' ? undefined : await request.text();
    const answer = await fetch('https://portal.test' + new URL(request.url).pathname, { method, headers, body });
    answers.push(method + ' ' + answer.status + ' ' + (await answer.clone().text()));
    return answer;
  });
  const regulation = loadRegulations('/fixtures/regulations').find((one) => one.id === id);
  const program = compileProgram(regulation, flow);
  await guest.enter(3);
  const view = await guest.walk(program, cause);
  const result = await guest.ask('fetchResult', null);
  return { answers, view, result: result.status === 200 ? result.view() : null };
};
`;

let browser: Browser;
let server: Server;
beforeAll(async () => {
  const [own, worker] = [
    await bundle(),
    readFileSync(join(packageFolder(), 'node_modules/msw/lib/mockServiceWorker.js')),
  ];
  const made = await rolldown({
    input: 'page',
    cwd: packageFolder(),
    platform: 'browser',
    plugins: [
      STAND_INS,
      {
        name: 'page',
        resolveId: (id) =>
          id === 'page' || id === 'reglament/msw'
            ? { id: join(packageFolder(), `${id.replace('/', '-')}.virtual.ts`) }
            : null,
        load: (id) =>
          id.endsWith('/page.virtual.ts')
            ? PAGE
            : id.endsWith('-msw.virtual.ts')
              ? { code: own, moduleType: 'js' }
              : null,
      },
    ],
    transform: NAMES,
  });
  const { output } = await made.generate({ format: 'esm', codeSplitting: false });
  const pages: Record<string, [type: string, body: string | Buffer]> = {
    '/': [
      'text/html; charset=utf-8',
      '<!doctype html><title>unit test</title><script type="module" src="/page.js"></script>',
    ],
    '/page.js': ['text/javascript; charset=utf-8', output[0].code],
    '/mockServiceWorker.js': ['text/javascript', worker],
  };
  server = createServer((request, response) => {
    const [type, body] = pages[request.url ?? ''] ?? ['text/plain', ''];
    response.writeHead(body === '' ? 404 : 200, { 'content-type': type }).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { path, env } = await unpackChromium();
  browser = await chromium.launch({
    executablePath: path,
    env: { ...process.env, ...env },
    args: ['--no-sandbox', '--disable-gpu'],
  });
}, 240_000);
afterAll(async () => {
  await browser?.close();
  server?.close();
});

/** What the same walk is answered in Node. */
async function inNode(id: string, flow: string, cause: string | null) {
  const regulations = loadRegulations('fixtures/regulations');
  const app = createApp(createSimulator({ regulations, seed: 7, origin: 'https://portal.test' }));
  const answers: string[] = [];
  const guest = new Visitor(async (request) => {
    const answer = await app.fetch(request);
    answers.push(`${request.method} ${answer.status} ${await answer.clone().text()}`);
    return answer;
  });
  const regulation = regulations.find((one) => one.id === id);
  if (regulation === undefined) throw new Error(`no ${id}`);
  await guest.enter(3);
  await guest.walk(compileProgram(regulation, flow), cause === 'revoked' ? 'revoked' : null);
  await guest.ask('fetchResult', null);
  return answers;
}

it.each([
  ['passenger-transport-licence', 'portal', null, 'completed'],
  ['tv-radio-distribution-licence', 'portal', 'revoked', 'refused'],
])('%s/%s in a browser ends as in Node, answer by answer (%s)', async (id, flow, cause, state) => {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction('globalThis.walk !== undefined', undefined, { timeout: 20_000 }).catch(() => undefined);
  expect(complaints).toEqual([]);
  const walked = Object(
    await page.evaluate(`walk(${JSON.stringify(id)}, ${JSON.stringify(flow)}, ${JSON.stringify(cause)})`),
  );
  expect(walked.view.state).toBe(state);
  const expected = await inNode(id, flow, cause);
  expect(walked.answers.length).toBe(expected.length);
  // The document of the result is packed by another zlib in a browser.
  const isResult = (answer: string) => answer.includes('"mediaType":"application/pdf","document"');
  for (const [at, answer] of expected.entries()) if (!isResult(answer)) expect(walked.answers[at]).toBe(answer);
  if (state === 'refused') expect(walked.result).toBeNull();
  else expect(Buffer.from(walked.result.document, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
  await page.close();
});
