// Tests what holds for every reporter that writes: the same bytes, nothing that steers a reader, and a word in the table of the guide.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { extractText } from 'unpdf';
import { describe, expect, it } from 'vitest';
import { packageFolder } from '../schemas/fixture.ts';
import { foldReport } from '../schemas/run/fold.ts';
import type { Report } from '../schemas/run/report.ts';
import { ALLURE } from './allure.ts';
import { CTRF } from './ctrf.ts';
import { EARL } from './earl.ts';
import { STANDINGS } from './entries.ts';
import { GITHUB } from './github.ts';
import { GITLAB } from './gitlab.ts';
import { JUNIT } from './junit.ts';
import { type FileContent, filesOf } from './output-file.ts';
import { REPORTERS } from './registry.ts';
import {
  hostileReport,
  hostileText,
  knownReport,
  sampleEvents,
  sampleRegulation,
  sampleReport,
  standingsReport,
} from './sample.ts';
import { SARIF } from './sarif.ts';

/** The text of a file; of a PDF as its reader finds it, and behind it the bytes themselves, by their digest. */
async function textOf(path: string, content: FileContent): Promise<string> {
  if (typeof content === 'string') return content;
  if (!path.endsWith('.pdf')) return Buffer.from(content).toString();
  const { text } = await extractText(Uint8Array.from(content), { mergePages: true });
  return `${text}\n${createHash('sha256').update(content).digest('hex')}`;
}

/** All that a reporter writes for a report, on the screen or into files. */
async function writtenBy(
  entry: (typeof REPORTERS)[keyof typeof REPORTERS],
  report: Report,
): Promise<[string, string][]> {
  const regulations = [sampleRegulation()];
  if (entry.file !== null) {
    const files = [...filesOf(entry.file, (await entry.load())(report, regulations))];
    return Promise.all(
      files.map(async ([path, content]): Promise<[string, string]> => [path, await textOf(path, content)]),
    );
  }
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  const context = {
    outDir: null,
    regulations,
    write,
    isTty: false,
    language: 'en' as const,
    signed: [],
    columns: 80,
    hasColour: false,
  };
  await (await entry.load())(context, new Map()).onEnd?.(report);
  return [['stdout', written.join('')]];
}

describe.each(Object.entries(REPORTERS))('%s', (_, entry) => {
  it('writes the same bytes twice, and from a journal that is read again', async () => {
    for (const report of [standingsReport(), knownReport()])
      expect(await writtenBy(entry, structuredClone(report))).toEqual(await writtenBy(entry, report));
    const events = sampleEvents();
    const journal = events.map((event) => JSON.stringify(event));
    const again = foldReport(journal.map((line) => JSON.parse(line)));
    expect(await writtenBy(entry, again)).toEqual(await writtenBy(entry, foldReport(events)));
  });

  it('lets nothing through that steers a reader, whatever the portal says', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        for (const [path, written] of await writtenBy(entry, hostileReport(text))) {
          const lines = path.endsWith('.csv') ? written.replace(/^\ufeff/u, '').replaceAll('\r\n', '\n') : written;
          expect(lines).not.toMatch(/(?!\n)\p{Cc}|[\p{Cf}\p{Cs}]/u);
        }
      }),
      { numRuns: process.env.REGLAMENT_ALL === undefined ? 8 : 30 },
    );
  });

  it('takes a megabyte of what a portal says', async () => {
    const texts = await writtenBy(
      entry,
      sampleReport([{ verdict: { verdict: 'fail', actual: '=`](\u202e'.repeat(200_000) } }]),
    );
    expect(texts.every(([, text]) => text.length > 0)).toBe(true);
  });
});

it('maps every verdict as the guide says', () => {
  const guide = readFileSync(join(packageFolder(), 'docs/reports.md'), 'utf8');
  const rows = guide.split('\n').flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    return STANDINGS.some((standing) => cells[1] === `\`${standing}\``) ? [cells.slice(1, -1)] : [];
  });
  const word = (value: string | null) => (value === null ? '–' : `\`${value}\``);
  const tables = [JUNIT, CTRF, SARIF, GITHUB, GITLAB, ALLURE, EARL];
  const expected = STANDINGS.map((standing) => [`\`${standing}\``, ...tables.map((table) => word(table[standing]))]);
  expect(rows.map(([standing, , ...words]) => [standing, ...words])).toEqual(expected);
});
