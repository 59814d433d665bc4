// What an inconsistency of a transcription is, and the checks that several of its parts share.
import type { Sending } from './regulation.ts';
import { parseTerm } from './term.ts';
import { type Segment, writeChoice, writeValue } from './violation.ts';
import { VERBS, type Verb } from './vocabulary.ts';

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

/** What the checks of a regulation share. */
export interface Check {
  readonly tell: Tell;
  readonly parties: readonly string[];
  readonly results: readonly string[];
  /** The parties that a message can be sent to. */
  readonly receivers: readonly string[];
}

/** The party is known. */
export function checkParty({ tell, parties }: Check, path: Segment[], id: string | null | undefined): void {
  if (id === undefined || id === null || parties.includes(id)) return;
  tell(path, id, `${writeValue(id)} is not a party of this regulation`, writeChoice(id, parties));
}

/** The parties are known. */
export function checkParties(check: Check, path: Segment[], ids: readonly string[] | undefined): void {
  ids?.forEach((id, n) => {
    checkParty(check, [...path, n], id);
  });
}

/** A step that ends the walk with a result names one, and it is known. */
export function checkResult({ tell, results }: Check, path: Segment[], verb: Verb, result: string | undefined): void {
  if (result === undefined) {
    if (VERBS[verb].ends === 'completed')
      tell(
        path,
        result,
        `a step that ${verb === 'issue' ? 'issues' : 'hands over'} names no result`,
        `add the key result: ${results.join(' or ')}`,
      );
  } else if (!results.includes(result)) {
    tell(path, result, `${writeValue(result)} is not a result of this regulation`, writeChoice(result, results));
  }
}

/** The numbers 1, 2, 3 ... in this order. */
export function checkSequence(
  tell: Tell,
  values: readonly (number | undefined)[],
  noun: string,
  path: (n: number) => Segment[],
): void {
  const numbered = values.flatMap((value, n) => (value === undefined ? [] : [{ value, n }]));
  numbered.forEach(({ value, n }, place) => {
    if (value !== place + 1)
      tell(path(n), value, `${noun} ${value} stands where ${place + 1} belongs`, `number each ${noun} in order from 1`);
  });
}

/** Messages go to parties that can receive them. */
export function checkReceivers({ tell, receivers }: Check, path: Segment[], sends: readonly Sending[] = []): void {
  sends.forEach(({ to }, n) => {
    if (receivers.includes(to)) return;
    const problem = `${writeValue(to)} is no party that a message can be sent to`;
    tell([...path, n, 'to'], to, problem, writeChoice(to, receivers));
  });
}
