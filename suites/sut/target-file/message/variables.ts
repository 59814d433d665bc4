// The variables that the exchanges of an operation are written with.
import type { Target } from '../../../../schemas/target/target.ts';
import type { Language } from '../../../../schemas/vocabulary.ts';
import { render } from './template.ts';

/** What may be picked from an answer: a text, or what JSON has that is none. */
export type Picked = string | number | bigint | boolean;

/** The variable `request` where there is none at hand. */
export const NOBODYS = '-';

/** Everything that sets variables, beyond the target file. */
interface Known {
  /** The variables that were picked in the world, for the request and by the visitor; later ones take precedence. */
  readonly known: readonly ReadonlyMap<string, Picked>[];
  /** The input of the operation. */
  readonly input: unknown;
  /** The certificate of whoever acts, where the input names none. */
  readonly certificatePem: string | undefined;
  readonly request: string;
  /** The flow of the walk, as `regulation/flow`. */
  readonly flow: string;
  readonly language: Language | undefined;
  readonly now: string;
}

/**
 * The variables by name: those of the target file, then those picked, then the input of the operation; later ones take precedence.
 * Last, `words` of the file translate our words into those of the portal.
 */
export function variablesOf(
  { variables = {}, words = {}, languages }: Pick<Target, 'variables' | 'words' | 'languages'>,
  { known, input, certificatePem, request, flow, language, now }: Known,
): Record<string, unknown> {
  const { values } = Object(input);
  // Mostly nobody represents the applicant.
  const represented = values === undefined ? {} : { attorney: null };
  const fromInput: Record<string, unknown> = { ...Object(input), ...represented, ...Object(values) };
  for (const { question, answer } of Object(input).answers ?? []) fromInput[`answer${question}`] = answer;
  const [regulation, ofRegulation] = flow.split('/');
  const given = { regulation, flow: ofRegulation, language: language ?? languages[0] ?? 'kk', now, request };
  const all: Record<string, unknown> = {
    ...given,
    ...Object.fromEntries(Object.entries(variables).map(([name, text]) => [name, render(text, given)])),
    ...(certificatePem === undefined ? {} : { certificatePem }),
    ...Object.fromEntries(known.flatMap((picked) => [...picked])),
    ...fromInput,
    ...{ request, language: given.language, now: fromInput.now ?? now },
  };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, worded(name, value, words)]));
}

/** What the portal calls the value of a variable. */
export function worded(name: string, value: unknown, words: NonNullable<Target['words']>): unknown {
  const table = Object.hasOwn(words, name) ? words[name] : undefined;
  if (table === undefined || value === undefined) return value;
  // A key null of YAML is the empty text.
  const key = String(value ?? '');
  return Object.hasOwn(table, key) ? table[key] : value;
}
