// What an inconsistency of a transcription is, and the checks that several of its parts share.
import { parseTerm } from './term.ts';
import { type Segment, writeValue } from './violation.ts';

/** Something that the transcription says and cannot mean. */
export interface Inconsistency {
  readonly path: Segment[];
  readonly value: unknown;
  readonly problem: string;
  readonly cure: string;
}

/** Tells of one inconsistency. */
export type Tell = (path: Segment[], value: unknown, problem: string, cure: string) => void;

/** Every value once. */
export function checkUnique(tell: Tell, values: readonly string[], noun: string, path: (n: number) => Segment[]): void {
  values.forEach((value, n) => {
    if (values.indexOf(value) < n)
      tell(path(n), value, `the ${noun} ${writeValue(value)} stands twice`, `give each ${noun} a name of its own`);
  });
}

/** The printed term can be read. */
export function checkTerm(tell: Tell, path: Segment[], printed: string): void {
  try {
    parseTerm(printed);
  } catch {
    tell(
      path,
      printed,
      `${writeValue(printed)} is no term`,
      'write a duration such as 10–15 сек or 15 жұмыс күні, or - for none',
    );
  }
}
