// An answer is taken only where the file stays well formed with it, and takes its entry off the list.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

const WHOLE = join(import.meta.dirname, '../trials/import/whole/security-licence.txt');

/** The file of a whole act, with every entry answered, and those of the errata by hand. */
function whole(replaced: (text: string) => string = (text) => text) {
  const [drafted] = importText(Buffer.from(replaced(readFileSync(WHOLE, 'utf8'))), 'act.txt');
  const made = new Review(drafted === undefined ? '' : draftText(drafted));
  const answers: Record<string, string> = parse(readFileSync(WHOLE.replace('.txt', '.answers.yaml'), 'utf8'));
  const answer = (key: string | null) => {
    const known = answers[key ?? ''];
    return typeof known === 'string' ? known : 'the clause is followed';
  };
  const finish = () => {
    for (const work of made.open) expect(made.take(work, answer(work.key), draftProblem)).toEqual({ taken: true });
  };
  return { made, finish };
}

it('opens a contradiction that only the readings show, once everything is answered', () => {
  const { made, finish } = whole((text) => text.replace('с использованием ЭЦП', 'и ПЭП с использованием ЭЦП'));
  const work = made.open.find(({ key }) => key === 'flows.portal.items[14].by') ?? expect.unreachable();
  made.take(work, 'applicant', draftProblem);
  finish();
  expect(made.settle()).toBe(true);
  expect(made.open).toMatchObject([{ kind: 'contradiction', about: 'table 1, step 11, actor' }]);
});

it('opens what does not fit together, with the place in the file', () => {
  const { made, finish } = whole((text) =>
    text.replace('проверка услугодателем соответствия', 'проверка соответствия'),
  );
  const work = made.open.find(({ key }) => key === 'flows.portal.items[12].by') ?? expect.unreachable();
  made.take(work, 'nobody-known', draftProblem);
  finish();
  expect(made.settle()).toBe(true);
  expect(made.open).toMatchObject([{ kind: 'inconsistency', key: 'flows.portal.items[12].by' }]);
});

it('takes a contradiction that is none out of the errata, and opens it again where the readings show it', () => {
  const { made, finish } = whole();
  const work = made.open.find(({ key }) => key === 'errata[0].reading') ?? expect.unreachable();
  expect(made.take(work, 'none', draftProblem)).toEqual({ taken: true });
  finish();
  expect(made.settle()).toBe(true);
  expect(parse(made.text()).errata).toMatchObject([{ explains: ['actor-differs'], reading: 'unread' }]);
  expect(made.open).toMatchObject([{ kind: 'contradiction', key: 'errata[0].reading' }]);
});

it('takes out what a text need not have, where the answer is none', () => {
  const { made } = whole();
  const work = made.open.find(({ key }) => key === 'screens[0].during') ?? expect.unreachable();
  expect(made.take(work, 'none', draftProblem)).toEqual({ taken: true });
  expect(parse(made.text()).screens[0]).not.toHaveProperty('during');
});

it('takes a sentence with the reason why it demands nothing', () => {
  const { made } = whole((text) => text.replace(/7\. Необходимую.*$/mu, '7. Совещания проходят по вторникам.'));
  const work = made.open.find(({ key }) => key?.endsWith('.says')) ?? expect.unreachable();
  expect(made.take(work, '{says: There are meetings., none: binds nobody on a portal}', draftProblem)).toEqual({
    taken: true,
  });
  expect(parse(made.text()).sentences).toContainEqual(
    expect.objectContaining({ says: 'There are meetings.', none: 'binds nobody on a portal' }),
  );
});
