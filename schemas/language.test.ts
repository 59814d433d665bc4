// Telling the three languages apart, and folding the spellings that the documents mix.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldKazakh, languageOf, mendBrokenWords, namesMessage } from './language.ts';

describe('languageOf', () => {
  it.each([
    ['Сұрау салуды куәландыру үшін ЭЦҚ таңдау', 'kk'],
    ['мемлекеттiк қызмет', 'kk'],
    ['Adobe Acrobat форматында сақталады', 'kk'],
    ['ҚАУЛЫ ЕТЕДІ', 'kk'],
    ['ЭЦҚ', 'kk'],
    ['Запрос подписан ЭЦҚ, ЖСН проверен', 'ru'],
    ['Услугу оказывает Комитет связи, город Қызылорда, проспект Независимости', 'ru'],
    ['Отказ в авторизации', 'ru'],
    ['ОТКАЗ', 'ru'],
    ['Сообщение системы E-лицензирования', 'ru'],
    ['The applicant signs with the ЭЦҚ key', 'en'],
    ['Login failed', 'en'],
    ['PDF', 'en'],
    ['10–15', null],
    ['', null],
    ['№ 3-5!', null],
  ])('takes %j for %s', (text, language) => {
    expect(languageOf(text)).toBe(language);
  });
});

describe('foldKazakh', () => {
  it.each([
    ['Келесi іс-қимылдың нөмiрi', 'Келесі іс - қимылдың нөмірі'],
    ['Iс-әрекеттiң', 'іс–әрекеттің'],
    ['«E-лицензиялау»', '"Е-лицензиялау"'],
    ['сall–орталығы', 'саll-орталығы'],
    ['  Орындалу\n\tмерзімі ', 'орындалу мерзімі'],
    ['и\u0306', 'й'],
    ['тір\u00adкеу', 'тіркеу'],
    ['10 − 15', '10—15'],
  ])('makes %j and %j equal', (one, other) => {
    expect(foldKazakh(one)).toBe(foldKazakh(other));
  });

  it.each([
    ['қала', 'кала'],
    ['сақтау', 'ақтау'],
    ['бас тарту', 'бастарту'],
  ])('keeps %j and %j apart', (one, other) => {
    expect(foldKazakh(one)).not.toBe(foldKazakh(other));
  });

  it('leaves Latin words Latin', () => {
    expect(foldKazakh('Adobe Acrobat')).toBe('adobe acrobat');
    expect(/^[a-z]+$/u.test(foldKazakh('HELP'))).toBe(true);
  });

  it('reads every Latin look-alike inside a Cyrillic word as the Cyrillic letter', () => {
    const pairs = [
      'aа',
      'eе',
      'iі',
      'cс',
      'oо',
      'pр',
      'xх',
      'yу',
      'AА',
      'BВ',
      'CС',
      'EЕ',
      'HН',
      'IІ',
      'KК',
      'MМ',
      'OО',
      'PР',
      'TТ',
      'XХ',
      'YУ',
    ];
    for (const pair of pairs) expect(foldKazakh(`ж${pair.charAt(0)}л`)).toBe(foldKazakh(`ж${pair.charAt(1)}л`));
  });

  it('changes nothing the second time', () => {
    const letters = fc.constantFrom(...'әғқңөұүһіЁйабвabcehikHIKMY «»"-–— \n\t№1.,;’');
    fc.assert(
      fc.property(fc.string({ unit: letters }), (text) => {
        expect(foldKazakh(foldKazakh(text))).toBe(foldKazakh(text));
      }),
    );
  });
});

describe('mendBrokenWords', () => {
  it.each([
    ['мәлі-\n\nметін-\n\nде', 'мәлімет\u0456нде'],
    ['жағ- дайда', 'жағдайда'],
    ['іс-қимыл', 'іс-қимыл'],
    ['іс - қимыл', 'іс - қимыл'],
    ['теле- және радиоарна', 'теле- және радиоарна'],
    ['радио- и телеканал', 'радио- и телеканал'],
    ['теле- индустрия', 'телеиндустрия'],
    ['5–\n\nегер', '5–\n\nегер'],
    ['30 секунд-\n1 минут', '30 секунд-\n1 минут'],
  ])('turns %j into %j', (broken, mended) => {
    expect(mendBrokenWords(broken)).toBe(mended);
  });
});

describe('namesMessage', () => {
  it.each([
    ['бас тарту туралы хабарламаны қалыптастыру', true],
    ['Қызмет төлем ақысы жасалғандығы туралы квитанция', true],
    ['Бас тарту туралы дәлелді жауапты қалыптастыру', true],
    ['Сұраныстың сәтті қалыптастырылғандығы жөнінде көрсету', true],
    ['Анықтаманы не дәлелді бас тартуды қалыптастыру', false],
    ['анықтаманы немесе есепке алудан бас тарту туралы дәлелді жауапты қалыптастыру', false],
    ['анықтаманы немесе дәлелді жауапты беру; бұл туралы хабарлама жіберу', true],
    ['Сұранысты растау (қол қою) үшін ЭЦҚ таңдалған', false],
    ['Бағдарлау', false],
    ['Өтінішке нөмір бере отырып, сұрау салуды тіркеу', false],
  ])('of "%s" is %s', (printed, names) => {
    expect(namesMessage(printed)).toBe(names);
  });
});
