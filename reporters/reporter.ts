// What a reporter is: a listener to the events of a run that may write something at the end.
import type { Regulation } from '../schemas/regulation.ts';
import type { Report, RunEvent } from '../schemas/run/report.ts';

/** A listener to a run. It is told everything and can change nothing. */
export interface Reporter {
  /** How messages call it. */
  readonly name: string;
  /** Told of every event, in the order of the journal. What it throws becomes a warning and a spoilt exit code, never a stopped run. */
  onEvent?(event: RunEvent): void;
  /** Told once, after the last event, with the folded report. The process waits until it is done. */
  onEnd?(report: Report): Promise<void> | void;
}

/** What the surroundings give to reporters. */
export interface ReporterContext {
  /** The folder that receives files; null where none was asked for. It may have to be made. */
  readonly outDir: string | null;
  /** The regulations as transcribed: the printed words that a report shows. */
  readonly regulations: readonly Regulation[];
  /** Writes to the terminal, as is. */
  write(text: string): void;
  /** Whether somebody watches, so that a line may be written over. */
  readonly isTty: boolean;
  /** The width of the terminal in characters; 0 where it is not known. */
  readonly columns: number;
  /** Whether colour is wanted: a terminal that has it and no `NO_COLOR`, or `FORCE_COLOR`. */
  readonly hasColour: boolean;
}

/** Makes a reporter for one run; may take its time, for example to load what it needs. */
export type ReporterFactory = (context: ReporterContext) => Reporter | Promise<Reporter>;
