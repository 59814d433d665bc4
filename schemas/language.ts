// Reads Kazakh, Russian and English text: tells the language, mends broken words, and folds printed labels so that they can be compared.

export type Language = 'kk' | 'ru' | 'en';

const CYRILLIC = /\p{Script=Cyrillic}/u;
const LATIN = /\p{Script=Latin}/u;
const KAZAKH_ONLY = /[әғқңөұүһі]/iu;

/** The Latin letters that look like a Cyrillic one. Case matters: `H` looks like `Н`, but `h` like `һ`. */
const LOOK_ALIKES: ReadonlyMap<string, string> = new Map([
  ['A', 'А'],
  ['a', 'а'],
  ['B', 'В'],
  ['C', 'С'],
  ['c', 'с'],
  ['E', 'Е'],
  ['e', 'е'],
  ['H', 'Н'],
  ['h', 'һ'],
  ['I', 'І'],
  ['i', 'і'],
  ['K', 'К'],
  ['k', 'к'],
  ['M', 'М'],
  ['O', 'О'],
  ['o', 'о'],
  ['P', 'Р'],
  ['p', 'р'],
  ['T', 'Т'],
  ['X', 'Х'],
  ['x', 'х'],
  ['Y', 'У'],
  ['y', 'у'],
  ['Ə', 'Ә'],
  ['ə', 'ә'],
]);

/** Words that may follow a real hyphen and a space, as in «теле- және радиоарна», where two words share their second part. */
const JOINING_WORDS = 'және|немесе|мен|бен|пен|и|или';

const BROKEN_WORD = new RegExp(`(?<=\\p{L})-\\s+(?!(?:${JOINING_WORDS})(?!\\p{L}))(?=\\p{Ll})`, 'gu');

/**
 * The text in composed form (NFC), with every dash and minus sign as `-`, and without soft hyphens and zero-width marks. Line breaks and
 * spaces stay.
 */
function unifyDashes(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u00ad\u200b-\u200d\ufeff]/gu, '')
    .replace(/[\p{Pd}\u2212]/gu, '-');
}

/**
 * The text with the words joined again that a narrow table column broke: those with white space after the hyphen and none before. A hyphen
 * without white space stays, because it cannot be told from a real one.
 */
export function mendBrokenWords(text: string): string {
  return text.replace(BROKEN_WORD, '');
}

function cyrillicForm(word: string): string {
  return CYRILLIC.test(word) && LATIN.test(word)
    ? [...word].map((letter) => LOOK_ALIKES.get(letter) ?? letter).join('')
    : word;
}

/** The text with every Latin letter inside a Cyrillic word replaced by the Cyrillic one that it looks like; its length stays. */
export function withoutLookAlikes(text: string): string {
  return LATIN.test(text) ? text.replace(/\p{L}[\p{L}\p{M}-]*/gu, cyrillicForm) : text;
}

/**
 * The form in which printed labels are compared, never shown to anybody. Composed (NFC), in lower case; Latin look-alikes inside a Cyrillic
 * word (also in its hyphenated parts) become Cyrillic; dashes become `-` without spaces around them, quotation marks `"`, apostrophes `'`;
 * white space is collapsed. Folding a second time changes nothing.
 */
export function foldKazakh(text: string): string {
  const spaced = unifyDashes(text)
    .replace(/[«»„“”‟″]/gu, '"')
    .replace(/[‘’‚‛`]/gu, "'")
    .replace(/\s+/gu, ' ')
    .replace(/ ?- ?/gu, '-')
    .trim();
  return withoutLookAlikes(spaced).toLowerCase();
}

/** Whether a word is an abbreviation: two or more letters, all capitals (ЭЦҚ, ЖСН, PDF). It says nothing of the language around it. */
function isAbbreviation(word: string): boolean {
  return /^\p{Lu}{2,}$/u.test(word);
}

/**
 * The language of a text by its letters, or null when it has none.
 *
 * A text with more Latin words than Cyrillic ones is English. Otherwise it is Kazakh when at least a fifth of its Cyrillic words have a
 * letter that Russian lacks (ә ғ қ ң ө ұ ү һ і), so that one Kazakh name does not make a Russian sentence Kazakh; else it is Russian.
 * Abbreviations count only where there is nothing else. A short Kazakh text without any such letter is taken for Russian.
 */
export function languageOf(text: string): Language | null {
  const all = withoutLookAlikes(unifyDashes(text)).match(/\p{L}+/gu) ?? [];
  const spelled = all.filter((word) => !isAbbreviation(word));
  const words = spelled.length > 0 ? spelled : all;
  const cyrillic = words.filter((word) => CYRILLIC.test(word));
  const latin = words.filter((word) => LATIN.test(word) && !CYRILLIC.test(word));
  if (cyrillic.length + latin.length === 0) return null;
  if (latin.length > cyrillic.length) return 'en';
  const kazakh = cyrillic.filter((word) => KAZAKH_ONLY.test(word));
  return kazakh.length * 5 >= cyrillic.length ? 'kk' : 'ru';
}

/** Words for what is told to somebody: хабарлама (message), түбіртек and квитанция (receipt), … жөнінде көрсету (shows that …). */
const MESSAGE = /хабар|түбіртек|квитанц|жөнінде көрсет/u;

/** A reasoned answer (дәлелді жауап) tells somebody of a refusal. As the alternative to a document (немесе, не) it is the result itself. */
const ANSWER = /дәлелді/u;
const ANSWER_INSTEAD = /(?<!\p{L})не(?:месе)?\s[^;.]*дәлелді/u;

/** Whether printed words name a message to somebody. Where a completion names none, it states a fact. */
export function namesMessage(printed: string): boolean {
  const words = mendBrokenWords(printed).toLowerCase();
  return MESSAGE.test(words) || (ANSWER.test(words) && !ANSWER_INSTEAD.test(words));
}
