// The JSON portal of another vendor, wired to our certification authority and payment gateway over HTTP: judged on what it asked of them.
import { afterEach, describe, expect, it } from 'vitest';
import { WAYS, type Way } from '../simulators/foreign/authority.ts';
import { createJsonPortal } from '../simulators/foreign/json/portal.ts';
import { CALL_VIOLATIONS, type CallViolationId } from '../simulators/foreign/json/violations.ts';
import { createApp } from '../simulators/reference/door/app.ts';
import { createSimulator } from '../simulators/reference/simulator.ts';
import { writeQuestion } from '../simulators/reference/soap/soap.ts';
import { signEnvelope } from '../simulators/reference/soap/transport-signature.ts';
import { certificate, SYSTEMS, TRUST } from '../simulators/sample-credentials.ts';
import { type Listening, listen } from '../simulators/server.ts';
import type { Broken } from '../suites/engine/running/proof.ts';
import { environmentOf, type Opened, openPortal, runOn, targetFile } from './foreign-runs.ts';

const ASKED = '**/{choose-certificate,pay}/asks-*';
const DAY_S = 86_400;
const opened: (Listening | Opened)[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

/** A placeholder of a target file, for the value of an environment variable. */
const env = (name: string) => ['$', `{ENV:${name}}`].join('');

/** The target file of the portal, with the record of the counterparties and with the page on which a person pays. */
const file = targetFile(
  'foreign-json.yaml',
  ['controls: [clock,', 'asks: [crl, ocsp, payment-gateway]\ncontrols: [asked, clock,'],
  [`hosts: ['${env('PORTAL_HOST')}'`, `hosts: ['${env('COUNTERPARTIES_HOST')}', '${env('PORTAL_HOST')}'`],
  [
    '  standing: { good: FULL, paid-too-little: PARTIAL, paid-for-another-request: OTHER_ORDER, payment-reversed: CHARGED_BACK }\n',
    '',
  ],
  [
    "{ method: POST, path: /sandbox/payments, json: { order: '{{request}}', kind: '{{standing}}' } }",
    `{ method: POST, path: '${env('COUNTERPARTIES')}/pay', form: { request: '{{request}}', amount: '1038600', standing: '{{standing}}' } }`,
  ],
  ['answer: { payment: { jsonpath: $.receipt } }', "answer: { payment: { css: 'main p:last-of-type b' } }"],
  [
    '\noperations:\n',
    `\noperations:\n  readAsked: { exchanges: [{ method: GET, path: '${env('COUNTERPARTIES')}/asked' }] }\n`,
  ],
);

/** The ways in which the portal is wired, and what it does wrong. */
interface Wired {
  way?: Way;
  gateway?: 'asks' | 'is-told';
  violation?: CallViolationId | null;
}

/** The portal and the counterparties, both of which listen; the clock of every sandbox begins with theirs. */
async function wire({ way = 'ocsp-post', gateway = 'asks', violation = null }: Wired = {}) {
  const counterparties = await listen(createApp(createSimulator()), { port: 0 });
  const { url } = counterparties;
  const outside = { authority: { url, way }, gateway: { url, way: gateway, name: 'ШЭП' } };
  const portal = createJsonPortal({ ...TRUST, revocationLists: [], violation, outside });
  const door = await openPortal(portal);
  opened.push(counterparties, door);
  const send = async (path: string, method: string, body: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(path, { method, headers, body: JSON.stringify(body) });
    expect(answer.ok).toBe(true);
    return Object(await answer.json());
  };
  if (gateway === 'is-told')
    await send(`${url}/addresses`, 'PUT', { for: 'payment-notice', url: `${door.url}/gateway/notices` });
  return {
    /** Lets days pass for both. */
    pass: (days: number) => send(`${url}/clock`, 'POST', { seconds: days * DAY_S }),
    async judge(assertion = ASKED, broken: Broken | null = null) {
      const { now } = Object(await (await fetch(`${url}/asked`)).json());
      const { tenant } = await send(`${door.url}/sandbox/tenants`, 'POST', { clock: new Date(now).toISOString() });
      const environment = {
        ...environmentOf(door.url),
        ...{ PORTAL_TENANT: tenant, COUNTERPARTIES: url, COUNTERPARTIES_HOST: new URL(url).host },
      };
      return runOn(file, environment, { assertion, broken });
    },
    /** Sends the portal a notice. */
    notify: async (body: string) => (await fetch(`${door.url}/gateway/notices`, { method: 'POST', body })).status,
    calls: async () => {
      const { calls } = Object(await (await fetch(`${url}/asked`)).json());
      return calls.map(({ counterparty, operation }: Record<string, string>) => `${counterparty} ${operation}`);
    },
  };
}

type Judged = Awaited<ReturnType<Awaited<ReturnType<typeof wire>>['judge']>>;
const verdictsOf = ({ report }: Judged) =>
  Object.fromEntries(report.verdicts.map(({ assertion, verdict }) => [assertion.split('/').at(-1), verdict]));
/** What is asked of a portal that is wired to both. */
const BOTH = { 'asks-authority': 'pass', 'asks-payment-gateway': 'pass' };

describe('an honest portal', () => {
  it('passes all that it is judged on', async () => {
    const { report } = await (await wire()).judge('**');
    expect(report.verdicts.filter(({ verdict }) => !['pass', 'not-applicable'].includes(verdict))).toEqual([]);
    expect(report.outcome).toBe('passed');
    expect(report.counts.pass).toBeGreaterThan(100);
  });

  it.each(WAYS)('passes that asks the authority by %s, and refuses what it has revoked', async (way) => {
    const wired = await wire({ way });
    const tried = await wired.judge(
      '**/choose-certificate/{asks-authority,unconfirmed-when-revoked,unconfirmed-when-on-hold}',
    );
    expect(new Set(Object.values(verdictsOf(tried)))).toEqual(new Set(['pass']));
    expect(tried.report.verdicts).toHaveLength(3);
  });

  it('passes that keeps the list as long as it may be kept, and fetches it anew afterwards', async () => {
    const wired = await wire({ way: 'kept-list' });
    const lists = async () => (await wired.calls()).filter((call: string) => call === 'crl list').length;
    expect(verdictsOf(await wired.judge())).toEqual(BOTH);
    expect(await lists()).toBe(1);
    expect(verdictsOf(await wired.judge())).toEqual(BOTH);
    expect(await lists()).toBe(1);
    await wired.pass(200);
    expect(verdictsOf(await wired.judge())).toEqual(BOTH);
    expect(await lists()).toBe(2);
  });

  it('passes that is told of payments in place of asking, and takes nothing that the gateway has not signed', async () => {
    const wired = await wire({ gateway: 'is-told' });
    const tried = await wired.judge('**/pay/{asks-*,*-when-*}');
    expect(tried.report.verdicts.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
    expect(tried.report.counts.pass).toBeGreaterThan(4);
    expect(await wired.calls()).not.toContain('payment-gateway SIM_PEP_PAYMENT_CHECK');
    const xml = writeQuestion({
      ...{ messageId: 'm', correlationId: null, serviceId: 'SIM_PEP_PAYMENT_NOTICE', messageDate: '2013-03-15' },
      ...{ senderId: 'anybody', sessionId: null, fields: { reference: 'r', request: 'ord', state: 'PAID' } },
    });
    expect(await wired.notify(xml)).toBe(403);
    expect(await wired.notify(signEnvelope(xml, certificate('good')))).toBe(403);
    expect(await wired.notify(signEnvelope(xml, SYSTEMS.gateway))).toBe(200);
  });

  it('has what is signed stamped', async () => {
    const wired = await wire();
    await wired.judge('**/sign/next');
    expect(await wired.calls()).toContain('tsa stamp');
  });
});

describe('a wrong portal', () => {
  /** By which way each is wrong, and on what it fails besides whatever else of the cell cannot hold then. */
  const WRONG: Record<CallViolationId, Wired & { fails: string }> = {
    'asks-no-authority': { fails: 'asks-authority' },
    'asks-for-another-certificate': { fails: 'asks-authority' },
    'asks-the-authority-late': { fails: 'asks-authority' },
    'authority-ignored': { fails: 'unconfirmed-when-revoked' },
    'keeps-a-list-for-ever': { way: 'kept-list', fails: 'asks-authority' },
    'reads-a-delta-alone': { way: 'kept-list-and-delta', fails: 'asks-authority' },
    'asks-no-gateway': { fails: 'asks-payment-gateway' },
    'asks-for-another-payment': { fails: 'asks-payment-gateway' },
    'gateway-ignored': { fails: 'unpaid-when-payment-reversed' },
    'takes-no-notice': { gateway: 'is-told', fails: 'asks-payment-gateway' },
  };

  it.each(CALL_VIOLATIONS)('fails on its cell when it $description ($id)', async ({ id, breaks }) => {
    const { fails, ...how } = WRONG[id];
    const wired = await wire({ ...how, violation: id });
    if (id === 'keeps-a-list-for-ever') {
      // As long as it may be kept nobody can tell the difference.
      expect(verdictsOf(await wired.judge())).toEqual(BOTH);
      await wired.pass(200);
    }
    const { noticed } = await wired.judge('**', { ...breaks, cause: null });
    expect(noticed).toMatchObject({ killed: true, localised: true });
    expect(noticed?.killedBy.map((one) => one.split('/').at(-1))).toContain(fails);
  });
});
