// Tests the predicates over time at their exact bounds: what holds whichever way the uncertainty falls, fails so, or stays open.
import { describe, expect, it } from 'vitest';
import type { DayTerm } from '../../../../schemas/term.ts';
import { after, entry, performed, START, sampleTrace, sighting } from '../../sample-trace.ts';
import type { Performed, Sighting, Trace } from '../../trace.ts';
import { judge, SETTING } from '../sample-judging.ts';
import { elapsedOf } from './term.ts';

const at = (seconds: number | null) => (seconds === null ? null : START + Math.round(seconds * 1000));
/** Seen absent and present so many seconds after the step could begin. */
const seen = (absent: number | null, present: number | null, changes: Partial<Sighting> = {}) =>
  sighting('register', { absentAt: at(absent), presentAt: at(present), ...changes });
const took = (seconds: number) => [entry('register', { finishedAt: after(seconds) })];

describe('finished-within', () => {
  const within = (
    sightings: Sighting[],
    history: Trace['history'] = [],
    movesClock = false,
    done: Performed[] = [performed('pay')],
  ) =>
    judge(
      { predicate: 'finished-within', arguments: { action: 'register', term: { min: 10, max: 15 } } },
      sampleTrace({ sightings, history, movesClock, performed: done }),
    );

  it.each([
    [null, 0],
    [0, 1],
    [14.999, 15],
    [null, 15],
  ])('holds when it was absent at %s s and present at %s s', (absent, present) => {
    expect(within([seen(absent, present)], took(60))).toMatchObject({ holds: true, evidence: ['walk#register'] });
  });

  it.each([
    [15, 15.001],
    [15, 400],
    [16, 17],
  ])('fails when it was still absent at %s s and present at %s s', (absent, present) => {
    const found = within([seen(absent, present)], took(1));
    expect(found).toMatchObject({ holds: false, actual: `it takes more than ${absent} s` });
  });

  it('fails when it was begun and was never seen to end, and the term has passed', () => {
    const begun = [entry('register', { finishedAt: null })];
    expect(within([seen(15, null)], begun)).toMatchObject({ holds: false, actual: 'it is not finished after 15 s' });
  });

  it.each([
    [14.999, 15.001],
    [0, 16],
    [null, 400],
  ])('cannot be told when it was absent at %s s and present at %s s', (absent, present) => {
    expect(within([seen(absent, present)])).toMatchObject({ holds: null, reason: expect.stringContaining('at most') });
  });

  it.each([
    [null, 12, { overMs: 0, withinMs: 12_000, termMs: 15_000 }],
    [15, 16, { overMs: 15_000, withinMs: 16_000, termMs: 15_000 }],
    [14, 16, { overMs: 14_000, withinMs: 16_000, termMs: 15_000 }],
  ])('tells how long it took when it was absent at %s s and present at %s s', (absent, present, elapsed) => {
    expect(within([seen(absent, present)]).elapsed).toEqual(elapsed);
  });

  it('tells no end that nobody saw', () => {
    const begun = [entry('register', { finishedAt: null })];
    expect(within([seen(15, null)], begun).elapsed).toEqual({ overMs: 15_000, withinMs: null, termMs: 15_000 });
    expect(within([]).elapsed).toBeUndefined();
  });

  it('cannot be told from a record that has no extent of its own', () => {
    expect(within([seen(null, 400)], took(0)).holds).toBeNull();
  });

  it('cannot be told when it was begun and given up before the term had passed', () => {
    const begun = [entry('register', { finishedAt: null })];
    expect(within([seen(14.999, null)], begun)).toMatchObject({
      holds: null,
      reason: expect.stringContaining('an unknown time'),
    });
  });

  it('fails when it is on record before it could begin, by a clock that is ours', () => {
    const on = (ms: number) => ({ finishedAt: new Date(START + ms).toISOString() });
    const early = [entry('log-in', on(500)), entry('pay', on(500)), entry('register', on(-1_500_000))];
    const all = [sighting('log-in'), sighting('pay'), seen(null, 1)];
    expect(within(all, early, true)).toMatchObject({
      holds: false,
      actual: 'it is on record as finished 1500 s before it could begin',
    });
    // A clock that we do not move, one that goes wrong in all, a day without its time, and too few records to tell by.
    const elsewhere = early.map((one) => ({ ...one, ...on(-1_500_000) }));
    const dayOnly = [...early.slice(0, 2), entry('register', on(-10 * 3_600_000))];
    expect(within(all, early, false).holds).toBe(true);
    expect(within(all, elsewhere, true).holds).toBe(true);
    expect(within(all, dayOnly, true).holds).toBe(true);
    expect(within(all.slice(1), early.slice(1), true).holds).toBe(true);
    expect(within(all, early, true, [performed('issue')]).holds).toBe(true);
    expect(within(all, early, true, [performed('register', { operation: 'decide' })]).holds).toBe(true);
  });

  it('lets the record of the portal decide inside what was seen, to the millisecond', () => {
    expect(within([seen(10, 20)], took(15)).holds).toBe(true);
    expect(within([seen(10, 20)], took(15.001))).toMatchObject({ holds: false, actual: 'it takes more than 15 s' });
  });

  it.each([
    ['too little', 5],
    ['exactly what was too early', 10],
    ['less than nothing', -3],
    ['too much', 21],
  ])('does not believe a record that claims %s', (_, claimed) => {
    expect(within([seen(10, 20)], took(claimed)).holds).toBeNull();
  });

  it('does not let a record outweigh what was seen', () => {
    expect(within([seen(16, 17)], took(1)).holds).toBe(false);
    expect(within([seen(1, 2)], took(60)).holds).toBe(true);
  });

  it('lets the record of a step that began in time tell how long it took where the clock that is moved moves by itself', () => {
    expect(within([seen(null, 0)], took(60), true)).toMatchObject({
      holds: false,
      actual: 'it takes more than 59.999 s',
    });
    expect(within([seen(null, 0)], took(14), true)).toMatchObject({ holds: true, actual: 'it takes at most 14 s' });
    const early = [entry('register', { startedAt: after(-60), finishedAt: after(0) })];
    expect(within([seen(null, 0)], early, true).holds).toBe(true);
  });

  it('binds by the upper end: faster is no failure', () => {
    expect(within([seen(null, 1)], took(1)).holds).toBe(true);
  });

  it.each<[string, Sighting[], Trace['history']]>([
    ['was not waited for', [], []],
    ['was only recorded, not waited for', [], took(1)],
    ['never began', [seen(3000, null)], []],
    ['was overtaken', [seen(3000, null, { overtaken: true })], took(1)],
  ])('cannot be told when the step %s', (_, sightings, history) => {
    expect(within(sightings, history)).toMatchObject({ holds: null, reason: expect.any(String) });
  });
});

