// Drafts what the act is: of which kind, by whom, when and under which number, and what became of it.
import type { Draft, Unread } from '../../schemas/draft.ts';
import { foldKazakh } from '../../schemas/language.ts';
import type { Line } from '../ledger.ts';
import { actWords } from '../meaning/act-words.ts';
import { hasAny } from '../meaning/fitting.ts';
import { namesIn } from '../meaning/service-name.ts';
import { clear } from '../words.ts';
import type { Gathering } from './gathering.ts';

type DraftAct = Exclude<Draft['act'], Unread>;

/** The mark of an act that is no longer in force, before the words that say which it is. */
const STRUCK = /^(?:Күшін жойған|Утративший силу)\s/iu;
/** The parts of an act that stand before its first clause. */
const HEAD = ['title', 'opening', 'approval', 'name'];

/**
 * What the act is.
 * @param clauses how many clauses it has
 */
export function actOf(lines: readonly Line[], clauses: number, gathering: Gathering): DraftAct | Unread {
  if (lines.length === 0)
    return gathering.unread(
      ['act'],
      null,
      'act',
      '',
      'give the kind, issuer, number and date of the act, and its titles',
    );
  const head = lines.filter(({ of }) => HEAD.includes(of));
  const [first] = head.length > 0 ? head : lines;
  const place = first?.place ?? null;
  const texts = head.filter(({ of }) => of !== 'name').map(({ text }) => clear(text).replace(/\s+/gu, ' '));
  const issued = texts
    .flatMap((text) => text.replace(STRUCK, '').split(/(?<=\p{L}{4}\.)\s/u))
    .filter((text) => !hasAny(text, actWords().repealed))
    .map(issuedIn)
    .filter((one) => one !== null);
  const [act] = issued;
  const open = (key: string, needs: string, quotation = '') =>
    gathering.unread(['act', key], place, `act, ${key}`, quotation, needs);
  const agree = issued.every(({ number, date }) => number === act?.number && date === act.date);
  const opening = texts.join(' ');
  const quoted = opening.slice(0, 300);
  const titles = lines.flatMap((line) => namesIn(line).map((name) => ({ at: line.at, printed: name })));
  return {
    kind: act?.kind ?? open('kind', 'say whether it is an order, a resolution or a draft', quoted),
    issuer: act?.issuer ?? open('issuer', 'say who issued the act', quoted),
    number: act !== undefined && agree ? act.number : open('number', 'give the number of the act, or null', quoted),
    date:
      act !== undefined && agree ? act.date : open('date', 'give the date of the act as YYYY-MM-DD, or null', quoted),
    registration: orOpen(registrationIn(opening), () =>
      open('registration', 'give number and date of the registration, or null', quoted),
    ),
    repeal: orOpen(repealIn(lines), () => open('repeal', 'give the act that repeals it, or null', quoted)),
    clauses: clauses === 0 ? open('clauses', 'say how many clauses it has') : clauses,
    titles:
      titles.length === 0 ? open('titles', 'give the titles of the regulation with their places', quoted) : titles,
  };
}

/** A value that was read, which may be null, or what opens an entry where it was not. */
const orOpen = <T>(value: T | undefined, open: () => Unread): T | Unread => (value === undefined ? open() : value);

interface Issued {
  kind: 'order' | 'resolution';
  issuer: string;
  number: string;
  date: string;
}

const KAZAKH = /^(.*?)\s(\d{4})\s*ж(?:ылғы|ылы|\.)\s*(\d{1,2})\s*(\p{L}+)\s*№\s*([\p{L}\d/-]+)\s*(\p{L}+)/u;
const RUSSIAN =
  /(?:^|\s)(\p{L}+)\s+([^.;]{3,160}?)\s+от\s+(\d{1,2})\s+(\p{L}+)\s+(\d{4})\s*(?:года|г\.?)?\s*№\s*([\p{L}\d/-]+)/u;
/** A possessor, as the issuer stands before the word for the act. */
const POSSESSIVE = /(?:н|д|т)(?:ің|ың)$/u;

