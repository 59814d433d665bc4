// The predicate on the particulars that a page shows of a request: that they are there and, as far as a walk can know, true.
import { all, type Said, say } from '../../../../schemas/said.ts';
import { type DayTerm, dueAt, parseTerm } from '../../../../schemas/term.ts';
import type { Trace } from '../../trace.ts';
import { fails, holds, open, type Setting } from '../finding.ts';
import { pages } from '../needs.ts';
import { once, predicate } from '../predicate.ts';
import { isOfApplicant, offeredAt } from './offered.ts';

/** The words of a value between blanks, without the signs that people write before a number. */
const wordsOf = (value: string) => ` ${value.replace(/[\s№#:]+/gu, ' ').trim()} `;

/** What is known beforehand of a particular. */
interface Known {
  names?: readonly string[];
  term?: { begun: string; readings: readonly DayTerm[] };
}

/**
 * Holds where the particular was shown at its stage, and is true as far as the walk knows: the number and the IIN or BIN are those of the
 * walk, the kind has a word of the names that the document gives the service, the status is in words and changes once the answer has come,
 * and the term is no longer than the printed one, whether it is shown as a duration or as a date.
 */
export const showsParticular = predicate(
  'shows-particular',
  once(pages('shows')),
  (trace, { action, stage, particular, ...known }, setting) => {
    const expected = say`the ${particular} of the request is shown at ${action}`;
    return offeredAt(trace, action, stage, expected, ({ shows }, evidence) => {
      const found = shows.find(({ is }) => is === particular);
      if (found === undefined)
        return fails(
          expected,
          shows.length === 0 ? say`nothing is shown` : say`what is shown is ${all(shows.map(({ is }) => is))}`,
          evidence,
        );
      const value = found.value.trim();
      if (value === '') return fails(expected, say`it is empty`, evidence);
      const judged = JUDGEMENTS[particular]?.(value, trace, known, setting) ?? null;
      if (judged === null) return holds(expected, say`it is shown`, evidence);
      return judged.open ? open(expected, judged.says, evidence) : fails(expected, judged.says, evidence);
    });
  },
);

/** What speaks against a value; `open` where it cannot be told. */
interface Objection {
  says: Said;
  open: boolean;
}
const wrong = (says: Said): Objection => ({ says, open: false });
const unclear = (says: Said): Objection => ({ says, open: true });

type Judgement = (value: string, trace: Trace, known: Known, setting: Setting) => Objection | null;

const JUDGEMENTS: Readonly<Record<string, Judgement>> = {
  number: (value, { number }) =>
    number === null || wordsOf(value).includes(wordsOf(number)) ? null : wrong(say`another is shown`),
  'iin-bin': (value, trace) => (isOfApplicant(value, trace) === false ? wrong(say`another is shown`) : null),
  kind: (value, _, { names = [] }) => {
    const words = stemsOf(value);
    if (words.length === 0) return wrong(say`it is no word`);
    const known = new Set(names.flatMap(stemsOf).filter((stem) => stem.length === STEM));
    return known.size === 0 || words.some((word) => known.has(word))
      ? null
      : unclear(say`it is in other words than any that the document names the service by`);
  },
  status: (value, { pages: seen }) => {
    if (stemsOf(value).length === 0) return wrong(say`it is no word`);
    const answered = seen.find(({ stage }) => stage === 'answered')?.answer.body?.shows;
    const later = answered?.find(({ is }) => is === 'status')?.value.trim();
    return later === value ? wrong(say`it is the same after the answer has come`) : null;
  },
  term: judgeTerm,
};

/** How many letters of a word tell it from others, whatever its ending. */
const STEM = 5;
/** The beginnings of the longer words of a text, by which a word is known in all its cases. */
const stemsOf = (text: string): string[] =>
  (text.toLowerCase().match(/\p{L}{3,}/gu) ?? []).map((word) => word.slice(0, STEM));

const DATE = /(?<!\d)(?:(\d{4})-(\d{2})-(\d{2})|(\d{1,2})[./](\d{1,2})[./](\d{4}))(?!\d)/gu;

function judgeTerm(value: string, trace: Trace, { term }: Known, setting: Setting): Objection | null {
  const days = [...value.matchAll(DATE)].map(([, year, month, day, first, second, last]) =>
    [year ?? last, (month ?? second)?.padStart(2, '0'), (day ?? first)?.padStart(2, '0')].join('-'),
  );
  const duration = days.length > 0 ? null : durationIn(value);
  if (days.length === 0 && duration === null)
    return /[\p{L}\p{N}]/u.test(value)
      ? unclear(say`it cannot be read as a duration or a date`)
      : wrong(say`it is no term`);
  const from = trace.history.find(({ action }) => action === term?.begun)?.finishedAt;
  if (term === undefined || from == null) return null;
  const lastDay = (of: DayTerm) => dueAt(setting.calendar, of, from, setting.convention).due.slice(0, 10);
  const printed = term.readings.map(lastDay).sort();
  const shown = duration === null ? days.sort().at(-1) : lastDay(duration);
  if (shown === undefined || shown <= (printed[0] ?? '')) return null;
  return shown > (printed.at(-1) ?? '')
    ? wrong(say`it runs until ${shown}, that of the document until ${printed.at(-1) ?? ''}`)
    : unclear(say`it depends on which reading of the text is right`);
}

/** The term of days in a text, whatever stands around it; null where there is none. */
function durationIn(text: string): DayTerm | null {
  const words = text.split(/\s+/u).filter((word) => word !== '');
  for (let begin = 0; begin < words.length; begin += 1) {
    for (let end = words.length; end > begin; end -= 1) {
      const term = read(
        words
          .slice(begin, end)
          .join(' ')
          .replace(/[.;,:]+$/u, ''),
      );
      if (term !== null && 'unit' in term) return term;
    }
  }
  return null;
}

function read(text: string) {
  try {
    return parseTerm(text);
  } catch {
    return null;
  }
}
