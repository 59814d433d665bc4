// Predicates on what is written in the result: whom it is for, its number and date, who gives it, and which kind of document it is.
import { all, any, say } from '../../../../schemas/said.ts';
import type { DocumentKind } from '../../../../schemas/vocabulary.ts';
import type { ArgumentsOf } from '../../../calls.ts';
import type { Trace, Words } from '../../trace.ts';
import { fails, holds, open } from '../finding.ts';
import { RESULT } from '../needs.ts';
import { once, predicate } from '../predicate.ts';
import { ofDocument } from './document.ts';

/** How documents call themselves in the three languages, the most particular kinds first: a duplicate of a licence names the licence. */
const CALLED: readonly (readonly [DocumentKind, RegExp])[] = [
  ['refusal', /бас\s+тарт|отказ|refus|reject|denial|denied/iu],
  ['duplicate', /телнұсқа|дубликат|duplicate/iu],
  ['reissued-licence', /қайта\s+ресімде|переоформ|re-?issue/iu],
  ['annex', /қосымша|приложени|\bannex|appendix/iu],
  ['certificate', /анықтама|куәлік|справк|свидетельств|сертификат|certificate/iu],
  ['licence', /лицензи|licen[cs]e/iu],
];

/** Within how many letters a document says what it is. Below it other kinds can be named, such as what a licence is refused for. */
const HEADING = 300;

/** Which kind of document it is: what the portal says, or else what its words say; null where neither tells. */
export function kindOf({ kind = null }: { kind?: DocumentKind | null }, words: Words | null): DocumentKind | null {
  if (kind !== null) return kind;
  if (words === null || 'unreadable' in words) return null;
  const kindIn = (text: string) => CALLED.find(([, called]) => called.test(text))?.[0] ?? null;
  return kindIn(words.text.trimStart().slice(0, HEADING)) ?? kindIn(words.text);
}

/** Holds where the document is of one of the kinds, by what the portal says of it and by its words, as far as they tell. */
export const isOfKind = predicate('is-of-kind', once(RESULT), (trace, { action, kinds }) => {
  const expected = say`the document of ${action} is a ${any(kinds)}`;
  return ofDocument(trace, action, expected, (document, evidence) => {
    const kind = kindOf(document, trace.words);
    // A re-issued licence is a licence, and may call itself one.
    const own = kinds.includes('reissued-licence') ? [...kinds, 'licence' as const] : kinds;
    const allowed = document.kind == null ? own : kinds;
    if (kind !== null && !allowed.includes(kind)) return fails(expected, say`it is a ${kind}`, evidence);
    const words = trace.words;
    if (words === null || 'unreadable' in words)
      return kind === null
        ? open(expected, say`${words?.unreadable ?? say`it was not read`}`, evidence)
        : holds(expected, say`the portal says that it is a ${kind}`, evidence);
    // What the portal says of a document does not make it one: its words have to say so too.
    const called = CALLED.filter(([, word]) => word.test(words.text)).map(([is]) => is);
    return own.some((is) => called.includes(is))
      ? holds(expected, say`it is a ${kind}`, evidence)
      : fails(
          expected,
          called.length === 0 ? say`its words call it nothing` : say`its words call it ${all(called)}`,
          evidence,
        );
  });
});

type What = ArgumentsOf<'names'>['what'];

const NUMBER = /(№|\bN[º°o]\.?|нөмір\p{L}*|номер\p{L}*|number)[^\p{L}\d]{0,6}[\p{L}\d/.-]*\d/iu;
const DATE =
  /\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?!\d)|\b\d{4}[./-]\d{2}[./-]\d{2}|\b\d{4}\s*(жыл|ж\.|год|г\.)|\d{1,2}\s*»?\s+\p{L}{3,}\s+\d{4}|\p{L}{3,}\s+\d{1,2},\s*\d{4}/iu;

/** Holds where the document names the particular: by a name that is known beforehand, or in the form that such a particular has. */
export const namesParticular = predicate('names', once(RESULT), (trace, { action, what, called }) => {
  const expected = say`the document of ${action} names its ${what}`;
  return ofDocument(trace, action, expected, (_, evidence) => {
    const { words } = trace;
    if (words === null) return open(expected, say`the document was not read`, evidence);
    if ('unreadable' in words) return open(expected, say`${words.unreadable}`, evidence);
    if (words.text.trim() === '') return fails(expected, say`its pages are blank`, evidence);
    const named = isNamed(what, words.text, called, trace);
    if (named === null) return open(expected, say`it is not known how it would be named`, evidence);
    return named ? holds(expected, say`it is named`, evidence) : fails(expected, say`it is not named`, evidence);
  });
});

function isNamed(what: What, text: string, called: readonly string[], trace: Trace): boolean | null {
  switch (what) {
    case 'holder': {
      const { numbers, name } = trace.holder;
      const digits = text.replace(/(?<=\d)[\s\u00a0-]+(?=\d)/gu, '');
      if (numbers.some((number) => digits.includes(number))) return true;
      if (name === null) return null;
      return hasAll(text, name);
    }
    case 'number':
      return NUMBER.test(text) || (trace.number !== null && text.includes(trace.number));
    case 'date':
      return DATE.test(text);
    case 'title':
      // The noun alone will do: a certificate that calls itself one need not repeat of what.
      return called.some(
        (name) => isMostlyIn(text, name) || CALLED.some(([, noun]) => noun.test(name) && noun.test(text)),
      );
    case 'issuer':
      return called.some((name) => isMostlyIn(text, name));
    case 'signatory': {
      const person = trace.signature?.certificate?.commonName ?? '';
      return (person !== '' && hasAll(text, person)) || called.some((name) => isMostlyIn(text, name));
    }
  }
}

const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .match(/[\p{L}\d]{3,}/gu) ?? [];
const hasAll = (text: string, name: string) => wordsOf(name).every((word) => wordsOf(text).includes(word));

/** How many letters of a word are compared, since its ending changes with the sentence that it stands in. */
const STEM = 5;

/** Whether at least half of the words of a name stand in a text, in whatever form and order. */
function isMostlyIn(text: string, name: string): boolean {
  const stems = wordsOf(name).map((word) => word.slice(0, STEM));
  const found = stems.filter((stem) => wordsOf(text).some((word) => word.startsWith(stem)));
  return stems.length > 0 && found.length * 2 >= stems.length;
}
