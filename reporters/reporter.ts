// What a reporter is: a listener to the events of a run that may write something at the end.
import type { Regulation } from '../schemas/regulation.ts';
import type { Report, RunEvent } from '../schemas/report.ts';

/** A listener to a run. It is told everything and can change nothing. */
export interface Reporter {
  readonly name: string;
  /** Told of every event, in the order of the journal. */
  onEvent?(event: RunEvent): void;
  /** Told once, after the last event, with the folded report. */
  onEnd?(report: Report): Promise<void> | void;
}

/** What the surroundings give to reporters. */
export interface ReporterContext {
  /** The folder that receives files; null where none was asked for. */
  readonly outDir: string | null;
  /** The regulations as transcribed: the printed words that a report shows. */
  readonly regulations: readonly Regulation[];
  /** Writes to the terminal, as is. */
  write(text: string): void;
  readonly isTty: boolean;
  /** The width of the terminal in characters; 0 where it is not known. */
  readonly columns: number;
  /** Whether colour is unwanted; without it, whether the environment variable `NO_COLOR` is set and not empty. */
  readonly noColor?: boolean;
  /** Ids of assertions whose failure a baseline explains; they are listed apart from the unexpected ones. */
  readonly expectedFailures?: ReadonlySet<string>;
}
