// Servers that answer without thinking, each tried through a target file: none earns a pass, and each ends in its time.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { Report } from '../schemas/report.ts';
import {
  type Answerer,
  type DumbPortal,
  dripEvery,
  echo,
  flood,
  hang,
  refuse,
  reset,
  say,
  sayJson,
  startPortal,
} from '../suites/sut/dumb-portal.ts';
import { drawn } from './sample-drawn.ts';
import { environmentOf, targetFile } from './sample-foreign.ts';
import { scratch, within } from './spawned.ts';

const GIGABYTE = 1024 ** 3;
const NESTED = '['.repeat(20_000) + ']'.repeat(20_000);
const PAGE = '<h1>Заявка</h1><p id="sostoyanie">исполнено</p><p id="nomer">1</p><input name="_token" value="x">';

const SERVERS: [string, Answerer][] = [
  ['200 without a body', say(200, '', '')],
  [
    'a canned success',
    sayJson(200, { ok: true, status: 'success', state: 'ISSUED', access_token: 'x', clock: '2013-01-01T00:00:00Z' }),
  ],
  ['a canned page', say(200, 'text/html; charset=utf-8', PAGE)],
  ['an echo', echo],
  ['a redirect to a login page', say(302, 'text/html', '', { location: '/login' })],
  ['a redirect to another host', say(302, 'text/html', '', { location: 'https://example.org/' })],
  ['an error page with 200', say(200, 'text/html', '<h1>Service unavailable</h1>')],
  ['a 500', say(500, 'text/html', 'Internal Server Error')],
  ['a 401', refuse(401)],
  ['a 404', refuse(404)],
  ['a 429 with Retry-After', say(429, 'application/problem+json', '{}', { 'retry-after': '60' })],
  ['a reset in mid-body', reset],
  ['invalid UTF-8', say(200, 'application/json', Buffer.from('{"name":"\xff\xfe"}', 'latin1'))],
  ['a deeply nested JSON', say(200, 'application/json', NESTED)],
  ['deeply nested elements', say(200, 'text/html', '<div>'.repeat(20_000))],
  ['another content type', say(200, 'image/png', '{"state":"ISSUED"}')],
  ['a body of a gigabyte', flood(GIGABYTE)],
  ['silence', hang],
  ['a byte a second', dripEvery(1000)],
];

const open: DumbPortal[] = [];
afterEach(() => vi.unstubAllEnvs());
afterAll(() => Promise.all(open.map((portal) => portal.close())));

const DEADLINE = ['timeoutSeconds: 10', 'timeoutSeconds: 1'] as const;

async function attempt(file: string, flow: readonly string[], answer: Answerer) {
  const portal = await startPortal(answer);
  open.push(portal);
  for (const [name, value] of Object.entries(environmentOf(portal.url))) vi.stubEnv(name, value);
  const cwd = scratch();
  const from = performance.now();
  const args = ['run', '--target', targetFile(file, DEADLINE), ...flow, '--reporter', 'terminal,json', '--out', 'out'];
  const ended = await within([...args, '--concurrency', '16'], cwd);
  const seconds = (performance.now() - from) / 1000;
  const path = join(cwd, 'out/report.json');
  const report: Report | null = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
  return { ...ended, report, seconds };
}

describe.each([
  ['foreign-html.yaml', ['--regulation', 'cultural-property-export-certificate', '--flow', 'portal']],
  ['foreign-json.yaml', ['--regulation', 'passenger-transport-licence', '--flow', 'portal']],
])('a portal that answers without thinking, driven by %s', (file, flow) => {
  it.each(
    drawn(
      SERVERS.map(([id, answer]) => ({ id, answer })),
      4,
    ).map(({ id, answer }): [string, Answerer] => [id, answer]),
  )(
    'earns no pass with %s',
    async (_, answer) => {
      const { code, stderr, report, seconds } = await attempt(file, flow, answer);
      expect(report?.verdicts.filter(({ verdict }) => verdict === 'pass')).toEqual([]);
      expect(report?.counts, stderr).toMatchObject({ pass: 0, error: 0 });
      expect(code, stderr).toBe(report?.outcome === 'failed' ? 1 : 3);
      expect(report?.counts.total).toBeGreaterThan(100);
      expect(seconds).toBeLessThan(40);
    },
    60_000,
  );
});
