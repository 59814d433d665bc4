// The words that a diagram adds to those of the act, in Kazakh, the language in which the acts print theirs.
import type { DayUnit, Term } from '../../schemas/term.ts';
import type { Check, Outcome } from '../../schemas/vocabulary.ts';

/** What is written into a diagram besides the printed words of the act. */
export interface DiagramWords {
  /** The code of the language, as in `lang`. */
  readonly language: string;
  readonly start: string;
  /** What becomes of the request where the flow ends. */
  readonly ends: Readonly<Record<'completed' | 'refused', string>>;
  /** The question that a condition asks. */
  readonly checks: Readonly<Record<Check, string>>;
  readonly outcomes: Readonly<Record<Outcome, string>>;
  /** The question before steps that only some variants of the flow have, and the way past them. */
  readonly variant: string;
  readonly otherwise: string;
  /** How a run has gone through a step, for a reader without colours. */
  readonly states: Readonly<Record<'walked' | 'failed' | 'unwalked', string>>;
  /** The lane of the steps for which the text names nobody. */
  readonly nobody: string;
  readonly units: Readonly<Record<'s' | 'min' | 'h' | DayUnit, string>>;
  /** Between the readings of a disputed term. */
  readonly or: string;
}

/** The words of a diagram in Kazakh. */
export const KAZAKH: DiagramWords = {
  language: 'kk',
  start: 'Басталуы',
  ends: { completed: 'Көрсетілді', refused: 'Бас тартылды' },
  checks: {
    credentials: 'Деректер дұрыс па?',
    payment: 'Төленді ме?',
    certificate: 'ЭЦҚ расталды ма?',
    registry: 'Деректер табылды ма?',
    qualification: 'Талаптарға сай ма?',
  },
  outcomes: {
    authorised: 'дұрыс',
    unauthorised: 'дұрыс емес',
    paid: 'төленді',
    unpaid: 'төленбеді',
    confirmed: 'расталды',
    unconfirmed: 'расталмады',
    found: 'табылды',
    missing: 'табылмады',
    qualified: 'сай',
    unqualified: 'сай емес',
  },
  variant: 'Қай нұсқа?',
  otherwise: 'басқасы',
  states: { walked: 'өтілді', failed: 'орындалмады', unwalked: 'өтілмеді' },
  nobody: '(көрсетілмеген)',
  units: { s: 'сек', min: 'мин', h: 'сағ', 'working-day': 'жұмыс күні', 'calendar-day': 'күнтізбелік күн' },
  or: 'не',
};

/** A term in these words, as in «10–15 сек» or «15 жұмыс күні». */
export function sayTerm(term: Term, { units }: DiagramWords): string {
  if ('unit' in term) return `${term.max} ${units[term.unit]}`;
  const [size, unit] = scaleOf([term.min ?? term.max, term.max]);
  const number = (seconds: number) => String(seconds / size).replace('.', ',');
  return `${term.min === null ? '' : `${number(term.min)}–`}${number(term.max)} ${units[unit]}`;
}

/** The largest unit of which all these seconds are at least one, with one decimal at most. */
function scaleOf(all: readonly number[]): readonly [number, 's' | 'min' | 'h'] {
  const units = [
    [3600, 'h'],
    [60, 'min'],
  ] as const;
  const fits = (size: number) => all.every((one) => one >= size && Number.isInteger((one / size) * 10));
  return units.find(([size]) => fits(size)) ?? [1, 's'];
}
