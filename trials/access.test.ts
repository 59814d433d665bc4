// Portals that let in whom they should not fail on it, and honest ones that refuse in another way than the simulator pass.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulator } from '../cli/simulate/simulator.ts';
import { scratch, within } from '../cli/spawned.ts';
import { knownRegulations } from '../cli/workspace.ts';
import type { Report } from '../schemas/run/report.ts';
import type { Roster } from '../schemas/target/driver.ts';
import { type Asked, startPortal } from '../suites/sut/dumb-portal.ts';
import { forward } from './recorder.ts';

let simulator: Awaited<ReturnType<typeof startSimulator>>;
beforeAll(async () => {
  simulator = await startSimulator(knownRegulations(), { port: 0, seed: 1 });
});
afterAll(() => simulator.close());

type Taken = Awaited<ReturnType<typeof forward>>;
/** Changes what is asked of the simulator, and what it answers. */
interface Alteration {
  asked?(asked: Asked): Asked | Promise<Asked>;
  answer?(taken: Taken, asked: Asked): Taken;
}

const ACCESS = '**/{*nobody,*another,*hidden,decision-*,not-let-in-*,lets-in-*}';

/** Runs assertions on a flow, those on access by default, against the simulator behind an alteration. */
async function runBehind(
  flow: string,
  { asked: ask = (same) => same, answer = (same) => same }: Alteration,
  assertion = ACCESS,
) {
  const portal = await startPortal(async (response, request) => {
    const { status, type, body } = answer(await forward(simulator.url, await ask(request)), request);
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  const cwd = scratch();
  const [regulation = '', name = ''] = flow.split('/');
  const selected = ['--regulation', regulation, '--flow', name, '--assertion', assertion];
  await within(['run', '--target', portal.url, ...selected, '--out', 'out', '--reporter', 'json'], cwd);
  await portal.close();
  const report: Report = JSON.parse(readFileSync(join(cwd, 'out/report.json'), 'utf8'));
  const of = (verdict: string) =>
    report.verdicts.filter((one) => one.verdict === verdict).map(({ assertion: id }) => id.slice(flow.length + 1));
  return { report, failed: of('fail'), open: of('inconclusive'), passed: of('pass'), left: of('not-applicable') };
}

const PAID = 'passenger-transport-licence/portal';
const AT_PSC = 'passenger-transport-licence/psc';
const PROVIDER = 'tv-radio-distribution-licence/provider';

/** What the simulator answers, as JSON that a test changes. */
const rewriting = (change: (json: Record<string, unknown>, asked: Asked) => void) => (taken: Taken, asked: Asked) => {
  if (taken.status >= 300 || !taken.body.startsWith('{')) return taken;
  const json: Record<string, unknown> = JSON.parse(taken.body);
  change(json, asked);
  return { ...taken, body: JSON.stringify(json) };
};

/** Learns the roster, and lets a test change it. */
function knowingRoster(change: (roster: Roster) => void = () => undefined) {
  const known: { roster: Roster | null } = { roster: null };
  const answer = rewriting((json) => {
    if (json.roster === undefined) return;
    change(Object(json.roster));
    known.roster ??= Object(json.roster);
  });
  return { known, answer };
}

const isLogin = ({ method, path }: Asked) => method === 'POST' && path === '/sessions';

describe('a portal that lets somebody in whom it should not', () => {
  it.each(['passenger-transport-licence/psc'])(
    'fails where an operator comes in with any password (%s)',
    async (flow) => {
      const { known, answer } = knowingRoster();
      const { failed } = await runBehind(flow, {
        answer,
        asked: (asked) => {
          const input = isLogin(asked) ? JSON.parse(asked.body) : {};
          if (input.as !== 'operator' || known.roster?.operator?.id !== input.id) return asked;
          return { ...asked, body: JSON.stringify({ ...input, password: known.roster?.operator?.password }) };
        },
      });
      expect(failed).toEqual(['authenticate/not-let-in-when-wrong-password']);
    },
  );

  it('fails where an applicant comes in at the door of employees', async () => {
    const { known, answer } = knowingRoster();
    const { failed } = await runBehind(PROVIDER, {
      answer,
      asked: (asked) => {
        const input = isLogin(asked) ? JSON.parse(asked.body) : {};
        const { credentials, employee } = known.roster ?? {};
        const isApplicant = input.id === credentials?.good?.id && input.password === credentials?.good?.password;
        if (input.as !== 'employee' || !isApplicant) return asked;
        return { ...asked, body: JSON.stringify({ ...input, ...employee }) };
      },
    });
    expect(failed).toEqual(['authenticate/not-let-in-when-not-staff']);
  });

  it('fails where no organisation comes in with its BIN', async () => {
    const { failed } = await runBehind(PAID, {
      asked: (asked) =>
        isLogin(asked) ? { ...asked, body: asked.body.replace('130550000028', '121231500016') } : asked,
    });
    expect(failed).toEqual(['authenticate/lets-in-by-bin']);
  });

  it('fails where whoever has no session reads and pays', async () => {
    const owners = new Map<string, string>();
    const tokens = new Set<string>();
    const { report, failed } = await runBehind(PAID, {
      answer: rewriting((json, { path, headers }) => {
        if (typeof json.token === 'string') tokens.add(`Bearer ${json.token}`);
        if (path === '/requests') owners.set(String(json.request), String(headers.authorization));
      }),
      asked: (asked) => {
        const request = /^\/requests\/([^/]+)(?:\/payment|\/result)?$/u.exec(asked.path)?.[1] ?? '';
        const authorization = owners.get(request);
        if (authorization === undefined || tokens.has(String(asked.headers.authorization))) return asked;
        return { ...asked, headers: { ...asked.headers, authorization } };
      },
    });
    // It pays for the request, so the walk is no longer the one of the text; what comes later is not judged on it.
    expect(failed).toEqual(['pay/not-by-nobody']);
    expect(report.verdicts.find(({ verdict }) => verdict === 'fail')?.actual).toBe(
      'pay is accepted from somebody without a login',
    );
  });

  it.each([
    ['/requests/{}', 'fill-request/request-hidden-from-nobody'],
    ['/requests/{}/pages', 'fill-request/pages-hidden-from-nobody'],
    ['/requests/{}/content', 'sign/content-hidden-from-nobody'],
    ['/requests/{}/result', 'receive-result/result-hidden-from-nobody'],
  ])('fails where whoever has no session reads %s', async (place, expected) => {
    const owners = new Map<string, string>();
    const tokens = new Set<string>();
    const { failed } = await runBehind(PAID, {
      answer: rewriting((json, { path, headers }) => {
        if (typeof json.token === 'string') tokens.add(`Bearer ${json.token}`);
        if (path === '/requests') owners.set(String(json.request), String(headers.authorization));
      }),
      asked: (asked) => {
        const request = asked.path.split('/')[2] ?? '';
        const authorization = owners.get(request);
        const isOpen = asked.method === 'GET' && asked.path === place.replace('{}', request);
        if (!isOpen || authorization === undefined || tokens.has(String(asked.headers.authorization))) return asked;
        return { ...asked, headers: { ...asked.headers, authorization } };
      },
    });
    expect(failed).toEqual([expected]);
  });

  it('fails where the applicant decides', async () => {
    const { known, answer } = knowingRoster();
    const applicants = new Set<string>();
    const officers = new Map<string, string>();
    const { failed } = await runBehind(PAID, {
      answer: (taken, asked) => {
        const { token }: { token?: string } =
          isLogin(asked) || asked.path.startsWith('/sessions/') ? JSON.parse(taken.body) : {};
        if (token != null && !asked.body.includes('officer')) applicants.add(`Bearer ${token}`);
        return answer(taken, asked);
      },
      asked: async (asked) => {
        const { headers, path } = asked;
        if (!path.endsWith('/decision') || !applicants.has(String(headers.authorization))) return asked;
        const world = String(headers['reglament-world']);
        const [regulation, flow] = PAID.split('/');
        const body = JSON.stringify({ regulation, flow, as: 'officer', ...known.roster?.officer });
        const login = { method: 'POST', path: '/sessions', body, headers: { ...headers, authorization: undefined } };
        if (!officers.has(world)) officers.set(world, JSON.parse((await forward(simulator.url, login)).body).token);
        return { ...asked, headers: { ...headers, authorization: `Bearer ${officers.get(world)}` } };
      },
    });
    expect(failed).toEqual(['register/decision-by-officer-only']);
  });
});

const WRONG_DATA = { kk: 'Деректер дұрыс емес.', ru: 'Данные указаны неверно.', en: 'The data are wrong.' };

describe('an honest portal', () => {
  it('passes as the simulator does', async () => {
    for (const flow of [PAID, AT_PSC, PROVIDER]) {
      const { failed, open, left } = await runBehind(flow, {});
      expect([failed, open, left]).toEqual([[], [], []]);
    }
  });

  it('passes where it hides what is not theirs by 404 instead of 401', async () => {
    const { failed, open } = await runBehind(PAID, {
      answer: (taken) =>
        taken.status === 401 ? { ...taken, status: 404, body: taken.body.replace('401', '404') } : taken,
    });
    expect([failed, open]).toEqual([[], []]);
  });

  it('passes where it tells all failed logins by one wording, and fails none of the names of causes', async () => {
    const { report, failed, open } = await runBehind(
      PAID,
      {
        answer: rewriting((json) => {
          for (const notice of [json.notifications ?? []].flat().map(Object))
            if (notice.kind === 'auth-refused-user')
              Object.assign(notice, { cause: null, text: WRONG_DATA[notice.language as 'kk'] });
        }),
      },
      '**/{authenticate,refuse-credentials}/**',
    );
    expect([failed, open]).toEqual([[], []]);
    expect(report.counts.pass).toBeGreaterThan(15);
  });

  it('passes where its roster has no staff and no organisation: what these would show is not observable', async () => {
    const { answer } = knowingRoster((roster) => {
      const { good } = roster.credentials;
      delete roster.credentials['by-bin'];
      if (good !== undefined) Object.assign(roster, { employee: undefined, operator: undefined });
    });
    const { failed, open, left } = await runBehind(PROVIDER, {
      answer,
      // This portal knows its employee by the number of the applicant `good`.
      asked: (asked) => {
        const input = isLogin(asked) ? JSON.parse(asked.body) : {};
        if (input.as !== 'employee' || input.id !== '850615400026') return asked;
        const password = input.password === 'Zhurek-2013' ? 'Saz-syrnay-2013' : input.password;
        return { ...asked, body: JSON.stringify({ ...input, id: '820308400110', password }) };
      },
    });
    expect([failed, open, left]).toEqual([[], [], ['authenticate/not-let-in-when-not-staff']]);
  });
});
