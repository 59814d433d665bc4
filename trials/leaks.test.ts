// A portal that repeats what it is sent, in twelve spellings, in every text that a report quotes: none of it stands in a report.
import { expect, it } from 'vitest';
import { knownRegulations } from '../cli/workspace.ts';
import { renderPage } from '../reporters/html/page.ts';
import { renderJson } from '../reporters/json.ts';
import { renderJunit } from '../reporters/junit.ts';
import { type Alter, judgeAltered } from './altered-simulator.ts';
import { isLogin } from './altering.ts';

const NAME = 'СЫНАҚОВА';
const hex = (text: string) => Buffer.from(text).toString('hex');
const SPELLINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) => encodeURIComponent(text),
  (text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join(''),
  hex,
  (text) => hex(text).match(/../gu)?.join(':') ?? '',
  (text) => Buffer.from(text).toString('base64'),
  (text) => Buffer.from(`Basic:${text}`).toString('base64url'),
  (text) => [...text].join(' '),
  (text) => [...text].join('-'),
  (text) => [...text].join('\u00ad'),
];

it('tells no password, token, number or name of a person in any of its reports', async () => {
  const planted = new Map<string | null, string[]>();
  const repeats: Alter = async (asked, pass) => {
    const told = await pass();
    const { id = '', password = '' } = Object(asked.body);
    const { token = null } = Object(told.body);
    if (isLogin(asked) && token !== null) planted.set(asked.world, [String(password), String(token), String(id), NAME]);
    const words = planted.get(asked.world) ?? [];
    const said = words.flatMap((word) => SPELLINGS.map((spell) => spell(word))).join(' | ');
    const repeated = (key: string, value: unknown) =>
      ['text', 'detail', 'title'].includes(key) && typeof value === 'string' ? `${value.slice(0, 40)} ${said}` : value;
    return { ...told, body: JSON.parse(JSON.stringify(told.body, repeated)) };
  };
  const { report } = await judgeAltered(
    'cultural-property-export-certificate/portal/{authenticate,pay,refuse-credentials,refuse-unpaid}/**',
    repeats,
    'recommended',
  );
  expect(planted.size).toBeGreaterThan(4);
  expect(report.counts.judged).toBeGreaterThan(20);
  for (const page of [renderJson(report), renderJunit(report), renderPage(report, knownRegulations())]) {
    for (const secret of new Set([...planted.values()].flat()))
      for (const spell of SPELLINGS) expect(page.includes(spell(secret)), spell(secret)).toBe(false);
    expect(page).not.toMatch(/(?<!\d)\d{12}(?!\d)/u);
  }
});
