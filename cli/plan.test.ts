// The plan tells beforehand what a run sends, to the request.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readJournal } from '../suites/engine/journal.ts';
import { scratch, within } from './spawned.ts';

const FLOW = ['--target', 'simulator', '--regulation', 'cultural-property-export-certificate', '--flow', 'provider'];

it('lists every request that the run then sends, walk by walk and in order', async () => {
  const cwd = scratch();
  const { stdout } = await within(['plan', ...FLOW, '--requests', '--json'], cwd);
  expect((await within(['run', ...FLOW, '--reporter', 'json', '--out', 'out'], cwd)).code).toBe(0);
  const told: { requests: { scenario: string; operation: string; requests: string[] }[] } = JSON.parse(stdout);
  const byWalk = (rows: readonly { scenario: string; operation: string }[]) =>
    Object.fromEntries(
      [...new Set(rows.map(({ scenario }) => scenario))].map((id) => [
        id,
        rows.filter(({ scenario }) => scenario === id),
      ]),
    );
  const sent = [...readJournal(join(cwd, 'out/journal.ndjson'))].flatMap((event) =>
    event.type === 'exchange' ? [{ scenario: event.scenario, operation: event.exchange.operation }] : [],
  );
  expect(sent.length).toBeGreaterThan(100);
  expect(byWalk(told.requests.map(({ scenario, operation }) => ({ scenario, operation })))).toEqual(byWalk(sent));
  expect(told.requests.find(({ operation }) => operation === 'decide')?.requests).toEqual([
    'POST /requests/{request}/decision',
  ]);
});

it('lists none unless it is asked to', async () => {
  const { stdout } = await within(['plan', ...FLOW, '--json']);
  expect(JSON.parse(stdout).requests).toBeNull();
});
