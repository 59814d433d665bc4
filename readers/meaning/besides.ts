// Tells what a step does besides its action: what is attached, presented or marked, and what is sent to whom.
import { UNREAD, type Unread } from '../../schemas/draft.ts';
import type { Sending } from '../../schemas/regulation.ts';
import type { Verb } from '../../schemas/vocabulary.ts';
import { hasAny } from './fitting.ts';
import { mentionedIn } from './mention.ts';
import { isPersonal, roleOf } from './party.ts';
import { knownActions } from './vocabulary.ts';

/** The keys of a step that say what is done besides. */
export type Beside = 'attaches' | 'withCertificate' | 'onPaper' | 'attorney';

/** What a step does besides: true where its words say so plainly, unread where they only speak of it. */
export function besides<Key extends Beside>(
  words: string,
  does: Verb | undefined,
  keys: readonly Key[],
): Partial<Record<Key, true | Unread>> {
  const found: Partial<Record<Key, true | Unread>> = {};
  for (const key of keys) {
    const known = knownActions().besides[key];
    if (does === undefined || !known.does.includes(does) || !hasAny(words, known.hint)) continue;
    found[key] = known.words.every((list) => hasAny(words, list)) ? true : UNREAD;
  }
  return found;
}

/** Acts whose words say of themselves what goes where: what a refusal forms, what a look-up asks, and what a payment needs. */
const TOLD_OTHERWISE: readonly Verb[] = ['refuse', 'look-up', 'authenticate', 'pay', 'choose-certificate'];

/** What a step sends, where it has words of sending: one message to the only unit it can go to; unread where that is not plain. */
export function sendings(words: string, does: Verb | undefined): Sending[] | Unread | null {
  if (does === undefined) return null;
  const { sending } = knownActions();
  if (does === 'pay') return paid(words);
  if (TOLD_OTHERWISE.includes(does) || !hasAny(words, sending.words)) return null;
  return sentIn(words) ?? UNREAD;
}

/** What a payment leaves with another system, once it is made. */
function paid(words: string): Sending[] | Unread | null {
  const { sending } = knownActions();
  const at = words.search(/одан кейін|бұдан кейін|кейін\s|после чего|затем/iu);
  const behind = at < 0 ? '' : words.slice(at);
  if (!hasAny(behind, sending.arrives)) return null;
  const [to, other] = receivers(behind);
  return to !== undefined && other === undefined ? [{ to, what: 'payment', afterwards: true }] : UNREAD;
}

/** Whether a word says that the unit before it is the way and not the end. */
const THROUGH = /(?:арқылы|через)/iu;

function sentIn(words: string): Sending[] | null {
  // Behind the words for the way stands where it goes in Kazakh; in Russian the way stands behind.
  const [, behind = ''] = words.split(/арқылы/iu);
  const told = /арқылы/iu.test(words) ? behind : (words.split(THROUGH)[0] ?? '');
  const [to, other] = receivers(told);
  const what = knownActions().sending.messages.find((one) => hasAny(words, one.words))?.is;
  const isPlain =
    to !== undefined && other === undefined && what !== undefined && what !== 'status' && what !== 'notice';
  return isPlain ? [{ to, what }] : null;
}

/** The systems and offices that words name, to which something can go. */
const receivers = (words: string): string[] =>
  mentionedIn(words).filter(
    (id) => !isPersonal(id) && !['registry', 'notary', 'certification'].includes(roleOf(id) ?? ''),
  );