describe('elapsedOf', () => {
  it('narrows both bounds by the record, and keeps what was seen where the step has none', () => {
    expect(elapsedOf(sampleTrace({ history: took(12) }), seen(10, 20))).toEqual({ over: 11_999, within: 12_000 });
    expect(elapsedOf(sampleTrace(), seen(10, 20))).toEqual({ over: 10_000, within: 20_000 });
    expect(elapsedOf(sampleTrace(), seen(null, null))).toEqual({ over: -1, within: null });
  });
});

describe('accepted-throughout', () => {
  const done = (afterSeconds: number, changes: Partial<Performed> = {}) =>
    performed('pay', { at: START + Math.round(afterSeconds * 1000), ...changes });
  const throughout = (...list: Performed[]) =>
    judge(
      { predicate: 'accepted-throughout', arguments: { action: 'pay', term: { min: null, max: 90 } } },
      sampleTrace({ performed: list }),
    );
  const refused = { accepted: false, problem: '409 too late' };

  it.each([90, 90.001, 400])('holds when it is accepted after %s s', (seconds) => {
    expect(throughout(done(seconds))).toMatchObject({ holds: true, actual: `it is accepted after ${seconds} s` });
  });

  it.each([0, 89.999, 90])('fails when it is refused after %s s', (seconds) => {
    expect(throughout(done(seconds, refused))).toMatchObject({
      holds: false,
      actual: `it is refused after ${seconds} s: 409 too late`,
    });
  });

  it('cannot be told when it was accepted too early, or refused too late, to show it', () => {
    expect(throughout(done(89.999)).holds).toBeNull();
    expect(throughout(done(0, { readyAt: null })).holds).toBeNull();
    expect(throughout(done(90.001, refused)).holds).toBeNull();
  });

  it('fails when it is refused at the end of the term and accepted at once, and cannot be told when it is always refused', () => {
    const arguments_ = { action: 'pay', term: { min: null, max: 90 } };
    const again = (changes: Partial<Performed>) =>
      judge(
        { predicate: 'accepted-throughout', arguments: arguments_ },
        sampleTrace({
          shut: [sampleTrace({ performed: [done(90, { ...refused, waited: true })] })],
          performed: [done(0, changes)],
        }),
      );
    expect(again({})).toMatchObject({ holds: false, actual: 'it is refused after 90 s: 409 too late' });
    expect(again(refused)).toMatchObject({ holds: null, reason: 'it is refused at once too: 409 too late' });
  });

  it('cannot be told from a fault, or when it was not done', () => {
    expect(throughout(done(90, { accepted: false, fault: 'no answer' }))).toMatchObject({
      holds: null,
      reason: 'nothing can be told from the answer: no answer',
    });
    expect(throughout(performed('sign', { at: START + 1e6 }))).toMatchObject({
      holds: null,
      reason: 'the walk did not reach pay',
    });
  });
});

