// Tests junit.xml by reading it back, also as Allure does, and that it is green exactly when the run passed.
import { junitXml } from '@allurereport/reader';
import { BufferResultFile, type RawTestResult } from '@allurereport/reader-api';
import { DOMParser, type Element, onErrorStopParsing } from '@xmldom/xmldom';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { conclude, VERDICTS } from '../schemas/run/verdict.ts';
import { renderJunit } from './junit.ts';
import {
  hostileReport,
  hostileText,
  knownReport,
  NOT_JUDGED,
  SAMPLES,
  sampleReport,
  standingsReport,
} from './sample.ts';

type Node = Record<string, unknown>;
const inside = (parent: Element, name: string): Element[] => [...parent.getElementsByTagName(name)];
const attributesOf = (element: Element): Node =>
  Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]));

/** A test case with its mark, if it has one, and the text of that. */
function caseOf(element: Element): Node {
  const marks = ['failure', 'error', 'skipped'].flatMap((name) => inside(element, name));
  const shown = marks.map((mark) => [mark.nodeName, { ...attributesOf(mark), text: mark.textContent }]);
  return { ...attributesOf(element), ...Object.fromEntries(shown) };
}

function read(xml: string): { root: Node; suites: (Node & { cases: Node[] })[]; cases: Map<string, Node> } {
  const top = new DOMParser({ onError: onErrorStopParsing }).parseFromString(xml, 'text/xml').documentElement;
  if (top === null) throw new Error('there is no root');
  const suites = inside(top, 'testsuite').map((suite) => ({
    ...attributesOf(suite),
    cases: inside(suite, 'testcase').map(caseOf),
  }));
  const cases = suites.flatMap((suite) => suite.cases);
  return { root: attributesOf(top), suites, cases: new Map(cases.map((one) => [String(one.name), one])) };
}

const id = (rest: string) => `carriage-licence/${rest}`;

it('makes a failure of what failed, with what was expected, what was seen and on what it rests', () => {
  const { cases } = read(renderJunit(sampleReport()));
  const found = cases.get(id('portal/pay/next-when-unpaid'));
  expect(found).toMatchObject({
    classname: 'carriage-licence.portal.next-step',
    failure: { type: 'fail', message: 'fail: the portal went on to sign' },
  });
  const { text } = Object(found?.failure);
  expect(text).toContain('expected: the request is refused for want of payment');
  expect(text).toContain('evidence: unpaid#1 pay POST /requests/r1/payment -> 200');
  expect(text).toContain('place: table 1, step 2, next; clause 6, item 2');
});

it.each([
  ['portal/pay/actor', 'error', 'inconclusive'],
  ['portal/issue/result', 'error', 'pending'],
  ['office/register/number', 'error', 'error'],
])('makes an error of what stayed open: %s', (name, mark, type) => {
  expect(read(renderJunit(sampleReport())).cases.get(id(name))).toMatchObject({ [mark]: { type } });
});

it('keeps a defect of the harness an error, also where the reading is disputed', () => {
  const { cases } = read(renderJunit(sampleReport([{ verdict: { verdict: 'error', disputed: true } }])));
  expect(cases.get(id('portal/authenticate/term'))).toHaveProperty('error');
});

it('skips only what leaves a run passed', () => {
  const { cases } = read(renderJunit(sampleReport()));
  const skipped = [...cases].filter(([, node]) => 'skipped' in node).map(([name]) => name);
  expect(skipped).toEqual([id('office/register/shown'), id('portal/issue/term')]);
});

it('keeps what is pending an error, also where the reading is disputed, as the outcome of the run does', () => {
  const { cases } = read(renderJunit(sampleReport([{ verdict: { verdict: 'pending', disputed: true } }])));
  expect(cases.get(id('portal/authenticate/term'))).toMatchObject({ error: { type: 'pending' } });
});

it('counts what it holds', () => {
  const { root, suites, cases } = read(renderJunit(sampleReport()));
  const sum = (name: string) => suites.reduce((total, suite) => total + Number(suite[name]), 0);
  for (const name of ['tests', 'failures', 'errors']) expect(Number(root[name])).toBe(sum(name));
  expect(root).toMatchObject({ tests: '7', failures: '1', errors: '3' });
  expect(sum('skipped')).toBe(2);
  expect(cases.size).toBe(7);
  for (const suite of suites) {
    const nodes = suite.cases;
    expect(Number(suite.tests)).toBe(nodes.length);
    expect(Number(suite.failures)).toBe(nodes.filter((node) => 'failure' in node).length);
    expect(Number(suite.errors)).toBe(nodes.filter((node) => 'error' in node).length);
    expect(Number(suite.skipped)).toBe(nodes.filter((node) => 'skipped' in node).length);
  }
});

