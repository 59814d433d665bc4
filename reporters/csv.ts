// The reporter for spreadsheets: report.csv by RFC 4180, one row a verdict.
//
// It begins with a byte order mark, without which Excel reads Kazakh letters in the code page of the machine.
import { describePlaces } from '../schemas/place.ts';
import type { Report } from '../schemas/run/report.ts';
import { type Entry, entriesOf, type Standing } from './entries.ts';
import { plainText } from './portal-text.ts';
import { knownLine } from './sentences.ts';

const COLUMNS: readonly (readonly [string, (entry: Entry) => string])[] = [
  ['assertion', ({ id }) => id],
  ['regulation', ({ finding }) => finding?.assertion.regulation ?? ''],
  ['flow', ({ finding }) => finding?.assertion.flow ?? ''],
  ['action', ({ finding }) => finding?.assertion.action ?? ''],
  ['family', ({ finding }) => finding?.assertion.family ?? ''],
  ['level', ({ finding }) => finding?.assertion.level ?? ''],
  ['verdict', ({ type }) => type],
  ['standing', ({ standing }) => standing],
  ['title', ({ title }) => title],
  ['place', ({ finding }) => describePlaces(finding?.assertion.source ?? [])],
  ['printed', ({ finding }) => finding?.assertion.printed ?? ''],
  ['expected', ({ finding }) => finding?.verdict.expected ?? ''],
  ['actual', ({ finding, message }) => finding?.verdict.actual ?? message],
  ['reason', ({ finding }) => finding?.verdict.reason ?? ''],
  ['known', ({ finding }) => (finding?.verdict.known === undefined ? '' : knownLine(finding.verdict.known))],
  ['judged at', ({ finding }) => finding?.verdict.at ?? ''],
  ['took ms', ({ tookMs }) => String(tookMs)],
  ['scenario', ({ finding }) => finding?.verdict.scenario ?? ''],
  ['evidence', ({ finding }) => finding?.verdict.evidence.join(' ') ?? ''],
];

/** The report as CSV. */
export function renderCsv(report: Report): string {
  const isRed = (standing: Standing) => standing === 'failed';
  const rows = entriesOf(report, isRed).map((entry) => COLUMNS.map(([, tell]) => tell(entry)));
  return `\ufeff${[COLUMNS.map(([name]) => name), ...rows].map((row) => `${row.map(csvField).join(',')}\r\n`).join('')}`;
}

/**
 * Where a spreadsheet would begin a formula: at the start of a field, and after what separates fields in spreadsheets of other languages
 * (Excel in Kazakh and Russian splits at semicolons, inside quotation marks too).
 */
const FORMULA = /(^|[;|])(["'\s]*)(?=[=+\-@＝＋－＠])/gu;

/** A field in quotation marks. An apostrophe stands before what a spreadsheet would compute. */
export function csvField(value: string): string {
  return `"${plainText(value).replace(FORMULA, "$1$2'").replaceAll('"', '""')}"`;
}
