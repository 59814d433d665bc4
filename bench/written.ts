// Writes the figures down: into bench/figures.json, with the machine and the commit, and into the table of docs/performance.md.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { packageFolder } from '../schemas/fixture.ts';

/** The measured values by figure, and within it by name. */
export type Figures = Record<string, Record<string, number>>;

/** The lines of the table: what is measured, the names of the figure and of its value, and the target. */
const LINES: readonly (readonly [what: string, figure: string, value: string, target: string])[] = [
  ['full run over bare replay', 'fullRun', 'ratio', 'at most 1.3'],
  ['full run against a portal that answers after 20 ms, over a bare loop', 'slowRun', 'ratio', 'at most 1.15'],
  ['the same over the arithmetic', 'slowRun', 'overArithmetic', 'at most 1.15'],
  ["simulator's state transitions a second over a bare server's", 'transitions', 'ratio', 'at least 0.4'],
  ['`reglament --help` over `node -e 0`', 'help', 'ratio', 'at most 2'],
  ['peak memory of a run of one regulation, MB', 'peakMemoryMb', 'oneRegulation', 'at most 250'],
  ['of all regulations, MB', 'peakMemoryMb', 'allRegulations', 'at most 250'],
  ['of all walks twice, MB', 'peakMemoryMb', 'allWalks2Times', 'at most 250'],
  ['a simulator with 2,000 open worlds, MB', 'worlds', 'memoryMb', 'at most 500'],
  ['audit of a million events of CSV over the bare engine counting its rows', 'audit', 'ratio', 'at most 2'],
  ['memory of that over its', 'audit', 'memoryRatio', 'at most 1.5'],
  ['audit of ten million over one of a million (REGLAMENT_ALL=1)', 'audit', 'tenfoldRatio', 'at most 11'],
  ['judging on two shards over one (REGLAMENT_ALL=1)', 'audit', 'shardsRatio', 'at most 0.6'],
  ['`npm run bench` itself, seconds', 'bench', 'seconds', 'at most 180'],
];

const MARKS = ['<!-- figures: npm run bench -- --write -->', '<!-- end of figures -->'] as const;

/** Writes all figures of one measurement. */
export function write(figures: Figures): void {
  const [cpu] = cpus();
  const commit = execFileSync('git', ['describe', '--always', '--dirty'], { cwd: packageFolder(), encoding: 'utf8' });
  const measured = {
    commit: commit.trim(),
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    day: new Date().toISOString().slice(0, 10),
  };
  writeFileSync(join(packageFolder(), 'bench/figures.json'), `${JSON.stringify({ measured, figures }, null, 2)}\n`);
  const page = join(packageFolder(), 'docs/performance.md');
  writeFileSync(page, renewed(readFileSync(page, 'utf8'), tableOf(figures, measured)));
}

function tableOf(figures: Figures, { commit, cpu, cores, node, day }: Record<string, string | number>): string {
  const lines = LINES.map(([what, figure, value, target]) => {
    return `| ${what} | \`${figure}.${value}\` | ${target} | ${figures[figure]?.[value] ?? 'not measured'} |`;
  });
  const measured = `Measured at ${commit} on ${day}: ${cpu}, ${cores} cores, node ${node}.`;
  return ['| what | figure | target | measured |', '|---|---|---|---|', ...lines, '', measured].join('\n');
}

/** The page with the table between its marks. @throws Error where a mark is missing */
function renewed(page: string, table: string): string {
  const [from, to] = MARKS.map((mark) => page.indexOf(mark));
  if (from === undefined || to === undefined || from < 0 || to < from)
    throw new Error(`docs/performance.md lacks ${MARKS.join(' or ')}`);
  return `${page.slice(0, from + MARKS[0].length)}\n${table}\n${page.slice(to)}`;
}
