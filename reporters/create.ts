// Makes the reporters that somebody asked for by name.
import { ConformanceError } from '../schemas/errors.ts';
import { htmlReporter } from './html.ts';
import { jsonReporter } from './json.ts';
import { junitReporter } from './junit.ts';
import type { Reporter, ReporterContext } from './reporter.ts';
import { terminalReporter } from './terminal.ts';

/** The names of all reporters. */
export const REPORTER_NAMES = ['terminal', 'json', 'junit', 'html'] as const;
type ReporterName = (typeof REPORTER_NAMES)[number];

function isReporterName(name: string): name is ReporterName {
  return REPORTER_NAMES.some((known) => known === name);
}

/**
 * The reporters of these names, each once. The terminal comes last, since it names what the others have written.
 * @throws ConformanceError `unknown-id` for a name that is no reporter, `usage` for a reporter that needs a folder where there is none
 */
export function createReporters(names: readonly string[], context: ReporterContext): Reporter[] {
  const wanted = [...new Set(names)].map((name) => {
    if (isReporterName(name)) return name;
    const details = { key: '--reporter', value: name, cure: `choose from ${REPORTER_NAMES.join(', ')}` };
    throw new ConformanceError('unknown-id', `there is no reporter ${JSON.stringify(name)}`, details);
  });
  const written = new Map<string, string>();
  const files = wanted.flatMap((name) => (name === 'terminal' ? [] : [fileReporter(name, context, written)]));
  return wanted.includes('terminal') ? [...files, terminalReporter(context, written)] : files;
}

function fileReporter(
  name: Exclude<ReporterName, 'terminal'>,
  { outDir, regulations }: ReporterContext,
  written: Map<string, string>,
): Reporter {
  if (outDir === null) {
    const details = { key: '--reporter', value: name, cure: 'say where with --out DIR' };
    throw new ConformanceError('usage', `${JSON.stringify(name)} writes a file and has no folder for it`, details);
  }
  if (name === 'json') return jsonReporter(outDir, written);
  if (name === 'junit') return junitReporter(outDir, written);
  return htmlReporter(outDir, regulations, written);
}
