// The reporter for a person at a terminal: one live line while the run goes on, one screen at its end.
import type { RunEvent } from '../schemas/run/report.ts';
import type { Reporter, ReporterContext } from './reporter.ts';
import { inColour, plainly, renderScreen } from './screen.ts';
import { Tally } from './tally.ts';

/** The width that is assumed where that of the terminal is not known, in characters. */
const COLUMNS_UNKNOWN = 80;

/** How much time passes between two lines where stdout is no terminal. */
const PACE_MS = 5000;

interface Progress {
  tell(event: RunEvent): void;
  clear(): void;
}

/**
 * The terminal reporter. Where stdout is no terminal, it writes a line every few seconds, and the last screen.
 * @param written the paths of the files that other reporters have written, by their names
 */
export function terminalReporter(context: ReporterContext, written: ReadonlyMap<string, string>): Reporter {
  const progress = context.isTty ? liveLine(context) : slowLines(context);
  return {
    name: 'terminal',
    onEvent(event) {
      progress.tell(event);
    },
    onEnd(report) {
      progress.clear();
      context.write(
        renderScreen(report, {
          paint: context.hasColour ? inColour : plainly,
          htmlPath: written.get('html') ?? null,
          language: context.language,
          regulations: context.regulations,
        }),
      );
    },
  };
}

/** The live line. It is overwritten with a carriage return and spaces alone, which every terminal understands. */
function liveLine({ write, columns }: ReporterContext): Progress {
  // The last column stays free, because some terminals wrap when it is written.
  const width = (columns > 0 ? columns : COLUMNS_UNKNOWN) - 1;
  const tally = new Tally();
  let shown = '';
  const show = (text: string) => {
    const line = text.slice(0, width);
    if (line === shown) return;
    write(`\r${line.padEnd(shown.length)}${line === '' ? '\r' : ''}`);
    shown = line;
  };
  return {
    tell(event) {
      if (tally.note(event)) show(String(tally));
    },
    clear: () => show(''),
  };
}

/** A line every few seconds, for a log: whoever waits sees that the run goes on, and a short run writes none. */
function slowLines({ write }: ReporterContext): Progress {
  const tally = new Tally();
  let last = performance.now();
  return {
    tell(event) {
      tally.note(event);
      if (performance.now() - last < PACE_MS) return;
      last = performance.now();
      write(`${tally}\n`);
    },
    clear: () => undefined,
  };
}
