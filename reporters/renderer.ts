// What makes the text of a file out of a report.

import type { Language } from '../schemas/language.ts';
import type { Regulation } from '../schemas/regulation.ts';
import type { Report } from '../schemas/run/report.ts';
import type { AnnexName } from './annex-names.ts';
import type { Rendered } from './output-file.ts';

/** What a text is made for besides a report and its regulations. */
export interface RenderOptions {
  /** The language of the text, or the first of several; English where it is left out. */
  readonly language?: Language;
  /** Who has signed the folder of the run, in lines. */
  readonly signed?: readonly string[];
  /** What is printed behind the act, in this order; nothing where it is left out. */
  readonly annexes?: readonly AnnexName[];
}

/** Makes what is written into a file, or into those of a folder. The same report, regulations and options give the same. */
export type Renderer = (report: Report, regulations: readonly Regulation[], options?: RenderOptions) => Rendered;
