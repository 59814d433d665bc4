// Tests how a walk comes to a brink of the validity of its certificate: with a clock that is early enough, and what is kept where it is not.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { X509CertificateGenerator } from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixturePath } from '../../../schemas/fixture.ts';
import { suiteGraph } from '../../../schemas/flow/suite-graph.ts';
import { loadRegulations } from '../../../schemas/load.ts';
import { plainly } from '../../../schemas/said.ts';
import { checkOf } from '../../flow/brinks.ts';
import type { Drive } from '../../sut/sut.ts';
import { sampleScenario, sampleTrace } from '../sample-trace.ts';
import { BrinkOfWalk } from './brink.ts';
import type { Hands } from './hands.ts';
import type { WalkSetting } from './setting.ts';

const FROM = Date.parse('2013-05-10T10:00:00Z');
const TO = Date.parse('2013-05-10T12:00:00Z');
const MINUTE_MS = 60_000;
/** The first flow in which a certificate is checked. */
const graph = loadRegulations(fixturePath('regulations'))
  .flatMap((regulation) => Object.keys(regulation.flows).map((flow) => suiteGraph(regulation, flow)))
  .find((one) => checkOf({ graph: one }) !== null);
const action = (graph === undefined ? null : checkOf({ graph }))?.action ?? 'none';

let pem: string;
beforeAll(async () => {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await X509CertificateGenerator.createSelfSigned({
    ...{ serialNumber: '01', name: 'CN=Brief', keys, signingAlgorithm: algorithm },
    ...{ notBefore: new Date(FROM), notAfter: new Date(TO) },
  });
  pem = made.toString('pem');
});

/** A walk at a brink, whose clock shows fractions of a second; what it was told to use is noted. */
function walking(now: number, { certificate = pem, controls = ['clock'], tags = ['just-before'] } = {}) {
  const used: (string | null)[] = [];
  const clock = { now };
  const certificates = certificate === '' ? {} : { brief: { certificatePem: certificate } };
  const drive = {
    roster: { certificates },
    now: () => clock.now,
    async pass(seconds: number) {
      clock.now += seconds * 1000;
    },
  } as unknown as Drive;
  const hands = {
    logins: { walker: 'good' },
    useBrief: (standing: string | null) => void used.push(standing),
  } as unknown as Hands;
  const trace = sampleTrace({ scenario: { ...sampleScenario(), tags } });
  const setting = { controls, source: { graph } } as unknown as WalkSetting;
  return { brink: new BrinkOfWalk(drive, hands, trace, setting), trace, used, clock };
}

const whyOf = (used: unknown): string => plainly(Object(used).why);

describe('BrinkOfWalk', () => {
  it('comes near a second before the certificate counts, and is there when it is checked', async () => {
    const { brink, trace, used, clock } = walking(FROM - 60 * MINUTE_MS);
    await brink.approach();
    expect(used).toEqual(['brief']);
    expect(FROM - clock.now).toBeGreaterThan(8 * MINUTE_MS);
    expect(FROM - clock.now).toBeLessThan(11 * MINUTE_MS);
    await brink.reach('another step');
    expect(clock.now).toBeLessThan(FROM - MINUTE_MS);
    await brink.reach(action);
    expect(clock.now).toBe(FROM - 1000);
    expect(trace.used).toBeNull();
  });

  it('uses the usual certificate where the walk comes too late, and says by how much', async () => {
    const { brink, trace, used, clock } = walking(FROM - 60 * MINUTE_MS);
    await brink.approach();
    clock.now = FROM + 4000;
    await brink.reach(action);
    expect(used).toEqual(['brief', null]);
    expect(whyOf(trace.used)).toBe(`the walk came to ${action} 5 s too late`);
  });

  it('leaves the walk alone that has no brink, or no clock to move', async () => {
    for (const options of [{ tags: [] }, { controls: [] }]) {
      const { brink, trace, used, clock } = walking(FROM - 60 * MINUTE_MS, options);
      await brink.approach();
      await brink.reach(action);
      expect([trace.used, used, clock.now]).toEqual([null, [], FROM - 60 * MINUTE_MS]);
    }
  });

  it.each<[string, number, string, string]>([
    ['no certificate', FROM - 60 * MINUTE_MS, '', 'the target supplies no certificate brief'],
    ['one that is none', FROM - 60 * MINUTE_MS, 'no PEM', 'the certificate brief cannot be read'],
    ['one of a moment that is over', TO, 'brief', 'the clock of the portal is past the moment'],
  ])('says that the target supplies %s', async (_, now, certificate, why) => {
    const { brink, trace, used } = walking(now, { certificate: certificate === 'brief' ? pem : certificate });
    await brink.approach();
    expect(whyOf(trace.used)).toContain(why);
    expect(Object(trace.used).lacks).toBe(true);
    expect(used).toEqual([]);
  });

  it('keeps why a walk did not come to its certificate', async () => {
    const { brink, trace } = walking(FROM - 60 * MINUTE_MS);
    await brink.approach();
    brink.settle(false);
    expect(whyOf(trace.used)).toBe('the walk did not come to it');
    expect(trace.astray).not.toBeNull();
  });
});
