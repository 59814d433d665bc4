// Every reporter that can be asked for by its name: the file that it writes, a line of help, and how it is loaded.
//
// This file loads no reporter, so that `--help` can list them fast.
import type { Language } from '../schemas/language.ts';
import type { Regulation } from '../schemas/regulation.ts';
import type { Report } from '../schemas/run/report.ts';
import type { Reporter, ReporterContext } from './reporter.ts';

/** What a text is made for besides a report and its regulations. */
export interface RenderOptions {
  /** The language of the text, or the first of several; English where it is left out. */
  readonly language?: Language;
  /** Who has signed the folder of the run, in lines. */
  readonly signed?: readonly string[];
}

/** Makes the text of a file. The same report, regulations and options give the same text. */
export type Renderer = (report: Report, regulations: readonly Regulation[], options?: RenderOptions) => string;

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
    help: 'for people: the act of the check in three languages, and as annexes the step tables as printed, each cell with its verdicts',
    load: async () => (await import('./html/page.ts')).renderPage,
  },
} as const satisfies Record<string, Entry>;

/** The name of one of our own reporters. */
export type ReporterName = keyof typeof REPORTERS;

/** Whether a word names one of our own reporters. */
export const isReporterName = (word: string): word is ReporterName => Object.hasOwn(REPORTERS, word);
