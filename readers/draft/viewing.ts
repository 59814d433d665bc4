// Drafts the clause that says how the result is looked at.
import { type Draft, UNREAD } from '../../schemas/draft.ts';
import type { FoundClause } from '../clauses.ts';
import { clauseWords } from '../meaning/act-words.ts';
import { hasAny, isKnownBy } from '../meaning/fitting.ts';
import { clear } from '../words.ts';
import type { Gathering } from './gathering.ts';
import { type KindOf, onlyClause } from './provisions.ts';

const QUOTED = /[«"“„]([^«»"“”„]{2,60})[»"”“]/gu;

/** How the result is looked at: the buttons, and the section of the portal that keeps what was asked for. */
export function viewingOf(clauses: readonly FoundClause[], kind: KindOf, gathering: Gathering): Draft['viewing'] {
  const clause = onlyClause(clauses, kind, 'viewing');
  if (clause === undefined)
    return gathering.unread(
      ['viewing'],
      null,
      'viewing',
      '',
      'give the clause that says how the result is looked at, or null',
    );
  if (clause === null) return null;
  gathering.at(['viewing'], clause.place);
  const words = clauseWords();
  const paragraphs = [...clause.paragraphs, ...clause.items.flatMap((item) => item.paragraphs)].map(({ text }) =>
    clear(text).replace(/\s+/gu, ' ').trim(),
  );
  const kept = paragraphs.findIndex((text) => hasAny(text, words.history));
  const several = paragraphs.length > 1 && clause.items.length === 0;
  return {
    clause: clause.clause,
    printed: paragraphs[0] ?? UNREAD,
    ...(kept < 0
      ? {}
      : {
          history: {
            shows: hasAny(paragraphs[kept] ?? '', words.status) ? ('status' as const) : ('result' as const),
            ...(several && kept > 0 ? { paragraph: kept + 1 } : {}),
          },
        }),
    buttons: paragraphs.slice(1).flatMap((printed) => {
      if (!hasAny(printed, words.button)) return [];
      const labels = Array.from(printed.matchAll(QUOTED), ([, label = '']) => label).filter(
        (label) => !hasAny(label, words.history),
      );
      return labels.map((label) => ({
        label,
        does: words.buttons.find((one) => isKnownBy(printed, one))?.is ?? UNREAD,
        printed,
      }));
    }),
  };
}
