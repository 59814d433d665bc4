// The reporter for GitHub Actions: annotations on stdout, and the Markdown report in the summary of the job.
import { appendFile } from 'node:fs/promises';
import { ConformanceError } from '../schemas/errors.ts';
import type { Report } from '../schemas/run/report.ts';
import { type Entry, entriesOf, type Standing } from './entries.ts';
import { groupBy } from './findings.ts';
import { renderMarkdown } from './markdown.ts';
import { plainText, shorten } from './portal-text.ts';
import type { Reporter, ReporterContext } from './reporter.ts';
import { headline } from './sentences.ts';

type Level = 'error' | 'warning' | 'notice';

/** As what an entry is annotated; null where it is not. Of a run that did not pass, the first annotation is always an error. */
export const GITHUB: Readonly<Record<Standing, Level | null>> = {
  passed: null,
  failed: 'error',
  expected: 'notice',
  inconclusive: 'warning',
  disputed: 'notice',
  pending: 'warning',
  'not-applicable': null,
  error: 'warning',
  outcome: 'error',
};

/** How many annotations of a level GitHub keeps of a step. */
const KEPT = 10;
/** The longest message, in UTF-16 units. */
const LONGEST = 1000;

/** The annotations as workflow commands, one a line: the outcome first, then as many of each level as GitHub keeps. */
export function renderAnnotations(report: Report): string {
  const entries = entriesOf(report, () => true).filter(({ standing }) => standing !== 'outcome');
  const outcome = command(
    report.outcome === 'passed' ? 'notice' : 'error',
    `reglament: ${report.outcome}`,
    headline(report),
  );
  const lines = (['error', 'warning', 'notice'] as const).flatMap((level) => {
    const told = entries.filter(({ standing }) => GITHUB[standing] === level);
    // What did not fail is told once for each reason, because it stays open in many places for the same one.
    const groups = [...groupBy(told, ({ id, message }) => (level === 'error' ? id : message)).values()];
    const shown = groups.slice(0, KEPT - 1);
    const more = groups.slice(KEPT - 1).reduce((sum, group) => sum + group.length, 0);
    const rest = more === 0 ? [] : [`reglament: ${more} more ${level === 'error' ? 'failed' : 'of this kind'}\n`];
    return [...shown.map((group) => annotation(level, group)), ...rest];
  });
  return [outcome, ...lines].join('');
}

function annotation(level: Level, [first, ...others]: readonly Entry[]): string {
  if (first === undefined) return '';
  const { id, message, finding } = first;
  const expected = finding?.verdict.verdict === 'fail' ? ` (expected: ${plainText(finding.verdict.expected)})` : '';
  return command(level, others.length === 0 ? id : `${id} and ${others.length} more`, `${message}${expected}`);
}

function command(level: Level, title: string, message: string): string {
  const property = encode(title).replaceAll(':', '%3A').replaceAll(',', '%2C');
  return `::${level} title=${property}::${encode(shorten(message, LONGEST))}\n`;
}

/** Escapes what ends a workflow command or is an escape itself. */
function encode(text: string): string {
  return plainText(text).replaceAll('%', '%25');
}

/** The reporter for GitHub Actions. Outside of it, without a file for the summary, the annotations alone are written. */
export function githubReporter({ write, stepSummary }: ReporterContext): Reporter {
  return {
    name: 'github',
    async onEnd(report) {
      write(renderAnnotations(report));
      if (stepSummary === undefined) return;
      try {
        // What was written before may not end its line.
        await appendFile(stepSummary, `\n${renderMarkdown(report)}`);
      } catch (cause) {
        const details = { key: 'GITHUB_STEP_SUMMARY', value: stepSummary, cure: 'name a file that can be written' };
        throw new ConformanceError('output-unwritable', 'the summary cannot be written', details, { cause });
      }
    },
  };
}
