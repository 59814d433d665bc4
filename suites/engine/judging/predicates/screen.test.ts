// Tests the predicates over the screens: what stands above them, their order, and whom they are for.
import { describe, expect, it } from 'vitest';
import { answered, entry, faulty, sampleTrace } from '../../sample-trace.ts';
import type { Trace } from '../../trace.ts';
import { judge } from '../sample-judging.ts';

const FIRST = 'Жеке кәсіпкерге ұсыныс беру макеті. 1-қадам.';
const OTHER = 'Заңды тұлғаға ұсыныс беру макеті. 1-қадам.';
const SECOND = 'Төлем макеті 2-қадам.';
const CAPTIONS = [
  { screen: '2/3', text: FIRST },
  { screen: '2/4', text: OTHER },
  { screen: '2/5', text: SECOND },
];
const rest = { buttons: [], fields: [], shows: [], survey: null };
const showing = (screens: string[], screenTitles?: string[]): Partial<Trace> => ({
  history: [entry('fill')],
  applicant: '850615400026',
  pages: [
    {
      stage: 'form',
      answer: answered({ ...rest, screens, ...(screenTitles === undefined ? {} : { screenTitles }) }),
    },
  ],
});
const ALL = ['2/3', '2/4', '2/5'];

/** What no predicate over screens can tell. */
function isOpenWithoutPages(judged: (trace: Partial<Trace>) => { holds: boolean | null }): void {
  expect(judged({}).holds).toBeNull();
  expect(judged({ ...showing(ALL), history: [] }).holds).toBeNull();
  expect(judged({ ...showing(ALL), pages: [{ stage: 'form', answer: faulty }] }).holds).toBeNull();
}

describe('words-screens', () => {
  const words = (trace: Partial<Trace>) =>
    judge({ predicate: 'words-screens', arguments: { action: 'fill', screens: CAPTIONS } }, sampleTrace(trace));

  it('holds when each has its caption, in capitals, in other endings, or with more words', () => {
    expect(words(showing(ALL, [FIRST, OTHER, SECOND]))).toMatchObject({ holds: true, evidence: ['walk#beside'] });
    const honest = ['1-ҚАДАМ: ЖЕКЕ КӘСІПКЕРГЕ ұсыныс беру', '1-қадам. Заңды тұлғаға ұсыныс беру', '2-қадам: төлем'];
    expect(words(showing(ALL, honest)).holds).toBe(true);
  });

  it('holds when only one of two screens in the same place is shown', () => {
    expect(words(showing(['2/3', '2/5'], [FIRST, SECOND])).holds).toBe(true);
  });

  it('fails when one has other words, none, or the caption of another screen', () => {
    expect(words(showing(ALL, [FIRST, OTHER, 'Құжаттарды қосу']))).toMatchObject({
      holds: false,
      actual: 'above 2/5 stands: Құжаттарды қосу',
    });
    expect(words(showing(ALL, [FIRST, OTHER, ''])).holds).toBe(false);
    expect(words(showing(ALL, [OTHER, FIRST, SECOND])).holds).toBe(false);
  });

  it('cannot be told in another language, without titles or without pages', () => {
    isOpenWithoutPages(words);
    const russian = ['Подача заявления. Шаг 1', 'Подача заявления. Шаг 1', 'Оплата, шаг 2'];
    expect(words(showing(ALL, russian)).holds).toBeNull();
    expect(words(showing(ALL)).holds).toBeNull();
    expect(words(showing(['1/1'], ['Басқа'])).holds).toBeNull();
  });
});

describe('orders-screens', () => {
  const ordered = (trace: Partial<Trace>) =>
    judge(
      { predicate: 'orders-screens', arguments: { action: 'fill', screens: [['2/3', '2/4'], ['2/5'], ['2/6']] } },
      sampleTrace(trace),
    );

  it('holds when they come in the printed order, those in the same place in any', () => {
    expect(ordered(showing(['2/4', '2/3', '9/9', '2/5', '2/6']))).toMatchObject({ holds: true });
    expect(ordered(showing(['2/3', '2/6'])).holds).toBe(true);
  });

  it('fails when one comes after a later one', () => {
    expect(ordered(showing(['2/3', '2/6', '2/5']))).toMatchObject({ holds: false, actual: '2/5 comes after 2/6' });
  });

  it('cannot be told from one screen, or without pages', () => {
    isOpenWithoutPages(ordered);
    expect(ordered(showing(['2/5'])).holds).toBeNull();
  });
});

describe('offers-own-screen', () => {
  const own = (trace: Partial<Trace>) =>
    judge(
      { predicate: 'offers-own-screen', arguments: { action: 'fill', iin: '2/3', bin: '2/4' } },
      sampleTrace(trace),
    );

  it('holds when the screen for the number of the applicant is there', () => {
    expect(own(showing(['2/3', '2/5']))).toMatchObject({ holds: true, actual: '2/3 is there' });
    expect(own({ ...showing(['2/4']), applicant: '130550000028' }).holds).toBe(true);
  });

  it('fails when only that for others is there', () => {
    expect(own(showing(['2/4']))).toMatchObject({ holds: false, actual: '2/3 is not there' });
    expect(own({ ...showing(['2/3']), applicant: '130550000028' }).holds).toBe(false);
  });

  it('asks for the screen of an organisation only where one walks', () => {
    const ofOrganisation = (trace: Partial<Trace>) =>
      judge(
        { predicate: 'offers-own-screen', arguments: { action: 'fill', iin: '2/3', bin: '2/4', byBin: true } },
        sampleTrace({ ...showing(['2/4']), ...trace }),
      );
    expect(ofOrganisation({ walker: 'by-bin', applicant: '130550000028' }).holds).toBe(true);
    expect(ofOrganisation({})).toMatchObject({ holds: null, lacks: true });
  });

  it('cannot be told of an applicant who logs in with no such number, or without pages', () => {
    isOpenWithoutPages(own);
    expect(own({ ...showing(['2/3']), applicant: 'aigul' }).holds).toBeNull();
  });
});
