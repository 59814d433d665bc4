// Makes the reporters that the user asks for, by their names or by the paths of their modules.
import { ConformanceError } from '../schemas/errors.ts';
import { isModulePath } from '../schemas/target/module.ts';
import { unknownId } from '../schemas/unknown-id.ts';
import { writeOutput } from './output-file.ts';
import { isReporterName, REPORTERS, type Renderer } from './registry.ts';
import type { Reporter, ReporterContext } from './reporter.ts';
import { loadReporter } from './vendor.ts';

/**
 * Makes the reporters that are asked for, each once. Those that write no file come last, because they name the files of the others.
 * @param wanted names of the registry, or paths of modules that export `reporter`
 * @throws ConformanceError `unknown-id` for a word that is neither; `usage` for a reporter that writes a file where no folder is given;
 *   `reporter-module` for a module that cannot be used
 */
export async function createReporters(wanted: readonly string[], context: ReporterContext): Promise<Reporter[]> {
  const written = new Map<string, string>();
  const early: Reporter[] = [];
  const late: Reporter[] = [];
  for (const word of new Set(wanted)) {
    if (isReporterName(word)) {
      const entry = REPORTERS[word];
      if (entry.file === null) late.push((await entry.load())(context, written));
      else early.push(fileReporter({ name: word, file: entry.file, render: await entry.load() }, context, written));
    } else if (isModulePath(word)) early.push(await loadReporter(word, context));
    else throw unknownReporter(word);
  }
  return [...early, ...late];
}

function unknownReporter(value: string): ConformanceError {
  const known = Object.keys(REPORTERS);
  const cure = `choose from ${known.join(', ')}, or give the path of your own, a .js file`;
  const message = `there is no reporter ${JSON.stringify(value)}`;
  return unknownId({ message, key: '--reporter', value, known, cure });
}

/** A reporter that writes one file at the end, and then notes its path under its own name. */
function fileReporter(
  { name, file, render }: { name: string; file: string; render: Renderer },
  { outDir, regulations, language, signed }: ReporterContext,
  written: Map<string, string>,
): Reporter {
  if (outDir === null) {
    const details = { key: '--reporter', value: name, cure: 'say where with --out DIR' };
    throw new ConformanceError('usage', `${JSON.stringify(name)} writes a file and has no folder for it`, details);
  }
  return {
    name,
    async onEnd(report) {
      written.set(name, await writeOutput(outDir, file, render(report, regulations, { language, signed })));
    },
  };
}
