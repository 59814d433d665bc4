// The variables that the exchanges of an operation are written with.
import type { Target } from '../../../../schemas/target/target.ts';
import type { Language } from '../../../../schemas/vocabulary.ts';

interface Known {
  /** What was picked, the nearest last: in the world, for the request, by the visitor. */
  readonly known: readonly ReadonlyMap<string, string>[];
  /** What the suite tells the operation. */
  readonly input: unknown;
  readonly request: string;
  readonly language: Language | undefined;
  readonly now: string;
}

/** All of them by name: what the file gives, what was picked, and what is told now, the nearest taking the place of the rest. */
export function variablesOf(
  { variables = {}, words = {}, languages }: Pick<Target, 'variables' | 'words' | 'languages'>,
  { known, input, request, language, now }: Known,
): Record<string, unknown> {
  const fromInput: Record<string, unknown> = { ...Object(input), ...Object(Object(input).values) };
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
