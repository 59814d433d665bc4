// reglament audit: judges the finished cases in an event log, and reports them as a run is reported.
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { loadMapping, unmappedSteps } from '../../readers/logs/load-mapping.ts';
import { mapLogs } from '../../readers/logs/map.ts';
import { type OpenLog, openLogs } from '../../readers/logs/open.ts';
import type { AnnexName } from '../../reporters/annex-names.ts';
import { DeviationLists } from '../../reporters/deviations.ts';
import { plainText } from '../../reporters/index.ts';
import type { DeviationRow } from '../../schemas/audit/deviation.ts';
import type { Mapping } from '../../schemas/audit/mapping.ts';
import type { TermStart } from '../../schemas/calendar.ts';
import { ConformanceError } from '../../schemas/errors.ts';
import { calendarOf, kazakhstan } from '../../schemas/kazakhstan.ts';
import type { Language } from '../../schemas/language.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import type { Level } from '../../schemas/run/assertion.ts';
import { EXIT_CODES } from '../../schemas/run/verdict.ts';
import { plainly, type Said, say } from '../../schemas/said.ts';
import { localInstant } from '../../schemas/zone.ts';
import { audit, CaseRows } from '../../suites/audit/audit.ts';
import { type AuditPlan, planAudit } from '../../suites/audit/judge-case.ts';
import type { Deviation } from '../../suites/audit/totals.ts';
import { select } from '../../suites/engine/running/selection.ts';
import { sourceOf } from '../../suites/flow/source.ts';
import { exitCodeOf, reportersFor } from '../run/run.ts';
import { knownRegulations, tool } from '../workspace.ts';
import { openEngine } from './engine.ts';
import { withStdin } from './stdin.ts';

/** The options of the command. */
export interface AuditCommandOptions {
  mapping?: string;
  regulation?: string;
  flow?: string;
  assertion?: string;
  level: Level;
  propose?: true;
  check?: true;
  key?: string;
  termStart: TermStart;
  requireFull?: true;
  reporter: string[];
  lang: Language;
  annexes?: AnnexName[];
  out: string;
  engine: string;
  shard?: string[];
}

/** How many rows an audit keeps in memory: more need the engine for large logs. */
const MOST_EVENTS = 2_000_000;

/**
 * Audits a log, or proposes a mapping of it, or checks one. Sets the exit code by the outcome, as a run does.
 * @throws ConformanceError `usage`, `file-unreadable`, `log-unreadable`, `mapping-inconsistent`, `unknown-id`, `empty-selection`
 */
export async function auditCommand(given: readonly string[], options: AuditCommandOptions): Promise<void> {
  const paths = await withStdin(given);
  if (options.propose) return (await import('./propose.ts')).proposeCommand(paths, options);
  const file = options.mapping;
  if (file === undefined)
    throw new ConformanceError('usage', 'an audit needs a mapping of the log', {
      key: '--mapping',
      cure: 'draft one with `reglament audit LOG --propose --regulation ID > mapping.yaml`, and give it with --mapping',
    });
  const regulations = knownRegulations();
  const mapping = loadMapping(file, regulations);
  mustAgree(mapping, options, file);
  const logs = await openLogs(paths, mapping);
  if (options.check)
    return (await import('./check.ts')).checkCommand(logs, mapping, regulationOf(mapping, regulations));
  await auditLogs({ logs, mapping, file, regulations, options });
}

interface Auditing {
  logs: readonly OpenLog[];
  mapping: Mapping;
  file: string;
  regulations: readonly Regulation[];
  options: AuditCommandOptions;
}

async function auditLogs({ logs, mapping, file, regulations, options }: Auditing): Promise<void> {
  const regulation = regulationOf(mapping, regulations);
  const { flow, editions = [] } = mapping;
  const calendar = calendarOf(kazakhstan(), regulation);
  const unsettled = new Set<number>();
  const planFor = (of: Regulation) => {
    const { assertion, level } = options;
    const selection = { regulation: of.id, flow, level, ...(assertion === undefined ? {} : { assertion }) };
    return planAudit(sourceOf(of, flow), select(regulations, selection), mapping, {
      ...{ calendar: calendarOf(kazakhstan(), of), convention: options.termStart },
      onUnsettledYears: (years) => {
        for (const year of years) unsettled.add(year);
      },
    });
  };
  const plan = planFor(regulation);
  const engine = await openEngine(options, plan, editions.length > 0);
  const rows = engine?.taken.rows ?? new CaseRows();
  const counts = logs.map(() => 0);
  const byEngine = (await engine?.takeFiles(logs, mapping, calendar.zones)) ?? new Map<number, number>();
  for (const [file, n] of byEngine) counts[file] = n;
  for await (const mapped of mapLogs(logs, mapping, calendar.zones, (file) => byEngine.has(file))) {
    counts[mapped.file] = (counts[mapped.file] ?? 0) + 1;
    if (engine !== null) await engine.taken.add(mapped);
    else rows.add(mapped);
    if (engine === null && rows.events > MOST_EVENTS) throw tooLarge(logs);
  }
  mkdirSync(options.out, { recursive: true });
  const lists = new DeviationLists(join(options.out, 'deviations.csv'), join(options.out, 'deviations.parquet'));
  const files = await Promise.all(
    logs.map(async ({ path }, n) => ({ path, sha256: await digestOf(path), rows: counts[n] ?? 0 })),
  );
  const given = {
    ...{ plan, regulations, files, tool: tool() },
    mapping: { path: file, sha256: await digestOf(file), until: mapping.until },
    key: keyOf(options),
    requireFull: options.requireFull === true,
    warnings: [
      ...warningsOf(mapping, regulation, rows, plan),
      ...failureWarnings(logs, engine?.taken.failed ?? new Map()),
    ],
    unsettled,
    onDeviation: (deviation: Deviation) => lists.add(rowOf(deviation)),
  };
  const later = editions.map(({ regulation: id, from }) => ({
    from,
    plan: planFor(regulationOf({ regulation: id }, regulations)),
  }));
  const report = engine === null ? audit({ ...given, rows, editions: later }) : await engine.report(given);
  lists.close();
  const reporters = await reportersFor(options.reporter, options.out, [...regulations], {
    language: options.lang,
    ...(options.annexes === undefined ? {} : { annexes: options.annexes }),
  });
  await reporters.onEnd?.(report);
  process.exitCode = reporters.faulty ? EXIT_CODES.usage : exitCodeOf(report);
}

