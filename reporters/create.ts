// Makes the reporters that the user asks for, by their names or by the paths of their modules.
import { ConformanceError } from '../schemas/errors.ts';
import { isModulePath } from '../schemas/target/module.ts';
import { unknownId } from '../schemas/unknown-id.ts';
import { writeOutput } from './output-file.ts';
import { isReporterName, REPORTERS, type ReporterName } from './registry.ts';
import type { Renderer } from './renderer.ts';
import type { Reporter, ReporterContext } from './reporter.ts';
import { loadReporter } from './vendor.ts';

const LAST = 'terminal' satisfies ReporterName;

/**
 * Makes the reporters that are asked for, each once, in their order. The terminal comes last, because it names the files of the others, and
 * because GitHub obeys commands in the words of a portal that it shows, which may stop those that annotate.
 * @param wanted names of the registry, or paths of modules that export `reporter`
 * @throws ConformanceError `unknown-id` for a word that is neither; `usage` for a reporter that writes a file where no folder is given;
 *   `reporter-module` for a module that cannot be used
 */
export async function createReporters(wanted: readonly string[], context: ReporterContext): Promise<Reporter[]> {
  const written = new Map<string, string>();
  const make = async (word: string): Promise<Reporter> => {
    if (isReporterName(word)) {
      const entry = REPORTERS[word];
      if (entry.file === null) return (await entry.load())(context, written);
      return fileReporter({ name: word, file: entry.file, render: await entry.load() }, context, written);
    }
    if (isModulePath(word)) return loadReporter(word, context);
    throw unknownReporter(word);
  };
  const words = [...new Set(wanted)];
  const ordered = [...words.filter((word) => word !== LAST), ...words.filter((word) => word === LAST)];
  const made: Reporter[] = [];
  for (const word of ordered) made.push(await make(word));
  return made;
}

function unknownReporter(value: string): ConformanceError {
  const known = Object.keys(REPORTERS);
  const cure = `choose from ${known.join(', ')}, or give the path of your own, a .js file`;
  const message = `there is no reporter ${JSON.stringify(value)}`;
  return unknownId({ message, key: '--reporter', value, known, cure });
}

/** A reporter that writes a file or a folder of files at the end, and then notes its path under its own name. */
function fileReporter(
  { name, file, render }: { name: string; file: string; render: Renderer },
  { outDir, regulations, language, signed, annexes = [] }: ReporterContext,
  written: Map<string, string>,
): Reporter {
  if (outDir === null) {
    const details = { key: '--reporter', value: name, cure: 'say where with --out DIR' };
    throw new ConformanceError('usage', `${JSON.stringify(name)} writes a file and has no folder for it`, details);
  }
  return {
    name,
    async onEnd(report) {
      written.set(name, await writeOutput(outDir, file, render(report, regulations, { language, signed, annexes })));
    },
  };
}
