// Portals that let in whom they should not fail on it, and honest ones that refuse in another way than the simulator pass.
import { describe, expect, it } from 'vitest';
import { type Alter, type Asked, judgeAltered } from './altered-simulator.ts';
import { answering, asItIs, asking, both, isLogin, knowingRoster, openTo, requestIn } from './altering.ts';
import { drawn, drawnRows } from './drawn.ts';

const ACCESS = '{*nobody,*another,*hidden,*not-by-officer,decision-*,not-let-in-*,lets-in-*}';
const runBehind = (flow: string, alter: Alter, assertion = ACCESS) => judgeAltered(`${flow}/**/${assertion}`, alter);

const PAID = 'passenger-transport-licence/portal';
const AT_PSC = 'passenger-transport-licence/psc';
const PROVIDER = 'tv-radio-distribution-licence/provider';

/** Changes with what somebody logs in. */
const loggingIn = (change: (input: Record<string, unknown>) => Record<string, unknown>): Alter =>
  asking((asked) => (isLogin(asked) ? { ...asked, body: change(asked.body ?? {}) } : asked));

describe('a portal that lets somebody in whom it should not', () => {
  it.each(['passenger-transport-licence/psc'])(
    'fails where an operator comes in with any password (%s)',
    async (flow) => {
      const { known, learn } = knowingRoster();
      const letIn = loggingIn((input) => {
        const { operator } = known.roster ?? {};
        return input.as === 'operator' && operator?.id === input.id ? { ...input, ...operator } : input;
      });
      const { failed } = await runBehind(flow, both(learn, letIn));
      expect(failed.toSorted()).toEqual([
        'authenticate/not-let-in-when-no-password',
        'authenticate/not-let-in-when-wrong-password',
      ]);
    },
  );

  it('fails where whoever gives no password comes in', async () => {
    const { known, learn } = knowingRoster();
    const letIn = loggingIn((input) => {
      const owner = Object.values(known.roster?.credentials ?? {}).find(({ id }) => id === input.id);
      return input.password === '' ? { ...input, ...owner } : input;
    });
    const { failed } = await runBehind(PAID, both(learn, letIn));
    expect(failed).toEqual(['authenticate/not-let-in-when-no-password']);
  });

  it('fails where an applicant comes in at the door of employees', async () => {
    const { known, learn } = knowingRoster();
    const letIn = loggingIn((input) => {
      const { credentials, employee } = known.roster ?? {};
      const isApplicant = input.id === credentials?.good?.id && input.password === credentials?.good?.password;
      return input.as === 'employee' && isApplicant ? { ...input, ...employee } : input;
    });
    const { failed } = await runBehind(PROVIDER, both(learn, letIn));
    expect(failed).toEqual(['authenticate/not-let-in-when-not-staff']);
  });

  it('fails where no organisation comes in with its BIN', async () => {
    const swap = ({ id, ...input }: Record<string, unknown>) => ({
      ...input,
      id: id === '130550000028' ? '121231500016' : id,
    });
    const { failed } = await runBehind(PAID, loggingIn(swap));
    expect(failed).toEqual(['authenticate/lets-in-by-bin']);
  });

  it('fails where whoever has no session reads and pays', async () => {
    const isOpen = ({ path }: Asked) => /^\/requests\/[^/]+(?:\/payment|\/result)?$/u.test(path);
    const { report, failed } = await runBehind(PAID, openTo('nobody', isOpen));
    // It pays for the request, so the walk is no longer the one of the text; what comes later is not judged on it.
    expect(failed).toEqual(['pay/not-by-nobody', 'receive-result/not-blocked-by-nobody']);
    expect(report.verdicts.find(({ verdict }) => verdict === 'fail')?.actual).toBe(
      'pay is accepted from somebody without a login',
    );
  });

  it.each(
    drawnRows(
      [
        ['/requests/{}', 'fill-request/request-hidden-from-nobody'],
        ['/requests/{}/pages', 'fill-request/pages-hidden-from-nobody'],
        ['/requests/{}/content', 'sign/content-hidden-from-nobody'],
        ['/requests/{}/result', 'receive-result/result-hidden-from-nobody'],
      ],
      4,
    ),
  )('fails where whoever has no session reads %s', async (place, expected) => {
    const isOpen = (asked: Asked) => asked.method === 'GET' && asked.path === place.replace('{}', requestIn(asked));
    const { failed } = await runBehind(PAID, openTo('nobody', isOpen));
    expect(failed).toEqual([expected]);
  });

  it('fails where the applicant decides', async () => {
    const { known, learn } = knowingRoster();
    const applicants = new Set<string>();
    const officers = new Map<string | null, string>();
    const letDecide: Alter = async (asked, pass) => {
      if (!asked.path.endsWith('/decision') || !applicants.has(asked.token ?? '')) {
        const told = await pass();
        const { token } = told.body;
        if (typeof token === 'string' && asked.body?.as !== 'officer') applicants.add(`Bearer ${token}`);
        // It ends sessions as it should: whoever has logged out is nobody.
        if (asked.path.endsWith('/end')) applicants.delete(asked.token ?? '');
        return told;
      }
      const { world } = asked;
      const [regulation, flow] = PAID.split('/');
      const body = { regulation, flow, as: 'officer', ...known.roster?.officer };
      const login = async () =>
        String((await pass({ ...asked, method: 'POST', path: '/sessions', body, token: null })).body.token);
      const token = `Bearer ${officers.get(world) ?? (await login())}`;
      officers.set(world, token.slice('Bearer '.length));
      return pass({ ...asked, token });
    };
    const { failed } = await runBehind(PAID, both(learn, letDecide));
    expect(failed).toEqual(['register/decision-by-officer-only']);
  });
});

it.each([
  ['/requests/{}/form', 'PUT', 'fill-request/not-by-officer'],
  ['/requests/{}/signature', 'POST', 'sign/not-by-officer'],
])('fails a portal that takes %s from an officer', async (place, method, expected) => {
  const officers = new Set<string | null>();
  const learn = answering(({ token }, asked) => {
    if (asked.body?.as === 'officer') officers.add(`Bearer ${token}`);
  });
  const isOpen = (asked: Asked) =>
    officers.has(asked.token) && asked.method === method && asked.path === place.replace('{}', requestIn(asked));
  const { failed } = await runBehind(PAID, both(learn, openTo('everybody', isOpen)), '*not-by-officer');
  expect(failed).toEqual([expected]);
});

describe('an honest portal', () => {
  it('passes as the simulator does', async () => {
    for (const { id: flow } of drawn(
      [PAID, AT_PSC, PROVIDER].map((id) => ({ id })),
      3,
    )) {
      const { failed, open, left } = await runBehind(flow, asItIs);
      expect([failed, open, left]).toEqual([[], [], []]);
    }
  });

  it('passes where its roster has no staff and no organisation: what these would show is not observable', async () => {
    const { learn } = knowingRoster((roster) => {
      delete roster.credentials['by-bin'];
      Object.assign(roster, { employee: undefined, operator: undefined });
    });
    // This portal knows its employee by the number of the applicant `good`.
    const asEmployee = loggingIn((input) => {
      if (input.as !== 'employee' || input.id !== '850615400026') return input;
      const password = input.password === 'Zhurek-2013' ? 'Saz-syrnay-2013' : input.password;
      return { ...input, id: '820308400110', password };
    });
    const { failed, open, left } = await runBehind(PROVIDER, both(learn, asEmployee));
    expect([failed, open, left]).toEqual([[], [], ['authenticate/not-let-in-when-not-staff']]);
  });
});
