// The reporter for a person at a terminal: one live line while the run goes on, one screen at its end.
import type { RunEvent } from '../schemas/run/report.ts';
import type { Reporter, ReporterContext } from './reporter.ts';
import { inColour, plainly, renderScreen } from './screen.ts';
import { countOf } from './sentences.ts';

/** The width that is assumed where that of the terminal is not known, in characters. */
const COLUMNS_UNKNOWN = 80;

/**
 * The terminal reporter. Where stdout is no terminal, it writes only the last screen.
 * @param written the paths of the files that other reporters have written, by their names
 */
export function terminalReporter(context: ReporterContext, written: ReadonlyMap<string, string>): Reporter {
  const progress = context.isTty ? liveLine(context) : null;
  return {
    name: 'terminal',
    onEvent(event) {
      progress?.tell(event);
    },
    onEnd(report) {
      progress?.clear();
      context.write(
        renderScreen(report, {
          paint: context.hasColour ? inColour : plainly,
          htmlPath: written.get('html') ?? null,
        }),
      );
    },
  };
}

/** The live line. It is overwritten with a carriage return and spaces alone, which every terminal understands. */
function liveLine({ write, columns }: ReporterContext): { tell(event: RunEvent): void; clear(): void } {
  // The last column stays free, because some terminals wrap when it is written.
  const width = (columns > 0 ? columns : COLUMNS_UNKNOWN) - 1;
  let total = 0;
  let done = 0;
  const failed = new Set<string>();
  let shown = '';
  const show = (text: string) => {
    const line = text.slice(0, width);
    if (line === shown) return;
    write(`\r${line.padEnd(shown.length)}${line === '' ? '\r' : ''}`);
    shown = line;
  };
  return {
    tell(event) {
      if (event.type === 'run-started') total = event.scenarios.length;
      else if (event.type === 'scenario-finished') done += 1;
      else if (event.type !== 'verdict') return;
      else if (event.verdict.verdict === 'fail') failed.add(event.verdict.assertion);
      else failed.delete(event.verdict.assertion);
      show(`${done}/${countOf(total, 'scenario')}, ${countOf(failed.size, 'failure')} so far`);
    },
    clear: () => show(''),
  };
}
