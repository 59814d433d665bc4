// Every reporter that can be asked for by its name: the file that it writes, a line of help, and how it is loaded.
//
// This file loads no reporter, so that `--help` can list them fast.
import type { Regulation } from '../schemas/regulation.ts';
import type { Report } from '../schemas/run/report.ts';
import type { Reporter, ReporterContext } from './reporter.ts';

/** Makes the text of a file. The same report and regulations give the same text. */
export type Renderer = (report: Report, regulations: readonly Regulation[]) => string;

/** Makes a reporter that writes no file. @param written the paths of the files that other reporters have written, by their names */
type LiveFactory = (context: ReporterContext, written: ReadonlyMap<string, string>) => Reporter;

type Entry =
  | { readonly file: string; readonly help: string; load(): Promise<Renderer> }
  | { readonly file: null; readonly help: string; load(): Promise<LiveFactory> };

/** Our own reporters. To add one, write its file and an entry here. */
export const REPORTERS = {
  terminal: {
    file: null,
    help: 'for a person who waits: the outcome, what failed, what stayed open and why',
    load: async () => (await import('./terminal.ts')).terminalReporter,
  },
  json: {
    file: 'report.json',
    help: 'for programs: the report exactly, in the shape of schemas/report.schema.json',
    load: async () => (await import('./json.ts')).renderJson,
  },
  junit: {
    file: 'junit.xml',
    help: 'for CI systems: green exactly when the outcome of the run is passed',
    load: async () => (await import('./junit.ts')).renderJunit,
  },
  html: {
    file: 'report.html',
    help: 'for people: the step tables as printed, each cell with the worst verdict that cites it',
    load: async () => (await import('./html/page.ts')).renderPage,
  },
} as const satisfies Record<string, Entry>;

/** The name of one of our own reporters. */
export type ReporterName = keyof typeof REPORTERS;

/** Whether a word names one of our own reporters. */
export const isReporterName = (word: string): word is ReporterName => Object.hasOwn(REPORTERS, word);
