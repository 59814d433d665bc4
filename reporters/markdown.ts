// The reporter for a pull request: report.md, short enough for a comment: the outcome, what failed, and what was not observed.
//
// Whatever is not ours stands in code spans, where neither markup nor HTML nor a mention of a person or an issue means anything.
import { describePlaces } from '../schemas/place.ts';
import type { Report } from '../schemas/run/report.ts';
import { type Entry, entriesOf, type Standing } from './entries.ts';
import { groupBy } from './findings.ts';
import { plainText, shorten } from './portal-text.ts';
import { countOf, headline, judgedLine, knownLine, VERDICT_WORDS } from './sentences.ts';

const FAILURES_SHOWN = 20;
const REASONS_SHOWN = 10;
/** The longest text in a code span, in UTF-16 units. */
const LONGEST = 300;

/** What was not observed, in the order in which it is told. */
const NOT_OBSERVED = ['error', 'inconclusive', 'disputed', 'pending', 'not-applicable'] as const;

/** The report as Markdown of GitHub and GitLab. */
export function renderMarkdown(report: Report): string {
  const entries = entriesOf(report, (standing) => standing !== 'passed');
  const withStanding = (standing: Standing) => entries.filter((entry) => entry.standing === standing);
  const blocks = [
    [`## ${report.outcome === 'passed' ? '✅' : report.outcome === 'failed' ? '❌' : '⚠️'} ${headline(report)}`],
    [`${judgedLine(report)}.`],
    report.stopped === null ? [] : [`The run was stopped: ${code(report.stopped)}`],
    failureLines('Failed', withStanding('failed')),
    failureLines('Failed as expected', withStanding('expected')),
    reasonLines(NOT_OBSERVED.flatMap(withStanding)),
    [`${code(report.portal)} at ${code(report.target)}, ${code(report.startedAt)}, ${code(report.tool)}`],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function failureLines(heading: string, failures: readonly Entry[]): string[] {
  if (failures.length === 0) return [];
  const shown = failures.slice(0, FAILURES_SHOWN).flatMap(({ id, message, finding }) => {
    if (finding === null) return [`- ${code(id)}`, `  - ${code(message)}`];
    const { assertion, verdict } = finding;
    return [
      `- ${code(id)}`,
      `  - ${code(describePlaces(assertion.source))} says ${code(assertion.printed)}`,
      `  - expected ${code(verdict.expected)}`,
      `  - actual ${code(verdict.actual)}`,
      ...(verdict.known === undefined ? [] : [`  - ${code(knownLine(verdict.known))}`]),
    ];
  });
  const more = failures.length - FAILURES_SHOWN;
  return [
    `### ${heading} (${failures.length})`,
    '',
    ...shown,
    ...(more > 0 ? ['', `… and ${more} more, which the whole report tells.`] : []),
  ];
}

function reasonLines(entries: readonly Entry[]): string[] {
  if (entries.length === 0) return [];
  const alike = groupBy(entries, ({ standing, finding }) => JSON.stringify([standing, finding?.verdict.reason]));
  const groups = [...alike.values()];
  const shown = groups.slice(0, REASONS_SHOWN).flatMap((group) => {
    const verdict = group[0]?.finding?.verdict;
    if (verdict === undefined) return [];
    return [`- ${group.length} ${VERDICT_WORDS[verdict.verdict].done}: ${code(verdict.reason ?? 'no reason given')}`];
  });
  const rest = groups.slice(REASONS_SHOWN);
  const more = rest.reduce((sum, group) => sum + group.length, 0);
  return [
    `### Not observed (${entries.length})`,
    '',
    ...shown,
    ...(more > 0
      ? ['', `… and ${more} more for ${countOf(rest.length, 'other reason')}, which the whole report tells.`]
      : []),
  ];
}

/** Text as a code span: between more grave accents than stand together in it, and cut where it is long. */
export function code(text: string): string {
  // What is far behind the cut is not looked at.
  const plain = shorten(plainText(text.slice(0, 10 * LONGEST)), LONGEST) || 'nothing';
  const longest = Math.max(0, ...[...plain.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = plain.startsWith('`') || plain.endsWith('`') ? ' ' : '';
  return `${fence}${space}${plain}${space}${fence}`;
}
