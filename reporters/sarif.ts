// The reporter for readers of findings, such as code scanning and security dashboards: report.sarif, by SARIF 2.1.0.
import type { Log, ReportingDescriptor, Result } from 'sarif';
import { describePlaces } from '../schemas/place.ts';
import type { Report } from '../schemas/run/report.ts';
import { EXIT_CODES } from '../schemas/run/verdict.ts';
import { visibleJson } from '../schemas/run/visible-json.ts';
import { cellPath, type Entry, entriesOf, fingerprintOf, type Standing } from './entries.ts';
import { plainText, shorten } from './portal-text.ts';
import { headline, knownLine } from './sentences.ts';

/** The kind of a result; null where there is none, because code scanning takes every result for an alert. Only `fail` has a level. */
export const SARIF: Readonly<Record<Standing, 'fail' | 'open' | 'review' | null>> = {
  passed: null,
  failed: 'fail',
  expected: 'fail',
  inconclusive: 'open',
  disputed: 'review',
  pending: 'open',
  'not-applicable': null,
  error: 'open',
  outcome: 'fail',
};

/** The longest message, in UTF-16 units. */
const LONGEST = 1000;

/** The report as a SARIF log. */
export function renderSarif(report: Report): string {
  const entries = entriesOf(report, (standing) => standing === 'failed');
  const [name = '', version = ''] = plainText(report.tool).split(' ');
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name, version, rules: entries.map(ruleOf) } },
        invocations: [
          {
            executionSuccessful: report.outcome !== 'incomplete' && report.counts.error === 0,
            exitCode: report.counts.error > 0 ? EXIT_CODES.defect : EXIT_CODES[report.outcome],
            exitCodeDescription: headline(report),
            startTimeUtc: report.startedAt,
            ...(report.finishedAt === null ? {} : { endTimeUtc: report.finishedAt }),
            toolExecutionNotifications: entries.flatMap(({ standing, message }, index) =>
              standing === 'error' || standing === 'outcome'
                ? [{ level: 'error' as const, message: text(message), associatedRule: { index } }]
                : [],
            ),
          },
        ],
        columnKind: 'utf16CodeUnits',
        results: entries.flatMap(resultOf),
        properties: { target: plainText(report.target), portal: plainText(report.portal), outcome: report.outcome },
      },
    ],
  };
  return `${visibleJson(log, 2)}\n`;
}

/** A message. SARIF reads `[words](address)` in any as a link, so no bracket is left before a parenthesis. */
function text(message: string): { text: string } {
  return { text: shorten(message, LONGEST).replaceAll('](', '] (') };
}

/** A rule. Code scanning wants descriptions and help of each; the help is the words of the regulation. */
function ruleOf({ id, title, finding }: Entry): ReportingDescriptor {
  const titles = { id, shortDescription: text(title), fullDescription: text(title) };
  if (finding === null) return { ...titles, help: text(title) };
  const { printed, because, level, family, regulation, flow, source } = finding.assertion;
  const words = `${describePlaces(source)}: “${printed}”${because === null ? '' : `. ${because}`}`;
  return { ...titles, help: text(plainText(words)), properties: { level, family, regulation, flow } };
}

function resultOf(entry: Entry, ruleIndex: number): Result[] {
  const { id, standing, message, finding } = entry;
  const kind = SARIF[standing];
  if (kind === null) return [];
  const known = finding?.verdict.known;
  const result: Result = {
    ruleId: id,
    ruleIndex,
    kind,
    level: kind === 'fail' ? 'error' : 'none',
    message: text(message),
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: encodeURI(cellPath(entry)) }, region: { startLine: 1 } },
        logicalLocations: [{ fullyQualifiedName: id }],
      },
    ],
    partialFingerprints: { primaryLocationLineHash: fingerprintOf(id) },
    properties: { verdict: entry.type, evidence: finding?.verdict.evidence ?? [] },
  };
  return known === undefined
    ? [result]
    : [
        {
          ...result,
          suppressions: [{ kind: 'external', status: 'accepted', justification: plainText(knownLine(known)) }],
        },
      ];
}
