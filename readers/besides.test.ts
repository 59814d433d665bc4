// What a step does besides its action is read where the words say it plainly, and is asked for where they only speak of it.
import { describe, expect, it } from 'vitest';
import type { Verb } from '../schemas/vocabulary.ts';
import { importText } from './import.ts';
import { besides, completionSendings, sendings } from './meaning/besides.ts';

const unread = () => 'unread' as const;
const KEYS = ['attaches', 'withCertificate', 'onPaper', 'attorney'] as const;

describe('what is done besides', () => {
  it.each<[words: string, does: Verb | undefined, read: object]>([
    ['заполнение формы запроса с прикреплением документов', 'fill', { attaches: true }],
    ['сұрау салу нысанын қажетті құжаттарды бекіте отырып толтыру', 'fill', { attaches: true }],
    ['заполнение формы запроса', 'fill', {}],
    ['заполнение формы запроса по документу, удостоверяющему личность', 'fill', { attaches: 'unread' }],
    ['выбор услуги и прикрепление документов', undefined, { attaches: 'unread' }],
    [
      'прикрепление регистрационного свидетельства ЭЦП к браузеру, ввод пароля',
      'authenticate',
      { withCertificate: true },
    ],
    ['ввод пароля в браузере', 'authenticate', { withCertificate: 'unread' }],
    ['ввод ИИН и пароля', 'authenticate', {}],
    ['сканирование документов, отметка о бумажной форме', 'attach', { onPaper: true }],
    ['ввод данных получателя и доверенности представителя', 'fill', { attorney: true }],
    ['подписание документа', 'sign', {}],
  ])('of «%s» (%s) is as it is said', (words, does, read) => {
    expect(besides(words, does, KEYS, unread)).toEqual(read);
  });
});

describe('what is sent', () => {
  it.each<[words: string, does: Verb | undefined, read: object]>([
    ['электрондық құжатты ЭҮШ арқылы ЖАО АЖ-ға жіберу', 'route', { sends: [{ to: 'leb-is', what: 'document' }] }],
    ['сұрау салуды «Е-лицензиялау» АЖ-ға жолдау', 'route', { sends: [{ to: 'e-licensing', what: 'request' }] }],
    ['направление документа в ИС ЦОН через ШЭП', 'route', { sends: [{ to: 'psc-is', what: 'document' }] }],
    ['направление документа в ИС ЦОН и ИС МИО', 'route', { sends: 'unread' }],
    ['направление уведомления о статусе на ПЭП', 'route', { sends: 'unread' }],
    ['направление документа по назначению', 'route', { sends: 'unread' }],
    ['направление документа в ИС ЦОН', undefined, { sends: 'unread' }],
    [
      'оплата услуги, после чего информация поступает в ИС ГБД «Е-лицензирование»',
      'pay',
      {
        sends: [{ to: 'e-licensing', what: 'payment', afterwards: true }],
      },
    ],
    ['оплата услуги, после чего информация поступает по назначению', 'pay', { sends: 'unread' }],
    ['оплата услуги на ПШЭП', 'pay', {}],
    ['направление запроса в ГБД ФЛ', 'look-up', {}],
    ['регистрация документа на ПЭП', 'register', {}],
  ])('of «%s» (%s) is as it is said', (words, does, read) => {
    expect(sendings(words, does, unread)).toEqual(read);
  });

  it('is nothing where a completion only says that something goes on', () => {
    expect(completionSendings('Маршрутизация, направление запроса', 'sign', unread)).toEqual({});
    expect(completionSendings('Направление документа в ИС ЦОН', 'sign', unread)).toEqual({
      sends: [{ to: 'psc-is', what: 'document' }],
    });
  });
});

/** An act whose clauses are these, as a page. */
const act = (...clauses: string[]) =>
  [
    'Регламент электронной государственной услуги «Выдача справки о составе семьи»',
    '1. Электронная государственная услуга оказывается через портал.',
    ...clauses,
    `${clauses.length + 2}. Степень автоматизации: автоматизированная.`,
  ].join('\n\n');
const OF_PORTAL = (n: number, more = '') =>
  [
    `${n}. Пошаговые действия через ПЭП:`,
    '1) процесс 1 – ввод получателем ИИН и пароля (процесс авторизации);',
    `2) процесс 2 – получение получателем результата услуги (справка)${more}.`,
  ].join('\n\n');
const worklist = (text: string) => importText(Buffer.from(text), 'act.txt').flatMap(({ draft }) => draft.worklist);

it('asks whether a clause that goes the way of another one tells the same again', () => {
  const told = ({ kind, key }: { kind: string; key: string | null }) =>
    kind === 'fault' && key?.startsWith('flows') === true;
  expect(worklist(act(OF_PORTAL(2))).filter(told)).toEqual([]);
  expect(worklist(act(OF_PORTAL(2), OF_PORTAL(3))).filter(told)).toMatchObject([
    { key: 'flows.portal-clause-3', about: 'clause 3', needs: expect.stringContaining('flows.portal.retold') },
  ]);
});

it('asks for the variants of a flow whose clause speaks of several things that can be asked for', () => {
  const asked = ({ key }: { key: string | null }) => key?.endsWith('variants') === true;
  expect(worklist(act(OF_PORTAL(2))).filter(asked)).toEqual([]);
  expect(worklist(act(OF_PORTAL(2, ', при переоформлении – дубликата'))).filter(asked)).toMatchObject([
    { key: 'flows.portal.variants', quotation: expect.stringContaining('переоформлении') },
  ]);
});