describe('accepted-throughout with a term that two steps have together', () => {
  const HOURS = 3600;
  const throughout = (at: number, changes: Partial<Performed> = {}) =>
    judge(
      {
        predicate: 'accepted-throughout',
        arguments: {
          action: 'sign',
          term: { min: null, max: 2 * HOURS },
          shared: { since: 'pay', term: { min: null, max: 4 * HOURS } },
        },
      },
      sampleTrace({
        performed: [
          performed('pay', { at: START + 3 * HOURS * 1000 }),
          performed('sign', { readyAt: START + 3 * HOURS * 1000, at: START + at * HOURS * 1000, ...changes }),
        ],
      }),
    );

  it('is accepted for long enough where it is done when the earlier of the two runs out', () => {
    expect(throughout(4).holds).toBe(true);
    expect(throughout(3.9).holds).toBeNull();
  });

  it('is closed too early where it is refused before that, and may be closed after it', () => {
    const refused = { accepted: false, problem: '409 too late' };
    expect(throughout(4, refused).holds).toBe(false);
    expect(throughout(4.1, refused).holds).toBeNull();
  });
});

describe('outcome-due', () => {
  // Friday 26 April 2013; the first of May falls on the third working day counted from Monday.
  const DUE = Date.parse('2013-04-30T23:59:59+06:00');
  const term = { max: 2, unit: 'working-day' } as const;
  const decided = (changes: Partial<Performed> = {}) =>
    performed('register', { operation: 'decide', at: DUE - 1000, ...changes });
  const issue = (absentAt: number | null, presentAt: number | null) => sighting('issue', { absentAt, presentAt });
  const due = (trace: Partial<Trace>, setting = SETTING, readings: DayTerm[] = [term]) =>
    judge(
      { predicate: 'outcome-due', arguments: { begun: 'register', outcome: 'issue', readings } },
      sampleTrace({ history: [entry('register'), entry('issue')], performed: [decided()], ...trace }),
      setting,
    );

  it('cannot be told between the due days of two readings of where the days begin, and the portal passes or fails outside them', () => {
    const DAY = 86_400_000;
    // Received on Thursday, so that the two working days end on Monday or, from the task on Friday, on Tuesday.
    const received = entry('receive', {
      startedAt: '2013-04-25T10:00:00+06:00',
      finishedAt: '2013-04-25T10:15:00+06:00',
    });
    const fromEither = (at: number) =>
      judge(
        {
          predicate: 'outcome-due',
          arguments: { begun: 'register', outcome: 'issue', readings: [term], fromReceipt: true },
        },
        sampleTrace({
          history: [received, entry('register'), entry('issue')],
          performed: [decided({ at: DUE - 2 * DAY })],
          sightings: [issue(at - 1000, at)],
        }),
      );
    expect(fromEither(DUE - DAY).holds).toBe(true);
    expect(fromEither(DUE)).toMatchObject({ holds: null, disputed: true });
    expect(fromEither(DUE + 2000).holds).toBe(false);
  });

  it.each([-400 * 86_400, -300, 300, 400 * 86_400])(
    'does not go by a clock of the portal that is off by %i s',
    (off) => {
      const at = { startedAt: after(off), finishedAt: after(off) };
      const history = [entry('register', at), entry('issue', at)];
      const register = sighting('register', { absentAt: null, presentAt: START + 500 });
      const seen = (absentAt: number, presentAt: number) =>
        due({ history, sightings: [register, issue(absentAt, presentAt)] });
      expect(seen(DUE - 2000, DUE)).toMatchObject({ holds: true });
      expect(seen(DUE, DUE + 1000)).toMatchObject({ holds: false });
    },
  );

  it('says until when, and how it was counted', () => {
    expect(due({}).expected).toContain('counted from the next-day: by 30 April 2013, 23:59:59 (UTC+6)');
  });

  it('holds when what follows is there at the last second of the last day', () => {
    expect(due({ sightings: [issue(null, DUE)] })).toMatchObject({ holds: true, evidence: ['walk#issue'] });
  });

  it('tells how long it took from where the term begins, and how long that might be', () => {
    const termMs = DUE - START;
    const elapsed = (absentAt: number, presentAt: number) => due({ sightings: [issue(absentAt, presentAt)] }).elapsed;
    expect(elapsed(DUE - 2000, DUE)).toEqual({ overMs: termMs - 2000, withinMs: termMs, termMs });
    expect(elapsed(DUE, DUE + 1000)).toEqual({ overMs: termMs, withinMs: termMs + 1000, termMs });
  });

  it('fails when what follows is absent at the end of the last day', () => {
    expect(due({ sightings: [issue(DUE, DUE + 1000)] }).holds).toBe(false);
    expect(due({ history: [entry('register')], sightings: [issue(DUE, null)] })).toMatchObject({
      holds: false,
      actual: 'it is not there at 30 April 2013, 23:59:59 (UTC+6)',
    });
  });

  it('cannot be told when it came between the last look before and the first after', () => {
    expect(due({ sightings: [issue(DUE - 1, DUE + 1)] })).toMatchObject({
      holds: null,
      reason: expect.stringContaining('closely enough'),
    });
  });

  it('lets the record decide inside what was seen, and not outside', () => {
    const recorded = (ms: number) => {
      const finishedAt = new Date(ms).toISOString();
      return due({ history: [entry('register'), entry('issue', { finishedAt })], sightings: [issue(DUE - 5, DUE + 5)] })
        .holds;
    };
    expect(recorded(DUE)).toBe(true);
    expect([recorded(DUE + 1), recorded(DUE - 5), recorded(DUE - 60_000), recorded(DUE + 60_000)]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('decides a disputed term only outside its readings', () => {
    const readings = [term, { max: 7, unit: 'calendar-day' } as const];
    const later = Date.parse('2013-05-03T23:59:59+06:00');
    const at = (absentAt: number | null, presentAt: number | null) =>
      due({ sightings: [issue(absentAt, presentAt)] }, SETTING, readings);
    expect(at(null, DUE)).toMatchObject({ holds: true });
    expect(at(DUE + 1000, later)).toMatchObject({ holds: null, disputed: true });
    expect(at(later, later + 1000)).toMatchObject({ holds: false });
  });

  it('tells of the years that the calendar does not settle', () => {
    const unsettled: number[] = [];
    const onUnsettledYears = (years: readonly number[]) => void unsettled.push(...years);
    due({ sightings: [issue(null, DUE)] }, { ...SETTING, onUnsettledYears });
    expect(unsettled).toEqual([]);
    const late = entry('register', { finishedAt: '2040-03-01T10:00:00+06:00' });
    due({ history: [late, entry('issue')], sightings: [issue(null, DUE)] }, { ...SETTING, onUnsettledYears });
    expect(unsettled).toEqual([2040]);
  });

  it('counts as it is told to', () => {
    const sightings = [issue(DUE - 86_400_000, DUE)];
    expect(due({ sightings }).holds).toBe(true);
    expect(due({ sightings }, { ...SETTING, convention: 'receipt-day' }).holds).toBe(false);
  });

  it('fails when the decision is refused in time, and is open when it came too late', () => {
    const refused = { accepted: false, problem: '409 closed' };
    expect(due({ performed: [decided({ ...refused, at: DUE })] })).toMatchObject({
      holds: false,
      actual: expect.stringContaining('409 closed'),
    });
    expect(due({ performed: [decided({ ...refused, at: DUE + 1 })] }).holds).toBeNull();
  });

  it('goes by the outcome where the portal has decided by itself', () => {
    const refused = decided({ accepted: false, problem: '409 decided' });
    expect(due({ performed: [refused], sightings: [issue(null, DUE)] }).holds).toBe(true);
    expect(due({ performed: [refused], sightings: [issue(DUE, DUE + 1000)] }).holds).toBe(false);
    const byItself = { performed: [], decidedItself: true };
    expect(due({ ...byItself, sightings: [issue(null, DUE)] }).holds).toBe(true);
    expect(due({ ...byItself, sightings: [issue(DUE, DUE + 86_400_000)] }).holds).toBe(false);
  });

  it('fails when the decision is refused on the last day and accepted at once, and cannot be told when it is always refused', () => {
    const refused = { accepted: false, problem: '409 closed' };
    const closed = sampleTrace({ history: [entry('register')], performed: [decided({ ...refused, at: DUE })] });
    const at = (performed: Performed) => due({ shut: [closed], performed: [performed], sightings: [issue(null, DUE)] });
    expect(at(decided())).toMatchObject({ holds: false, actual: expect.stringContaining('409 closed') });
    expect(at(decided(refused))).toMatchObject({
      holds: null,
      reason: 'the decision is refused at once too: 409 closed',
    });
  });

  it.each<[string, Partial<Trace>]>([
    ['the step was not reached', { history: [] }],
    ['the step is not finished', { history: [entry('register', { finishedAt: null })] }],
    ['nothing was decided', { performed: [], sightings: [issue(null, DUE)] }],
    ['nothing was waited for', {}],
    ['the decision met a fault', { performed: [decided({ accepted: false, fault: 'reset' })] }],
  ])('cannot be told when %s', (_, trace) => {
    expect(due(trace)).toMatchObject({ holds: null, reason: expect.stringContaining('did not reach') });
  });
});
