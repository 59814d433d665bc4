// A case of a log fails for what was planted in it and for nothing else, and the case beside it that keeps the text passes.
import { describe, expect, it } from 'vitest';
import { event, findingsOf, honestCase, LATER, REGULATION, samplePlan } from './sample-log.ts';

const REGISTERED = '2014-03-03T10:00:00+06:00';
const ISSUED = '2014-03-05T12:00:00+06:00';
const honest = () => honestCase(REGISTERED, ISSUED);

/** An honest case in which one step is changed. */
const changed = (step: string, changes: Parameters<typeof event>[2]) =>
  honest().map((one) => (one.step === step ? { ...one, ...changes } : one));

describe('a case that keeps the text', () => {
  it('fails nothing, and passes each step, its order, its doer and its term', () => {
    const { failed, passed, open } = findingsOf(honest());
    expect(failed).toEqual([]);
    expect(passed).toEqual(
      expect.arrayContaining(['pay/once', 'pay/next-when-paid', 'sign/actor', 'register/term', 'receive-result/final']),
    );
    // Nobody tried anything out of its turn, which is no praise.
    expect(open['sign/not-before-pay']).toBe('not-shown');
  });

  it('is the same in whatever order its rows stand', () => {
    const rows = honest();
    expect(findingsOf(rows.toReversed()).passed).toEqual(findingsOf(rows).passed);
  });

  it('is judged by its own moments, beside others of the same rows', () => {
    const plan = samplePlan();
    const late = honestCase(REGISTERED, '2014-05-05T12:00:00+06:00');
    expect(findingsOf(honest(), plan).failed).toEqual([]);
    const { failed, found } = findingsOf(late, plan);
    expect(failed).toEqual(['register/term']);
    const rows = late.map(({ row }) => `log#${row}`);
    for (const { finding } of found) for (const id of finding.evidence) expect(rows).toContain(id);
  });

  it('may be refused at each condition', () => {
    const before = (step: string, by: string) => {
      const rows = honest();
      const at = rows.findIndex((one) => one.step === step);
      const last = rows[at];
      return [...rows.slice(0, at + 1), event(by, new Date((last?.at ?? 0) + 5000).toISOString())];
    };
    for (const [step, by] of [
      ['authenticate', 'refuse-credentials'],
      ['pay', 'refuse-unpaid'],
      ['choose-certificate', 'refuse-certificate'],
      // A signature over other bytes comes to light only where it is made.
      ['sign', 'refuse-certificate'],
      ['register', 'refuse-unqualified'],
    ] as const) {
      const { failed, passed } = findingsOf(before(step, by));
      expect(failed, `${step} ${by}`).toEqual([]);
      expect(passed, `${step} ${by}`).toEqual(expect.arrayContaining([`${by}/issues-nothing`, `${by}/final`]));
    }
  });
});

describe('a term of days', () => {
  const due = (registered: string, issued: string) => findingsOf(honestCase(registered, issued));

  it('ends with the last second of its last working day', () => {
    // Fifteen working days from 3 March 2014: 10 and 21, 24, 25 March are days off.
    expect(due(REGISTERED, '2014-03-28T23:59:59+06:00').failed).toEqual([]);
    expect(due(REGISTERED, '2014-03-29T00:00:00+06:00').failed).toEqual(['register/term']);
  });

  it('counts a moved working day, and the day off for it not', () => {
    // Saturday 4 May 2013 was worked for Friday 10 May; 1, 7 and 9 May were holidays.
    expect(due('2013-04-26T10:00:00+06:00', '2013-05-22T23:59:59+06:00').failed).toEqual([]);
    expect(due('2013-04-26T10:00:00+06:00', '2013-05-23T00:00:00+06:00').failed).toEqual(['register/term']);
  });

  it('ends by the time that is in force on its last day', () => {
    // Clocks were put back on 1 March 2024, so that the day ends at 19:00 in UTC and no more at 18:00.
    expect(due('2024-02-20T10:00:00+06:00', '2024-03-13T18:59:59Z').failed).toEqual([]);
    expect(due('2024-02-20T10:00:00+06:00', '2024-03-13T19:00:00Z').failed).toEqual(['register/term']);
  });

  it('has run out where the log ends after it and no answer is there', () => {
    const open = honest().slice(0, -1);
    expect(findingsOf(open).failed).toEqual(['register/term']);
    const before = Date.parse('2014-03-28T23:59:58+06:00');
    expect(findingsOf(open, samplePlan(), before).failed).toEqual([]);
    expect(findingsOf(open, samplePlan(), before).open['register/term']).toBe('ends-after');
  });
});

