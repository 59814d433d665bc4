// What the formats for machines list: each verdict, what of the baseline does not hold, and that a run did not pass where nothing else says so.
//
// All text in an entry is plain already, so that a format has only its own marks to escape.
import { createHash } from 'node:crypto';
import { describePlaces, placeKey } from '../schemas/place.ts';
import type { Report } from '../schemas/run/report.ts';
import { groupOf, type ReportedVerdict } from '../schemas/run/verdict.ts';
import { type Finding, findingsOf } from './findings.ts';
import { plainText } from './portal-text.ts';
import { attemptsLine, headline, judgedLine, knownLine } from './sentences.ts';

/**
 * How an entry stands, which each format maps to a status of its own. `expected`: the baseline knows the failure; `disputed`: inconclusive
 * only because the text can be read in several ways; `outcome`: the run is not passed.
 */
export const STANDINGS = [
  'passed',
  'failed',
  'expected',
  'inconclusive',
  'disputed',
  'pending',
  'not-applicable',
  'error',
  'outcome',
] as const;
export type Standing = (typeof STANDINGS)[number];

/** One line of a report for machines. */
export interface Entry {
  /** The id of the assertion, `reglament/baseline/<id>` or `reglament/run/outcome`. It is the same in every run. */
  readonly id: string;
  readonly title: string;
  readonly standing: Standing;
  /** The verdict, the kind of problem of the baseline, or the outcome. */
  readonly type: string;
  /** The verdict with its reason, on one line. */
  readonly message: string;
  /** All that is known of it; made when it is asked for, because a portal may say much. */
  readonly lines: () => readonly string[];
  /** When the first exchange on which it rests was sent, or else when it was judged; in milliseconds since 1970. */
  readonly startMs: number;
  /** How long the exchanges took on which it rests. */
  readonly tookMs: number;
  /** Null where the entry is of no assertion. */
  readonly finding: Finding | null;
}

/** How a verdict stands. What counts as green is decided by `groupOf` alone. */
function standingOf(verdict: ReportedVerdict): Standing {
  const group = groupOf(verdict);
  const name = verdict.verdict;
  switch (group) {
    case 'excused':
      return name === 'inconclusive' ? 'disputed' : 'not-applicable';
    case 'open':
      return name === 'pending' || name === 'error' ? name : 'inconclusive';
    default:
      return group;
  }
}

/**
 * Lists the entries of a report: what of the baseline does not hold, then the verdicts in the order of the assertions.
 * @param isRed whether a format shows what stands so as red. Where the run did not pass and nothing in it is red, a last entry is `outcome`
 */
export function entriesOf(report: Report, isRed: (standing: Standing) => boolean): Entry[] {
  const endMs = Date.parse(report.finishedAt ?? report.startedAt);
  const problems = (report.baseline?.problems ?? []).map(({ assertion, kind, message }): Entry => {
    const id = `reglament/baseline/${plainText(assertion)}`;
    const text = plainText(message) || id;
    const none = { startMs: endMs, tookMs: 0, finding: null };
    return { id, title: text, standing: 'failed', type: kind, message: text, lines: () => [text], ...none };
  });
  const entries = [...problems, ...findingsOf(report).map((finding) => entryOf(finding, report))];
  const isTold = report.outcome === 'passed' || entries.some(({ standing }) => isRed(standing));
  return isTold ? entries : [...entries, outcomeEntry(report, endMs)];
}

function entryOf(finding: Finding, report: Report): Entry {
  const { assertion, verdict } = finding;
  const { known, attempts } = verdict;
  const exchanges = verdict.evidence.flatMap((id) => exchangeOf(report, id) ?? []);
  const why = verdict.verdict === 'fail' ? verdict.actual : (verdict.reason ?? 'no reason given');
  const lines = () => [
    `title: ${assertion.title}`,
    `place: ${describePlaces(assertion.source)}`,
    `expected: ${verdict.expected}`,
    `actual: ${verdict.actual}`,
    ...(verdict.reason === null ? [] : [`reason: ${verdict.reason}`]),
    ...(known === undefined ? [] : [knownLine(known)]),
    ...(attempts === undefined ? [] : [attemptsLine(attempts)]),
    ...verdict.evidence.map((id) => `evidence: ${id}${describeExchange(report, id)}`),
  ];
  return {
    id: assertion.id,
    title: plainText(assertion.title),
    standing: standingOf(verdict),
    type: verdict.verdict,
    message: plainText(`${verdict.verdict}${known === undefined ? '' : ' as expected'}: ${why}`),
    lines: () => lines().map(plainText),
    startMs: Math.min(...exchanges.map(({ at }) => Date.parse(at)), Date.parse(verdict.at)),
    tookMs: exchanges.reduce((sum, { tookMs }) => sum + tookMs, 0),
    finding,
  };
}

function exchangeOf({ exchanges }: Report, id: string): Report['exchanges'][string] | undefined {
  return Object.hasOwn(exchanges, id) ? exchanges[id] : undefined;
}

function describeExchange(report: Report, id: string): string {
  const exchange = exchangeOf(report, id);
  if (exchange === undefined) return '';
  const { operation, request, response } = exchange;
  return ` ${operation} ${request.method} ${request.url} -> ${response.status ?? response.fault ?? 'no answer'}`;
}

function outcomeEntry(report: Report, endMs: number): Entry {
  const title = headline(report);
  const lines = () => [
    judgedLine(report),
    ...(report.stopped === null ? [] : [plainText(`stopped: ${report.stopped}`)]),
  ];
  const place = { startMs: endMs, tookMs: 0, finding: null };
  return {
    id: 'reglament/run/outcome',
    title,
    standing: 'outcome',
    type: report.outcome,
    message: title,
    lines,
    ...place,
  };
}

/** A number in hexadecimal by which a reader recognises the same thing in another report: SHA-256 of its parts. */
export function fingerprintOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** The cell as a path, for readers that know places in files alone: `<regulation>/table/<annex>/<table>/<step>/<row>`. */
export function cellPath({ id, finding }: Entry): string {
  const [place] = finding?.assertion.source ?? [];
  return finding === null || place === undefined ? id : `${finding.assertion.regulation}/${placeKey(place)}`;
}
