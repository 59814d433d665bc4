// Tests the predicates over the door of a flow: who is let in, who is not, and what cannot be told.
import { describe, expect, it } from 'vitest';
import { entry, sampleTrace } from '../../sample-trace.ts';
import type { Login, Trace } from '../../trace.ts';
import { judge } from '../sample-judging.ts';

const login = (changes: Partial<Login> = {}): Login => ({
  visitor: 'wrong-password',
  state: 'refused',
  status: 201,
  problem: null,
  fault: null,
  exchange: 'walk#login',
  ...changes,
});
const entered = { history: [entry('log-in')] };
const REFUSED = { state: null, status: 403, problem: '403 no' };

describe('not-let-in', () => {
  const tried = (logins: Login[], trace: Partial<Trace> = entered, who: Login['visitor'] = 'wrong-password') =>
    judge(
      { predicate: 'not-let-in', arguments: { action: 'log-in', who, as: 'operator' } },
      sampleTrace({ logins, ...trace }),
    );

  it('holds when the login is refused, in a session or outright', () => {
    expect(tried([login()])).toMatchObject({ holds: true, evidence: ['walk#login', 'walk#9'] });
    expect(tried([login(REFUSED)])).toMatchObject({ holds: true, actual: 'the login is refused: 403 no' });
  });

  it('fails when somebody is let in, whoever else is', () => {
    for (const trace of [entered, {}])
      expect(tried([login({ state: 'authorised' })], trace)).toMatchObject({
        holds: false,
        actual: 'whoever gives a wrong password is let in',
      });
  });

  it('cannot be told when nobody is let in, when it is refused for another reason, or when it is pending', () => {
    expect(tried([login()], {}).reason).toContain('whoever has the right to is not let in either');
    expect(tried([login({ ...REFUSED, status: 400, problem: '400 what' })]).reason).toContain('for another reason');
    expect(tried([login({ state: 'pending' })]).holds).toBeNull();
    expect(tried([login({ state: null, fault: 'no answer' })]).reason).toBe(
      'nothing can be told from the answer: no answer',
    );
  });

  it('holds when a password that is left out is asked for, and says nothing of a page that nobody knows', () => {
    const none = (changes: Partial<Login>) =>
      tried([login({ visitor: 'no-password', ...changes })], entered, 'no-password');
    for (const status of [400, 401, 422])
      expect(none({ state: null, status, problem: `${status} no` }).holds).toBe(true);
    expect(none({ state: null, status: 409, problem: '409 no' }).holds).toBe(true);
    expect(none({ state: 'authorised' }).holds).toBe(false);
    expect(none({ state: null, fault: 'no pattern fits' })).toMatchObject({ holds: null, lacks: true });
  });

  it('cannot be told when the target supplies nobody for it, which it may leave out', () => {
    expect(tried([])).toMatchObject({
      holds: null,
      lacks: true,
      reason: 'the target supplies no credentials wrong-password',
    });
    expect(tried([], entered, 'applicant').reason).toBe('the target supplies no credentials operator');
    expect(tried([], entered, 'by-iin').reason).toBe('the target supplies no credentials by-bin');
    expect(tried([], entered, 'by-bin').reason).toBe('the target supplies no credentials operator-by-bin');
    expect(tried([], entered, 'other-staff').reason).toBe('the target supplies no credentials employee, operator');
    expect(tried([], entered, 'expired-certificate').reason).toBe('the target supplies no certificate expired');
  });
});

describe('let-in', () => {
  const tried = (logins: Login[]) =>
    judge(
      { predicate: 'let-in', arguments: { action: 'log-in', who: 'by-bin', as: 'applicant' } },
      sampleTrace({ ...entered, logins }),
    );
  const own = (changes: Partial<Login>) => tried([login({ visitor: 'by-bin', ...changes })]);

  it('holds when the organisation is let in', () => {
    expect(own({ state: 'authorised' })).toMatchObject({ holds: true, evidence: ['walk#login'] });
  });

  it('fails when it is refused', () => {
    expect(own({})).toMatchObject({ holds: false, actual: 'the login is refused' });
    expect(own(REFUSED)).toMatchObject({ holds: false, actual: 'the login is refused: 403 no' });
  });

  it('cannot be told when it is pending, unanswered, or somebody else tried', () => {
    expect(own({ state: 'pending' }).holds).toBeNull();
    expect(own({ state: null, fault: 'no answer' }).holds).toBeNull();
    expect(tried([login()])).toMatchObject({ holds: null, lacks: true });
  });
});

describe('let-in-after-guesses', () => {
  const came = (state: Login['state'], changes: Partial<Login> = {}) => login({ state, ...changes });
  const guessed = (atOnce: Login, later: Login | null = null) =>
    judge(
      { predicate: 'let-in-after-guesses', arguments: { action: 'log-in' } },
      sampleTrace({ ...entered, guessed: { atOnce, later } }),
    );

  it('holds when the owner is let in, be it a day later', () => {
    expect(guessed(came('authorised'))).toMatchObject({ holds: true, actual: 'they are let in at once' });
    expect(guessed(came('refused'), came('authorised')).actual).toBe('they are let in a day later');
  });

  it('fails when they are not let in then either', () => {
    expect(guessed(came('refused'), came('refused')).holds).toBe(false);
    expect(guessed(came(null, { status: 423 }), came(null, { status: 423 })).holds).toBe(false);
  });

  it('cannot be told from a fault, or where nobody guessed', () => {
    expect(guessed(came('refused'), came(null, { fault: 'no answer' })).holds).toBeNull();
    const untried = judge({ predicate: 'let-in-after-guesses', arguments: { action: 'log-in' } }, sampleTrace(entered));
    expect(untried.holds).toBeNull();
  });
});
