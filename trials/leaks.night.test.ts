// A portal that repeats what it is sent, in twelve spellings, in every text that a report quotes: none of it stands in a report.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { scratch } from '../cli/spawned.ts';
import { knownRegulations } from '../cli/workspace.ts';
import { renderPage } from '../reporters/html/page.ts';
import { renderJson } from '../reporters/json.ts';
import { renderJunit } from '../reporters/junit.ts';
import { packageFolder } from '../schemas/fixture.ts';
import { connectDriver, DEFAULT_START } from '../suites/sut/driver.ts';
import { loadTargetModule } from '../suites/sut/module.ts';
import { type Alter, judgeAltered } from './altered-simulator.ts';
import { isLogin } from './altering.ts';
import { leaksOf, spelled } from './spellings.ts';

const NAME = 'СЫНАҚОВА';

/** A module that speaks to the portal by itself, and tells all that it sent and got as it was. */
async function byModule(url: string) {
  const contract = pathToFileURL(join(packageFolder(), 'dist/schemas/target/driver.js')).href;
  const file = join(scratch(), 'portal.mjs');
  writeFileSync(
    file,
    `import { OPERATIONS, WORLD_HEADER } from '${contract}';
export const target = {
  name: 'a module',
  description: await (await fetch('${url}')).json(),
  async openDrive(scenario, seed, onExchange) {
    const own = {};
    const perform = async (operation, { input = null, at = {}, token = null, language = 'kk' }) => {
      const { method, path } = OPERATIONS[operation];
      const place = path.replace(/\\{(\\w+)\\}/g, (_, name) => encodeURIComponent(at[name] ?? '-'));
      const headers = { ...own, 'accept-language': language ?? 'kk', 'content-type': 'application/json' };
      if (token !== null) headers.authorization = 'Bearer ' + token;
      const body = input === null ? undefined : JSON.stringify(input);
      const answer = await fetch('${url}' + place, { method, headers, body });
      const text = await answer.text();
      const { status } = answer;
      const got = { status, headers: Object.fromEntries(answer.headers), bytes: text.length, body: text, fault: null };
      const at_ = new Date().toISOString();
      onExchange({ operation, at: at_, tookMs: 1, clock: null, request: { method, url: place, headers, body }, response: got });
      const json = JSON.parse(text);
      return { exchange: '', status, fault: null, body: answer.ok ? json : null, problem: answer.ok ? null : json.detail };
    };
    const { world, roster, now } = (await perform('openWorld', { input: { seed, now: '${DEFAULT_START}' } })).body;
    own[WORLD_HEADER] = world;
    let time = Date.parse(now);
    const pass = async (seconds) => {
      time = Date.parse((await perform('advanceClock', { input: { seconds } })).body.now);
    };
    return { roster, now: () => time, pass, perform };
  },
  close: async () => undefined,
};
`,
  );
  return loadTargetModule(file);
}

it.each([
  ['by the driver contract', (url: string) => connectDriver(url, { start: DEFAULT_START })],
  ['by a module', byModule],
])('tells no password, token, number or name of a person in its journal or a report, %s', async (_, connect) => {
  const planted = new Map<string | null, string[]>();
  const repeats: Alter = async (asked, pass) => {
    const told = await pass();
    const { id = '', password = '' } = Object(asked.body);
    const { token = null } = Object(told.body);
    if (isLogin(asked) && token !== null) planted.set(asked.world, [String(password), String(token), String(id), NAME]);
    const said = spelled(planted.get(asked.world) ?? []);
    const repeated = (key: string, value: unknown) =>
      ['text', 'detail', 'title'].includes(key) && typeof value === 'string' ? `${value.slice(0, 40)} ${said}` : value;
    return { ...told, body: JSON.parse(JSON.stringify(told.body, repeated)) };
  };
  const { report, journal } = await judgeAltered(
    'cultural-property-export-certificate/portal/{authenticate,pay,refuse-credentials,refuse-unpaid}/**',
    repeats,
    { level: 'recommended', connect },
  );
  expect(planted.size).toBeGreaterThan(4);
  expect(report.counts.judged).toBeGreaterThan(20);
  const html = renderPage(report, knownRegulations());
  const texts = { journal, json: renderJson(report).toString(), junit: renderJunit(report), html };
  expect(journal).toContain('exchange');
  expect(leaksOf(texts, [...planted.values()].flat())).toEqual([]);
});
