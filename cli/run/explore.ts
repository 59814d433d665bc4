// reglament run --explore: walks the portal at random and compares it with the tables.

import type { TermStart } from '../../schemas/calendar.ts';
import { ConformanceError } from '../../schemas/errors.ts';
import { kazakhstan } from '../../schemas/kazakhstan.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import { EXIT_CODES } from '../../schemas/run/verdict.ts';
import { type Selection, select } from '../../suites/engine/running/selection.ts';
import { type Exploration, explore } from '../../suites/explore/explore.ts';
import { type Source, sourceOf } from '../../suites/flow/source.ts';
import { connectTarget } from '../target.ts';
import { knownRegulations, print } from '../workspace.ts';

/** The options of `run --explore`. */
export interface ExploreCommandOptions extends Selection {
  target?: string;
  roster?: string;
  explore: number;
  path?: string;
  concurrency: number;
  seed: number;
  termStart: TermStart;
}

/** The options of a run that do not go with an exploration, by their names in our code. */
const NOT_WITH = {
  baseline: '--baseline',
  failed: '--failed',
  assertion: '--assertion',
  reporter: '--reporter',
  nonce: '--nonce',
  out: '--out',
  concurrency: '--concurrency',
  requireFull: '--require-full',
  production: '--production',
  shard: '--shard',
  jsonLines: '--json-lines',
} as const;

/** Refuses options that do not go together. @throws ConformanceError `usage` */
export function refuseMisuse(
  { explore: walks, path }: Partial<ExploreCommandOptions>,
  isGiven: (name: string) => boolean,
): void {
  if (walks === undefined)
    throw new ConformanceError('usage', 'there is no walk to find again', {
      key: '--path',
      value: path,
      cure: 'give --explore 1 and the --seed with which the path was printed',
    });
  for (const [name, option] of Object.entries(NOT_WITH)) {
    if (!isGiven(name)) continue;
    throw new ConformanceError(
      'usage',
      'does not go with --explore, which judges no assertions and prints what it finds',
      {
        key: option,
        cure: `leave ${option} out, or run without --explore`,
      },
    );
  }
  if (path !== undefined && !/^\d+(:\d+)*$/.test(path))
    throw new ConformanceError('usage', `"${path}" is no path of a walk`, {
      key: '--path',
      value: path,
      cure: 'copy the path that an exploration printed, such as 12:0:3',
    });
}

/** Explores the portal, prints the result, and sets the exit code; where nothing was observed, the run is incomplete and has not passed. */
export async function exploreCommand(options: ExploreCommandOptions): Promise<void> {
  const regulations = knownRegulations();
  const sut = await connectTarget(options, regulations);
  try {
    const sources = sourcesOf(regulations, options, sut.description.flows);
    const { path } = options;
    const exploration = await explore({
      sut,
      sources,
      walks: options.explore,
      seed: options.seed,
      calendar: kazakhstan(),
      convention: options.termStart,
      ...(path === undefined ? {} : { path }),
    });
    for (const line of linesOf(exploration, options)) print(line);
    process.exitCode = exitCodeOf(exploration);
  } finally {
    await sut.close();
  }
}

/** The flows that are both selected and offered by the portal. @throws ConformanceError `empty-selection` where there is none */
function sourcesOf(regulations: readonly Regulation[], selection: Selection, offered: readonly string[]): Source[] {
  const { regulation, flow } = selection;
  const assertions = select(regulations, {
    ...(regulation === undefined ? {} : { regulation }),
    ...(flow === undefined ? {} : { flow }),
  });
  const flows = [...new Set(assertions.map((assertion) => `${assertion.regulation}/${assertion.flow}`))].filter((id) =>
    offered.includes(id),
  );
  const sources = regulations.flatMap((regulation) =>
    Object.keys(regulation.flows)
      .filter((id) => flows.includes(`${regulation.id}/${id}`))
      .map((id) => sourceOf(regulation, id)),
  );
  if (sources.length > 0) return sources;
  throw new ConformanceError('empty-selection', 'the portal offers none of the selected flows', {
    key: '--flow',
    cure: `select one of ${offered.join(', ') || 'none: it offers nothing'}`,
  });
}

function linesOf(
  exploration: Exploration,
  { target, roster, seed, path, regulation, flow, termStart }: ExploreCommandOptions,
): string[] {
  const { walks, accepted, refused, cuts, disagreement } = exploration;
  const done = `${walks} walks, ${accepted} operations accepted, ${refused} refused out of turn`;
  const cut = cuts.map((reason) => `  cut short: ${reason}`);
  if (disagreement === null) {
    const outcome =
      accepted === 0 ? 'nothing was observed' : cuts.length === 0 ? 'the portal agrees with the tables' : 'incomplete';
    return [outcome, done, ...cut];
  }
  const { course, account, message, path: found, shrunk } = disagreement;
  const variant = course.variant === null ? '' : `, ${course.variant.id}`;
  const narrowed = [
    ...(roster === undefined ? [] : [`--roster ${roster}`]),
    ...(regulation === undefined ? [] : [`--regulation ${regulation}`]),
    ...(flow === undefined ? [] : [`--flow ${flow}`]),
    ...(termStart === 'next-day' ? [] : [`--term-start ${termStart}`]),
  ];
  return [
    `the portal disagrees with the tables on ${course.source.regulation.id}/${course.source.flowId}${variant}`,
    ...account.map((line, n) => `  ${n + 1}. ${line}`),
    `  ${message}`,
    ...(path === undefined ? [`shortest walk found, after ${done}; shortened ${shrunk} times`] : []),
    `again: reglament ${['run', `--target ${target}`, ...narrowed, `--explore 1 --seed ${seed} --path ${found}`].join(' ')}`,
    ...cut,
  ];
}

function exitCodeOf({ accepted, cuts, disagreement }: Exploration): number {
  if (disagreement !== null) return EXIT_CODES.failed;
  return accepted === 0 || cuts.length > 0 ? EXIT_CODES.incomplete : EXIT_CODES.passed;
}
