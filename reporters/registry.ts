// Every reporter that can be asked for by its name: what it writes, a line of help, and how it is loaded.
//
// This file loads no reporter, so that `--help` can list them fast.
import type { Regulation } from '../schemas/regulation.ts';
import type { Report } from '../schemas/run/report.ts';
import type { RenderOptions, Reporter, ReporterContext } from './reporter.ts';

/**
 * Makes the text of a file, or those of the files of a folder by their names. The same report, regulations and options give the same text.
 */
export type Renderer = (
  report: Report,
  regulations: readonly Regulation[],
  options?: RenderOptions,
) => string | ReadonlyMap<string, string>;

/** Makes a reporter that writes no file. @param written the paths of what other reporters have written, by their names */
type LiveFactory = (context: ReporterContext, written: ReadonlyMap<string, string>) => Reporter;

/** `file` is what is written into the folder of the run: a file, or a folder where the renderer gives several texts. */
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
  ctrf: {
    file: 'ctrf-report.json',
    help: 'for readers of the Common Test Report Format',
    load: async () => (await import('./ctrf.ts')).renderCtrf,
  },
  sarif: {
    file: 'report.sarif',
    help: 'for code scanning: what failed or stayed open, by SARIF 2.1.0',
    load: async () => (await import('./sarif.ts')).renderSarif,
  },
  github: {
    file: null,
    help: 'for GitHub Actions: annotations, and the summary of the job',
    load: async () => (await import('./github.ts')).githubReporter,
  },
  gitlab: {
    file: 'gl-code-quality-report.json',
    help: 'for merge requests of GitLab: what failed or stayed open as issues of code quality',
    load: async () => (await import('./gitlab.ts')).renderGitlab,
  },
  markdown: {
    file: 'report.md',
    help: 'for a pull request: the outcome, what failed, what was not observed',
    load: async () => (await import('./markdown.ts')).renderMarkdown,
  },
  csv: {
    file: 'report.csv',
    help: 'for spreadsheets: one row a verdict',
    load: async () => (await import('./csv.ts')).renderCsv,
  },
  allure: {
    file: 'allure-results',
    help: 'for Allure: a folder with a file a verdict',
    load: async () => (await import('./allure.ts')).renderAllure,
  },
  earl: {
    file: 'earl.jsonld',
    help: 'for evaluations: the Evaluation and Report Language 1.0 of the W3C as JSON-LD',
    load: async () => (await import('./earl.ts')).renderEarl,
  },
} as const satisfies Record<string, Entry>;

/** The name of one of our own reporters. */
export type ReporterName = keyof typeof REPORTERS;

/** Whether a word names one of our own reporters. */
export const isReporterName = (word: string): word is ReporterName => Object.hasOwn(REPORTERS, word);
