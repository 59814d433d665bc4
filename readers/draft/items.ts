// Drafts the items of the clause that tells a procedure.
import { type DraftFlow, UNREAD, type Unread } from '../../schemas/draft.ts';
import { describePlace } from '../../schemas/place.ts';
import type { Segment } from '../../schemas/violation.ts';
import { VERBS } from '../../schemas/vocabulary.ts';
import { besides, sendings } from '../meaning/besides.ts';
import { formOf } from '../meaning/completion.ts';
import { hasAny } from '../meaning/fitting.ts';
import { asked, mentionedIn } from '../meaning/mention.ts';
import { roleOf } from '../meaning/party.ts';
import { hasUnreadTerm, termsIn } from '../meaning/terms-in-text.ts';
import { knownActions } from '../meaning/vocabulary.ts';
import { actorsIn } from '../procedure-actors.ts';
import type { Procedure } from '../procedures.ts';
import type { Gathering } from './gathering.ts';

type DraftItem = Exclude<Exclude<DraftFlow['items'], typeof UNREAD>[number], typeof UNREAD>;

/** The items of the clause that tells a procedure: what they do is told by their words and by what stands before them. */
export function itemsOf(
  { clause, told, named }: Procedure,
  path: readonly Segment[],
  { isStaff, result }: { isStaff: boolean | null; result: string },
  gathering: Gathering,
): DraftItem[] {
  const acting = actorsIn(told);
  const actionAt = (at: number) => {
    const process = acting.slice(at).find(({ one }) => one.kind === 'process');
    return process?.action ?? null;
  };
  return clause.items.map(({ item, place, paragraphs }, n): DraftItem => {
    const at = [...path, n];
    gathering.at(at, place);
    const printed = paragraphs.map(({ text }) => text).join(' ') || UNREAD;
    const index = told.findIndex((one) => one.item === item);
    const one = told[index];
    if (one === undefined) return { item, remark: UNREAD, printed };
    const action = acting[index]?.action ?? null;
    const by = acting[index]?.by ?? UNREAD;
    if (one.kind === 'condition') {
      const before = acting.slice(0, index).findLast((other) => other.one.kind === 'process');
      const check = knownActions().checks[before?.action?.is ?? ''];
      const fail = actionAt(index + 1);
      const ok = fail?.does === 'refuse' ? actionAt(index + 2) : null;
      return {
        item,
        condition: one.number,
        checks: check ?? UNREAD,
        by,
        ...(check === 'registry' ? asked(one.words) : {}),
        ok: ok?.is ?? UNREAD,
        fail: fail?.does === 'refuse' ? fail.is : UNREAD,
        printed,
      };
    }
    const open = (key: string, needs: string) =>
      gathering.unread([...at, key], place, describePlace({ clause: clause.clause, item }), printed, needs);
    const form = action === null || isStaff === null ? null : formOf(action, isStaff);
    return {
      item,
      ...(named ? { process: one.number } : {}),
      action: action?.is ?? UNREAD,
      does: action?.does ?? UNREAD,
      by,
      ...(action?.does === 'look-up' ? asked(one.words) : {}),
      ...through(one.words),
      ...sendings(one.words, action?.does, open),
      ...besides(one.words, action?.does, ['attaches', 'attorney', 'withCertificate', 'onPaper'], open),
      ...(form !== null ? { forms: form } : action?.does === 'refuse' ? { forms: UNREAD } : {}),
      ...(action !== null && VERBS[action.does].ends === 'completed' ? { result } : {}),
      ...termOf(one.words),
      printed,
    };
  });
}

/** The term of an item: unread where it gives several, or one that cannot be read. */
function termOf(words: string): { term?: { printed: string } | Unread } {
  const terms = termsIn(words);
  const [term] = terms;
  if (term === undefined) return hasUnreadTerm(words) ? { term: UNREAD } : {};
  return { term: terms.length === 1 && !hasUnreadTerm(words) ? { printed: term.words } : UNREAD };
}

/** The gateway through which an item sends something: unread where it names several. */
function through(words: string): { via?: string } {
  if (!hasAny(words, knownActions().through)) return {};
  const [one, other] = mentionedIn(words).filter((id) => roleOf(id) === 'gateway');
  if (one === undefined) return {};
  return { via: other === undefined ? one : UNREAD };
}
