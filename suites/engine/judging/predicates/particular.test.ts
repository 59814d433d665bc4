// Tests the predicate over the particulars of a request: what is no value, what is untrue, and what other wordings are honest.
import { describe, expect, it } from 'vitest';
import type { PagesView } from '../../../../schemas/target/driver.ts';
import { answered, entry, faulty, refusing, sampleTrace } from '../../sample-trace.ts';
import type { Trace } from '../../trace.ts';
import { judge } from '../sample-judging.ts';

const APPLICANT = '850101300123';
const NAMES = ['Мәдени құндылықтарды уақытша әкету құқығына куәлік беру', '"Рұқсат беру" қызметін таңдау;'];
// Registered on Friday 26 April 2013: ten working days end on 15 May, because 1, 7, 9 and 10 May are off.
const TERM = { begun: 'register', readings: [{ max: 10, unit: 'working-day' as const }] };

const page = (stage: 'processing' | 'answered', shows: PagesView['shows']): Trace['pages'][number] => ({
  stage,
  answer: answered({ screens: [], buttons: [], fields: [], shows, survey: null }, `walk#${stage}`),
});

/** Judges a value that is shown while the request is processed. */
function shown(is: string, value: string, trace: Partial<Trace> = {}, later: string | null = null) {
  const pages = [page('processing', [{ is, value }])];
  if (later !== null) pages.push(page('answered', [{ is, value: later }]));
  return judge(
    {
      predicate: 'shows-particular',
      arguments: { action: 'register', stage: 'processing', particular: is, names: NAMES, term: TERM },
    },
    sampleTrace({ history: [entry('register')], applicant: APPLICANT, number: 'N1', pages, ...trace }),
  );
}

describe('shows-particular', () => {
  it.each([
    ['number', 'N1'],
    ['iin-bin', APPLICANT],
    ['status', 'Өңделуде'],
    ['status', 'Қаралуда'],
    ['status', 'Заявка принята в работу'],
    ['status', 'open'],
    ['kind', 'Мәдени құндылықтарды уақытша әкету құқығына куәлік беру'],
    ['kind', 'Куәлік беру'],
    ['kind', 'РҰҚСАТ БЕРУ'],
    ['term', '10 жұмыс күні'],
    ['term', '10 (он) жұмыс күні ішінде'],
    ['term', 'Срок: 10 рабочих дней.'],
    ['term', '5 рабочих дней'],
    ['term', '3 working days'],
    ['term', '15.05.2013'],
    ['term', 'до 2013-05-15'],
    ['term', '26.04.2013 – 14.05.2013'],
  ])('holds when the %s is shown as %s', (is, value) => {
    expect(shown(is, value)).toMatchObject({ holds: true, actual: 'it is shown', evidence: ['walk#processing'] });
  });

  it('holds when the walk does not know the value', () => {
    expect(shown('number', 'N2', { number: null }).holds).toBe(true);
    expect(shown('iin-bin', '8501', { applicant: 'somebody' }).holds).toBe(true);
    expect(shown('number', 'Нөмірі: № N1').holds).toBe(true);
    expect(shown('iin-bin', 'ЖСН 850101 300123').holds).toBe(true);
  });

  it.each([
    ['status', '???', 'it is no word'],
    ['status', '—', 'it is no word'],
    ['status', '17', 'it is no word'],
    ['kind', '???', 'it is no word'],
    ['term', '???', 'it is no term'],
    ['term', '-', 'it is no term'],
    ['term', '30 рабочих дней', 'it runs until 2013-06-12, that of the document until 2013-05-15'],
    ['term', '16.05.2013', 'it runs until 2013-05-16, that of the document until 2013-05-15'],
    ['number', 'N2', 'another is shown'],
    ['number', '№ N12', 'another is shown'],
    ['iin-bin', '850101300999', 'another is shown'],
    ['status', ' ', 'it is empty'],
  ])('fails when the %s is shown as %s', (is, value, actual) => {
    expect(shown(is, value)).toMatchObject({ holds: false, actual });
  });

  it('fails when the status stays the same after the answer has come, and holds when it changes', () => {
    expect(shown('status', 'Тіркелді', {}, 'Тіркелді')).toMatchObject({
      holds: false,
      actual: 'it is the same after the answer has come',
    });
    expect(shown('status', 'Тіркелді', {}, 'Дайын').holds).toBe(true);
  });

  it('fails when it is missing, or the page is refused', () => {
    expect(shown('status', 'x', { pages: [page('processing', [{ is: 'number', value: 'N1' }])] })).toMatchObject({
      holds: false,
      actual: 'what is shown is number',
    });
    expect(shown('status', 'x', { pages: [{ stage: 'processing', answer: refusing() }] }).holds).toBe(false);
  });

  it('cannot be told when it is in words that nothing compares with, or when nobody looked', () => {
    expect(shown('kind', 'Балық аулау').holds).toBeNull();
    expect(shown('term', 'жедел').holds).toBeNull();
    expect(shown('status', 'x', { pages: [{ stage: 'processing', answer: faulty }] }).holds).toBeNull();
    expect(shown('status', 'x', { history: [], interrupted: ['stopped'] })).toMatchObject({
      holds: null,
      reason: 'the walk did not reach register: stopped',
    });
  });
});
