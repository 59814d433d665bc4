// The last screen of a run for a person at a terminal: the outcome first, then what failed, then what stayed open.
import { styleText } from 'node:util';
import type { Language } from '../schemas/language.ts';
import type { Regulation } from '../schemas/regulation.ts';
import type { Report } from '../schemas/run/report.ts';
import { groupOf, isClaimed, type VerdictName } from '../schemas/run/verdict.ts';
import { counted, type Said, say } from '../schemas/said.ts';
import { cut } from './act/cut.ts';
import { tellPlaces } from './act/printed.ts';
import { type Finding, findingsOf, groupBy } from './findings.ts';
import { Voices } from './language/voices.ts';
import { inLog, plainText } from './portal-text.ts';
import { sayAttempts, sayHeadline, sayJudged, sayKnown } from './sentences.ts';

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
  readonly language: Language;
  readonly regulations: readonly Regulation[];
}

/** What every block of the screen is made with. */
interface Pen {
  readonly paint: Paint;
  readonly voices: Voices;
}

/** The screen as text. Text that came from the portal is made plain. */
export function renderScreen(report: Report, { paint, htmlPath, language, regulations }: ScreenOptions): string {
  const findings = findingsOf(report);
  const pen: Pen = { paint, voices: new Voices(language, regulations) };
  const grouped = (group: string) => findings.filter(({ verdict }) => groupOf(verdict) === group);
  const notObserved = withVerdict(findings, 'not-applicable').filter(({ verdict }) => isClaimed(verdict));
  const blocks = [
    outcomeLines(report, pen),
    baselineLines(report, pen),
    failureLines(grouped('failed'), pen),
    expectedLines(grouped('expected'), pen),
    reasonLines((n) => say`error (${n})`, withVerdict(findings, 'error'), pen),
    reasonLines((n) => say`inconclusive (${n})`, withVerdict(findings, 'inconclusive'), pen),
    reasonLines((n) => say`pending (${n})`, withVerdict(findings, 'pending'), pen),
    reasonLines((n) => say`not applicable (${n})`, notObserved, pen),
    warningLines(report, pen),
    [...runLines(report, pen), ...(htmlPath === null ? [] : table([[say`report`, htmlPath]], pen))],
  ];
  const text = blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
  return `\n${inLog(text)}\n`;
}

function withVerdict(findings: readonly Finding[], name: VerdictName): Finding[] {
  return findings.filter(({ verdict }) => verdict.verdict === name);
}

/** Lines that begin with a word each, in columns. */
function table(rows: readonly (readonly [word: Said, text: string])[], { voices }: Pen, margin = ''): string[] {
  const words = rows.map(([word]) => voices.own.within(word));
  const width = Math.max(...words.map((word) => word.length));
  return rows.map(([, text], at) => `${margin}${(words[at] ?? '').padEnd(width)}  ${text}`);
}

/** The most characters of one sentence that a portal may have written. */
const MOST_TEXT = 10_000;

/** What is said of an assertion, cut with a notice where a portal has written too much. */
function tellOf({ assertion }: Finding, said: Said, { voices }: Pen): string {
  const { text, left } = cut(voices.of(assertion.regulation).within(said), MOST_TEXT);
  return left === 0 ? text : `${text}… [${voices.own.within(say`cut here, ${left} more characters`)}]`;
}

function outcomeLines(report: Report, pen: Pen): string[] {
  const { paint, voices } = pen;
  const colour = OUTCOME_COLOURS[report.outcome];
  const within = (said: Said) => voices.own.within(said);
  const stopped = report.stopped === null ? [] : [within(say`the run was stopped: ${plainText(report.stopped)}`)];
  const judged = sayJudged(report).map(within).join('; ');
  return [paint(['bold', colour], within(sayHeadline(report))), judged, ...recommendedLine(report, pen), ...stopped];
}

/** What the text does not demand is told apart; none where it was not asked for. */
function recommendedLine({ recommended }: Report, { voices }: Pen): string[] {
  if (recommended.length === 0) return [];
  const followed = recommended.filter(({ verdict }) => verdict === 'pass').length;
  const not = recommended.filter(({ verdict }) => verdict === 'fail').map(({ assertion }) => assertion);
  const names = not.slice(0, REASONS_SHOWN).join(', ');
  const line =
    not.length === 0
      ? say`recommended, not counted: ${followed} of ${recommended.length} followed`
      : say`recommended, not counted: ${followed} of ${recommended.length} followed; not followed: ${names}`;
  return [`${voices.own.within(line)}${not.length > REASONS_SHOWN ? ' …' : ''}`];
}

/** What of the baseline does not hold: each in a sentence of its own, none left out. */
function baselineLines({ baseline }: Report, { paint, voices }: Pen): string[] {
  return (baseline?.problems ?? []).map(({ says }) => paint('red', `✗ ${voices.own.within(says)}`));
}

