// Tests the attempts of those who have no right to a request: when they are made, with whose token, and what is kept of them.

import { describe, expect, it } from 'vitest';
import { fixturePath } from '../../../schemas/fixture.ts';
import { loadRegulations } from '../../../schemas/load.ts';
import type { Regulation } from '../../../schemas/regulation.ts';
import { plainly, type Said } from '../../../schemas/said.ts';
import type { Operation, Roster } from '../../../schemas/target/driver.ts';
import { sourceOf } from '../../flow/source.ts';
import type { Drive } from '../../sut/sut.ts';
import { sampleErrand, sampleScenario, sampleTrace } from '../sample-trace.ts';
import { freshOf } from './fresh.ts';
import { Hands } from './hands.ts';
import { Intrusions } from './intrude.ts';

const secured = loadRegulations(fixturePath('regulations')).find(({ security }) => security !== null);
if (secured === undefined) throw new Error('no act has a security clause');
const regulation: Regulation = secured;
const person = { id: 'person', password: 'p' };
const session = (state: string, token: string | null) => ({
  session: 's',
  state,
  token,
  history: [],
  notifications: [],
});
const request = {
  request: 'r',
  state: 'open',
  number: null,
  feeMinorUnits: null,
  history: [],
  notifications: [],
  result: false,
};

interface Sent {
  operation: Operation;
  token: string | null | undefined;
  input: unknown;
}

/** A portal that answers each operation by a table, and is refused by what the table lacks. */
function portal(answers: (sent: Sent, count: number) => unknown, credentials: Roster['credentials']) {
  const sent: Sent[] = [];
  let waitedS = 0;
  const drive: Drive = {
    roster: { credentials, officer: null, certificates: {}, issuers: [] },
    now: () => 0,
    pass: async (seconds) => {
      waitedS += seconds;
    },
    perform: async (operation, { token, input }) => {
      sent.push({ operation, token, input });
      const body = answers({ operation, token, input }, sent.length);
      const found =
        body === undefined ? { body: null, status: 403, problem: '403 no' } : { body, status: 200, problem: null };
      // The table answers with what the operation asks for.
      return {
        ...(found as { body: never; status: number; problem: null }),
        fault: null,
        exchange: `walk#${sent.length}`,
      };
    },
  };
  return { drive, sent, waited: () => waitedS };
}

function begin(
  answers: (sent: Sent, count: number) => unknown,
  {
    regulation: of = regulation,
    credentials = { good: person, 'another-person': person } as Roster['credentials'],
    cause = null as null | 'not-paid',
  } = {},
) {
  const source = sourceOf(of, 'portal');
  const fake = portal(answers, credentials);
  const trace = sampleTrace({ scenario: sampleScenario({ cause }) });
  const hands = new Hands(fake.drive, sampleErrand({ regulation: of.id, flow: 'portal' }), freshOf('n', 'w'));
  const fill = source.graph.steps.find(({ does }) => does === 'fill')?.action ?? expect.unreachable('no form');
  return { ...fake, trace, hands, fill, intrusions: new Intrusions(fake.drive, hands, trace, source) };
}

/** The owner has the token `own`, another person `other`; what the owner asks for is accepted. */
const honest = ({ operation, token }: Sent, count: number) => {
  if (operation === 'authenticate') return session('authorised', count === 1 ? 'own' : 'other');
  return token === 'own' ? request : undefined;
};

async function ownerAndOther(answers: (sent: Sent, count: number) => unknown) {
  const begun = begin(answers);
  await begun.hands.perform('authenticate', null, '');
  await begun.hands.open();
  await begun.intrusions.arrive();
  return begun;
}

const plain = (said: Said | null | undefined) => (said == null ? null : plainly(said));