it('is green exactly when the outcome is passed', () => {
  const verdict = fc.record({ verdict: fc.constantFrom(...VERDICTS), disputed: fc.boolean() });
  fc.assert(
    fc.property(fc.array(verdict, { maxLength: 5 }), fc.boolean(), (verdicts, requireFull) => {
      const samples = verdicts.map((one, n) => ({ assertion: { id: `a/b/c/d${n}` }, verdict: one }));
      const report = sampleReport(samples, { outcome: conclude(verdicts, requireFull) });
      const { root } = read(renderJunit(report));
      expect(Number(root.failures) + Number(root.errors) === 0).toBe(report.outcome === 'passed');
    }),
  );
});

it('stays XML whatever the portal says', () => {
  const evil = ']]></failure><testcase name="x"/> & \u0000\u0008\u001b[1m\ufffe\uffff\ud800 "\'';
  const samples = SAMPLES.map((sample) => ({
    ...sample,
    verdict: { ...sample.verdict, expected: evil, actual: evil, reason: evil },
  }));
  const xml = renderJunit(sampleReport(samples, { target: evil }));
  expect(read(xml).cases.size).toBe(7);
  expect(xml).not.toMatch(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
  fc.assert(fc.property(hostileText, (text) => read(renderJunit(hostileReport(text))).cases.size === 9));
});

it('skips what failed as expected, with the reason, and fails a case for each entry of the baseline that does not hold', () => {
  const { cases, root } = read(renderJunit(knownReport()));
  expect(root).toMatchObject({ tests: '6', failures: '3', errors: '0' });
  expect(cases.get(id('portal/pay/known'))).toMatchObject({ skipped: { message: 'fail as expected: seen' } });
  expect(JSON.stringify(cases.get(id('portal/pay/flaky')))).toContain('2 attempts: failed; held');
  expect(cases.get('reglament/baseline/a/b/c/stale')).toMatchObject({ failure: { type: 'stale' } });
});

it('tells how long the exchanges took on which a case rests, and when the first of a suite was sent', () => {
  const { root, suites, cases } = read(renderJunit(sampleReport()));
  expect(cases.get(id('portal/pay/next-when-unpaid'))).toMatchObject({ time: '0.024' });
  expect(cases.get(id('portal/pay/actor'))).toMatchObject({ time: '0.000' });
  expect(root).toMatchObject({ time: '0.084' });
  // The schema of Ant has no zone, and that of Jenkins no fraction of a count.
  for (const { timestamp, time } of suites) {
    expect(timestamp).toBe('2026-11-26T10:00:00');
    expect(time).toMatch(/^\d+\.\d{3}$/u);
  }
});

it('has the attributes that the schema of Jenkins lets it have, and no others', () => {
  const allowed: Record<string, string[]> = {
    testsuites: ['name', 'time', 'tests', 'failures', 'errors'],
    testsuite: ['name', 'tests', 'failures', 'errors', 'time', 'skipped', 'timestamp'],
    testcase: ['name', 'time', 'classname'],
    failure: ['type', 'message'],
    error: ['type', 'message'],
    skipped: ['message'],
  };
  for (const report of [sampleReport(), knownReport(), sampleReport([])])
    for (const [, name = '', attributes = ''] of renderJunit(report).matchAll(/<([a-z]+)((?: [a-z]+="[^"]*")*)\/?>/gu))
      for (const [, attribute] of attributes.matchAll(/ ([a-z]+)=/gu)) expect(allowed[name]).toContain(attribute);
});

it('is read by others as it is meant', async () => {
  const statuses: (string | undefined)[] = [];
  const nothing = async () => undefined;
  const visitor = {
    visitTestResult: async ({ status }: RawTestResult) => void statuses.push(status),
    ...{ visitCheckResult: nothing, visitMetrics: nothing, visitTestFixtureResult: nothing },
    ...{ visitAttachmentFile: nothing, visitMetadata: nothing, visitGlobals: nothing },
  };
  expect(
    await junitXml.read(visitor, new BufferResultFile(Buffer.from(renderJunit(standingsReport())), 'junit.xml')),
  ).toBe(true);
  expect(statuses.sort()).toEqual([
    ...['broken', 'broken', 'broken', 'failed', 'passed', 'skipped', 'skipped', 'skipped'],
  ]);
});

it.each(NOT_JUDGED)('has an error where the run rests on %s', (_, report) => {
  expect(read(renderJunit(report())).root).toMatchObject({ failures: '0', errors: '1' });
});
