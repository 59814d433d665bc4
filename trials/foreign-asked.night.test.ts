// The SOAP service of another vendor, which asks our counterparties over HTTP: judged on what it asked of them.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSoapPortal } from '../simulators/foreign/soap/portal.ts';
import { OFFICE } from '../simulators/foreign/soap/sample-sender.ts';
import { CALL_VIOLATIONS, type CallViolationId } from '../simulators/foreign/soap/violations.ts';
import { createApp } from '../simulators/reference/door/app.ts';
import { createSimulator } from '../simulators/reference/simulator.ts';
import { type Listening, listen } from '../simulators/server.ts';
import type { Broken } from '../suites/engine/running/proof.ts';
import { environmentOf, openPortal, runOn, targetFile } from './foreign-runs.ts';

const ASKED = '**/look-up/asks-*';
let counterparties: Listening;

beforeAll(async () => {
  counterparties = await listen(createApp(createSimulator()), { port: 0 });
});

afterAll(() => counterparties.close());

/** A placeholder of a target file, for the value of an environment variable. */
const env = (name: string) => ['$', `{ENV:${name}}`].join('');

/** The target file of the service, with the record of the counterparties. */
const file = (asks = 'individuals-registry, organisations-registry, notary-is') =>
  targetFile(
    'foreign-soap.yaml',
    ['controls: [worlds, clock,', `asks: [${asks}]\ncontrols: [asked, worlds, clock,`],
    [`hosts: ['${env('PORTAL_HOST')}'`, `hosts: ['${env('COUNTERPARTIES_HOST')}', '${env('PORTAL_HOST')}'`],
    [
      '\noperations:\n',
      `\noperations:\n  readAsked: { exchanges: [{ method: GET, path: '${env('COUNTERPARTIES')}/asked' }] }\n`,
    ],
  );

async function judge(
  violation: CallViolationId | null,
  { assertion = ASKED, broken = null, asks }: { assertion?: string; broken?: Broken | null; asks?: string } = {},
) {
  const registers = { counterparties: counterparties.url };
  // A database that keeps silent is given up soon; one that answers has time enough on a busy machine.
  const door = await openPortal(createSoapPortal({ ...OFFICE, registers, patienceMs: 2000, violation }));
  const { host } = new URL(counterparties.url);
  const environment = {
    ...environmentOf(door.url),
    COUNTERPARTIES: counterparties.url,
    COUNTERPARTIES_HOST: host,
  };
  const tried = await runOn(file(asks), environment, { assertion, broken });
  await door.close();
  return tried;
}

const verdictsOf = ({ report }: Awaited<ReturnType<typeof judge>>) =>
  Object.fromEntries(report.verdicts.map(({ assertion, verdict }) => [assertion.split('/').at(-1), verdict]));

it('passes what it asks when it is honest, and what comes of it', async () => {
  const tried = await judge(null, { assertion: '**/look-up/**' });
  const { verdicts } = tried.report;
  expect(verdicts.filter(({ verdict }) => !['pass', 'not-applicable'].includes(verdict))).toEqual([]);
  // It takes nobody who represents the applicant, so that the notary is asked for the employee alone.
  expect(verdictsOf(tried)).toMatchObject({
    ...{ 'asks-database': 'pass', 'asks-for-nobody-else': 'pass', 'asks-notary': 'not-applicable' },
  });
  expect(tried.journal).not.toContain('850615400026');
});

it.each(CALL_VIOLATIONS)('fails on its cell when it $description ($id)', async ({ id, breaks }) => {
  const { noticed } = await judge(id, { broken: { ...breaks, cause: null } });
  expect(noticed).toMatchObject({ killed: true, localised: true });
});

it('is not judged on what it does not ask of us, by name', async () => {
  const { report } = await judge(null, { asks: 'payment-gateway' });
  const [first] = report.verdicts;
  expect(first).toMatchObject({
    verdict: 'not-applicable',
    reason:
      'not-observable: the target asks none of individuals-registry or organisations-registry that keeps a record',
  });
});
