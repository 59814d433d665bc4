// The model of a walk follows the tables, and the comparison notices whatever the portal shows otherwise.

import { describe, expect, it } from 'vitest';
import { fixturePath } from '../../schemas/fixture.ts';
import { loadRegulation } from '../../schemas/load.ts';
import { sampleRegulation } from '../../schemas/sample-regulation.ts';
import type { HistoryEntry, Notification, RequestView } from '../../schemas/target/driver.ts';
import type { Cause } from '../../schemas/vocabulary.ts';
import { sourceOf } from '../flow/source.ts';
import { findDisagreement, isWhole } from './compare.ts';
import { Model } from './model.ts';

const source = sourceOf(sampleRegulation(), 'portal');
const AT = '2013-04-26T10:00:00+06:00';

function modelAfter(...done: Parameters<Model['perform']>[0][]): Model {
  const model = new Model(source, []);
  for (const cause of done) model.perform(cause);
  return model;
}

const entry = (action: string, finishedAt: string | null = AT): HistoryEntry => ({
  action,
  actor: 'portal',
  startedAt: AT,
  finishedAt,
  completion: null,
});
const notice = (action: string, kind: Notification['kind'], cause: Notification['cause'] = null): Notification => ({
  kind,
  action,
  at: AT,
  cause,
  language: 'kk',
  text: 'хабарлама',
  number: null,
});

function view(changes: Partial<RequestView> = {}): RequestView {
  return {
    request: 'request-1',
    state: 'refused',
    number: null,
    feeMinorUnits: null,
    history: [entry('pay'), entry('refuse')],
    notifications: [notice('pay', 'action-confirmed'), notice('refuse', 'service-refused-no-payment', 'not-paid')],
    result: false,
    ...changes,
  };
}

describe('Model', () => {
  it('waits for the first step, which can carry the causes of its check', () => {
    const model = modelAfter();
    expect(model.waiting).toEqual({ operation: 'pay', action: 'pay' });
    expect(model.options).toEqual(['not-paid', 'paid-too-little', 'paid-for-another-request', 'payment-reversed']);
    expect(model.outOfTurn.map(({ operation }) => operation)).toEqual(['fetchResult']);
    expect(model.recorded).toEqual([]);
  });

  it('goes on with the good branch, and takes back nothing that binds', () => {
    const model = modelAfter(null);
    expect(model.recorded.map(({ action }) => action)).toEqual(['pay', 'issue']);
    expect(model).toMatchObject({ waiting: null, ended: 'completed', options: [] });
    expect(model.outOfTurn.map(({ operation }) => operation)).toEqual(['pay']);
  });

  it('goes to the refusal for a cause, and has no result to fetch then', () => {
    const model = modelAfter('payment-reversed');
    expect(model.recorded.map(({ action }) => action)).toEqual(['pay', 'refuse']);
    expect(model.ended).toBe('refused');
    expect(model.outOfTurn.map(({ operation }) => operation)).toEqual(['pay', 'fetchResult']);
  });

  it('changes nothing once the walk has ended', () => {
    expect(modelAfter('not-paid', null, null).recorded).toHaveLength(2);
  });

  it('leaves out what the variant does not have', () => {
    const regulation = sampleRegulation();
    const tagged = sourceOf(regulation, 'portal');
    tagged.graph.steps = tagged.graph.steps.map((step) => (step.action === 'pay' ? { ...step, only: 'paper' } : step));
    expect(new Model(tagged, ['paper']).waiting?.operation).toBe('pay');
    expect(new Model(tagged, []).recorded.map(({ action }) => action)).toEqual(['issue']);
  });
});

describe('findDisagreement', () => {
  const refused = modelAfter('not-paid');

  it('finds none where the portal shows what the tables say', () => {
    expect(findDisagreement(refused, view(), 'settled')).toBeNull();
    expect(isWhole(refused, view())).toBe(true);
  });

  it('lets a step say nothing that was refused at once, but no other', () => {
    const silent = view({ notifications: [notice('refuse', 'service-refused-no-payment', 'not-paid')] });
    expect(findDisagreement(refused, silent, 'settled')).toBeNull();
    const paid = view({ state: 'completed', history: [entry('pay'), entry('issue')], notifications: [] });
    expect(findDisagreement(modelAfter(null), paid, 'settled')).toContain('pay forms no notification');
  });

  it('lets what is under way come in its time', () => {
    const half = view({ state: 'open', history: [entry('pay', null)], notifications: [] });
    expect(isWhole(refused, half)).toBe(false);
    expect(findDisagreement(refused, half, 'under way')).toBeNull();
    expect(findDisagreement(refused, half, 'settled')).toBe('pay does not come to its end');
  });

  it.each<[string, Partial<RequestView>, string]>([
    [
      'a step in the place of another',
      { history: [entry('pay'), entry('issue')] },
      'issue is on record where refuse belongs',
    ],
    [
      'a step too many',
      { history: [entry('pay'), entry('refuse'), entry('issue')] },
      'issue is on record and nothing is to follow refuse',
    ],
    ['a step done twice', { history: [entry('pay'), entry('pay')] }, 'pay is on record where refuse belongs'],
    ['another end', { state: 'completed' }, 'the request is completed, it has to be refused'],
    [
      'a notification of nothing',
      { notifications: [notice('issue', 'result-issued')] },
      'a notification of issue stands',
    ],
  ])('finds %s at once', (_, changes, message) => {
    expect(findDisagreement(refused, view(changes), 'under way')).toContain(message);
  });

  it.each<[string, Partial<RequestView>, string]>([
    ['a walk that stays open', { state: 'open' }, 'the request is open, it has to be refused'],
    [
      'a step without its notification',
      { notifications: [notice('pay', 'action-confirmed')] },
      'refuse forms no notification',
    ],
    [
      'a notification of another kind',
      { notifications: [notice('pay', 'payment-receipt')] },
      'pay forms payment-receipt, it has to form action-confirmed',
    ],
    [
      'another cause',
      { notifications: [notice('pay', 'action-confirmed'), notice('refuse', 'service-refused-no-payment', 'revoked')] },
      'refuse names the cause revoked, it was refused for not-paid',
    ],
  ])('finds %s when the portal has come to rest', (_, changes, message) => {
    expect(findDisagreement(refused, view(changes), 'settled')).toContain(message);
  });
});

describe('on a flow that asks databases', () => {
  const regulation = loadRegulation(fixturePath('regulations/tv-radio-distribution-licence.yaml'));

  it('carries whom they miss with the form, and their silence with the question to them', () => {
    const model = new Model(sourceOf(regulation, 'provider'), []);
    const carried = new Map<string, Cause[]>();
    for (let point = model.waiting; point !== null; point = model.waiting) {
      carried.set(point.operation, model.options);
      model.perform(null);
    }
    expect(carried.get('fill')).toContain('no-power-of-attorney');
    expect(carried.get('fill')).not.toContain('database-silent');
    expect(carried.get('lookUp')).toEqual(['database-silent']);
  });
});
