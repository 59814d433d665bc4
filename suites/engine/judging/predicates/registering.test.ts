// Tests the predicates on registering: who is let in before and after it, by whose certificate, and what cannot be told.
import { describe, expect, it } from 'vitest';
import { sampleTrace } from '../../sample-trace.ts';
import type { Attempted, Registered, Registration } from '../../trace.ts';
import { judge } from '../sample-judging.ts';

const login = (changes: Partial<Attempted> = {}): Attempted => ({
  state: 'refused',
  status: 201,
  problem: null,
  fault: null,
  exchange: 'walk#login',
  ...changes,
});
const attempt = (changes: Partial<Registered> = {}): Registered => ({
  accepted: true,
  status: 201,
  problem: null,
  fault: null,
  exchange: 'walk#register',
  ...changes,
});
const REFUSED = { accepted: false, status: 403, problem: '403 no' };
const KNOWN = { accepted: false, status: 409, problem: '409 known' };
const IN = { state: 'authorised' } as const;

/** What is found on a walk before which somebody registered properly, but for the changes. */
const tried =
  (predicate: 'not-let-in-unregistered' | 'let-in-once-registered' | 'registers-own-certificate-only') =>
  (changes: Partial<Registration> | null) =>
    judge(
      { predicate, arguments: { action: 'log-in' } },
      sampleTrace({
        registration:
          changes === null
            ? null
            : { before: login(), other: attempt(REFUSED), own: attempt(), after: login(IN), ...changes },
      }),
    );

describe('not-let-in-unregistered', () => {
  const before = tried('not-let-in-unregistered');

  it('holds when the login is refused, in a session or outright', () => {
    expect(before({})).toMatchObject({ holds: true, evidence: ['walk#login', 'walk#register'] });
    expect(before({ before: login({ state: null, status: 401, problem: '401 who' }) }).holds).toBe(true);
  });

  it('fails when somebody is let in who registers only then', () => {
    expect(before({ before: login(IN) })).toMatchObject({ holds: false });
  });

  it('cannot be told of somebody who is known from an earlier run, or whom nobody supplies: the target may leave that out', () => {
    expect(before({ before: login(IN), own: attempt(KNOWN) })).toMatchObject({ holds: null, lacks: true });
    expect(before(null)).toMatchObject({ holds: null, lacks: true });
  });

  it('cannot be told when it is pending, unanswered, or refused for another reason', () => {
    expect(before({ before: login({ state: 'pending' }) }).holds).toBeNull();
    expect(before({ before: login({ state: null, fault: 'no answer' }) }).holds).toBeNull();
    expect(before({ before: login({ state: null, status: 400, problem: '400 what' }) }).holds).toBeNull();
  });
});

describe('let-in-once-registered', () => {
  const after = tried('let-in-once-registered');

  it('holds when the registration is accepted, and then the login', () => {
    expect(after({})).toMatchObject({ holds: true });
  });

  it('fails when the registration is refused, also by saying that nobody is new, or the login after it', () => {
    expect(after({ own: attempt(REFUSED) })).toMatchObject({ holds: false, actual: expect.stringContaining('403 no') });
    expect(after({ own: attempt(KNOWN), after: login() }).holds).toBe(false);
    expect(after({ after: login() })).toMatchObject({ holds: false });
  });

  it('cannot be told of somebody who is known from an earlier run: somebody else can be supplied', () => {
    expect(after({ before: login(IN), own: attempt(KNOWN) })).toMatchObject({ holds: null, lacks: true });
  });

  it('cannot be told when it is pending or unanswered, or when nobody tried', () => {
    expect(after({ after: login({ state: 'pending' }) }).holds).toBeNull();
    expect(after({ own: attempt({ fault: 'no answer' }) }).holds).toBeNull();
    expect(after(null)).toMatchObject({ holds: null, lacks: true });
  });
});

describe('registers-own-certificate-only', () => {
  const other = tried('registers-own-certificate-only');

  it('holds when the certificate of somebody else is refused and their own is not', () => {
    expect(other({})).toMatchObject({ holds: true, actual: 'the registration is refused: 403 no' });
  });

  it('fails when somebody registers with that of somebody else', () => {
    expect(other({ other: attempt(), own: attempt(KNOWN) })).toMatchObject({ holds: false });
  });

  it('cannot be told when their own is refused too, or it is refused for another reason', () => {
    expect(other({ own: attempt(REFUSED) }).reason).toContain('tells nothing');
    expect(other({ own: attempt(KNOWN) })).toMatchObject({ holds: null, lacks: true });
    expect(other({ other: attempt({ ...REFUSED, status: 415 }) }).holds).toBeNull();
    expect(other({ other: null })).toMatchObject({ holds: null, lacks: true });
  });
});
