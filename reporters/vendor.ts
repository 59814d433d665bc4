// Loads a reporter that a vendor wrote, and keeps it from changing what the run and other reporters see.
import { Type } from 'typebox';
import { ConformanceError } from '../schemas/errors.ts';
import { unlessStarved } from '../schemas/starved.ts';
import { Callable, checkExport, loadModule, sayOf } from '../schemas/target/module.ts';
import type { Reporter, ReporterContext, ReporterFactory } from './reporter.ts';

const code = 'reporter-module';

const Shape = Type.Object({
  name: Type.String({ minLength: 1 }),
  onEvent: Type.Optional(Callable<NonNullable<Reporter['onEvent']>>()),
  onEnd: Type.Optional(Callable<NonNullable<Reporter['onEnd']>>()),
});

/**
 * Loads a module that exports `reporter`, a reporter or a factory of one.
 * @param file its path, from the working directory
 * @throws ConformanceError `reporter-module` where it cannot be loaded or made, or is no reporter
 */
export async function loadReporter(file: string, context: ReporterContext): Promise<Reporter> {
  const { reporter: exported }: { reporter?: unknown } = await loadModule(file, code);
  const reporter = typeof exported === 'function' ? await make(exported as ReporterFactory, file, context) : exported;
  checkExport(Shape, reporter, { file, name: 'reporter', type: 'Reporter of reglament/reporters', code });
  if (reporter.onEvent === undefined && reporter.onEnd === undefined)
    throw new ConformanceError(code, 'it listens to nothing', {
      file,
      key: 'reporter',
      cure: 'give it onEvent or onEnd',
    });
  return onCopies(reporter);
}

async function make(factory: ReporterFactory, file: string, context: ReporterContext): Promise<unknown> {
  try {
    const made = factory({ ...context, regulations: structuredClone(context.regulations) });
    return await unlessStarved(Promise.resolve(made), () => new Error('it waits for something that never comes'));
  } catch (cause) {
    const details = { file, key: 'reporter', cure: 'export a function that gives a reporter, or the reporter itself' };
    throw new ConformanceError(code, `the factory failed: ${sayOf(cause)}`, details, { cause });
  }
}

/** The same reporter, which is given copies of events and report, so that it can change neither the run nor what others receive. */
function onCopies(reporter: Reporter): Reporter {
  return {
    name: reporter.name,
    onEvent: (event) => reporter.onEvent?.(structuredClone(event)),
    onEnd: (report) => reporter.onEnd?.(structuredClone(report)),
  };
}
