// Tests the predicates over the buttons, fields and particulars that the portal offers on a request at a stage.
import { describe, expect, it } from 'vitest';
import type { PagesView } from '../../../../schemas/target/driver.ts';
import type { Stage } from '../../../../schemas/vocabulary.ts';
import { answered, entry, faulty, refusing, sampleTrace } from '../../sample-trace.ts';
import type { Trace } from '../../trace.ts';
import { judge } from '../sample-judging.ts';

const APPLICANT = '850101300123';
const seen = (stage: Stage, changes: Partial<PagesView> = {}): Trace['pages'][number] => ({
  stage,
  answer: answered({ screens: [], buttons: [], fields: [], shows: [], survey: null, ...changes }, `walk#${stage}`),
});
const reached = { history: [entry('issue')], applicant: APPLICANT, number: 'N1' };
const FAULTY = { holds: null, reason: 'nothing can be told from the answer: no answer' };

/** What every predicate over a stage says where its pages could not be read, or the walk did not come so far. */
function isOpenWithoutPages(stage: Stage, judged: (trace: Partial<Trace>) => unknown, pages: Trace['pages']): void {
  const unreached = { holds: null, reason: 'the walk did not reach issue: stopped' };
  expect(judged({ pages, history: [], interrupted: ['stopped'] })).toMatchObject(unreached);
  expect(judged({ interrupted: ['stopped'] })).toMatchObject(unreached);
  const others = (['form', 'signing', 'processing', 'answered'] as const).filter((other) => other !== stage);
  expect(judged({ pages: others.map((other) => seen(other)) })).toMatchObject({ holds: null });
  expect(judged({ pages: [{ stage, answer: faulty }] })).toMatchObject(FAULTY);
}

/** What every predicate over a stage says where the pages are refused to the owner. */
function failsWhenRefused(stage: Stage, judged: (trace: Partial<Trace>) => unknown): void {
  expect(judged({ pages: [{ stage, answer: refusing() }] })).toMatchObject({
    holds: false,
    actual: 'it is not shown: 404 no',
  });
}

describe('offers-button', () => {
  const offers = (stage: Stage) => (trace: Partial<Trace>) =>
    judge(
      { predicate: 'offers-button', arguments: { action: 'issue', stage, button: 'open' } },
      sampleTrace({ ...reached, ...trace }),
    );

  it.each(['form', 'signing', 'processing', 'answered'] as const)(
    'holds when it can be pressed at its stage: %s',
    (stage) => {
      expect(offers(stage)({ pages: [seen(stage, { buttons: ['open'] })] })).toMatchObject({
        holds: true,
        evidence: [`walk#${stage}`],
      });
    },
  );

  it('fails when there are other buttons only, or none, or it is there at another stage', () => {
    expect(offers('answered')({ pages: [seen('answered', { buttons: ['save-pdf'] })] })).toMatchObject({
      holds: false,
      actual: 'the buttons are save-pdf',
    });
    expect(offers('answered')({ pages: [seen('answered')] }).holds).toBe(false);
    const other = [seen('form'), seen('answered', { buttons: ['open'] })];
    expect(offers('form')({ pages: other }).holds).toBe(false);
  });

  it('fails when the pages are refused to the owner', () => {
    failsWhenRefused('answered', offers('answered'));
  });

  it('cannot be told from the pages of another stage, or without any', () => {
    isOpenWithoutPages('answered', offers('answered'), [seen('answered', { buttons: ['open'] })]);
  });
});

describe('button-appears', () => {
  const appears = (trace: Partial<Trace>) =>
    judge(
      { predicate: 'button-appears', arguments: { action: 'issue', stage: 'answered', button: 'open' } },
      sampleTrace({ ...reached, ...trace }),
    );
  const late = seen('answered', { buttons: ['open'] });

  it('holds when it comes up with the answer, and was not there while the request was processed', () => {
    expect(appears({ pages: [seen('form'), seen('processing'), late] })).toMatchObject({
      holds: true,
      evidence: ['walk#processing', 'walk#answered'],
    });
  });

  it.each(['form', 'signing', 'processing'] as const)('fails when it is there already: %s', (stage) => {
    const early = seen(stage, { buttons: ['open'] });
    expect(appears({ pages: [early, late] })).toMatchObject({
      holds: false,
      actual: `it is offered already at the stage ${stage}`,
      evidence: [`walk#${stage}`],
    });
  });

  it('cannot be told when it never comes up, or when nobody looked while the request was processed', () => {
    expect(appears({ pages: [seen('processing'), seen('answered')] })).toMatchObject({
      holds: null,
      reason: 'it does not come up either, so it tells nothing',
    });
    for (const pages of [[late], [seen('form'), late], [{ stage: 'processing', answer: refusing() } as const, late]])
      expect(appears({ pages })).toMatchObject({
        holds: null,
        reason: 'the pages were not shown while the request was processed',
      });
    expect(appears({ pages: [{ stage: 'processing', answer: faulty }, late] }).holds).toBeNull();
    isOpenWithoutPages('answered', appears, [seen('processing'), late]);
  });
});

describe('asks-field', () => {
  const asks = (trace: Partial<Trace>) =>
    judge(
      { predicate: 'asks-field', arguments: { action: 'issue', stage: 'form', field: 'iin-bin' } },
      sampleTrace({ ...reached, ...trace }),
    );
  const form = (...fields: PagesView['fields']) => [seen('form', { fields })];

  it('holds when the form has it, empty or not', () => {
    for (const value of [null, APPLICANT])
      expect(asks({ pages: form({ is: 'iin-bin', value }) })).toMatchObject({ holds: true, evidence: ['walk#form'] });
  });

  it('fails when it has others only, or the pages are refused', () => {
    expect(asks({ pages: form({ is: 'kind', value: null }) })).toMatchObject({
      holds: false,
      actual: 'the fields are kind',
    });
    failsWhenRefused('form', asks);
  });

  it('cannot be told when the form was not looked at', () => {
    isOpenWithoutPages('form', asks, form({ is: 'iin-bin', value: null }));
  });
});

describe('prefills-field', () => {
  const prefills = (trace: Partial<Trace>) =>
    judge(
      { predicate: 'prefills-field', arguments: { action: 'issue', stage: 'form', field: 'iin-bin' } },
      sampleTrace({ ...reached, ...trace }),
    );
  const form = (value: string | null, is = 'iin-bin') => [seen('form', { fields: [{ is, value }] })];

  it('holds when it has the number of whom the portal let in', () => {
    expect(prefills({ pages: form(APPLICANT) })).toMatchObject({ holds: true, evidence: ['walk#form'] });
  });

  it('fails when it is empty, or has the number of somebody else, and says neither number', () => {
    for (const empty of [null, '', ' ']) expect(prefills({ pages: form(empty) }).actual).toBe('it is empty');
    const other = prefills({ pages: form('850101300999') });
    expect(other).toMatchObject({ holds: false, actual: 'it holds something else' });
    expect(JSON.stringify(other)).not.toMatch(/\d{12}/u);
  });

  it('cannot be told where there is no such field, or nobody logged in with a number', () => {
    expect(prefills({ pages: form(APPLICANT, 'kind') })).toMatchObject({ holds: null });
    for (const applicant of [null, 'somebody'])
      expect(prefills({ pages: form('somebody'), applicant })).toMatchObject({ holds: null });
    isOpenWithoutPages('form', prefills, form(APPLICANT));
  });
});