const regulationOf = (mapping: Pick<Mapping, 'regulation'>, regulations: readonly Regulation[]): Regulation => {
  const found = regulations.find(({ id }) => id === mapping.regulation);
  if (found === undefined) throw new ConformanceError('internal', 'a mapping of no regulation was read');
  return found;
};

/** The options only repeat what the mapping says, and may not say otherwise. */
function mustAgree(mapping: Mapping, options: AuditCommandOptions, file: string): void {
  for (const key of ['regulation', 'flow'] as const) {
    const value = options[key];
    if (value !== undefined && value !== mapping[key])
      throw new ConformanceError('usage', `the mapping ${file} is of the ${key} ${mapping[key]}`, {
        ...{ key: `--${key}`, value },
        cure: `give --${key} ${mapping[key]}, or leave it out`,
      });
  }
}

/** What whoever reads the report has to know beside the verdicts. */
function warningsOf(
  mapping: Mapping,
  regulation: Regulation,
  rows: CaseRows,
  { setting: { calendar } }: AuditPlan,
): { code: string; says: Said }[] {
  const unmapped = unmappedSteps(mapping, regulation);
  const repealed = regulation.act.repeal?.date;
  const last = Number.isFinite(rows.last) ? localInstant(calendar, rows.last).slice(0, 10) : null;
  return [
    ...(unmapped.length === 0
      ? []
      : [{ code: 'log-steps', says: say`the mapping names no value of the log for ${{ all: unmapped }}` }]),
    ...(repealed !== undefined && last !== null && last >= repealed
      ? [
          {
            code: 'act-repealed',
            says: say`the act was repealed on ${{ date: repealed }}, and the log goes on after that`,
          },
        ]
      : []),
  ];
}

/** A file that the database could not read by itself was read row by row: the report is the same, only later. Also told at once, on stderr. */
function failureWarnings(
  logs: readonly OpenLog[],
  failed: ReadonlyMap<number, string>,
): { code: string; says: Said }[] {
  return [...failed].map(([file, reason]) => {
    const says = say`the database could not read ${basename(logs[file]?.path ?? '')} by itself (${reason}), so it was read row by row`;
    process.stderr.write(`reglament: ${plainText(plainly(says))}\n`);
    return { code: 'log-engine', says };
  });
}

function keyOf({ key }: AuditCommandOptions): Uint8Array | null {
  if (key === undefined) return null;
  let bytes: Buffer;
  try {
    bytes = readFileSync(key);
  } catch (cause) {
    throw new ConformanceError(
      'file-unreadable',
      'the key cannot be read',
      { file: key, key: '--key', cure: 'name a file that holds the key' },
      { cause },
    );
  }
  if (bytes.length >= 16) return bytes;
  throw new ConformanceError('key-unusable', 'the key is too short', {
    ...{ file: key, key: '--key', value: `${bytes.length} bytes` },
    cure: 'give at least 16 bytes that nobody can guess, as `openssl rand -out key.bin 32` makes them',
  });
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

const tooLarge = ([first]: readonly OpenLog[]) =>
  new ConformanceError(
    'log-unreadable',
    `the log has more than ${MOST_EVENTS} rows, which is more than fits in memory`,
    {
      file: first?.path ?? '',
      cure: 'audit it with --engine embedded, or part by part, so that all rows of a case stand in one part',
    },
  );

const rowOf = ({ case: name, assertion, finding, rows, office, channel }: Deviation): DeviationRow => ({
  ...{ case: name, regulation: assertion.regulation, flow: assertion.flow, step: assertion.action },
  ...{ assertion: assertion.id, family: assertion.family, expected: finding.expected, actual: finding.actual },
  tookMs: finding.elapsed?.withinMs ?? null,
  termMs: finding.elapsed?.termMs ?? null,
  ...{ office, channel, rows },
});
