// Finds where a clause gives another term in one language than in the other.
import type { Contradiction } from './contradictions.ts';
import { termsIn } from './meaning/terms-in-text.ts';
import type { Procedure } from './procedures.ts';

/** Every contradiction of this kind. What one language leaves out is none. */
export const againstLanguages = (procedures: readonly Procedure[]): Contradiction[] =>
  procedures.flatMap(({ clause }) =>
    clause.items.flatMap(({ item, place, paragraphs, also }): Contradiction[] => {
      const [own, other] = [paragraphs, also].map((lines) => termsIn(lines.map(({ text }) => text).join(' ')));
      const terms = (all: typeof own) => JSON.stringify(all?.map(({ term }) => term));
      if (own === undefined || other === undefined || own.length === 0 || other.length === 0) return [];
      if (terms(own) === terms(other)) return [];
      return [
        {
          code: 'languages-differ',
          at: { clause: clause.clause, item },
          place,
          printed: own.map(({ words }) => words).join('; '),
          conflictsWith: `the other language has ${other.map(({ words }) => JSON.stringify(words)).join(', ')}`,
        },
      ];
    }),
  );
