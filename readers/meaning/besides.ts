// Tells what a step does besides its action: what is attached, presented or marked, and what is sent to whom.
import type { Unread } from '../../schemas/draft.ts';
import type { Sending } from '../../schemas/regulation.ts';
import type { Verb } from '../../schemas/vocabulary.ts';
import { hasAny } from './fitting.ts';
import { mentionedIn } from './mention.ts';
import { isPersonal, roleOf } from './party.ts';
import { knownActions } from './vocabulary.ts';

/** The keys of a step that say what is done besides. */
export type Beside = 'attaches' | 'withCertificate' | 'onPaper' | 'attorney';

/** Opens an entry for what words speak of and do not say plainly. */
export type Open = (key: string, needs: string) => Unread;

const NEEDS: Readonly<Record<Beside, string>> = {
  attaches: 'say true where documents are attached while the form is filled in, or "none"',
  withCertificate: 'say true where a certificate is presented at the login, or "none"',
  onPaper: 'say true where the form is marked that the documents exist on paper, or "none"',
  attorney: 'say true where the data of a power of attorney are entered, or "none"',
};

/**
 * What a step does besides: true where its words say so plainly, and unread where they only speak of it, or where what the step itself does is
 * not known.
 */
export function besides<Key extends Beside>(
  words: string,
  does: Verb | undefined,
  keys: readonly Key[],
  open: Open,
): Partial<Record<Key, true | Unread>> {
  const found: Partial<Record<Key, true | Unread>> = {};
  for (const key of keys) {
    const { does: verbs, hint, words: plain } = knownActions().besides[key];
    const isPlain = plain.every((list) => hasAny(words, list));
    if (does === undefined ? !isPlain : !verbs.includes(does) || !hasAny(words, hint)) continue;
    found[key] = isPlain && does !== undefined ? true : open(key, NEEDS[key]);
  }
  return found;
}

/** Acts whose words say of themselves what goes where: what a refusal forms, what a look-up asks, and what a payment needs. */
const TOLD_OTHERWISE: readonly Verb[] = ['refuse', 'look-up', 'authenticate', 'pay', 'choose-certificate'];

/** What a step sends, where it has words of sending: one message to the only unit it can go to; unread where that is not plain. */
export function sendings(words: string, does: Verb | undefined, open: Open): { sends?: Sending[] | Unread } {
  const { sending } = knownActions();
  const unread = () => open('sends', 'list to whom what is sent, as [{to: unit, what: message}], or "none"');
  if (does === 'pay') {
    const left = leftBehind(words);
    return left === null ? {} : { sends: left.length > 0 ? left : unread() };
  }
  if (does !== undefined && TOLD_OTHERWISE.includes(does)) return {};
  if (!hasAny(words, sending.words)) return {};
  return { sends: (does === undefined ? null : sentIn(words)) ?? unread() };
}

/** What the completion of a step sends, where it names a unit that it can go to; most cells only say that something goes on. */
export const completionSendings = (
  words: string,
  does: Verb | undefined,
  open: Open,
): { sends?: Sending[] | Unread } =>
  does === 'pay' || receivers(words).length === 0 ? {} : sendings(words, does, open);

/** What a payment leaves with another system, once it is made: empty where that is not plain, null where the words say nothing of it. */
function leftBehind(words: string): Sending[] | null {
  const { sending } = knownActions();
  const at = words.search(/одан кейін|бұдан кейін|кейін\s|после чего|затем/iu);
  const behind = at < 0 ? '' : words.slice(at);
  if (!hasAny(behind, sending.arrives)) return null;
  const [to, other] = receivers(behind);
  return to !== undefined && other === undefined ? [{ to, what: 'payment', afterwards: true }] : [];
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
