// Drafts the table of basic requirements that newer rules print in the place of step tables.
import { type Draft, UNREAD, type Unread } from '../../schemas/draft.ts';
import type { Requirement } from '../../schemas/flow/requirements.ts';
import type { Segment } from '../../schemas/violation.ts';
import { type Abbreviation, definitionsIn } from '../abbreviations.ts';
import { requirementWords } from '../meaning/act-words.ts';
import { hasAny, isKnownBy, letters } from '../meaning/fitting.ts';
import { partyOf } from '../meaning/party.ts';
import { hasUnreadTerm, termsIn } from '../meaning/terms-in-text.ts';
import { causeOfGround, type FoundRequirement, type requirementsIn } from '../requirements.ts';
import type { Gathering } from './gathering.ts';

type DraftRow = Exclude<Exclude<Exclude<NonNullable<Draft['requirements']>, Unread>['rows'], Unread>[number], Unread>;
/** What a row says beyond its words. */
type Reading = Omit<DraftRow, 'row' | 'is' | 'name' | 'printed'>;
/** Opens an entry for what a row leaves open. */
type Open = (key: string, needs: string) => Unread;

/** The table, where the regulation has one. */
export function requirementsOf(
  table: ReturnType<typeof requirementsIn>,
  abbreviations: readonly Abbreviation[],
  gathering: Gathering,
): Pick<Draft, 'requirements'> {
  if (table === null) return {};
  const { annex } = table;
  const rows = table.rows.map((found, at): DraftRow => {
    const { row, is, name, namedAt, place, paragraphs } = found;
    const path: Segment[] = ['requirements', 'rows', at];
    gathering.at(path, place);
    const about = `annex ${annex}, requirement ${row}`;
    const printed = paragraphs.map(({ text }) => text);
    const open: Open = (key, needs) =>
      gathering.unread([...path, ...key.split('.').map(numbered)], place, about, printed.join(' '), needs);
    return {
      row,
      is: is ?? gathering.unread([...path, 'is'], namedAt, about, name, 'say what the row demands'),
      name: name || UNREAD,
      printed: printed.length === 0 ? UNREAD : printed,
      ...(is === null || printed.length === 0 ? {} : READINGS[is](found, open, abbreviations)),
    };
  });
  return { requirements: { annex, rows } };
}

const numbered = (part: string): Segment => (/^\d+$/u.test(part) ? Number(part) : part);

const textOf = ({ paragraphs }: FoundRequirement): string => paragraphs.map(({ text }) => text).join('\n');
const nothing = (): Reading => ({});

/** How each row is read. Of hours nothing is read, because they bind offices, and what else there is has no form of its own. */
const READINGS: Readonly<
  Record<Requirement, (found: FoundRequirement, open: Open, abbreviations: readonly Abbreviation[]) => Reading>
> = {
  provider: providerOf,
  ways: waysOf,
  term: termOf,
  form: electronicOf,
  result: electronicOf,
  fee: feeOf,
  hours: nothing,
  documents: nothing,
  refusals: groundsOf,
  other: nothing,
};

/** The unit that is named, or whose definition begins with the same words. */
function providerOf(found: FoundRequirement, open: Open, abbreviations: readonly Abbreviation[]): Reading {
  const text = textOf(found);
  const known = partyOf(text);
  const defined = [...definitionsIn(abbreviations)].filter(([, { of }]) => isSameName(of, text)).map(([id]) => id);
  const [party, other] = known === null ? defined : [known];
  return {
    party:
      party !== undefined && other === undefined
        ? party
        : open('party', 'say which unit of the act renders the service, or "none"'),
  };
}

/** A longer word may have another ending. */
const STEM = 6;

/** Whether a definition ends with a name, however its words are declined. */
function isSameName(definition: string, name: string): boolean {
  const stems = (text: string) => text.split(/[^\p{L}\d]+/u).flatMap((word) => letters(word).slice(0, STEM) || []);
  const [all, own] = [stems(definition), stems(name)];
  return own.length > 1 && all.join(' ').endsWith(own.join(' '));
}

function waysOf(found: FoundRequirement, open: Open): Reading {
  const { ways } = requirementWords();
  const named = (['portal', 'employee', 'operator'] as const).filter((way) => hasAny(textOf(found), ways[way]));
  return {
    ways:
      named.length > 0
        ? named
        : open('ways', 'list who begins the flows by which it can be had: portal, employee, operator; or "none"'),
  };
}

function termOf(found: FoundRequirement, open: Open): Reading {
  const text = textOf(found);
  const terms = termsIn(text);
  const [term] = terms;
  return {
    term:
      term !== undefined && terms.length === 1 && !hasUnreadTerm(text)
        ? term.words
        : open('term', 'give the term of the whole service, or "none" where it gives several'),
  };
}

function electronicOf(found: FoundRequirement): Reading {
  const { electronic, signed } = requirementWords();
  const text = textOf(found);
  return {
    ...(isKnownBy(text, electronic) ? { electronic: true } : {}),
    ...(isKnownBy(text, signed) ? { signed: true } : {}),
  };
}

function feeOf(found: FoundRequirement, open: Open): Reading {
  const { free, paid } = requirementWords().fee;
  const text = textOf(found);
  const [isFree, isPaid] = [hasAny(text, free), hasAny(text, paid)];
  if (isFree !== isPaid) return { fee: isFree ? 'free' : 'paid' };
  return { fee: open('fee', 'say whether the service is "free" or "paid", or "none" where it may be either') };
}

/** The grounds by their paragraphs. An introduction, which ends with a colon, is none. */
function groundsOf({ paragraphs }: FoundRequirement, open: Open): Reading {
  const told = paragraphs.flatMap(({ text }, n) =>
    paragraphs.length > 1 && /:\s*$/u.test(text) ? [] : [{ text, paragraph: n + 1 }],
  );
  const grounds = told.map(({ text, paragraph }, n) => {
    return {
      paragraph,
      cause:
        causeOfGround(text) ??
        open(
          `grounds.${n}.cause`,
          `name the cause of the ground "${text}", or "none" where nobody can bring it about on a portal`,
        ),
    };
  });
  return grounds.length === 0 ? {} : { grounds };
}
