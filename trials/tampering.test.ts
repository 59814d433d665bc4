// The journal of a failed run, tampered with in thirty ways: none makes a passed run of it.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { scratch } from '../cli/spawned.ts';
import { knownRegulations } from '../cli/workspace.ts';
import { foldReport } from '../schemas/run/fold.ts';
import type { RunEvent } from '../schemas/run/report.ts';
import { openJournal, readJournal } from '../suites/engine/running/journal.ts';
import { whyOther } from '../suites/engine/running/provenance.ts';
import { judgeAltered } from './altered-simulator.ts';
import { isTo, openTo } from './altering.ts';

const file = join(scratch(), 'journal.ndjson');
let events: RunEvent[] = [];
let text = '';

beforeAll(async () => {
  const booked = openTo('another', (asked) => isTo(asked, '/payment'));
  const { report, journal } = await judgeAltered(
    'passenger-transport-licence/portal/{authenticate/actor,pay/not-by-another}',
    booked,
  );
  expect(report.counts).toMatchObject({ fail: 1, pass: 1 });
  events = JSON.parse(journal);
  seal(events);
  text = readFileSync(file, 'utf8');
});

/** Writes a journal with its numbers, hashes and seal in order. */
function seal(written: readonly RunEvent[]): void {
  rmSync(file, { force: true });
  const journal = openJournal(file);
  for (const event of written) journal.write(event);
  journal.close();
}

/** What the journal is taken for: the outcome of a run, or why it is none. */
function taken(): string {
  try {
    const journal = readJournal(file);
    const report = foldReport(journal);
    const [first] = journal;
    return (first?.type === 'run-started' ? whyOther(first, knownRegulations()) : 'no run') ?? report.outcome;
  } catch (error) {
    return String(error);
  }
}

const is = (type: RunEvent['type'], verdict?: string) => (event: RunEvent) =>
  event.type === type && (verdict === undefined || (event.type === 'verdict' && event.verdict.verdict === verdict));
const lines = () => text.trimEnd().split('\n');
const joined = (all: readonly string[]) => `${all.join('\n')}\n`;
/** The line of an event, and what else stands in the text. */
const lineOf = (words: string) => lines().findIndex((line) => line.includes(words));
const FAILED = '"verdict":"fail"';
const PASSED = '"verdict":"pass"';
const turned = (
  all: readonly RunEvent[],
  change: (verdict: Extract<RunEvent, { type: 'verdict' }>['verdict']) => object,
) =>
  all.map((event) =>
    event.type === 'verdict' && event.verdict.verdict === 'fail'
      ? { ...event, verdict: { ...event.verdict, verdict: 'pass', ...change(event.verdict) } as typeof event.verdict }
      : event,
  );
const passing = () => events.find(is('verdict', 'pass')) as Extract<RunEvent, { type: 'verdict' }>;
const begun = (change: (started: Extract<RunEvent, { type: 'run-started' }>) => object) =>
  events.map((event) => (event.type === 'run-started' ? ({ ...event, ...change(event) } as RunEvent) : event));

it('fails as it was written', () => {
  writeFileSync(file, text);
  expect(taken()).toBe('failed');
});

it.each<[string, () => string]>([
  ['the failure turned', () => text.replace(FAILED, PASSED)],
  [
    'the failure turned and all after it taken out',
    () => joined(lines().slice(0, lineOf(FAILED) + 1)).replace(FAILED, PASSED),
  ],
  ['the failure taken out', () => joined(lines().toSpliced(lineOf(FAILED), 1))],
  [
    'the failure replaced by the other verdict',
    () => joined(lines().with(lineOf(FAILED), lines()[lineOf(PASSED)] ?? '')),
  ],
  ['a pass after the end', () => joined([...lines(), lines()[lineOf(PASSED)] ?? ''])],
  [
    'a pass before the end',
    () => joined(lines().toSpliced(-2, 0, (lines()[lineOf(FAILED)] ?? '').replace(FAILED, PASSED))),
  ],
  ['the end alone', () => joined(lines().slice(-2))],
  ['the first line taken out', () => joined(lines().slice(1))],
  ['the seal taken out', () => joined(lines().slice(0, -1))],
  ['the end and the seal taken out', () => joined(lines().slice(0, -2))],
  ['the last line cut', () => text.slice(0, -40)],
  ['the verdict cut', () => text.slice(0, text.indexOf(FAILED))],
  ['nothing', () => ''],
  ['a seal for nothing', () => joined(lines().slice(-1))],
  ['two seals', () => joined([...lines(), ...lines().slice(-1)])],
  ['the whole twice', () => text + text],
  ['a blank line in it', () => joined(lines().toSpliced(3, 0, ''))],
  ['other line ends', () => text.replaceAll('\n', '\r\n')],
  ['a mark of the byte order', () => `\ufeff${text}`],
  ['a null byte', () => text.replace(FAILED, `${FAILED}\0`)],
  [
    'two lines swapped',
    () => joined([...lines().slice(0, 2), lines()[3] ?? '', lines()[2] ?? '', ...lines().slice(4)]),
  ],
  ['a verdict twice in one event', () => text.replace(FAILED, `${FAILED},${PASSED}`)],
])('is no passed run: %s', (_, tampered) => {
  writeFileSync(file, tampered());
  expect(taken()).not.toBe('passed');
});

it.each<[string, () => RunEvent[], RegExp]>([
  [
    'a second verdict',
    () => events.toSpliced(-1, 0, ...turned(events.filter(is('verdict', 'fail')), () => ({}))),
    /a second time/u,
  ],
  ['no verdict', () => events.filter((event) => !is('verdict', 'fail')(event)), /without a verdict/u],
  ['a pass without evidence', () => turned(events, () => ({ evidence: [] })), /without any evidence/u],
  ['a pass with evidence that is not there', () => turned(events, () => ({ evidence: ['x#1'] })), /comes nowhere/u],
  [
    'a pass on another assertion',
    () => turned(events, () => ({ assertion: `${passing().verdict.assertion}x` })),
    /no assertion/u,
  ],
  ['the evidence taken out', () => events.filter((event) => !is('exchange')(event)), /comes nowhere/u],
  ['the walks taken out', () => events.filter((event) => !is('scenario-started')(event)), /has not begun/u],
  [
    'the assertion not asked for',
    () =>
      begun(({ assertions }) => ({ assertions: assertions.filter(({ id }) => !id.endsWith('not-by-another')) })).filter(
        (event) => !is('verdict', 'fail')(event),
      ),
    /not those that this version derives/u,
  ],
  [
    'the assertion only recommended',
    () =>
      begun(({ assertions }) => ({
        assertions: assertions.map((one) =>
          one.id.endsWith('not-by-another') ? { ...one, level: 'recommended' } : one,
        ),
      })),
    /not those that this version derives/u,
  ],
  [
    'another regulation',
    () =>
      begun(({ digests }) => ({
        digests: { ...digests, regulations: { 'passenger-transport-licence': 'f'.repeat(64) } },
      })),
    /is not the one on which it rests/u,
  ],
])('is no passed run, all hashes and the seal in order: %s', (_, tampered, why) => {
  seal(tampered());
  expect(taken()).toMatch(why);
});
