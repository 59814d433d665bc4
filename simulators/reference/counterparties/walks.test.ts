// Walks with counterparties that miss, fail or hang: the refusal that the text provides, its cause, and no second of real time.
import { describe, expect, it } from 'vitest';
import { loadRegulations } from '../../../schemas/load.ts';
import { COUNTERPARTY_MODES, type Counterparty, type CounterpartyMode } from '../../../schemas/target/driver.ts';
import type { Cause } from '../../../schemas/vocabulary.ts';
import { createApp } from '../door/app.ts';
import { compileProgram } from '../engine/program.ts';
import { Visitor } from '../sample-visitor.ts';
import { createSimulator } from '../simulator.ts';
import { readAnswer, writeQuestion } from '../soap/soap.ts';

const regulations = loadRegulations('fixtures/regulations');
const regulation = regulations.find(({ id }) => id === 'tv-radio-distribution-licence');
const asksOrganisations = regulations.find(({ id }) => id === 'communications-licence');
if (regulation === undefined || asksOrganisations === undefined) throw new Error('the regulation is gone');
// The first asks both state databases and the notary, the second the organisations alone.
const provider = compileProgram(regulation, 'provider');
const another = compileProgram(asksOrganisations, 'provider');
const portal = compileProgram(regulation, 'portal');
const app = createApp(createSimulator({ regulations }));

async function arrive(
  settings: Partial<Record<Counterparty, CounterpartyMode>> = {},
  portalAtHand = app,
): Promise<Visitor> {
  const visitor = new Visitor((request) => portalAtHand.fetch(request));
  await visitor.enter(9);
  for (const [counterparty, mode] of Object.entries(settings)) {
    await visitor.ask('setCounterparty', { counterparty: counterparty as Counterparty, mode });
  }
  return visitor;
}

async function lookUp(
  settings: Partial<Record<Counterparty, CounterpartyMode>>,
  applicant: string,
  program = provider,
  portalAtHand = app,
) {
  const visitor = await arrive(settings, portalAtHand);
  await visitor.arrive(program);
  await visitor.ask('fill', { values: { applicant } });
  await visitor.pass(600);
  await visitor.ask('lookUp', {});
  await visitor.pass(600);
  const view = (await visitor.ask('readRequest', null)).view();
  return { state: view.state, kind: view.notifications.at(-1)?.kind, cause: view.notifications.at(-1)?.cause };
}

const PERSON = '850615400026';
const ANOTHER = '900101300017';
const ORGANISATION = '120140000810';
const INDIVIDUAL_WITHOUT_POWER = '910418400524';
const ORGANISATION_WITHOUT_POWER = '140361000032';
const refused = (cause: Cause) => ({ state: 'refused', kind: 'data-unavailable', cause });

describe('a look-up of the provider', () => {
  it.each<[Counterparty, CounterpartyMode, string, Cause]>([
    ['individuals-registry', 'misses', PERSON, 'no-such-person'],
    ['individuals-registry', 'fails', PERSON, 'database-unavailable'],
    ['individuals-registry', 'hangs', PERSON, 'database-unavailable'],
    ['organisations-registry', 'misses', ORGANISATION, 'no-such-organisation'],
    ['organisations-registry', 'fails', ORGANISATION, 'database-unavailable'],
    ['organisations-registry', 'hangs', ORGANISATION, 'database-unavailable'],
    ['notary-is', 'misses', ANOTHER, 'no-power-of-attorney'],
    ['notary-is', 'fails', ANOTHER, 'database-unavailable'],
    ['notary-is', 'hangs', ANOTHER, 'database-unavailable'],
    ['gateway', 'misses', PERSON, 'database-unavailable'],
    ['gateway', 'fails', PERSON, 'database-unavailable'],
    ['gateway', 'hangs', PERSON, 'database-unavailable'],
  ])('%s %s: %s is refused for %s', async (counterparty, mode, applicant, cause) => {
    const before = performance.now();
    expect(await lookUp({ [counterparty]: mode }, applicant)).toEqual(refused(cause));
    expect(performance.now() - before).toBeLessThan(5000);
  });

  it('asks only those whom the text names', async () => {
    const others = { 'individuals-registry': 'fails', 'notary-is': 'misses' } as const;
    expect(await lookUp(others, '130550000028', another)).toMatchObject({ state: 'open', cause: null });
    expect(await lookUp({}, PERSON, another)).toEqual(refused('no-such-organisation'));
  });

  it.each<[asks: Counterparty[], Counterparty, string, string]>([
    [['notary-is'], 'notary-is', '130550000028', ORGANISATION_WITHOUT_POWER],
    [['individuals-registry', 'notary-is'], 'individuals-registry', ANOTHER, INDIVIDUAL_WITHOUT_POWER],
    [['organisations-registry', 'notary-is'], 'organisations-registry', '130550000028', ORGANISATION_WITHOUT_POWER],
  ])('of %j asks %s, and finds who has given no power of attorney', async (asks, first, represented, bare) => {
    const other = structuredClone(regulation);
    for (const item of other.flows.provider?.items ?? []) if ('asks' in item) item.asks = asks;
    const program = compileProgram(other, 'provider');
    const portalAtHand = createApp(createSimulator({ regulations: [other] }));
    const look = (settings: Partial<Record<Counterparty, CounterpartyMode>>, applicant: string) =>
      lookUp(settings, applicant, program, portalAtHand);
    expect(await look({}, represented)).toMatchObject({ state: 'open', cause: null });
    expect(await look({}, bare)).toEqual(refused('no-power-of-attorney'));
    expect(await look({ [first]: 'hangs' }, represented)).toEqual(refused('database-unavailable'));
  });

  it.each(['misses', 'fails', 'hangs'] as const)('is not touched by others that are in the mode %s', async (mode) => {
    const others = {
      'organisations-registry': mode,
      'payment-gateway': mode,
      'regional-gateway': mode,
      'leb-is': mode,
    };
    expect(await lookUp(others, PERSON)).toMatchObject({ state: 'open', cause: null });
  });
});

