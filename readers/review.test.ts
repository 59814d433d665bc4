// An answer is taken only where the file stays well formed with it, and takes its entry off the list.
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { draftProblem } from '../schemas/draft.ts';
import { draftText } from './draft-text.ts';
import { importText } from './import.ts';
import { Review } from './review.ts';

const TEXT = `«Беру» электрондық мемлекеттік қызмет регламентіне 1-қосымша

1-кесте. ЭҮП арқылы әрекеттер
| Іс-әрекет № | 1 | 2 |
|---|---|---|
| ҚФБ атауы | Алушы | ЭҮП |
| Іс-әрекеттің атауы | Қызметті таңдау | Қызмет нәтижесі |
| Аяқтау нысаны | Хабарлама | Лицензия |
| Орындау мерзімі | 5 аршын | 1 мин |
| Келесі әрекет нөмірі | 2 | 2 |
`;

function review() {
  const [drafted] = importText(Buffer.from(TEXT), 'act.txt');
  const made = new Review(drafted === undefined ? '' : draftText(drafted));
  const entry = (end: string) => made.open.find(({ key }) => key?.endsWith(end) === true) ?? expect.unreachable();
  return { made, entry };
}

it('takes a term that can be read, and no other', () => {
  const { made, entry } = review();
  const work = entry('steps[0].term.printed');
  expect(work).toMatchObject({ quotation: '5 аршын', line: 9, column: 21 });
  expect(made.take(work, '5 шақырым', draftProblem)).toMatchObject({ taken: false });
  expect(made.open).toContainEqual(work);
  expect(made.take(work, '5 мин', draftProblem)).toEqual({ taken: true });
  expect(made.open).not.toContainEqual(work);
  expect(parse(made.text()).flows.portal.steps[0].term).toEqual({ printed: '5 мин' });
});

it('refuses a value of another shape, and keeps the file as it was', () => {
  const { made, entry } = review();
  const before = made.text();
  expect(made.take(entry('steps[0].completion.forms'), '[no-such-form]', draftProblem)).toMatchObject({ taken: false });
  expect(made.text()).toBe(before);
});

it('takes the reading of a contradiction with its status and severity', () => {
  const { made, entry } = review();
  expect(made.take(entry('errata[0].reading'), 'disputed high: two readings', draftProblem)).toEqual({ taken: true });
  expect(parse(made.text()).errata[0]).toMatchObject({ reading: 'two readings', status: 'disputed', severity: 'high' });
});
