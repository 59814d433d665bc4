// The plan tells beforehand what a run sends, to the request.
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { scratch, within } from '../cli/spawned.ts';
import type { RunEvent } from '../schemas/run/report.ts';
import { createHtmlPortal } from '../simulators/foreign/html/portal.ts';
import { TRUST } from '../simulators/sample-credentials.ts';
import { readJournal } from '../suites/engine/running/journal.ts';
import { environmentOf, openPortal, runOn, targetFile } from './foreign-runs.ts';

const FLOW = ['--target', 'simulator', '--regulation', 'cultural-property-export-certificate', '--flow', 'provider'];

it('lists every request that the run then sends, walk by walk and in order', async () => {
  const cwd = scratch();
  const { stdout } = await within(['plan', ...FLOW, '--requests', '--json'], cwd);
  expect((await within(['run', ...FLOW, '--reporter', 'json', '--out', 'out'], cwd)).code).toBe(0);
  const planned: { requests: { scenario: string; operation: string; requests: string[] }[] } = JSON.parse(stdout);
  const byWalk = (steps: readonly { scenario: string; operation: string }[]) =>
    Object.fromEntries(
      [...new Set(steps.map(({ scenario }) => scenario))].map((id) => [
        id,
        steps.filter(({ scenario }) => scenario === id),
      ]),
    );
  const sent = [...readJournal(join(cwd, 'out/journal.ndjson'))].flatMap((event) =>
    event.type === 'exchange' ? [{ scenario: event.scenario, operation: event.exchange.operation }] : [],
  );
  expect(sent.length).toBeGreaterThan(100);
  expect(byWalk(planned.requests.map(({ scenario, operation }) => ({ scenario, operation })))).toEqual(byWalk(sent));
  expect(planned.requests.find(({ operation }) => operation === 'decide')?.requests).toEqual([
    'POST /requests/{request}/decision',
  ]);
});

it('lists none unless it is asked to', async () => {
  const { stdout } = await within(['plan', ...FLOW, '--json']);
  expect(JSON.parse(stdout).requests).toBeNull();
});

it('lists for a described portal, in order, everything that changes something, and what reads at least once', async () => {
  const portal = await openPortal(createHtmlPortal(TRUST));
  const assertion = '**/{receive-result,refuse-credentials,refuse-certificate}/completion';
  const file = targetFile('foreign-html.yaml');
  const environment = environmentOf(portal.url);
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const { stdout } = await within(['plan', '--target', file, '--assertion', assertion, '--json']);
  vi.unstubAllEnvs();
  const { journal } = await runOn(file, environment, { assertion });
  await portal.close();
  const planned = (
    JSON.parse(stdout).requests as { scenario: string; operation: string; requests: string[] }[]
  ).flatMap(({ scenario, operation, requests }) => requests.map((request) => `${scenario} ${operation} ${request}`));
  const sent = (JSON.parse(journal) as RunEvent[]).flatMap((event) =>
    event.type === 'exchange' && event.exchange.described !== undefined
      ? [`${event.scenario} ${event.exchange.operation} ${event.exchange.described}`]
      : [],
  );
  // How often time is moved on depends on how long the portal takes.
  const inOrder = (requests: readonly string[], scenario: string) =>
    requests.filter((line) => line.startsWith(scenario) && line.includes(' POST ') && !/ advanceClock /u.test(line));
  expect(sent.filter((line) => line.includes(' POST ')).length).toBeGreaterThan(20);
  for (const scenario of new Set(sent.map((line) => line.split(' ')[0] ?? '')))
    expect(inOrder(planned, `${scenario} `)).toEqual(inOrder(sent, `${scenario} `));
  // Whoever tries something first gets what they lack for it, by an exchange of another operation that only reads.
  const requestIn = (line: string) => line.split(' ').slice(2).join(' ');
  const isPlannedOf = new Set(planned.map(requestIn));
  const isGot = (line: string) => line.includes(' GET ') && isPlannedOf.has(requestIn(line));
  expect(sent.filter((line) => !planned.includes(line) && !isGot(line))).toEqual([]);
});

it('lists for each flow what the target file says of that flow', async () => {
  const [own, other] = ['portal', 'provider'].map((flow) => `cultural-property-export-certificate/${flow}`);
  const login =
    "exchanges: [{ method: POST, path: /desk, form: { id: '{{id}}' }, pick: { entry: { css: h1 } } }], answer: { state: { css: h1 } }";
  const file = targetFile('foreign-html.yaml', [
    `flows: [${own}]`,
    `flows:\n  ${own}: {}\n  ${other}: { operations: { authenticate: { ${login} } } }`,
  ]);
  for (const [name, value] of Object.entries(environmentOf('http://127.0.0.1:9'))) vi.stubEnv(name, value);
  const { stdout, stderr } = await within(['plan', '--target', file, '--assertion', '**/authenticate/*', '--json']);
  vi.unstubAllEnvs();
  expect(stderr).toBe('');
  const planned: { requests: { scenario: string; operation: string; requests: string[] }[] } = JSON.parse(stdout);
  const logins = (flow = '') =>
    planned.requests
      .filter(({ scenario, operation }) => operation === 'authenticate' && scenario.startsWith(`${flow}/`))
      .flatMap(({ requests }) => requests);
  expect(new Set(logins(other))).toEqual(new Set(['POST /desk']));
  expect(logins(own).some((one) => one.startsWith('POST /vhod'))).toBe(true);
  expect(logins(own)).not.toContain('POST /desk');
});