describe('a term of seconds', () => {
  const started = samplePlan({ started: { column: 'started' } });
  const took = (ms: number, plan = started) => {
    const rows = changed('pay', {});
    return findingsOf(
      rows.map((one) => (one.step === 'pay' ? { ...one, startedAt: one.at - ms } : one)),
      plan,
    );
  };

  it('is judged as closely as the log tells time', () => {
    expect(took(89_000).passed).toContain('pay/term');
    expect(took(91_000).failed).toEqual(['pay/term']);
    expect(took(90_000).open['pay/term']).toBe('time');
    const fine = samplePlan({
      started: { column: 'started' },
      time: { column: 'time', format: 'iso', zone: 'Asia/Almaty', grain: 'millisecond' },
    });
    expect(took(90_000, fine).passed).toContain('pay/term');
    expect(took(90_001, fine).failed).toEqual(['pay/term']);
  });

  it('cannot be judged of a step that somebody begins where nobody tells when', () => {
    expect(samplePlan().notShown.has(`${REGULATION.id}/portal/pay/term`)).toBe(true);
  });
});

describe('an order that is broken', () => {
  it('fails the order of both steps where two change places', () => {
    const rows = honest();
    const [pay, sign] = [rows[2], rows[4]];
    const swapped = rows.map((one) =>
      one === pay ? { ...one, at: sign?.at ?? 0 } : one === sign ? { ...one, at: pay?.at ?? 0 } : one,
    );
    const { failed } = findingsOf(swapped);
    expect(failed).toEqual(expect.arrayContaining(['sign/not-before-pay', 'fill-request/next', 'sign/next']));
    expect(failed.every((id) => !id.startsWith('authenticate') && !id.startsWith('receive'))).toBe(true);
  });

  it('fails a step that is left out, and what came before its turn', () => {
    const { failed } = findingsOf(honest().filter(({ step }) => step !== 'pay'));
    expect(failed).toEqual([
      'choose-certificate/not-before-pay',
      'fill-request/next',
      'pay/once',
      'sign/not-before-pay',
    ]);
  });

  it('fails a step that is done twice', () => {
    const rows = honest();
    const again = event('pay', new Date((rows[2]?.at ?? 0) + 1000).toISOString());
    expect(findingsOf([...rows, again]).failed).toContain('pay/once');
  });

  it('fails what is done after the end', () => {
    const { failed } = findingsOf([...honest(), event('fill-request', '2014-03-06T10:00:00+06:00')]);
    expect(failed).toEqual(expect.arrayContaining(['receive-result/final', 'fill-request/once']));
  });

  it('cannot be told of rows of one moment that stand the other way round', () => {
    const rows = honest();
    const [sign, register] = [rows[4], rows[5]];
    const inOrder = rows.map((one) => (one === register ? { ...one, at: sign?.at ?? 0 } : one));
    expect(findingsOf(inOrder).passed).toContain('sign/next');
    const turned = inOrder.map((one) => (one.step === 'register' ? { ...one, row: (sign?.row ?? 0) - 1 } : one));
    expect(findingsOf(turned).open['sign/next']).toBe('same-moment');
    expect(findingsOf(turned).failed).toEqual([]);
  });
});

describe('a branch', () => {
  it('fails where the outcome demands the other one', () => {
    const { failed } = findingsOf(changed('pay', { outcome: 'unpaid' }));
    expect(failed).toContain('pay/next-when-unpaid');
    expect(findingsOf(changed('pay', { outcome: 'paid' })).failed).toEqual([]);
  });

  it('fails where its refusal is missing although its term has run out', () => {
    const unpaid = changed('pay', { outcome: 'unpaid' }).slice(0, 3);
    expect(findingsOf(unpaid).failed).toEqual(['pay/next-when-unpaid']);
    const last = unpaid[2]?.at ?? 0;
    expect(findingsOf(unpaid, samplePlan(), last + 10_000).failed).toEqual([]);
  });

  it('fails where something is issued after the refusal', () => {
    const rows = [...honest().slice(0, 6), event('refuse-unqualified', '2014-03-04T10:00:00+06:00')];
    const { failed } = findingsOf([...rows, event('receive-result', ISSUED)]);
    expect(failed).toEqual(expect.arrayContaining(['refuse-unqualified/issues-nothing', 'refuse-unqualified/final']));
  });
});

