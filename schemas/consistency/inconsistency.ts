// Defines an inconsistency of a transcription, and holds the checks that several parts of a regulation need.
import type { Sending } from '../regulation.ts';
import { parseTerm } from '../term.ts';
import { type Segment, writeChoice, writeValue } from '../violation.ts';
import { VERBS, type Verb } from '../vocabulary.ts';

/** A mistake of the transcription: a value that fits the schema but not the other parts of the file, with the path to it. */
export interface Inconsistency {
  readonly path: Segment[];
  readonly value: unknown;
  readonly problem: string;
  readonly cure: string;
}

/** Reports one inconsistency. */
export type Tell = (path: Segment[], value: unknown, problem: string, cure: string) => void;

/** Checks that no value occurs twice. */
export function checkUnique(tell: Tell, values: readonly string[], noun: string, path: (n: number) => Segment[]): void {
  values.forEach((value, n) => {
    if (values.indexOf(value) < n)
      tell(path(n), value, `the ${noun} ${writeValue(value)} stands twice`, `give each ${noun} a name of its own`);
  });
}

/** Checks that a printed term can be read. */
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

/** What the checks need to know of a regulation: the ids that exist, and how to report an inconsistency. */
export interface Check {
  readonly tell: Tell;
  readonly parties: readonly string[];
  readonly results: readonly string[];
  /** The parties that a message can be sent to. */
  readonly receivers: readonly string[];
}

/** Checks that the regulation has the party. */
export function checkParty({ tell, parties }: Check, path: Segment[], id: string | null | undefined): void {
  if (id === undefined || id === null || parties.includes(id)) return;
  tell(path, id, `${writeValue(id)} is not a party of this regulation`, writeChoice(id, parties));
}

/** Checks that the regulation has all the parties. */
export function checkParties(check: Check, path: Segment[], ids: readonly string[] | undefined): void {
  ids?.forEach((id, n) => {
    checkParty(check, [...path, n], id);
  });
}

/** Checks that a step that completes the flow names a result, and that the regulation has every result that is named. */
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

/** Checks that the numbers run 1, 2, 3 ...; undefined values are passed over. */
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

/** Checks that every message goes to a party that can receive messages. */
export function checkReceivers({ tell, receivers }: Check, path: Segment[], sends: readonly Sending[] = []): void {
  sends.forEach(({ to }, n) => {
    if (receivers.includes(to)) return;
    const problem = `${writeValue(to)} is no party that a message can be sent to`;
    tell([...path, n, 'to'], to, problem, writeChoice(to, receivers));
  });
}
