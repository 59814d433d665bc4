// What makes the text of a file out of a report.
import type { Language } from '../schemas/language.ts';
import type { Regulation } from '../schemas/regulation.ts';
import type { Report } from '../schemas/run/report.ts';

/** What a text is made for besides a report and its regulations. */
export interface RenderOptions {
  /** The language of the text, or the first of several; English where it is left out. */
  readonly language?: Language;
  /** Who has signed the folder of the run, in lines. */
  readonly signed?: readonly string[];
}

/**
 * Makes the text of a file, or those of the files of a folder by their names. The same report, regulations and options give the same text.
 */
export type Renderer = (
  report: Report,
  regulations: readonly Regulation[],
  options?: RenderOptions,
) => string | ReadonlyMap<string, string>;
