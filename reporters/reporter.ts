// What a reporter is: a listener to the events of a run that may write something at the end.
import type { Language } from '../schemas/language.ts';
import type { Regulation } from '../schemas/regulation.ts';
import type { Report, RunEvent } from '../schemas/run/report.ts';
import type { AnnexName } from './annex-names.ts';

/** A listener to a run. It receives every event and can change nothing. */
export interface Reporter {
  /** The name by which messages mention it. */
  readonly name: string;
  /** Called for every event, in the order of the journal. If it throws, there is a warning and another exit code, but the run goes on. */
  onEvent?(event: RunEvent): void;
  /** Called once after the last event, with the report. The process waits until it is done. */
  onEnd?(report: Report): Promise<void> | void;
}

/** What reporters are given to work with. */
export interface ReporterContext {
  /** The folder for files, which may not exist yet; null where the user gave none. */
  readonly outDir: string | null;
  /** The transcribed regulations, whose printed words a report shows. */
  readonly regulations: readonly Regulation[];
  /** The language in which people are told; what programs read stays as it is. */
  readonly language: Language;
  /** Who has signed the folder of the run, in lines; empty where nobody has. */
  readonly signed: readonly string[];
  /** What is printed behind the act in a PDF, in this order; nothing where it is left out. */
  readonly annexes?: readonly AnnexName[];
  /** Writes text to stdout without any change. */
  write(text: string): void;
  /** Whether stdout is a terminal, so that a line may be overwritten. */
  readonly isTty: boolean;
  /** The width of the terminal in characters; 0 where it is not known. */
  readonly columns: number;
  /** Whether to use colour: on a terminal that has it without `NO_COLOR`, or with `FORCE_COLOR`. */
  readonly hasColour: boolean;
  /** The file that GitHub Actions shows as the summary of a job; absent elsewhere. */
  readonly stepSummary?: string;
}

/** Makes a reporter for one run. It may be asynchronous, for example to load what it needs. */
export type ReporterFactory = (context: ReporterContext) => Reporter | Promise<Reporter>;
