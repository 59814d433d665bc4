// Drafts the ledger of sentences: what is said of the paragraphs that every act has, and the rest to be told.
import type { Draft } from '../../schemas/draft.ts';
import { describePlace } from '../../schemas/place.ts';
import type { Line } from '../ledger.ts';
import { knownSentences } from '../meaning/act-words.ts';
import { isKnownBy } from '../meaning/fitting.ts';
import { causeOfGround } from '../requirements.ts';
import type { Gathering } from './gathering.ts';

/** The first words of a paragraph are cut here. */
const LONGEST = 60;

/**
 * The ledger.
 * @param told the processes and conditions of the procedures, by clause and item
 */
export function sentencesOf(
  lines: readonly Line[],
  told: (clause: number, item: number) => { kind: 'process' | 'condition'; number: number; does: string } | null,
  gathering: Gathering,
): Draft['sentences'] {
  if (lines.length === 0)
    return gathering.unread(
      ['sentences'],
      null,
      'sentences',
      '',
      'say of every paragraph outside the tables what it says',
    );
  return lines.map((line, n) => {
    gathering.at(['sentences', n], line.place);
    const { at, text } = line;
    // What nobody knows how to bring about is tested by nothing, so somebody has to say why.
    const isUnknownGround = line.is === 'refusals' && causeOfGround(text) === null;
    const known = knownSentences().find(
      (one) =>
        !isUnknownGround &&
        one.of === line.of &&
        (one.is === undefined || one.is === line.is) &&
        (one.words === undefined || isKnownBy(text, { words: one.words })),
    );
    const own = saysOf(line, told);
    const says =
      own ??
      known?.says ??
      gathering.unread(
        ['sentences', n, 'says'],
        line.place,
        describePlace(at),
        text,
        'say in an English sentence what it says, or give {says: …, none: why it demands nothing of a portal}',
      );
    return {
      at,
      begins: beginningOf(text),
      says,
      ...(own === null && known?.none !== undefined ? { none: known.none } : {}),
      ...(own === null && known?.leaves !== undefined ? { leaves: known.leaves } : {}),
    };
  });
}

/** What a paragraph says that is read as a part of the regulation already; null for all others. */
function saysOf({ of, at, is }: Line, told: Parameters<typeof sentencesOf>[1]): string | null {
  if (of === 'figure') return 'The screen is shown to the applicant.';
  if (of === 'question') return 'The survey asks this question.';
  if (of === 'answer') return 'The survey offers this answer.';
  if (of !== 'item' || !('clause' in at) || at.item === undefined) return null;
  if (is === 'security') return 'This is demanded of the process.';
  if (is === 'conditions') return 'This is needed for the service.';
  if (is !== 'procedure') return null;
  const process = told(at.clause, at.item);
  if (process === null) return null;
  const { kind, number, does } = process;
  return kind === 'condition' ? `Condition ${number} checks ${does}.` : `Process ${number}: ${does}.`;
}

/** The first words of a paragraph, none of them cut. */
function beginningOf(text: string): string {
  if (text.length <= LONGEST) return text;
  const cut = text.slice(0, LONGEST + 1);
  const end = cut.lastIndexOf(' ');
  return end > 0 ? cut.slice(0, end) : text.slice(0, LONGEST);
}
