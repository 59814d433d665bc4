// Tests allure-results by the reader of Allure itself.
import { allure2 } from '@allurereport/reader';
import { BufferResultFile, type RawMetadata, type RawTestResult } from '@allurereport/reader-api';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Report } from '../schemas/run/report.ts';
import { renderAllure } from './allure.ts';
import { hostileReport, hostileText, knownReport, NOT_JUDGED, sampleReport, standingsReport } from './sample.ts';

async function read(report: Report): Promise<{ tests: RawTestResult[]; about: RawMetadata }> {
  const tests: RawTestResult[] = [];
  const about: RawMetadata = {};
  const refuse = async () => expect.unreachable('a file is taken for something else');
  const visitor = {
    visitTestResult: async (result: RawTestResult) => void tests.push(result),
    visitMetadata: async (metadata: RawMetadata) => void Object.assign(about, metadata),
    ...{ visitCheckResult: refuse, visitMetrics: refuse, visitTestFixtureResult: refuse },
    ...{ visitAttachmentFile: refuse, visitGlobals: refuse },
  };
  for (const [name, text] of renderAllure(report)) {
    const file = new BufferResultFile(Buffer.from(text), name);
    expect(await allure2.matches?.(file)).toBe(true);
    expect(await allure2.read(visitor, file)).toBe(true);
  }
  return { tests, about };
}

it('gives each verdict its status, and says what is known of a failure', async () => {
  const { tests } = await read(standingsReport());
  expect(tests.map(({ status }) => status)).toEqual([
    ...['broken', 'skipped', 'passed', 'broken', 'skipped', 'broken', 'skipped', 'failed'],
  ]);
  expect(tests[7]).toMatchObject({
    name: 'Unpaid, the refusal follows',
    fullName: 'carriage-licence/portal/pay/next-when-unpaid',
    message: 'fail: the portal went on to sign',
    expected: 'the request is refused for want of payment',
    actual: 'the portal went on to sign',
    description: '`table 1, step 2, next; clause 6, item 2` says `3–егер ақы төлемесе`',
    start: Date.parse('2026-11-26T10:00:00.000Z'),
    stop: Date.parse('2026-11-26T10:00:00.024Z'),
  });
  expect(tests[7]?.labels).toContainEqual({ name: 'parentSuite', value: 'carriage-licence' });
  expect(tests[6]).toMatchObject({ known: true, flaky: true });
});

it('puts all that is broken into a category, and tells of which portal it is', async () => {
  const { tests, about } = await read(standingsReport());
  const categories: { name: string; messageRegex?: string; matchedStatuses: string[] }[] = about.allure2_categories;
  const categoryOf = ({ status = 'unknown', message = '' }: RawTestResult) =>
    categories
      .filter(({ matchedStatuses, messageRegex = '.*' }) => {
        return matchedStatuses.includes(status) && new RegExp(`^(?:${messageRegex})$`, 'u').test(message);
      })
      .map(({ name }) => name);
  expect(tests.flatMap(categoryOf)).toEqual(['Error', 'Pending', 'Inconclusive', 'Fail']);
  expect((await read(sampleReport([]))).tests.flatMap(categoryOf)).toEqual(['Incomplete']);
  expect(about.allure_environment).toContainEqual({ name: 'portal', values: ['Example portal 4.2'] });
});

it('knows a test again in the next run, and the run from the next', async () => {
  const [one] = (await read(sampleReport([{}]))).tests;
  const [other] = (await read(sampleReport([{}], { startedAt: '2026-11-27T10:00:00.000Z' }))).tests;
  expect(other).toMatchObject({ historyId: one?.historyId, testId: one?.testId });
  expect(other?.uuid).not.toBe(one?.uuid);
});

it('fails a test for what of the baseline does not hold', async () => {
  const { tests } = await read(knownReport());
  expect(tests.filter(({ status }) => status === 'failed').map(({ name }) => name)).toContain('stale <b>');
});

it.each(NOT_JUDGED)('has a broken test where the run rests on %s', async (_, report) => {
  expect((await read(report())).tests.at(-1)).toMatchObject({ status: 'broken' });
});

it('has passed tests alone where the run passed', async () => {
  expect((await read(sampleReport([{}]))).tests.map(({ status }) => status)).toEqual(['passed']);
});

it('writes the environment so that it is read back', async () => {
  const portal = 'a\\u0041 = b: #c\\ әі 😀';
  const { about } = await read(sampleReport([{}], { portal }));
  expect(about.allure_environment).toContainEqual({ name: 'portal', values: [portal] });
});

it('keeps its files and its environment whatever the portal says', async () => {
  await fc.assert(
    fc.asyncProperty(hostileText, async (text) => {
      const { tests, about } = await read(hostileReport(text));
      expect(tests).toHaveLength(9);
      expect(tests.every(({ links }) => links?.length === 0)).toBe(true);
      const names: { name: string }[] = about.allure_environment;
      expect(names.map(({ name }) => name)).toEqual(['outcome', 'portal', 'target', 'tool', 'seed', 'convention']);
    }),
  );
});