describe('a doer', () => {
  it('fails where another party did the step, and is not shown where nobody is named', () => {
    expect(findingsOf(changed('register', { actor: 'applicant' })).failed).toEqual(['register/actor']);
    expect(findingsOf(changed('register', { actor: null })).open['register/actor']).toBe('not-shown');
  });
});

describe('what completed a step', () => {
  const told = samplePlan({
    completion: { column: 'completion', is: {} },
    cause: { column: 'cause', is: {} },
  });
  const refused = (completion: 'service-refused-no-payment' | 'service-refused-data', cause: 'not-paid' | null) => [
    ...honest().slice(0, 3),
    event('refuse-unpaid', '2014-03-03T09:59:05+06:00', { completion, cause }),
  ];

  it('holds where it is of the right kind, and fails where it is of another', () => {
    const right = changed('fill-request', { completion: 'request-formed' });
    const both = right.map((one) =>
      one.step === 'register' ? { ...one, completion: 'request-registered' as const } : one,
    );
    expect(findingsOf(both, told).passed).toEqual(
      expect.arrayContaining(['fill-request/completion', 'register/completion']),
    );
    const wrong = both.map((one) => (one.step === 'register' ? { ...one, completion: 'status-shown' as const } : one));
    expect(findingsOf(wrong, told).failed).toEqual(['register/completion']);
    expect(findingsOf(both, told).open['pay/completion']).toBe('not-shown');
  });

  it('tells of a refusal whether its notification is of the right kind, for the cause on record', () => {
    expect(findingsOf(refused('service-refused-no-payment', 'not-paid'), told).passed).toEqual(
      expect.arrayContaining(['refuse-unpaid/notified-when-not-paid', 'pay/unpaid-when-not-paid']),
    );
    expect(findingsOf(refused('service-refused-data', 'not-paid'), told).failed).toEqual([
      'refuse-unpaid/completion',
      'refuse-unpaid/notified-when-not-paid',
    ]);
    // Where nobody says why it was refused, only what holds of every cause is asked.
    const untold = findingsOf(refused('service-refused-data', null), told);
    expect(untold.failed).toEqual(['refuse-unpaid/completion']);
    expect(untold.passed).not.toContain('pay/unpaid-when-not-paid');
  });
});

describe('a case that the log cuts off', () => {
  it('may have begun before it: nothing is told, whatever is on record', () => {
    const { failed, passed, found } = findingsOf(changed('register', { actor: 'applicant' }).slice(1));
    expect([...failed, ...passed]).toEqual([]);
    expect(new Set(found.map(({ because }) => because))).toEqual(new Set(['began-before']));
  });

  it('may go on after it: only what fails is final', () => {
    const cut = changed('pay', { actor: 'applicant' }).slice(0, 6);
    const { failed, passed, open } = findingsOf(cut, samplePlan(), (cut.at(-1)?.at ?? 0) + 60_000);
    expect(failed).toEqual(['pay/actor']);
    expect(passed).toEqual([]);
    expect(open['pay/once']).toBe('ends-after');
  });

  it('may have a row that nobody can read: nothing is told', () => {
    const { found } = findingsOf(changed('register', { actor: 'applicant' }), samplePlan(), LATER, true);
    expect(new Set(found.map(({ because }) => because))).toEqual(new Set(['unreadable-row']));
  });
});

describe('what no log shows', () => {
  it('is not observable, with the reason', () => {
    const { notShown, judged } = samplePlan();
    expect(judged.length).toBeGreaterThan(50);
    expect([...notShown].every(([, why]) => why[0] !== '')).toBe(true);
    const short = samplePlan({ activity: { column: 'activity', is: { a: 'sign', b: 'register' } } });
    expect(short.judged.every(({ action }) => ['sign', 'register'].includes(action))).toBe(true);
  });
});
