// Contradictions that the words of one cell show: each is found where it is put, and none where the words are right.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importText } from './import.ts';
import { listedParties } from './meaning/listed.ts';
import { actorsIn } from './procedure-actors.ts';

const TEXT = readFileSync(join(import.meta.dirname, '../trials/import/whole/security-licence.txt'), 'utf8');

/** What is found in the act with other words in the place of some. */
function found(from: string, to: string): string[] {
  expect(TEXT).toContain(from);
  return importText(Buffer.from(TEXT.replace(from, to)), 'act.txt').flatMap(({ draft: { errata } }) =>
    errata === 'unread' ? [] : errata.flatMap((erratum) => (erratum === 'unread' ? [] : String(erratum.id))),
  );
}

const [ALWAYS = '', ...more] = found('Получатель', 'Получатель');
const UNSIGNED = 'Формирование сообщения об отказе в связи с не подтверждением подлинности ЭЦП';
const SIGNED = '7 – если есть ошибки в ЭЦП; 8 – если нет ошибок в ЭЦП';
const QUALIFIED = '10 – если есть нарушения в данных получателя; 11 – если нет нарушений в данных';

describe('a contradiction within a cell', () => {
  it('is none but the one that the act has', () => {
    expect([ALWAYS, more]).toEqual(['actor-differs-table-1-1-5-actor', []]);
  });

  it.each([
    [
      'another name than the one that is defined without brackets',
      '\tПолучатель\n',
      '\tПользователь\n',
      'spelling-table-1-1-1-actor',
    ],
    [
      'a refusal that another system forms',
      UNSIGNED,
      `ИС ГБД «Е-лицензирование»: ${UNSIGNED}`,
      'actor-against-action-table-1-1-7-actor',
    ],
    ['an abbreviation that is a letter away from a defined one', '\tПШЭП\n', '\tПЩЭП\n', 'spelling-table-1-1-4-actor'],
    [
      'a condition that names whose data are wrong, where a certificate is checked',
      SIGNED,
      '7 – если есть ошибки в данных получателя; 8 – если нет ошибок',
      'misnamed-branch-table-1-1-6-next',
    ],
    [
      'a refusal that a database forms',
      UNSIGNED,
      'Формирование в ГБД ФЛ сообщения об отказе в связи с не подтверждением подлинности ЭЦП',
      'actor-against-action-table-1-1-7-actor',
    ],
    [
      'a condition of a database',
      QUALIFIED,
      '10 – если по запросу есть нарушения; 11 – если по запросу нет нарушений',
      'misnamed-branch-table-1-1-9-next',
    ],
    [
      'a condition that names a system and not what is checked',
      SIGNED,
      '7 – если на ПЭП есть ошибки; 8 – если на ПЭП нет ошибок',
      'misnamed-branch-table-1-1-6-next',
    ],
  ])('is %s', (_, from, to, id) => {
    expect(found(from, to)).toEqual(expect.arrayContaining([ALWAYS, id]));
    expect(found(from, to)).toHaveLength(2);
  });

  it.each([
    ['a refusal that names a system for what it lacks', UNSIGNED, `${UNSIGNED} в ИС ГБД «Е-лицензирование»`],
    [
      'a condition that names the system and what is checked',
      SIGNED,
      '7 – если на ПЭП есть ошибки в ЭЦП; 8 – если на ПЭП нет ошибок в ЭЦП',
    ],
  ])('is not %s', (_, from, to) => {
    expect(found(from, to)).toEqual([ALWAYS]);
  });
});

it.each([
  ['ЖАО қызметкерінің электрондық мемлекеттік қызметті өңдеуі', 'leb-employee'],
  ['ХҚКО операторының құжатты (тұтынушының сұрау салуын) ЖАО АЖ-ға жіберуі', 'psc-operator'],
  ['ЖАО қызметкерінің ЭЦҚ расталмауына байланысты бас тарту туралы хабарламаны қалыптастыру', null],
  ['қызмет берушінің жауапты орындаушысының қызметті өңдеуі', null],
  ['тұтынушының сұрау салуын өңдеу', null],
  ['қызмет беруші бөлімшесінің жауапты орындаушысы өтінімді өңдейді', 'executor'],
  ['регистрация документа (запроса получателя) в ИС ГБД «Е-лицензирование»', 'e-licensing'],
  ['оплата услуги на ПШЭП, затем информация поступает в ИС ГБД «Е-лицензирование»', 'payment-gateway'],
  ['сканирование бумажных документов, представленных получателем, сотрудником услугодателя', 'provider'],
  ['алушының Орталық операторынан ЭҮП-де қалыптастырылған қызмет нәтижесін алуы', 'psc-operator'],
  ['алушының ЭҮП-де қалыптастырылған қызмет нәтижесін қызмет берушінің ЭЦҚ арқылы алуы', 'portal'],
])('of «%s» %s is the one who acts', (words, by) => {
  const one = { kind: 'process' as const, number: 1, item: 1, place: { line: 1, column: 1 }, printed: words, words };
  expect(actorsIn([one])).toMatchObject([{ by }]);
});

it.each([
  ['ЖСН мен пароль арқылы тіркелген алушы туралы деректердің дұрыстығын ЭҮП-те тексеру', 'portal'],
  ['алушының талаптарға сәйкестігін қызмет берушінің тексеруі', 'provider'],
  ['проверка услугодателем соответствия получателя требованиям', 'provider'],
  ['проверка данных получателя', null],
  ['проверка данных о сотруднике услугодателя', null],
  ['ЖТ МДБ-да алушы деректерінің болуын тексеру', null],
])('of the condition «%s» %s is the one who checks', (words, by) => {
  const one = { kind: 'condition' as const, number: 1, item: 1, place: { line: 1, column: 1 }, printed: words, words };
  expect(actorsIn([one])).toMatchObject([{ by }]);
});

it.each([
  ['қызмет берушінің басшысы немесе оның орынбасары;', ['head']],
  ['өтінімнің қаралуына жауапты құрылымдық бөлімшенің басшысы;', ['unit-head']],
  ['руководитель услугодателя либо его заместитель.', ['head']],
  ['ЖТ МДБ/ЗТ МДБ', ['individuals-registry', 'organisations-registry']],
  ['қызмет берушінің белгісіз қызметі', null],
])('the list of units names by «%s» %j', (words, ids) => {
  expect(listedParties(words)).toEqual(ids);
});
