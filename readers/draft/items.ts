// Drafts the items of the clause that tells a procedure.
import { type DraftFlow, UNREAD, type Unread } from '../../schemas/draft.ts';
import type { Segment } from '../../schemas/violation.ts';
import { VERBS } from '../../schemas/vocabulary.ts';
import type { Procedure } from '../against-clauses.ts';
import type { Told } from '../clauses.ts';
import { type Action, actionsOf } from '../meaning/action.ts';
import { formOf } from '../meaning/completion.ts';
import { mentionedIn } from '../meaning/mention.ts';
import { isSystem } from '../meaning/party.ts';
import { hasUnreadTerm, termsIn } from '../meaning/terms-in-text.ts';
import { knownActions } from '../meaning/vocabulary.ts';
import type { Gathering } from './gathering.ts';

type DraftItem = Exclude<Exclude<DraftFlow['items'], typeof UNREAD>[number], typeof UNREAD>;

/** The items of the clause that tells a procedure: what they do is told by their words and by what stands before them. */
export function itemsOf(
  { clause, told, named }: Procedure,
  path: readonly Segment[],
  { isStaff, result }: { isStaff: boolean | null; result: string },
  gathering: Gathering,
): DraftItem[] {
  const processes = told.filter(({ kind }) => kind === 'process');
  const actions = actionsOf(processes.map(({ words }) => words));
  const actionAt = (at: number) => {
    const process = told.slice(at).find(({ kind }) => kind === 'process');
    return process === undefined ? null : (actions[processes.indexOf(process)] ?? null);
  };
  return clause.items.map(({ item, place, paragraphs }, n): DraftItem => {
    const at = [...path, n];
    gathering.at(at, place);
    const printed = paragraphs.map(({ text }) => text).join(' ') || UNREAD;
    const index = told.findIndex((one) => one.item === item);
    const one = told[index];
    if (one === undefined) return { item, remark: UNREAD, printed };
    const action = actions[processes.indexOf(one)] ?? null;
    const by = byWhom(one, action);
    if (one.kind === 'condition') {
      const before = told.slice(0, index).findLast(({ kind }) => kind === 'process');
      const check =
        before === undefined ? undefined : knownActions().checks[actions[processes.indexOf(before)]?.is ?? ''];
      const fail = actionAt(index + 1);
      const ok = fail?.does === 'refuse' ? actionAt(index + 2) : null;
      return {
        item,
        condition: one.number,
        checks: check ?? UNREAD,
        by,
        ok: ok?.is ?? UNREAD,
        fail: fail?.does === 'refuse' ? fail.is : UNREAD,
        printed,
      };
    }
    const form = action === null || isStaff === null ? null : formOf(action, isStaff);
    return {
      item,
      ...(named ? { process: one.number } : {}),
      action: action?.is ?? UNREAD,
      does: action?.does ?? UNREAD,
      by,
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

/** The only unit that an item names. Where it is open what is done, it is open too who does it. */
function byWhom({ kind, words }: Told, action: Action | null): string | Unread {
  if (kind === 'process' && action === null) return UNREAD;
  // A refusal names people because of their data or signature, and registries that lack something; systems form it.
  const mentioned = mentionedIn(words).filter((id) => action?.does !== 'refuse' || isSystem(id));
  const [one, other] = mentioned;
  return one === undefined || other !== undefined ? UNREAD : one;
}
