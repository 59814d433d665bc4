// The variables that the exchanges of an operation are written with.
import type { Target } from '../../../../schemas/target/target.ts';
import type { Language } from '../../../../schemas/vocabulary.ts';

/** The variable `request` where there is none at hand. */
export const NOBODYS = '-';

/** Everything that sets variables, beyond the target file. */
interface Known {
  /** The variables that were picked in the world, for the request and by the visitor; later ones take precedence. */
  readonly known: readonly ReadonlyMap<string, string>[];
  /** The input of the operation. */
  readonly input: unknown;
  readonly request: string;
  readonly language: Language | undefined;
  readonly now: string;
}

/**
 * The variables by name: those of the target file, then those picked, then the input of the operation; later ones take precedence.
 * Last, `words` of the file translate our words into those of the portal.
 */
export function variablesOf(
  { variables = {}, words = {}, languages }: Pick<Target, 'variables' | 'words' | 'languages'>,
  { known, input, request, language, now }: Known,
): Record<string, unknown> {
  const { values } = Object(input);
  // Mostly nobody represents the applicant.
  const represented = values === undefined ? {} : { attorney: null };
  const fromInput: Record<string, unknown> = { ...Object(input), ...represented, ...Object(values) };
  for (const { question, answer } of Object(input).answers ?? []) fromInput[`answer${question}`] = answer;
  const all: Record<string, unknown> = {
    ...variables,
    ...Object.fromEntries(known.flatMap((picked) => [...picked])),
    ...fromInput,
    request,
    language: language ?? languages[0] ?? 'kk',
    now: fromInput.now ?? now,
  };
  for (const [name, table] of Object.entries(words)) {
    const word = all[name];
    if (typeof word === 'string') all[name] = table[word] ?? word;
  }
  return all;
}