describe('a payment', () => {
  it.each(['misses', 'fails', 'hangs'] as const)(
    'that the payment gateway does not confirm (%s) is none',
    async (mode) => {
      const before = performance.now();
      const view = await (await arrive({ 'payment-gateway': mode })).walk(portal);
      expect(view).toMatchObject({ state: 'refused' });
      expect(view.notifications.at(-1)).toMatchObject({ kind: 'service-refused-no-payment', cause: 'not-paid' });
      expect(performance.now() - before).toBeLessThan(5000);
    },
  );
});

describe('a certificate', () => {
  it.each(
    (['crl', 'ocsp'] as const).flatMap((voice) =>
      (['misses', 'fails', 'hangs'] as const).map((mode) => [voice, mode] as const),
    ),
  )('that nobody vouches for (%s %s) is refused', async (voice, mode) => {
    const before = performance.now();
    const view = await (await arrive({ [voice]: mode })).walk(portal);
    expect(view).toMatchObject({ state: 'refused' });
    expect(view.notifications.at(-1)).toMatchObject({ kind: 'service-refused-certificate', cause: 'untrusted-issuer' });
    expect(performance.now() - before).toBeLessThan(5000);
  });
});

describe('what is told to others', () => {
  const stateIn = async (visitor: Visitor, counterparty: string, serviceId: string) => {
    const messageDate = '2013-03-15T10:00:00.000+06:00';
    const asked = { messageId: 'm', correlationId: null, serviceId, messageDate, senderId: 's', sessionId: null };
    const response = await app.fetch(
      new Request(`http://127.0.0.1/counterparties/${counterparty}?world=${visitor.world}`, {
        method: 'POST',
        headers: { 'content-type': 'text/xml', authorization: `Bearer ${visitor.token}` },
        body: writeQuestion({ ...asked, fields: { request: visitor.request } }),
      }),
    );
    return readAnswer(await response.text()).record?.fields.state ?? null;
  };

  it('is the registration and the end, to the register of licences', async () => {
    const visitor = await arrive();
    await visitor.walk(portal);
    expect(await stateIn(visitor, 'e-licensing', 'SIM_ELICENSE_STATUS')).toBe('COMPLETED');
    expect(await stateIn(visitor, 'leb-is', 'SIM_LEB_STATUS')).toBeNull();
  });

  it.each(['misses', 'fails', 'hangs'] as const)(
    'waits for a listener in the mode %s, and holds nothing up',
    async (mode) => {
      const visitor = await arrive({ 'e-licensing': mode });
      const before = performance.now();
      expect(await visitor.walk(portal)).toMatchObject({ state: 'completed', result: true });
      expect(performance.now() - before).toBeLessThan(5000);
      await visitor.ask('setCounterparty', { counterparty: 'e-licensing', mode: 'answers' });
      expect(await stateIn(visitor, 'e-licensing', 'SIM_ELICENSE_STATUS')).toBeNull();
      await visitor.pass(1);
      await visitor.ask('readRequest', null);
      expect(await stateIn(visitor, 'e-licensing', 'SIM_ELICENSE_STATUS')).toBe('COMPLETED');
    },
  );
});

describe('the control', () => {
  it('settles first what was asked before', async () => {
    const visitor = await arrive();
    await visitor.arrive(provider);
    await visitor.ask('fill', { values: { applicant: PERSON } });
    await visitor.pass(600);
    await visitor.ask('lookUp', {});
    await visitor.pass(600);
    await visitor.ask('setCounterparty', { counterparty: 'individuals-registry', mode: 'fails' });
    expect((await visitor.ask('readRequest', null)).view().state).toBe('open');
  });

  it('holds in one world only, and can be taken back', async () => {
    await arrive({ 'individuals-registry': 'fails' });
    expect(await lookUp({}, PERSON)).toMatchObject({ state: 'open' });
    const visitor = await arrive();
    for (const mode of COUNTERPARTY_MODES) {
      const setting = { counterparty: 'ocsp', mode } as const;
      expect((await visitor.ask('setCounterparty', setting)).view()).toEqual(setting);
    }
    expect((await visitor.ask('describe', null)).view().controls).toContain('counterparties');
  });

  it('leaves the bytes of a hanging walk the same every time', async () => {
    const transcript = async (): Promise<string> =>
      JSON.stringify(await (await arrive({ ocsp: 'hangs' })).walk(portal));
    expect(await transcript()).toBe(await transcript());
  });
});
