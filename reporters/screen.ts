// The last screen of a run for a person at a terminal: the outcome first, then what failed, then what stayed open.
import { styleText } from 'node:util';
import { describePlaces } from '../schemas/place.ts';
import type { Report } from '../schemas/run/report.ts';
import { groupOf, isClaimed, type VerdictName } from '../schemas/run/verdict.ts';
import { type Finding, findingsOf, groupBy } from './findings.ts';
import { tellMoment } from './moment.ts';
import { plainText } from './portal-text.ts';
import { attemptsLine, countOf, headline, judgedLine, knownLine } from './sentences.ts';

const FAILURES_SHOWN = 10;
const REASONS_SHOWN = 5;
const WARNINGS_SHOWN = 10;
const OUTCOME_COLOURS = { passed: 'green', failed: 'red', incomplete: 'yellow' } as const;

/** How the screen emphasises a text, for example in red. */
export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** Emphasis by colour. Whether to use colour has been decided already, so Node is told not to decide it again by the stream. */
export const inColour: Paint = (style, text) => styleText(style, text, { validateStream: false });
/** No emphasis. */
export const plainly: Paint = (_, text) => text;

/** What the screen needs besides the report. */
export interface ScreenOptions {
  readonly paint: Paint;
  /** Where the HTML report was written; null where it was not. */
  readonly htmlPath: string | null;
}