describe('another person', () => {
  it('is let in, tries with a session of their own, and is kept out', async () => {
    const { intrusions, trace, fill, sent } = await ownerAndOther((asked, count) =>
      asked.operation === 'authenticate' ? session('authorised', count === 1 ? 'own' : 'other') : honest(asked, count),
    );
    expect(trace.intruder).toEqual({ letIn: true, reason: null });
    expect(await intrusions.meddle('fill', fill)).toBeNull();
    await intrusions.peep();
    expect(trace.intrusions.filter(({ who }) => who === 'another')).toMatchObject([
      { operation: 'fill', action: fill, accepted: false, changed: false, status: 403 },
      { operation: 'readRequest', action: null, accepted: false, status: 403 },
      { operation: 'readHistory', action: null, accepted: false, status: 403 },
      { operation: 'fetchResult', action: null, accepted: false, status: 403 },
      { operation: 'readPages', action: null, accepted: false, status: 403 },
    ]);
    expect(sent.filter(({ operation }) => operation === 'fill').at(-1)).toMatchObject({ token: 'other' });
  });

  it('is told of when something is accepted from them, or changes the walk', async () => {
    const lax = await ownerAndOther((asked, count) =>
      asked.operation === 'fill' && asked.token === 'other' ? request : honest(asked, count),
    );
    expect(plain(await lax.intrusions.meddle('fill', lax.fill))).toBe('fill was done by another person');
    let tried = false;
    const sly = await ownerAndOther((asked, count) => {
      if (asked.operation === 'fill' && asked.token === 'other') tried = true;
      return asked.operation === 'readRequest' && asked.token === 'own'
        ? { ...request, state: tried ? 'refused' : 'open' }
        : honest(asked, count);
    });
    // The walk is read once after all of them, and no step on its record tells which of them it was.
    expect(plain(await sly.intrusions.meddle('fill', sly.fill))).toBe(
      'fill was done by somebody without a login or another person',
    );
    expect(sly.trace.intrusions.at(-1)).toMatchObject({ who: 'another', accepted: false, changed: true });
  });

  it('tries nothing that is not the owner’s, and nothing at another step', async () => {
    const { intrusions, trace, fill } = await ownerAndOther(honest);
    expect(await intrusions.meddle('fetchResult', fill)).toBeNull();
    expect(await intrusions.meddle('decide', fill)).toBeNull();
    expect(await intrusions.meddle('pay', fill)).toBeNull();
    expect(trace.intrusions).toEqual([]);
  });

  it('waits to be let in', async () => {
    const { intrusions, trace, waited } = begin(({ operation }) =>
      operation === 'authenticate' ? session('pending', null) : session('authorised', 'other'),
    );
    await intrusions.arrive();
    expect([trace.intruder?.letIn, waited()]).toEqual([true, 1]);
  });

  it.each<[string, unknown, string]>([
    ['refused', session('refused', null), 'another person was not let in: the session is refused'],
    ['never answered', session('pending', null), 'another person was not let in: the session is pending'],
    ['turned away', undefined, 'another person was not let in: 403 no'],
  ])('who is %s tries nothing, and the trace says why', async (_, answer, reason) => {
    const { intrusions, trace, fill } = begin(() => answer);
    await intrusions.arrive();
    expect(trace.intruder?.letIn).toBe(false);
    expect(plain(trace.intruder?.reason)).toBe(reason);
    expect(await intrusions.meddle('fill', fill)).toBeNull();
    await intrusions.peep();
    expect(trace.intrusions).toEqual([]);
  });

  it('is missed by name where the target supplies none', async () => {
    const { intrusions, trace, sent } = begin(honest, { credentials: { good: person } });
    await intrusions.arrive();
    expect(plain(trace.intruder?.reason)).toBe('the target supplies no credentials another-person');
    expect(sent).toEqual([]);
  });

  it('does not come to a walk with a cause', async () => {
    const { intrusions, trace, sent } = begin(honest, { cause: 'not-paid' });
    await intrusions.arrive();
    expect([trace.intruder, sent]).toEqual([null, []]);
  });

  it('is not shown the history of the owner where it is given one of their own', async () => {
    const history = (requests: { request: string }[]) => async () => {
      const { intrusions, trace } = await ownerAndOther((asked, count) =>
        asked.operation === 'readHistory' && asked.token === 'other' ? { requests } : honest(asked, count),
      );
      await intrusions.peep();
      return trace.intrusions.find(({ who, operation }) => who === 'another' && operation === 'readHistory');
    };
    expect(await history([{ request: 'of their own' }])()).toMatchObject({ accepted: false, status: 200 });
    expect(await history([{ request: 'of their own' }, { request: 'r' }])()).toMatchObject({ accepted: true });
  });
});

describe('nobody', () => {
  it('tries without a token and with one that nobody was given, and never with the session of the owner', async () => {
    const { intrusions, trace, fill, sent } = await ownerAndOther(honest);
    const before = sent.length;
    await intrusions.meddle('fill', fill);
    await intrusions.spy('readContent');
    await intrusions.peep();
    const own = trace.intrusions.filter(({ who }) => who === 'nobody');
    expect(own.map(({ operation }) => operation)).toEqual(
      ['fill', 'readContent', 'readRequest', 'readHistory', 'fetchResult', 'readPages'].flatMap((operation) => [
        operation,
        operation,
      ]),
    );
    const asked = sent.slice(before).filter(({ token }) => token !== 'own' && token !== 'other');
    expect(asked.map(({ token }) => token)).toEqual(own.map((_, at) => (at % 2 === 0 ? null : asked[1]?.token)));
    expect(asked[1]?.token).toEqual(expect.any(String));
  });

  it.each([0, 1])('is told of when attempt %i of the two is accepted', async (which) => {
    let fills = 0;
    const { intrusions, fill } = await ownerAndOther((asked, count) => {
      if (asked.operation !== 'fill') return honest(asked, count);
      fills += 1;
      return fills === which + 1 ? request : undefined;
    });
    expect(plain(await intrusions.meddle('fill', fill))).toBe('fill was done by somebody without a login');
  });

  it('tries to change and not to read where only a login stands before the request', async () => {
    const open = begin(honest, { regulation: { ...regulation, security: null } });
    await open.hands.perform('authenticate', null, '');
    await open.hands.open();
    await open.intrusions.meddle('fill', open.fill);
    await open.intrusions.spy('readContent');
    await open.intrusions.peep();
    expect(open.trace.intrusions.map(({ who, operation }) => [who, operation])).toEqual([
      ['nobody', 'fill'],
      ['nobody', 'fill'],
    ]);
  });
});
