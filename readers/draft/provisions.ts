// Drafts the clauses that list something: who takes part, what is demanded of the process, and what it needs.
import { type Draft, UNREAD, type Unread } from '../../schemas/draft.ts';
import type { FoundClause, FoundItem } from '../clauses.ts';
import type { Line } from '../ledger.ts';
import { type ClauseKind, clauseWords } from '../meaning/act-words.ts';
import { isKnownBy } from '../meaning/fitting.ts';
import { listedParties } from '../meaning/listed.ts';
import { clear } from '../words.ts';
import type { Gathering } from './gathering.ts';

/** The clauses of a regulation with what each is. */
export type KindOf = (clause: FoundClause) => Line['is'];

/** The words of paragraphs on one line. */
export const printedOf = ({ paragraphs }: Pick<FoundItem, 'paragraphs'>): string =>
  paragraphs
    .map(({ text }) => clear(text))
    .join(' ')
    .replace(/\s+/gu, ' ')
    .trim();

/**
 * The only clause of a kind: null where there is none, and every clause that lists something is known to be another one; undefined where that
 * is open.
 */
export function onlyClause(
  clauses: readonly FoundClause[],
  kind: KindOf,
  wanted: ClauseKind,
): FoundClause | null | undefined {
  const [clause, other] = clauses.filter((one) => kind(one) === wanted);
  if (clause !== undefined) return other === undefined ? clause : undefined;
  return clauses.length > 0 && clauses.every((one) => one.items.length === 0 || kind(one) !== null) ? null : undefined;
}

/** The clause that lists the units. */
export function participantsOf(
  clauses: readonly FoundClause[],
  kind: KindOf,
  gathering: Gathering,
): Draft['participants'] {
  const clause = onlyClause(clauses, kind, 'participants');
  if (clause === undefined) return open('participants', 'give the clause that lists the units, or null', gathering);
  if (clause === null) return null;
  gathering.at(['participants'], clause.place);
  return {
    clause: clause.clause,
    printed: printedOf(clause),
    items: clause.items.map((item, n) => {
      gathering.at(['participants', 'items', n], item.place);
      const printed = printedOf(item);
      const [party, ...also] = listedParties(printed) ?? [];
      return { item: item.item, party: party ?? UNREAD, ...(also.length > 0 ? { also } : {}), printed };
    }),
  };
}

/** The clause that demands something of the process, or names what it needs. */
export function provisionsOf(
  wanted: 'security' | 'conditions',
  clauses: readonly FoundClause[],
  kind: KindOf,
  gathering: Gathering,
): Draft['security'] {
  const clause = onlyClause(clauses, kind, wanted);
  if (clause === undefined) return open(wanted, `give the clause on ${NAMES[wanted]}, or null`, gathering);
  if (clause === null) return null;
  gathering.at([wanted], clause.place);
  const known = clauseWords().items[wanted];
  const isOf = (printed: string) => {
    const fitting = known.filter((one) => isKnownBy(printed, one));
    return fitting.length === 1 ? (fitting[0]?.is ?? UNREAD) : UNREAD;
  };
  const items = clause.items.map((item, n) => {
    gathering.at([wanted, 'items', n], item.place);
    const printed = printedOf(item);
    return { item: item.item, is: isOf(printed), printed };
  });
  const printed = printedOf(clause);
  return {
    clause: clause.clause,
    printed,
    items: items.length > 0 ? items : [{ is: isOf(printed), printed }],
  };
}

const NAMES = { security: 'confidentiality, integrity and availability', conditions: 'technical conditions' } as const;

const open = (key: string, needs: string, gathering: Gathering): Unread =>
  gathering.unread([key], null, key, '', needs);
