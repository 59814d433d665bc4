// Many cases add up to one verdict: one that fails fails it, one that is in doubt keeps it open, and one that is cut off does neither.
import { describe, expect, it } from 'vitest';
import type { MappedEvent } from '../../schemas/audit/event.ts';
import { judgeCase } from './judge-case.ts';
import { findingsOf, honestCase, LATER, REGULATION, samplePlan } from './sample-log.ts';
import { Times } from './times.ts';
import { Totals } from './totals.ts';

const honest = () => honestCase('2014-03-03T10:00:00+06:00', '2014-03-05T12:00:00+06:00');
const late = () => honestCase('2014-03-03T10:00:00+06:00', '2014-05-05T12:00:00+06:00');

function sum(...cases: { events: readonly MappedEvent[]; isSpoiled?: boolean }[]) {
  const plan = samplePlan();
  const totals = new Totals(plan);
  for (const { events, isSpoiled = false } of cases)
    totals.add(judgeCase(plan, { events, isSpoiled }, { until: LATER, nameOf: ({ row }) => `log#${row}` }), events[0]);
  const of = (aspect: string) => {
    const id = `${REGULATION.id}/portal/${aspect}`;
    return totals.verdicts().find(({ assertion }) => assertion === id);
  };
  return { of, annex: totals.annex() };
}

describe('cases', () => {
  it('pass together, with the first of them as evidence', () => {
    const { of } = sum({ events: honest() }, { events: honest() });
    expect(of('pay/once')).toMatchObject({
      verdict: 'pass',
      actual: 'it holds in 2 cases, all that show it to the end',
    });
    expect(of('pay/once')?.evidence).not.toEqual([]);
  });

  it('fail where one does, however many pass, and tell how many', () => {
    const { of, annex } = sum({ events: honest() }, { events: late() }, { events: honest() });
    expect(of('register/term')).toMatchObject({ verdict: 'fail' });
    expect(of('register/term')?.actual).toContain('it does not hold in 1 case of 3');
    expect(of('pay/once')?.verdict).toBe('pass');
    expect(annex).toMatchObject({ cases: 3, failedCases: 1, failed: 1 });
  });

  it('stay open where a row of one cannot be read', () => {
    const { of } = sum({ events: honest() }, { events: honest(), isSpoiled: true });
    expect(of('pay/once')).toMatchObject({ verdict: 'inconclusive' });
  });

  it('pass where one is cut off, and stay open where all are', () => {
    expect(sum({ events: honest() }, { events: honest().slice(1) }).of('pay/once')?.verdict).toBe('pass');
    expect(sum({ events: honest().slice(1) }).of('pay/once')?.verdict).toBe('inconclusive');
    expect(sum().of('pay/once')?.verdict).toBe('inconclusive');
  });

  it('are not observable for what none of them shows, also where some are cut off', () => {
    const { of } = sum({ events: honest() }, { events: honest().slice(1) });
    expect(of('sign/not-before-pay')?.verdict).toBe('not-applicable');
  });

  it('tell why they are open, and the slowest of them', () => {
    const { annex, of } = sum({ events: honest() }, { events: honest().slice(1) });
    expect(annex.cut).toEqual({ beganBefore: 1, endsAfter: 0, unreadable: 0 });
    expect(annex.totals.find(({ assertion }) => assertion.endsWith('portal/pay/once'))).toMatchObject({
      ...{ pass: 1, fail: 0, inconclusive: [{ because: 'began-before', count: 1 }] },
    });
    expect(of('register/term')?.elapsed?.withinMs).toBe(50 * 3_600_000);
    expect(findingsOf(honest()).failed).toEqual([]);
  });
});

describe('percentiles', () => {
  it('are values that were taken, by each grouping, and count what was late', () => {
    const times = new Times(samplePlan().setting.calendar);
    const [first] = honest();
    if (first === undefined) throw new TypeError('no row');
    for (let n = 0; n < 100; n++) times.add({ ...first, office: n % 2 === 0 ? 'A' : null }, (n + 1) * 10, 900, n >= 90);
    const [all, office, month, ...more] = times.groups();
    expect(all).toEqual({
      ...{ by: 'all', value: null, cases: 100, late: 10, termMs: 900 },
      ...{ p50Ms: 510, p90Ms: 910, p99Ms: 1000, maxMs: 1000 },
    });
    expect(office).toMatchObject({ by: 'office', value: 'A', cases: 50, late: 5 });
    expect(month).toMatchObject({ by: 'month', value: '2014-03', cases: 100 });
    expect(more).toEqual([]);
  });
});
