// Tests the predicate over the messages between the systems.
import { describe, expect, it } from 'vitest';
import { kazakhstan } from '../../../../schemas/kazakhstan.ts';
import { instant, plainly, say } from '../../../../schemas/said.ts';
import type { SystemMessage } from '../../../../schemas/target/driver.ts';
import { after, answered, entry, faulty, refusing, sampleTrace } from '../../sample-trace.ts';
import type { Trace } from '../../trace.ts';
import { judge } from '../sample-judging.ts';

/** A moment as the verdicts tell it. */
const clockAt = (seconds: number) => plainly(say`${instant(after(seconds), kazakhstan())}`);

const history = [entry('route', { startedAt: after(10), finishedAt: after(40) })];
const sent = (changes: Partial<SystemMessage> = {}): SystemMessage => ({
  action: 'route',
  from: 'gateway',
  to: 'psc-is',
  what: 'status',
  status: 'in-progress',
  at: after(40),
  ...changes,
});
const args = {
  action: 'route',
  from: ['regional-gateway', 'gateway'],
  to: 'psc-is',
  what: 'status' as const,
  status: 'in-progress' as const,
  earlier: ['register'],
};
const received = (messages: SystemMessage[], trace: Partial<Trace> = {}) =>
  judge(
    { predicate: 'received', arguments: args },
    sampleTrace({ history, messages: answered({ messages }, 'walk#messages'), ...trace }),
  );

describe('received', () => {
  const before = sent({ action: 'register', from: 'leb-is', to: 'portal', what: 'notice', status: null, at: after(5) });

  it('holds when the receiver has it from one of the units, in its turn', () => {
    expect(received([before, sent()])).toMatchObject({
      holds: true,
      actual: `it came from gateway at ${clockAt(40)}`,
      evidence: ['walk#messages', 'walk#9'],
    });
    expect(received([sent({ at: after(10) })]).holds).toBe(true);
    const more = [sent({ status: null }), sent({ from: 'portal' }), sent(), sent({ at: after(41) })];
    expect(received([before, ...more]).holds).toBe(true);
  });

  it.each([
    ['it did not come', [before], 'psc-is has no status of route'],
    ['it went to another', [sent({ to: 'leb-is' })], 'psc-is has no status of route; what it sent went to leb-is'],
    ['it is something else', [sent({ what: 'notice' })], 'psc-is has no status of route; what it sent went to psc-is'],
    ['somebody else sent it', [sent({ from: 'portal' })], 'it comes from portal'],
    ['its status is another', [sent({ status: null })], 'its status is not told'],
    [
      'it was sent early',
      [sent({ at: after(9) })],
      `it was sent at ${clockAt(9)}, before route began at ${clockAt(10)}`,
    ],
    [
      'it was sent late',
      [sent({ at: after(41) })],
      `it was sent at ${clockAt(41)}, after route was done at ${clockAt(40)}`,
    ],
    ['it overtook another', [sent(), before], 'it came before a message of register'],
  ])('fails when %s', (_, messages, actual) => {
    expect(received(messages)).toMatchObject({ holds: false, actual });
  });

  it('cannot be told without the step, without asking, from a refusal or from a fault', () => {
    expect(received([sent()], { history: [] })).toMatchObject({
      holds: null,
      reason: 'the walk did not reach route',
    });
    expect(received([sent()], { messages: null })).toMatchObject({
      holds: null,
      reason: 'the messages were not asked for',
    });
    expect(received([sent()], { messages: refusing() })).toMatchObject({
      holds: null,
      reason: 'the messages are not shown: 404 no',
    });
    expect(received([sent()], { messages: faulty })).toMatchObject({
      holds: null,
      reason: 'nothing can be told from the answer: no answer',
    });
  });
});

describe('received afterwards', () => {
  const walked = [
    entry('fill', { startedAt: after(0), finishedAt: after(5) }),
    entry('pay', { startedAt: after(20), finishedAt: after(110) }),
    entry('register', { startedAt: after(110), finishedAt: after(120) }),
  ];
  const payment = (at: number, from = 'payment-gateway'): SystemMessage =>
    sent({ action: 'pay', from, to: 'e-licensing', what: 'payment', status: null, at: after(at) });
  const told = (...messages: SystemMessage[]) =>
    judge(
      {
        predicate: 'received',
        arguments: {
          action: 'pay',
          from: [],
          to: 'e-licensing',
          what: 'payment',
          status: null,
          earlier: [],
          afterwards: true,
        },
      },
      sampleTrace({ history: walked, messages: answered({ messages }) }),
    );

  it.each([
    ['before the payer is back', 12],
    ['as the step ends', 110],
    ['during the next step', 119],
  ])('is in its turn %s, whoever sends it', (_, at) => {
    expect(told(payment(at)).holds).toBe(true);
    expect(told(payment(at, 'portal')).holds).toBe(true);
  });

  it('is out of its turn before the form is filled in and after the next step, and missing where nothing came', () => {
    expect(told(payment(4)).holds).toBe(false);
    expect(told(payment(121)).holds).toBe(false);
    expect(told()).toMatchObject({ holds: false, actual: 'e-licensing has no payment of pay' });
  });
});

describe('inquired', () => {
  const REGISTRIES = ['individuals-registry', 'organisations-registry'];
  const looked = [entry('look-up')];
  const inquired = (messages: SystemMessage[], trace: Partial<Trace> = {}) =>
    judge(
      { predicate: 'inquired', arguments: { action: 'look-up', of: REGISTRIES, via: ['gateway'] } },
      sampleTrace({ history: looked, messages: answered({ messages }), ...trace }),
    );
  const asking = (to: string, what: SystemMessage['what'] = 'inquiry') =>
    sent({ action: 'look-up', from: 'portal', to, what, status: null });

  it.each(REGISTRIES)('holds when the %s alone was asked', (to) => {
    expect(inquired([asking('notary-is'), asking(to)])).toMatchObject({ holds: true });
  });

  it('fails when nobody was asked, or none of them', () => {
    expect(inquired([])).toMatchObject({ holds: false, actual: 'nobody was asked' });
    expect(inquired([asking('notary-is')]).actual).toBe('only notary-is was asked');
    expect(inquired([asking('individuals-registry', 'notice')]).holds).toBe(false);
  });

  describe('for a power of attorney', () => {
    const power = (messages: SystemMessage[], attorney: string | null = '750918400210') =>
      judge(
        { predicate: 'inquired', arguments: { action: 'look-up', of: ['notary-is'], via: ['gateway'], power: true } },
        sampleTrace({
          history: looked,
          messages: answered({ messages }),
          entering: {
            ...{ action: 'fill', opened: {}, openedIn: null, filled: {}, filledIn: 'walk#fill' },
            ...{ applicant: '850101300123', attorney },
          },
        }),
      );

    it('holds when the notary was asked, and fails when only the registries were', () => {
      expect(power([asking('individuals-registry'), asking('notary-is')])).toMatchObject({ holds: true });
      expect(power([asking('individuals-registry')]).actual).toBe('only individuals-registry was asked');
    });

    it('cannot be told when nobody represented the applicant', () => {
      expect(power([asking('notary-is')], null)).toMatchObject({ holds: null, lacks: true });
    });
  });

  it('cannot be told where only the gateway knows of it, from a fault, or without the step', () => {
    expect(inquired([asking('gateway')]).holds).toBeNull();
    expect(inquired([], { messages: faulty }).holds).toBeNull();
    expect(inquired([], { messages: refusing() }).holds).toBeNull();
    expect(inquired([], { messages: null }).holds).toBeNull();
    expect(inquired([], { history: [] }).holds).toBeNull();
  });
});
