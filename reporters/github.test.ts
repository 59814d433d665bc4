// Tests the annotations of GitHub by reading them as its runner does, and the summary of the job.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { githubReporter, renderAnnotations } from './github.ts';
import { renderMarkdown } from './markdown.ts';
import {
  hostileReport,
  hostileText,
  knownReport,
  NOT_JUDGED,
  type Sample,
  sampleReport,
  standingsReport,
} from './sample.ts';

interface Command {
  readonly name: string;
  readonly title: string;
  readonly message: string;
}

/** The commands of an output: each begins a line, and what is escaped in its property and message is read back. */
function read(output: string): Command[] {
  return output.split(/\r\n|\r|\n/u).flatMap((line) => {
    const [, head, data] = /^\s*::(.*?)::(.*)$/su.exec(line) ?? [];
    if (head === undefined || data === undefined) return [];
    const [, name = '', properties = ''] = /^(\w+) (.*)$/u.exec(head) ?? [];
    const [title = '', ...others] = properties.split(',').map((one) => one.replace(/^title=/u, ''));
    expect(others).toEqual([]);
    return { name, title: decode(title), message: decode(data) };
  });
}
const ESCAPES = { '%3A': ':', '%2C': ',', '%0D': '\r', '%0A': '\n', '%25': '%' };
const decode = (text: string) =>
  Object.entries(ESCAPES).reduce((rest, [sign, means]) => rest.replaceAll(sign, means), text);

it('annotates the outcome, what failed, and what stayed open by its reasons', () => {
  const commands = read(renderAnnotations(standingsReport()));
  expect(commands.map(({ name }) => name)).toEqual([
    ...['error', 'error', 'warning', 'warning', 'warning', 'notice', 'notice'],
  ]);
  expect(commands[0]).toMatchObject({
    title: 'reglament: failed',
    message: expect.stringMatching(/^failed on 1 of 8 assertions/u),
  });
  expect(commands[1]).toMatchObject({
    title: 'carriage-licence/portal/pay/next-when-unpaid',
    message: 'fail: the portal went on to sign (expected: the request is refused for want of payment)',
  });
});

it('makes an error of what of the baseline does not hold', () => {
  const errors = read(renderAnnotations(knownReport())).filter(({ name }) => name === 'error');
  expect(errors.map(({ title }) => title)).toContain('reglament/baseline/a/b/c/stale');
});

it('shows no more of a level than GitHub keeps, and says how many are left', () => {
  const failures = Array.from({ length: 30 }, (_, n): Sample => {
    return { assertion: { id: `a/b/c/d${n}` }, verdict: { verdict: 'fail' } };
  });
  const text = renderAnnotations(sampleReport(failures));
  expect(read(text).filter(({ name }) => name === 'error')).toHaveLength(10);
  expect(text).toContain('\nreglament: 21 more failed\n');
});

it.each(NOT_JUDGED)('makes an error of a run that rests on %s', (_, report) => {
  expect(read(renderAnnotations(report()))[0]).toMatchObject({ name: 'error', title: 'reglament: incomplete' });
});

it('makes none of a run that passed', () => {
  expect(read(renderAnnotations(sampleReport([{}])))).toMatchObject([{ name: 'notice', title: 'reglament: passed' }]);
});

it('gives the same commands whatever the portal says', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const output = renderAnnotations(hostileReport(text));
      // Every line is a command: nothing that a portal says begins one, in the old form either, which may stand anywhere else.
      expect(output.split('\n').every((line) => /^(?:::(?:error|warning|notice) title=|$)/u.test(line))).toBe(true);
      expect(read(output).map(({ name }) => name)).toEqual([
        'error',
        'error',
        'error',
        'warning',
        'warning',
        'warning',
        'notice',
        'notice',
      ]);
    }),
  );
});

it('reads back what it escaped', () => {
  const samples: Sample[] = [{ verdict: { verdict: 'fail', actual: '100%0A, a::b, c', expected: 'x' } }];
  expect(read(renderAnnotations(sampleReport(samples)))[1]?.message).toBe('fail: 100%0A, a::b, c (expected: x)');
});

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'github-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function report(stepSummary?: string): { written: string[]; ended: Promise<void> | void | undefined } {
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  const context = {
    outDir: null,
    regulations: [],
    write,
    isTty: false,
    language: 'en' as const,
    signed: [],
    columns: 0,
    hasColour: false,
  };
  const reporter = githubReporter(stepSummary === undefined ? context : { ...context, stepSummary });
  return { written, ended: reporter.onEnd?.(sampleReport()) };
}

it('adds the report to the summary of the job, behind what is there', async () => {
  const file = join(folder, 'summary');
  writeFileSync(file, 'before');
  const { written, ended } = report(file);
  await ended;
  expect(readFileSync(file, 'utf8')).toBe(`before\n${renderMarkdown(sampleReport())}`);
  expect(written).toEqual([renderAnnotations(sampleReport())]);
});

it('writes the annotations alone where there is no summary', async () => {
  const { written, ended } = report();
  await ended;
  expect(written).toHaveLength(1);
});

it('says that the summary cannot be written', async () => {
  await expect(report(folder).ended).rejects.toThrow(expect.objectContaining({ code: 'output-unwritable' }));
});