/** The act that a text cites as its own, in the words that stand before its number; null where there is none. */
function issuedIn(text: string): Issued | null {
  const kazakh = KAZAKH.exec(text);
  if (kazakh !== null) {
    const [, before = '', year = '', day = '', month = '', number = '', word = ''] = kazakh;
    const kind = kindOf(word);
    const date = dateOf(year, month, day);
    const issuer = before.trim();
    if (kind !== null && date !== null && isIssuer(issuer))
      return { kind, issuer: issuer.replace(POSSESSIVE, ''), number, date };
  }
  const russian = RUSSIAN.exec(text);
  if (russian === null) return null;
  const [, word = '', issuer = '', day = '', month = '', year = '', number = ''] = russian;
  const kind = kindOf(word);
  const date = dateOf(year, month, day);
  return kind === null || date === null || !isIssuer(issuer) ? null : { kind, issuer, number, date };
}

/** Whether words can be those of who issued an act: no act that is only cited, and no blank to be filled in. */
const isIssuer = (words: string): boolean =>
  words !== '' && words.length <= 140 && !/[\d«»"“”„_]|сәйкес|соответств|бекітілген|утвержд/iu.test(words);

function kindOf(word: string): 'order' | 'resolution' | null {
  const { order, resolution } = actWords().kinds;
  const own = foldKazakh(word);
  if (order.includes(own)) return 'order';
  return resolution.includes(own) ? 'resolution' : null;
}

function dateOf(year: string, month: string, day: string): string | null {
  const { kk, ru } = actWords().months;
  const own = foldKazakh(month);
  const at = [kk, ru].map((names) => names.findLastIndex((name) => own.startsWith(name))).find((n) => n >= 0);
  // March begins with the word of May: the longer name is meant.
  const named = own.startsWith('март') ? 2 : at;
  return named === undefined ? null : `${year}-${String(named + 1).padStart(2, '0')}-${day.padStart(2, '0')}`;
}

const REGISTERED_KK = /(\d{4})\s*ж(?:ылғы|ылы|\.)\s*(\d{1,2})\s*(\p{L}+)\s*№\s*(\d+)\s*(?:болып\s*)?(?:тіркел)/u;
const REGISTERED_RU =
  /зарегистрирован\p{L}*[^.;]{0,120}?(\d{1,2})\s+(\p{L}+)\s+(\d{4})\s*(?:года|г\.?)?\s*(?:за\s*)?№\s*(\d+)/iu;

/** When it was registered: null where the text does not say that it was, undefined where what it says cannot be read. */
function registrationIn(text: string): { number: string; date: string } | null | undefined {
  const [, kkYear = '', kkDay = '', kkMonth = '', kkNumber = ''] = REGISTERED_KK.exec(text) ?? [];
  const [, ruDay = '', ruMonth = '', ruYear = '', ruNumber = ''] = REGISTERED_RU.exec(text) ?? [];
  const date = kkYear === '' ? dateOf(ruYear, ruMonth, ruDay) : dateOf(kkYear, kkMonth, kkDay);
  const number = kkNumber || ruNumber;
  if (number !== '' && date !== null) return { number, date };
  return hasAny(text, actWords().registered) ? undefined : null;
}

const REPEALED = /(\d{2})\.(\d{2})\.(\d{4})\s*№\s*([\p{L}\d/-]+)/u;
const NOTE = /(?:Ескерту|Сноска)\.\s.*?(?:\p{L}{4}\.(?=\s|$)|$)/u;

/** What repealed it: null where the text does not say that anything did, undefined where what it says cannot be read. */
function repealIn(lines: readonly Line[]): { printed: string; number: string; date: string } | null | undefined {
  const { repealed } = actWords();
  const line = lines.find(
    ({ of, text }) => (of === 'opening' || of === 'title' || of === 'approval') && hasAny(text, repealed),
  );
  if (line === undefined) return null;
  const note = NOTE.exec(line.text)?.[0] ?? '';
  const [, day, month, year, number] = REPEALED.exec(note) ?? [];
  if (number === undefined) return undefined;
  return { printed: note, number, date: `${year}-${month}-${day}` };
}
