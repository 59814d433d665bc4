// Reading Kazakh, Russian and English text: which language it is in, and the form in which two printed labels are compared.

export type Language = 'kk' | 'ru' | 'en';

const CYRILLIC = /\p{Script=Cyrillic}/u;
const LATIN = /\p{Script=Latin}/u;
const KAZAKH_ONLY = /[әғқңөұүһі]/iu;

/** Latin letters that look like a Cyrillic one; case matters, since `H` looks like `Н` but `h` like `һ`. */
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

/** Words that may follow the hanging hyphen of a shared part, as in «теле- және радиоарна»: that hyphen is no line break. */
const JOINING_WORDS = 'және|немесе|мен|бен|пен|и|или';

const BROKEN_WORD = new RegExp(`(?<=\\p{L})-\\s+(?!(?:${JOINING_WORDS})(?!\\p{L}))(?=\\p{Ll})`, 'gu');

/**
 * The text with every dash (also the minus sign) as `-`, composed (NFC), without soft hyphens and zero-width marks.
 * Line breaks and spaces stay.
 */
function unifyDashes(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u00ad\u200b-\u200d\ufeff]/gu, '')
    .replace(/[\p{Pd}\u2212]/gu, '-');
}

/**
 * The text with the words mended that a narrow table column broke: a hyphen between two letters that has white space after it
 * and none before. A hyphen without white space stays, because nothing tells it from a real one.
 */
export function mendBrokenWords(text: string): string {
  return text.replace(BROKEN_WORD, '');
}

function cyrillicForm(word: string): string {
  return CYRILLIC.test(word) ? [...word].map((letter) => LOOK_ALIKES.get(letter) ?? letter).join('') : word;
}

function withoutLookAlikes(text: string): string {
  return text.replace(/\p{L}[\p{L}\p{M}-]*/gu, cyrillicForm);
}

/**
 * The form in which printed labels are compared: composed (NFC), lower case, Latin look-alikes inside a Cyrillic word (hyphenated
 * parts included) made Cyrillic, dashes `-` without spaces around them, quotation marks `"`, apostrophes `'`, white space collapsed.
 * Folding twice changes nothing. Never shown to anybody.
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

/** An abbreviation (ЭЦҚ, ЖСН, PDF) says nothing about the language around it: two letters or more, all of them capitals. */
function isAbbreviation(word: string): boolean {
  return /^\p{Lu}{2,}$/u.test(word);
}

/**
 * The language of a text by its letters, or null when it has none.
 *
 * Abbreviations are left out unless there is nothing else. More Latin words than Cyrillic ones: English. Otherwise Kazakh when at
 * least a fifth of the Cyrillic words have a letter that Russian lacks (ә ғ қ ң ө ұ ү һ і), so one Kazakh name does not turn a
 * Russian sentence; else Russian. A short Kazakh text without any such letter is taken for Russian.
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
