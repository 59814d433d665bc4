// Tests the predicates over what is written in the result: whom it names, and which kind of document it is.
import { describe, expect, it } from 'vitest';
import { entry, fetched, sampleTrace } from '../../sample-trace.ts';
import type { Trace } from '../../trace.ts';
import { judge } from '../sample-judging.ts';

const document = { mediaType: 'application/pdf', bytes: new Uint8Array(9), signature: new Uint8Array(3), kind: null };
const given = (kind: 'licence' | 'refusal' | null) =>
  fetched({ document: { ...document, kind }, status: 200, problem: null });
const issued: Partial<Trace> = { history: [entry('issue')], fetched: given(null) };
const UNREADABLE = { words: { unreadable: 'it is a picture' } };

describe('names', () => {
  const holder = { numbers: ['850615400026'], name: 'СЫНАҚОВА ӘСЕЛ' };
  const names = (what: string, text: string, more: Partial<Trace> = {}, called: string[] = []) =>
    judge(
      { predicate: 'names', arguments: { action: 'issue', what, called } } as never,
      sampleTrace({ ...issued, holder, words: { text }, ...more }),
    ).holds;

  it.each([
    ['holder', 'ЖСН 850615400026'],
    ['holder', 'ИИН 850 615 400 026'],
    ['holder', 'Выдана: Әсел Сынақова'],
    ['number', 'Лицензия № KZ-77/12'],
    ['number', 'Нөмірі: 0012'],
    ['date', '«5» мая 2013 г.'],
    ['date', 'берілген күні 05.05.2013'],
    ['date', '2013-05-05'],
  ])('holds where the %s is told as "%s"', (what, text) => {
    expect(names(what, text)).toBe(true);
  });

  it('holds where a name stands in another form or language than the regulation prints it in', () => {
    expect(names('title', 'Справка об учете', {}, ['анықтама', 'справка об учёте иностранных СМИ'])).toBe(true);
    expect(names('title', 'ЛИЦЕНЗИЯ', {}, ['электронная лицензия'])).toBe(true);
  });

  it.each(['holder', 'number', 'date', 'title', 'issuer', 'signatory'])('fails when pages are blank: %s', (what) => {
    expect(names(what, ' \n')).toBe(false);
  });

  it.each([
    ['holder', 'Алушы **********26'],
    ['number', 'Лицензия'],
    ['date', 'Лицензия 850615400026'],
    ['title', 'Хабарлама'],
  ])('fails when the %s is not told: "%s"', (what, text) => {
    expect(names(what, text, {}, ['электронная лицензия'])).toBe(false);
  });

  it('cannot be told where the document cannot be read, or nobody knows the name of its holder', () => {
    expect(names('date', '', UNREADABLE)).toBeNull();
    expect(names('date', '', { words: null })).toBeNull();
    expect(names('holder', 'ЖШС «СЫНАҚ»', { holder: { ...holder, name: null } })).toBeNull();
  });
});

describe('is-of-kind', () => {
  const isOf = (kinds: string[], text: string, more: Partial<Trace> = {}) =>
    judge(
      { predicate: 'is-of-kind', arguments: { action: 'issue', kinds } } as never,
      sampleTrace({ ...issued, words: { text }, ...more }),
    );

  it.each([
    ['refusal', 'шетелдік БАҚ есепке алудан бас тарту туралы дәлелді жауап'],
    ['refusal', 'Мотивированный отказ в выдаче справки'],
    ['refusal', 'Reasoned refusal'],
    ['duplicate', 'лицензияның телнұсқасы'],
    ['reissued-licence', 'Переоформленная лицензия'],
    ['reissued-licence', 'Лицензия'],
    ['licence', 'ЛИЦЕНЗИЯ'],
  ])('holds for a %s that says "%s"', (kind, text) => {
    expect(isOf([kind], text)).toMatchObject({ holds: true });
  });

  it('holds for a licence that speaks of refusals below its heading', () => {
    expect(isOf(['licence'], `Лицензия ${'. '.repeat(200)} в случае отказа`)).toMatchObject({ holds: true });
  });

  it.each([
    ['refusal', 'шетелдік БАҚ есепке алу туралы анықтама', 'it is a certificate'],
    ['duplicate', 'Лицензия', 'it is a licence'],
    ['licence', 'лицензияның телнұсқасы', 'it is a duplicate'],
    ['licence', '', 'its words call it nothing'],
  ])('fails when a %s says "%s"', (kind, text, actual) => {
    expect(isOf([kind], text)).toMatchObject({ holds: false, actual });
  });

  it('fails when the portal says that it is another kind, and when its words do not say what the portal says', () => {
    expect(isOf(['refusal'], 'Отказ', { fetched: given('licence') })).toMatchObject({ holds: false });
    expect(isOf(['refusal'], 'анықтама', { fetched: given('refusal') })).toMatchObject({ holds: false });
  });

  it('cannot be told where it cannot be read and the portal does not say it', () => {
    expect(isOf(['licence'], '', UNREADABLE)).toMatchObject({ holds: null, reason: 'it is a picture' });
    expect(isOf(['licence'], '', { ...UNREADABLE, fetched: given('licence') })).toMatchObject({ holds: true });
  });
});