/** The failures that the baseline knows, each with what it says of them. */
function expectedLines(failures: readonly Finding[], pen: Pen): string[] {
  const { paint, voices } = pen;
  if (failures.length === 0) return [];
  const shown = failures.slice(0, FAILURES_SHOWN).flatMap((finding) => {
    const { assertion, verdict } = finding;
    return [
      `  ${assertion.id}`,
      ...table([[say`observed`, tellOf(finding, verdict.says.actual, pen)]], pen, '    '),
      ...(verdict.known === undefined ? [] : [`    ${tellOf(finding, sayKnown(verdict.known), pen)}`]),
      ...(verdict.attempts === undefined ? [] : [`    ${tellOf(finding, sayAttempts(verdict.attempts), pen)}`]),
    ];
  });
  return [
    paint('yellow', voices.own.within(say`failed as expected (${failures.length})`)),
    ...shown,
    ...moreLine(failures.length - FAILURES_SHOWN, pen, '  '),
  ];
}

function moreLine(more: number, { voices }: Pen, margin = ''): string[] {
  return more > 0 ? [`${margin}… ${voices.own.within(say`and ${more} more`)}`] : [];
}

/** The failures, those that are alike in several flows told once. */
function failureLines(failures: readonly Finding[], pen: Pen): string[] {
  const { paint } = pen;
  const alike = groupBy(failures, ({ assertion: { titled }, verdict: { says } }) =>
    JSON.stringify([titled, says.expected, says.actual]),
  );
  const groups = [...alike.values()].slice(0, FAILURES_SHOWN);
  const shown = groups.flatMap(([first, ...others], at) => {
    if (first === undefined) return [];
    const { assertion, verdict } = first;
    const rows: [Said, string][] = [
      [say`expected`, tellOf(first, verdict.says.expected, pen)],
      [say`observed`, tellOf(first, verdict.says.actual, pen)],
    ];
    if (verdict.attempts !== undefined) rows.push([say`tried`, tellOf(first, sayAttempts(verdict.attempts), pen)]);
    if (others.length > 0) rows.push([say`likewise`, others.map((other) => other.assertion.id).join(', ')]);
    return [
      ...(at === 0 ? [] : ['']),
      `${paint('red', `✗ ${assertion.id}`)}`,
      `  ${paint('bold', tellOf(first, assertion.titled, pen))}  ${paint('dim', tellOf(first, tellPlaces(assertion.source), pen))}`,
      ...table(rows, pen, '  '),
    ];
  });
  const more = failures.length - groups.reduce((sum, group) => sum + group.length, 0);
  return more > 0 ? [...shown, '', ...moreLine(more, pen)] : shown;
}

function reasonLines(label: (count: number) => Said, findings: readonly Finding[], pen: Pen): string[] {
  const { paint, voices } = pen;
  if (findings.length === 0) return [];
  const groups = groupBy(findings, (finding) =>
    tellOf(finding, finding.verdict.says.reason ?? say`no reason is given`, pen),
  );
  const reasons = [...groups].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  const width = String(findings.length).length;
  const shown = reasons
    .slice(0, REASONS_SHOWN)
    .map(([reason, group]) => `  ${String(group.length).padStart(width)}  ${reason}`);
  const rest = reasons.slice(REASONS_SHOWN);
  const more = rest.reduce((sum, [, group]) => sum + group.length, 0);
  const last =
    more === 0
      ? []
      : [`  ${String(more).padStart(width)}  ${voices.own.within(say`for ${counted(rest.length, 'other reason')}`)}`];
  return [paint('yellow', voices.own.within(label(findings.length))), ...shown, ...last];
}

function warningLines({ warnings }: Report, pen: Pen): string[] {
  if (warnings.length === 0) return [];
  const shown = warnings
    .slice(0, WARNINGS_SHOWN)
    .map(
      ({ code, message, says }) =>
        `  ${plainText(code)}: ${says === undefined ? plainText(message) : pen.voices.own.within(says)}`,
    );
  return [
    pen.paint('yellow', pen.voices.own.count(warnings.length, 'warning')),
    ...shown,
    ...moreLine(warnings.length - WARNINGS_SHOWN, pen, '  '),
  ];
}

function runLines(report: Report, pen: Pen): string[] {
  const { paint, voices } = pen;
  const { part, startedAt, finishedAt, seed, nonce, convention, tool } = report;
  const within = (said: Said) => voices.own.within(said);
  const began = voices.own.moment(startedAt);
  const ended = finishedAt === null ? within(say`no end`) : voices.own.moment(finishedAt);
  const where = `${plainText(report.target)} (${plainText(report.portal)})`;
  const facts = [
    say`seed ${String(seed)}`,
    ...(nonce === null ? [] : [say`nonce ${plainText(nonce)}`]),
    say`terms counted ${plainText(convention)}`,
    say`${plainText(tool)}`,
  ];
  return [
    ...table(
      [
        [say`target`, part === undefined ? where : `${where}, ${within(say`part ${part.number} of ${part.of}`)}`],
        [say`run`, within(say`from ${began} to ${ended}`)],
      ],
      pen,
    ),
    paint('dim', facts.map(within).join(', ')),
  ];
}
