// What a target file leaves out costs what needs it, by name, and nothing else: an honest portal fails nowhere for it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Document, parseDocument } from 'yaml';
import { scratch } from '../cli/spawned.ts';
import { fixturePath } from '../schemas/fixture.ts';
import { createHtmlPortal } from '../simulators/foreign/html/portal.ts';
import { TRUST } from '../simulators/sample-credentials.ts';
import { drawn } from './drawn.ts';
import { environmentOf, openPortal, runOn } from './foreign-runs.ts';

type Path = (string | number)[];

/** Each with the fewest assertions that are still judged without it. */
const PARTS: [id: string, path: Path, judged: number][] = [
  ['when steps end', ['history', 0, 'finishedAt'], 105],
  ['when steps begin', ['history', 0, 'startedAt'], 118],
  ['who does steps', ['history', 0, 'actor'], 105],
  ['how steps are completed', ['history', 0, 'completion'], 105],
  ['the steps', ['history'], 0],
  ['when messages are sent', ['notifications', 0, 'at'], 125],
  ['the numbers in messages', ['notifications', 0, 'number'], 125],
  ['the causes in messages', ['notifications', 0, 'cause'], 90],
  ['the messages', ['notifications'], 45],
  ['the number of a request', ['operations', 'readRequest', 'answer', 'number'], 118],
  ['the numbers in the history', ['operations', 'readHistory', 'answer', 'requests', 0, 'number'], 125],
  ['what kind of document it is', ['operations', 'fetchResult', 'answer', 'mediaType'], 125],
  ['the session', ['operations', 'readSession'], 118],
  ['the signing', ['operations', 'sign'], 30],
];

async function runWithout(...paths: Path[]) {
  const document = parseDocument(readFileSync(fixturePath('targets/foreign-html.yaml'), 'utf8'));
  for (const path of paths) expect(document.deleteIn(path), path.join('.')).toBe(true);
  return runOf(document);
}

async function runOf(document: Document) {
  const file = join(scratch(), 'part.yaml');
  writeFileSync(file, document.toString());
  // Each run moves the clock of its portal on, and the certificates do not last for all of them.
  const portal = await openPortal(createHtmlPortal(TRUST));
  const { report } = await runOn(file, environmentOf(portal.url));
  await portal.close();
  const wrong = report.verdicts.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable');
  const left = report.verdicts.filter(({ verdict }) => verdict === 'not-applicable');
  return {
    wrong: wrong.map(({ assertion, verdict, actual }) => ({ assertion, verdict, actual })),
    left: left.map(({ assertion }) => assertion),
    ...report.counts,
  };
}

it.each(
  drawn(
    PARTS.map(([id, path, judged]) => ({ id, path, judged })),
    10,
  ),
)('fails nowhere without $id', async ({ path, judged }) => {
  const { wrong, pass } = await runWithout(path);
  expect(wrong).toEqual([]);
  expect(pass).toBeGreaterThanOrEqual(judged);
  expect(pass).toBeLessThanOrEqual(164);
});

it('asks of a row nothing that is not read of it', async () => {
  const document = parseDocument(readFileSync(fixturePath('targets/foreign-html.yaml'), 'utf8'));
  const { each, action, startedAt, finishedAt } = document.toJS().history[0];
  const isLast = { css: '.shag', matches: '^Выдача' };
  document.setIn(['history', 0, 'skip'], document.createNode(isLast));
  document.addIn(
    ['history'],
    document.createNode({ each, skip: { css: '.shag', matches: '^(?!Выдача)' }, action, startedAt, finishedAt }),
  );
  const { wrong, left } = await runOf(document);
  expect({ wrong, left: left.filter((id) => id.includes('/receive-result/actor')) }).toEqual({
    wrong: [],
    left: ['cultural-property-export-certificate/portal/receive-result/actor'],
  });
});

it('judges the login of a portal of which nothing else is described', async () => {
  const document = parseDocument(readFileSync(fixturePath('targets/foreign-html.yaml'), 'utf8'));
  const all = Object.keys(document.toJS().operations).filter(
    (name) => !['describe', 'advanceClock', 'authenticate'].includes(name),
  );
  const { wrong, pass } = await runWithout(...all.map((name) => ['operations', name]));
  expect(wrong).toEqual([]);
  expect(pass).toBeGreaterThan(15);
});
