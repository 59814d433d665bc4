// The reporter for people: report.html, the regulation's own step tables with what was found of every cell.
import type { Regulation } from '../schemas/regulation.ts';
import { renderPage } from './html/page.ts';
import { writeOutput } from './output-file.ts';
import type { Reporter } from './reporter.ts';

const HTML_FILE = 'report.html';

/** Writes report.html into a folder, and notes its path under `html`. */
export function htmlReporter(
  folder: string,
  regulations: readonly Regulation[],
  written: Map<string, string>,
): Reporter {
  return {
    name: 'html',
    async onEnd(report) {
      written.set('html', await writeOutput(folder, HTML_FILE, renderPage(report, regulations)));
    },
  };
}
