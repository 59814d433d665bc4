// An act in Kazakh and in Russian is one: from two files, or from lines that stand by turns.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importText, importTexts } from './import.ts';
import { sampleLayout } from './sample-act.ts';
import { printAct } from './sample-flow.ts';

const [drawn] = fc.sample(sampleLayout, { numRuns: 1, seed: 7 });
const layout = {
  ...(drawn ?? expect.unreachable()),
  form: 'tabs' as const,
  turned: false,
  lookAlikes: false,
  softHyphens: false,
};
const act = (russian: boolean, changed: (text: string) => string = (text) => text) => ({
  bytes: Buffer.from(changed(printAct({ ...layout, russian }, null).text)),
  file: russian ? 'act.ru.txt' : 'act.kk.txt',
});
const idsOf = (drafts: ReturnType<typeof importTexts>) =>
  drafts.map(({ draft: { errata } }) => (errata === 'unread' ? errata : errata.map((one) => Object(one).id)));

describe('two files of one act', () => {
  it('are one regulation with both names, in whichever order they come', () => {
    for (const files of [
      [act(false), act(true)],
      [act(true), act(false)],
    ]) {
      const drafts = importTexts(files);
      expect(drafts).toHaveLength(1);
      expect(drafts[0]?.draft).toMatchObject({
        source: 'act.kk.txt',
        service: { name: { kk: 'Әкетуге рұқсат беру', ru: 'Выдача разрешения на вывоз' } },
      });
      expect(idsOf(drafts)).toEqual([[]]);
    }
  });

  it('contradict each other where one has another term, in a cell and in a clause', () => {
    const other = act(true, (text) =>
      text
        .replaceAll(/15(?=\s+рабочих)/gu, '10')
        .replace('2 мин', '3 мин')
        .replace('2\u00a0мин', '3\u00a0мин'),
    );
    expect(idsOf(importTexts([act(false), other]))).toEqual([
      ['languages-differ-table-3-1-3-term', 'languages-differ-table-3-1-8-term', 'languages-differ-clause-3-11'],
    ]);
  });

  it('are two regulations where their clauses are not the same', () => {
    const other = act(true, (text) => text.replace(/^.*получатель – лицо.*$/mu, ''));
    expect(importTexts([act(false), other])).toHaveLength(2);
  });
});

it('lines in Kazakh and Russian by turns are the same clauses and items', () => {
  const text = `«Беру» мемлекеттік көрсетілетін қызмет регламенті

1. Қызметті көрсетілетін қызметті беруші көрсетеді.
1. Услугу оказывает услугодатель.
2. Мемлекеттік қызмет көрсету процесінің құрамына кіретін рәсімдер:
2. Процедуры, входящие в состав процесса:
1) кеңсе қызметкері он бес минут ішінде өтінішті тіркейді;
1) сотрудник канцелярии в течение пятнадцати минут регистрирует заявление;
2) көрсетілетін қызметті берушінің басшысы бір сағат ішінде жауапты орындаушыны белгілейді;
2) руководитель услугодателя в течение двух часов назначает исполнителя;
3. Нәтижесі – анықтама.
3. Результат – справка.
`;
  const [drafted] = importText(Buffer.from(text), 'act.txt');
  expect(drafted?.draft.act).toMatchObject({ clauses: 3 });
  const flows = Object.values(Object(drafted?.draft.flows));
  expect(flows).toMatchObject([
    { clause: 2, items: [{ term: { printed: 'он бес минут' } }, { term: { printed: 'бір сағат' } }] },
  ]);
  expect(drafted?.draft.errata).toMatchObject([
    { id: 'languages-differ-clause-2-2' },
    { id: 'flow-without-table-clause-2' },
  ]);
});
