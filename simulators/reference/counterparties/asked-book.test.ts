// The record of what the counterparties are asked, over HTTP, as whoever judges a staging portal reads it.
import { describe, expect, it } from 'vitest';
import { loadRegulations } from '../../../schemas/load.ts';
import { readCertificate } from '../../../schemas/pki/certificate.ts';
import { writeOcspRequest } from '../../../schemas/pki/ocsp.ts';
import { type AskedView, MOST_ASKED } from '../../../schemas/target/driver.ts';
import { createApp } from '../door/app.ts';
import { Visitor } from '../sample-visitor.ts';
import { createSimulator } from '../simulator.ts';
import { writeQuestion } from '../soap/soap.ts';
import { AskedBook } from './asked-book.ts';

const app = createApp(createSimulator({ regulations: loadRegulations('fixtures/regulations') }));
const XML = { 'content-type': 'text/xml; charset=utf-8' };

async function enter(): Promise<Visitor> {
  const visitor = new Visitor((request) => app.fetch(request));
  await visitor.enter(4);
  return visitor;
}

const recordOf = async (visitor: Visitor): Promise<AskedView> => (await visitor.ask('readAsked', null)).view();

function post({ world }: Visitor, to: string, serviceId: string, fields: Record<string, string>) {
  const question = { messageId: 'm-1', correlationId: null, messageDate: '2013-03-15T10:00:00.000+06:00' };
  const body = writeQuestion({ ...question, serviceId, senderId: 'staging', sessionId: null, fields });
  return app.request(`/counterparties/${to}?world=${world}`, { method: 'POST', headers: XML, body });
}

describe('the record', () => {
  it('begins empty in every world', async () => {
    await post(await enter(), 'gateway', 'SIM_GBDFL_CHECK', { iin: '850615400026' });
    expect(await recordOf(await enter())).toEqual({ now: '2013-03-15T10:00:00+06:00', last: 0, calls: [] });
  });

  it('tells of a message who was asked by whom about what, and not what it said', async () => {
    const visitor = await enter();
    const fields = { principal: '900101300017', attorney: '850615400026', remark: 'secret', request: 'r-1' };
    await post(visitor, 'gateway', 'SIM_ENIS_POWER_CHECK', fields);
    await post(visitor, 'payment-gateway', 'SIM_PEP_PAYMENT_CHECK', { reference: 'payment-1' });
    const { last, calls } = await recordOf(visitor);
    const asked = { sender: 'staging', persons: ['900101300017', '850615400026'], request: 'r-1', answered: 'record' };
    expect(calls).toMatchObject([
      { n: 1, counterparty: 'gateway', operation: 'SIM_ENIS_POWER_CHECK', ...asked },
      { n: 2, counterparty: 'notary-is', operation: 'SIM_ENIS_POWER_CHECK', ...asked },
      { n: 3, counterparty: 'payment-gateway', payment: 'payment-1', persons: [], answered: 'none' },
    ]);
    expect(last).toBe(3);
    expect(JSON.stringify(calls)).not.toContain('secret');
    // A world is named by query here too.
    expect(await (await app.request(`/asked?world=${visitor.world}`)).json()).toMatchObject({ last, calls });
  });

  it('tells of the authority which certificates it was asked for, and how long the list may be kept', async () => {
    const visitor = await enter();
    const { certificatePem } = visitor.roster.certificates.good ?? expect.unreachable();
    const issuer = visitor.roster.issuers[1] ?? '';
    const world = `?world=${visitor.world}`;
    const body = Uint8Array.from(writeOcspRequest(certificatePem, issuer, Buffer.alloc(16)));
    const headers = { 'content-type': 'application/ocsp-request' };
    expect((await app.request(`/ocsp${world}`, { method: 'POST', headers, body })).status).toBe(200);
    expect((await app.request(`/crl${world}`)).status).toBe(200);
    const { calls } = await recordOf(visitor);
    expect(calls).toMatchObject([
      { counterparty: 'ocsp', operation: 'status', certificates: [readCertificate(certificatePem).serialNumber] },
      { counterparty: 'crl', operation: 'list', answered: 'record', certificates: [] },
    ]);
    expect(Date.parse(calls[1]?.until ?? '')).toBeGreaterThan(Date.parse('2013-03-15T10:00:00+06:00'));
    expect(calls[0]?.until).toBeNull();
  });

  it('tells what was asked in vain', async () => {
    const visitor = await enter();
    for (const counterparty of ['individuals-registry', 'crl'] as const)
      (await visitor.ask('setCounterparty', { counterparty, mode: 'fails' })).view();
    await post(visitor, 'individuals-registry', 'SIM_GBDFL_CHECK', { iin: '850615400026' });
    await app.request(`/crl?world=${visitor.world}`);
    expect((await recordOf(visitor)).calls).toMatchObject([
      { counterparty: 'individuals-registry', answered: 'fault' },
      { counterparty: 'crl', answered: 'fault' },
    ]);
  });

  it('keeps the latest calls, and of each only so much', () => {
    const book = new AskedBook();
    const persons = Array.from({ length: 50 }, (_, at) => String(100_000_000_000 + at));
    const call = { counterparty: 'gateway', sender: 's'.repeat(900), operation: 'o'.repeat(900), persons } as const;
    for (let n = 0; n < MOST_ASKED + 7; n += 1) book.note(call, 0);
    const { last, calls } = book.view(0);
    expect([last, calls.length, calls[0]?.n]).toEqual([MOST_ASKED + 7, MOST_ASKED, 8]);
    expect(calls[0]).toMatchObject({ sender: 's'.repeat(100), operation: 'o'.repeat(100), answered: 'nothing' });
    expect(calls[0]?.persons).toHaveLength(20);
  });
});

describe('a counterparty that lags', () => {
  it('answers after a while', async () => {
    const visitor = await enter();
    (await visitor.ask('setCounterparty', { counterparty: 'notary-is', mode: 'lags' })).view();
    const began = performance.now();
    const reply = await post(visitor, 'notary-is', 'SIM_ENIS_POWER_CHECK', { principal: '1', attorney: '2' });
    expect(reply.status).toBe(200);
    expect(performance.now() - began).toBeGreaterThan(1900);
  });
});
