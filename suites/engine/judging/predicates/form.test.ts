// Tests the predicates over the screens and the survey that the portal offers on a request.
import { describe, expect, it } from 'vitest';
import type { PagesView, RequestView } from '../../../../schemas/target/driver.ts';
import { answered, entry, faulty, refusing, sampleTrace } from '../../sample-trace.ts';
import type { Trace } from '../../trace.ts';
import { judge } from '../sample-judging.ts';

const SCREENS = ['2/1', '2/10.1'];
const QUESTIONS = [
  { question: 1, answers: [1, 2, 3] },
  { question: 2, answers: [1, 2] },
];
const view = (changes: Partial<PagesView> = {}): PagesView => ({
  screens: SCREENS,
  buttons: [],
  fields: [],
  shows: [],
  survey: QUESTIONS,
  ...changes,
});
const atEnd = (changes: Partial<PagesView> = {}): Partial<Trace> => ({
  pages: [{ stage: 'answered', answer: answered(view(changes), 'walk#end') }],
});
const reached = { history: [entry('issue')] };
const unreached: Partial<Trace> = { history: [], interrupted: ['stopped'] };
const UNREACHED = { holds: null, reason: 'the walk did not reach issue: stopped' };
const FAULTY = { holds: null, reason: 'nothing can be told from the answer: no answer' };

/** What every predicate over the pages says where they could not be read. */
function isOpenWithoutPages(judged: (trace: Partial<Trace>) => unknown): void {
  expect(judged({ ...atEnd(), ...unreached })).toMatchObject(UNREACHED);
  expect(judged({ interrupted: ['stopped'] })).toMatchObject(UNREACHED);
  expect(judged({ pages: [{ stage: 'answered', answer: faulty }] })).toMatchObject(FAULTY);
}

describe('offers-screens', () => {
  const offers = (trace: Partial<Trace>) =>
    judge(
      { predicate: 'offers-screens', arguments: { action: 'issue', screens: [['2/1'], ['2/10.1', '2/10.2']] } },
      sampleTrace({ ...reached, ...trace }),
    );

  it('holds when every screen is offered, at the form or at the end', () => {
    expect(offers(atEnd())).toMatchObject({ holds: true, evidence: ['walk#end'] });
    const both: Trace['pages'] = [
      { stage: 'form', answer: answered(view({ screens: ['2/1'] }), 'walk#form') },
      { stage: 'answered', answer: answered(view({ screens: ['2/10.1', '3/1'] }), 'walk#end') },
    ];
    expect(offers({ pages: both })).toMatchObject({ holds: true, evidence: ['walk#form', 'walk#end'] });
  });

  it('fails when one is missing, and names it', () => {
    expect(offers(atEnd({ screens: ['2/1', '2/10'] }))).toMatchObject({
      holds: false,
      actual: 'it does not have 2/10.1 or 2/10.2',
    });
  });

  it('holds when the screen for other applicants is offered in the place of one', () => {
    expect(offers(atEnd({ screens: ['2/1', '2/10.2'] })).holds).toBe(true);
  });

  it('fails when the pages are refused to the owner', () => {
    expect(offers({ pages: [{ stage: 'answered', answer: refusing() }] }).holds).toBe(false);
  });

  it('cannot be told when the pages could not be read', () => {
    isOpenWithoutPages(offers);
    const half: Trace['pages'][number] = { stage: 'form', answer: answered(view({ screens: ['2/1'] })) };
    expect(offers({ pages: [half, { stage: 'answered', answer: faulty }] }).holds).toBeNull();
  });
});

describe('asks-survey', () => {
  const asks = (trace: Partial<Trace>) =>
    judge(
      { predicate: 'asks-survey', arguments: { action: 'issue', questions: QUESTIONS } },
      sampleTrace({ ...reached, ...trace }),
    );

  it('holds when it asks every question with exactly its answers, in whatever order', () => {
    expect(asks(atEnd())).toMatchObject({ holds: true, evidence: ['walk#end'] });
    const turned = [
      { question: 2, answers: [2, 1] },
      { question: 1, answers: [3, 1, 2] },
    ];
    expect(asks(atEnd({ survey: turned })).holds).toBe(true);
  });

  it.each<[string, PagesView['survey']]>([
    ['there is none', null],
    ['it asks nothing', []],
    ['a question is missing', QUESTIONS.slice(1)],
    ['an answer is missing', [{ question: 1, answers: [1, 3] }, ...QUESTIONS.slice(1)]],
    ['there is an answer more', [{ question: 1, answers: [1, 2, 3, 4] }, ...QUESTIONS.slice(1)]],
    ['there is a question more', [...QUESTIONS, { question: 3, answers: [1] }]],
    ['a question has no answers', [{ question: 1, answers: [] }, ...QUESTIONS.slice(1)]],
  ])('fails when %s', (_, survey) => {
    expect(asks(atEnd({ survey })).holds).toBe(false);
  });

  it('cannot be told when the pages could not be read', () => {
    isOpenWithoutPages(asks);
  });
});

const accepted = answered<RequestView>(
  {
    request: 'r1',
    state: 'completed',
    number: null,
    feeMinorUnits: null,
    history: [],
    notifications: [],
    result: true,
  },
  'walk#right',
);
const refusal = refusing(400, 'walk#other');
const surveyed = (survey: Partial<NonNullable<Trace['survey']>>): Partial<Trace> => ({
  survey: { other: refusal, right: accepted, ...survey },
});

describe('accepts-survey', () => {
  const accepts = (trace: Partial<Trace>) =>
    judge({ predicate: 'accepts-survey', arguments: { action: 'issue' } }, sampleTrace(trace));

  it('holds when right answers are taken', () => {
    expect(accepts(surveyed({}))).toMatchObject({ holds: true, evidence: ['walk#right'] });
  });

  it('fails when they are refused', () => {
    expect(accepts(surveyed({ right: refusing(409) }))).toMatchObject({
      holds: false,
      actual: 'they are refused: 409 no',
    });
  });

  it('cannot be told after another answer was taken, from a fault, or when nobody answered', () => {
    expect(accepts(surveyed({ other: accepted, right: refusing(409) }))).toMatchObject({
      holds: null,
      reason: 'another answer was taken before them',
    });
    expect(accepts(surveyed({ right: faulty }))).toMatchObject(FAULTY);
    expect(accepts(unreached)).toMatchObject(UNREACHED);
  });
});

describe('refuses-other-answers', () => {
  const refuses = (trace: Partial<Trace>) =>
    judge({ predicate: 'refuses-other-answers', arguments: { action: 'issue' } }, sampleTrace(trace));

  it.each([400, 409, 422])('holds when the other answer is refused with %i and right ones are taken', (status) => {
    expect(refuses(surveyed({ other: refusing(status, 'walk#other') }))).toMatchObject({
      holds: true,
      evidence: ['walk#other', 'walk#right'],
    });
  });

  it('fails when the other answer is taken', () => {
    expect(refuses(surveyed({ other: accepted }))).toMatchObject({ holds: false, actual: 'it is taken' });
  });

  it('cannot be told when right answers are refused too, or for another reason', () => {
    expect(refuses(surveyed({ right: refusing(400) })).holds).toBeNull();
    for (const status of [401, 403, 404, 413]) expect(refuses(surveyed({ other: refusing(status) })).holds).toBeNull();
  });

  it('cannot be told from a fault, or when nobody answered', () => {
    expect(refuses(surveyed({ other: faulty }))).toMatchObject(FAULTY);
    expect(refuses(unreached)).toMatchObject(UNREACHED);
  });
});
