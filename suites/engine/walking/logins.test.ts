// Tests the logins of a walk: who logs in and out beside it, and who does a step of the provider.
import { describe, expect, it } from 'vitest';
import type { Roster } from '../../../schemas/target/driver.ts';
import type { Errand } from '../../flow/errand.ts';
import type { Drive } from '../../sut/sut.ts';
import { Logins } from './logins.ts';

const GOOD = { id: '850615400026', password: 'right' };
const KEY = { certificatePem: 'own certificate', privateKeyPem: 'key' };
const ERRAND: Errand = {
  ...{ regulation: 'r', flow: 'f', entry: 'portal', signs: false, byBin: false, byAttorney: false, presents: true },
  ...{ variant: null, applicants: {}, handsOver: null, means: null },
  parties: () => ['executor', 'head'],
  marksPapers: () => false,
};

/** A drive that notes what is sent, and answers a login with a state and the end of a session with a status. */
function driveOf({ state = 'authorised', ends = 200, roster = {} as Partial<Roster> } = {}) {
  const sent: [operation: string, input: unknown, token: unknown][] = [];
  const drive: Drive = {
    roster: { credentials: { good: GOOD }, officer: null, certificates: { good: KEY }, issuers: [], ...roster },
    now: () => 0,
    pass: async () => undefined,
    perform: async (operation, { input, token }) => {
      sent.push([operation, input, token]);
      const session = { session: 's', state, token: 'token', history: [], notifications: [] };
      const body = operation === 'logOut' ? (ends === 200 ? { session: 's' } : null) : session;
      return {
        body: Object(body),
        ...(body === null ? { body: null } : {}),
        status: ends,
        problem: null,
        fault: null,
        exchange: 'w#1',
      };
    },
  };
  return { drive, sent };
}

describe('logging in and out', () => {
  it('gives the token of the session that has ended', async () => {
    const { drive, sent } = driveOf();
    expect(await new Logins(drive, ERRAND, false).logInAndOut()).toBe('token');
    expect(sent).toEqual([
      ['authenticate', { regulation: 'r', flow: 'f', as: 'applicant', ...GOOD }, undefined],
      ['logOut', {}, 'token'],
    ]);
  });

  it('shows the certificate of whoever logs in, where the portal takes one and the text has it shown', async () => {
    const { drive, sent } = driveOf();
    await new Logins(drive, ERRAND, true).logInAndOut();
    await new Logins(drive, { ...ERRAND, presents: false }, true).logInAndOut();
    const [first, , second] = sent;
    expect(first?.[1]).toMatchObject({ certificatePem: 'own certificate' });
    expect(second?.[1]).not.toHaveProperty('certificatePem');
  });

  it('gives none where nobody is let in, the session cannot be ended, or the target supplies nobody', async () => {
    const tokenOn = (set: Parameters<typeof driveOf>[0]) => new Logins(driveOf(set).drive, ERRAND, false).logInAndOut();
    expect(await tokenOn({ state: 'refused' })).toBeNull();
    expect(await tokenOn({ ends: 404 })).toBeNull();
    expect(await tokenOn({ roster: { credentials: {} } })).toBeNull();
  });
});

describe('a step of the provider', () => {
  const HEAD = { id: 'head', password: 'h' };
  const OFFICER = { id: 'officer', password: 'o' };

  it('is done by a party that the text names and the roster has, who logs in once', async () => {
    const { drive, sent } = driveOf({ roster: { staff: { head: HEAD }, officer: OFFICER } });
    const logins = new Logins(drive, ERRAND, false);
    expect([await logins.tokenFor('sign'), await logins.tokenFor('send')]).toEqual(['token', 'token']);
    expect(sent.map(([, input]) => input)).toEqual([{ regulation: 'r', flow: 'f', as: 'officer', ...HEAD }]);
  });

  it('is done by the officer where the roster has none of them, and by nobody without one', async () => {
    const { drive, sent } = driveOf({ roster: { officer: OFFICER } });
    expect(await new Logins(drive, ERRAND, false).tokenFor('sign')).toBe('token');
    expect(sent.map(([, input]) => input)).toEqual([{ regulation: 'r', flow: 'f', as: 'officer', ...OFFICER }]);
    expect(await new Logins(driveOf().drive, ERRAND, false).tokenFor('sign')).toBeNull();
  });

  it('is tried by a colleague only where the roster has one', async () => {
    const logins = new Logins(driveOf({ roster: { staff: { head: HEAD } } }).drive, ERRAND, false);
    expect(await logins.tokenOfOne(['clerk', 'head'])).toEqual({ token: 'token' });
    expect(await logins.tokenOfOne(['clerk'])).toBe('the target supplies no login for clerk');
  });
});