/** The screen as text. Text that came from the portal is made plain. */
export function renderScreen(report: Report, { paint, htmlPath }: ScreenOptions): string {
  const findings = findingsOf(report);
  const blocks = [
    outcomeLines(report, paint),
    baselineLines(report, paint),
    failureLines(
      findings.filter(({ verdict }) => groupOf(verdict) === 'failed'),
      paint,
    ),
    expectedLines(
      findings.filter(({ verdict }) => groupOf(verdict) === 'expected'),
      paint,
    ),
    reasonLines('error', withVerdict(findings, 'error'), paint),
    reasonLines('inconclusive', withVerdict(findings, 'inconclusive'), paint),
    reasonLines('pending', withVerdict(findings, 'pending'), paint),
    reasonLines(
      'not applicable',
      withVerdict(findings, 'not-applicable').filter(({ verdict }) => isClaimed(verdict)),
      paint,
    ),
    warningLines(report, paint),
    [...runLines(report, paint), ...(htmlPath === null ? [] : [`report  ${htmlPath}`])],
  ];
  return `\n${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function withVerdict(findings: readonly Finding[], name: VerdictName): Finding[] {
  return findings.filter(({ verdict }) => verdict.verdict === name);
}

function outcomeLines(report: Report, paint: Paint): string[] {
  const colour = OUTCOME_COLOURS[report.outcome];
  const stopped = report.stopped === null ? [] : [`the run was stopped: ${plainText(report.stopped)}`];
  return [paint(['bold', colour], headline(report)), judgedLine(report), ...recommendedLine(report), ...stopped];
}

/** What the text does not demand is told apart; none where it was not asked for. */
function recommendedLine({ recommended }: Report): string[] {
  if (recommended.length === 0) return [];
  const followed = recommended.filter(({ verdict }) => verdict === 'pass').length;
  const not = recommended.filter(({ verdict }) => verdict === 'fail').map(({ assertion }) => assertion);
  const names =
    not.length === 0
      ? ''
      : `; not followed: ${not.slice(0, REASONS_SHOWN).join(', ')}${not.length > REASONS_SHOWN ? ' …' : ''}`;
  return [`recommended, not counted: ${followed} of ${recommended.length} followed${names}`];
}

/** What of the baseline does not hold: each in a sentence of its own, none left out. */
function baselineLines({ baseline }: Report, paint: Paint): string[] {
  return (baseline?.problems ?? []).map(({ message }) => paint('red', `✗ ${plainText(message)}`));
}

/** The failures that the baseline knows, each with what it says of them. */
function expectedLines(failures: readonly Finding[], paint: Paint): string[] {
  if (failures.length === 0) return [];
  const shown = failures
    .slice(0, FAILURES_SHOWN)
    .flatMap(({ assertion, verdict }) => [
      `  ${assertion.id}`,
      `    actual  ${plainText(verdict.actual)}`,
      ...(verdict.known === undefined ? [] : [`    ${plainText(knownLine(verdict.known))}`]),
      ...(verdict.attempts === undefined ? [] : [`    ${attemptsLine(verdict.attempts)}`]),
    ]);
  const more = failures.length - FAILURES_SHOWN;
  return [
    paint('yellow', `failed as expected (${failures.length})`),
    ...shown,
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ];
}

/** The failures, those that are alike in several flows told once. */
function failureLines(failures: readonly Finding[], paint: Paint): string[] {
  const alike = groupBy(failures, ({ assertion: { title }, verdict: { expected, actual } }) =>
    JSON.stringify([title, expected, actual]),
  );
  const groups = [...alike.values()].slice(0, FAILURES_SHOWN);
  const shown = groups.flatMap(([first, ...others], at) => {
    if (first === undefined) return [];
    const { assertion, verdict } = first;
    return [
      ...(at === 0 ? [] : ['']),
      `${paint('red', `✗ ${assertion.id}`)}`,
      `  ${paint('bold', plainText(assertion.title))}  ${paint('dim', describePlaces(assertion.source))}`,
      `  expected  ${plainText(verdict.expected)}`,
      `  actual    ${plainText(verdict.actual)}`,
      ...(verdict.attempts === undefined ? [] : [`  tried     ${attemptsLine(verdict.attempts)}`]),
      ...(others.length === 0 ? [] : [`  likewise  ${others.map(({ assertion: { id } }) => id).join(', ')}`]),
    ];
  });
  const more = failures.length - groups.reduce((sum, group) => sum + group.length, 0);
  return more > 0 ? [...shown, '', `… and ${more} more`] : shown;
}

function reasonLines(label: string, findings: readonly Finding[], paint: Paint): string[] {
  if (findings.length === 0) return [];
  const groups = groupBy(findings, ({ verdict }) => plainText(verdict.reason ?? 'no reason given'));
  const reasons = [...groups].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  const width = String(findings.length).length;
  const shown = reasons
    .slice(0, REASONS_SHOWN)
    .map(([reason, group]) => `  ${String(group.length).padStart(width)}  ${reason}`);
  const rest = reasons.slice(REASONS_SHOWN);
  const more = rest.reduce((sum, [, group]) => sum + group.length, 0);
  const last = more === 0 ? [] : [`  ${String(more).padStart(width)}  for ${countOf(rest.length, 'other reason')}`];
  return [paint('yellow', `${label} (${findings.length})`), ...shown, ...last];
}

function warningLines({ warnings }: Report, paint: Paint): string[] {
  if (warnings.length === 0) return [];
  const shown = warnings
    .slice(0, WARNINGS_SHOWN)
    .map(({ code, message }) => `  ${plainText(code)}: ${plainText(message)}`);
  const more = warnings.length - WARNINGS_SHOWN;
  const last = more > 0 ? [`  … and ${more} more`] : [];
  return [paint('yellow', countOf(warnings.length, 'warning')), ...shown, ...last];
}

function runLines(report: Report, paint: Paint): string[] {
  return [
    `target  ${plainText(report.target)} (${plainText(report.portal)})${report.part === undefined ? '' : `, part ${report.part.number} of ${report.part.of}`}`,
    paint('dim', `run     ${tellMoment(report.startedAt)} to ${tellMoment(report.finishedAt ?? 'no end')}`),
    paint(
      'dim',
      `seed ${report.seed}, ${report.nonce === null ? '' : `nonce ${plainText(report.nonce)}, `}terms counted ${plainText(report.convention)}, ${plainText(report.tool)}`,
    ),
  ];
}
