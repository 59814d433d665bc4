// Tests the predicates over the result itself: its signature, its signer, its format, and its place in the service history.
import { describe, expect, it } from 'vitest';
import { answered, entry, faulty, fetched, refusing, sampleTrace } from '../../sample-trace.ts';
import type { SignatureSeen, Trace } from '../../trace.ts';
import { judge } from '../sample-judging.ts';

const bytes = Buffer.from('%PDF-1.7\nwords\n%%EOF\n');
const document = { mediaType: 'application/pdf', bytes, signature: new Uint8Array(3), kind: null };
const certificate = { trusted: true, inForce: true, use: 'sign', bin: '120140000017', commonName: 'ЛАУАЗЫМОВ ДӘУРЕН' };
const sound: SignatureSeen = { wrong: null, unknown: null, verifiesTampered: false, certificate };
const issued: Partial<Trace> = {
  history: [entry('issue')],
  fetched: fetched({ document, status: 200, problem: null }),
  signature: sound,
};
const unreached: Partial<Trace> = { ...issued, history: [], interrupted: ['stopped'] };
const UNREACHED = { holds: null, reason: 'the walk did not reach issue: stopped' };
const given = (changes: Partial<typeof document>) => ({
  fetched: fetched({ document: { ...document, ...changes }, status: 200, problem: null }),
});

/** What every predicate over a document says where there is none. */
function isOpenWithoutDocument(judged: (trace: Partial<Trace>) => unknown): void {
  expect(judged(unreached)).toMatchObject(UNREACHED);
  expect(judged({ fetched: null })).toMatchObject({ holds: null, reason: 'the result was not asked for' });
  expect(judged({ fetched: fetched() })).toMatchObject({
    holds: null,
    reason: 'there is no document: 404 nothing there',
  });
  expect(judged({ fetched: fetched({ fault: 'no answer', problem: null }) })).toMatchObject({
    holds: null,
    reason: 'there is no document: no answer',
  });
}

describe('signed-by-provider', () => {
  const byProvider = (trace: Partial<Trace>) =>
    judge(
      { predicate: 'signed-by-provider', arguments: { action: 'issue' } },
      sampleTrace({ ...issued, provider: '120140000017', ...trace }),
    );
  const signer = (bin: string | null) => ({ signature: { ...sound, certificate: { ...certificate, bin } } });

  it('holds when the certificate names the provider', () => {
    expect(byProvider({})).toMatchObject({ holds: true });
  });

  it('fails when it names another organisation or none', () => {
    expect(byProvider(signer('130550000028'))).toMatchObject({
      holds: false,
      actual: 'it is signed by the organisation with the BIN **********28',
    });
    expect(byProvider(signer(null))).toMatchObject({ holds: false, actual: 'it is signed by a private person' });
  });

  it('cannot be told where nobody says who the provider is, or nobody is known to have signed', () => {
    isOpenWithoutDocument(byProvider);
    expect(byProvider({ provider: null })).toMatchObject({ holds: null });
    expect(byProvider({ signature: { ...sound, wrong: 'malformed', certificate: null } })).toMatchObject({
      holds: null,
    });
    expect(byProvider({ signature: { ...sound, certificate: null } })).toMatchObject({ holds: null });
  });
});

describe('signed-by-head', () => {
  const byHead = (trace: Partial<Trace>) =>
    judge(
      { predicate: 'signed-by-head', arguments: { action: 'issue' } },
      sampleTrace({ ...issued, heads: ['780510300102', '900101300017'], ...trace }),
    );
  const signer = (iin: string | null) => ({ signature: { ...sound, certificate: { ...certificate, iin } } });

  it('holds when the certificate names the head or a deputy', () => {
    expect(byHead(signer('780510300102'))).toMatchObject({ holds: true, evidence: ['walk#result'] });
    expect(byHead(signer('900101300017')).holds).toBe(true);
  });

  it('fails when it names somebody else of the same organisation, or nobody', () => {
    expect(byHead(signer('820308400110'))).toMatchObject({
      holds: false,
      actual: 'it is signed by the person with the IIN **********10',
    });
    expect(byHead(signer(null))).toMatchObject({ holds: false, actual: 'the certificate names no person' });
  });

  it('cannot be told where nobody says who the head is, or nobody is known to have signed', () => {
    isOpenWithoutDocument(byHead);
    expect(byHead({ ...signer('780510300102'), heads: null }).holds).toBeNull();
    expect(byHead({ signature: { ...sound, wrong: 'malformed', certificate: null } }).holds).toBeNull();
    expect(byHead({ signature: { ...sound, certificate: null } }).holds).toBeNull();
  });
});

describe('signed', () => {
  const signed = (trace: Partial<Trace>) =>
    judge({ predicate: 'signed', arguments: { action: 'issue' } }, sampleTrace({ ...issued, ...trace }));

  it('holds when the signature verifies', () => {
    expect(signed({})).toMatchObject({ holds: true, evidence: ['walk#result'] });
  });

  it('fails when there is no signature', () => {
    expect(signed(given({ signature: new Uint8Array() }))).toMatchObject({ holds: false, actual: 'it is not signed' });
  });

  it('fails with what is wrong with the signature', () => {
    expect(
      signed({ signature: { ...sound, wrong: 'signs the digest of other bytes', certificate: null } }),
    ).toMatchObject({
      holds: false,
      actual: 'the signature signs the digest of other bytes',
    });
  });

  it('is open where nothing can be said of the signature', () => {
    const unknown = 'uses the signature algorithm 1.2.3, which is not known here';
    expect(signed({ signature: { ...sound, unknown, certificate: null } })).toMatchObject({
      holds: null,
      actual: `the signature ${unknown}`,
    });
  });

  it('cannot be told without a document, or before anybody has looked', () => {
    isOpenWithoutDocument(signed);
    expect(signed({ signature: null })).toMatchObject({ holds: null, reason: 'the signature was not looked at' });
  });
});

describe('signed-by-official', () => {
  const signedBy = (trace: Partial<Trace>) =>
    judge({ predicate: 'signed-by-official', arguments: { action: 'issue' } }, sampleTrace({ ...issued, ...trace }));

  it('holds when a trusted certificate in force, for signing, names an organisation', () => {
    expect(signedBy({})).toMatchObject({ holds: true, evidence: ['walk#result'] });
  });

  it.each<[string, Partial<typeof certificate> | { bin: null }, string]>([
    ['no issuer is trusted', { trusted: false }, 'the certificate comes from no issuer of the portal'],
    ['it was not in force', { inForce: false }, 'the certificate was not in force when it was signed'],
    ['it is for logging in', { use: 'authenticate' }, 'the certificate is not for signing: authenticate'],
    ['it names no organisation', { bin: null }, 'the certificate is a private person’s'],
  ])('fails when %s', (_, changes, actual) => {
    const signature = { ...sound, certificate: { ...certificate, ...changes } };
    expect(signedBy({ signature })).toMatchObject({ holds: false, actual });
  });

  it('fails when the certificate cannot be read', () => {
    expect(signedBy({ signature: { ...sound, certificate: null } }).holds).toBe(false);
  });

  it('cannot be told without a document, or where no signature verifies', () => {
    isOpenWithoutDocument(signedBy);
    for (const signature of [null, { ...sound, wrong: 'malformed' }])
      expect(signedBy({ signature })).toMatchObject({
        holds: null,
        reason: expect.stringContaining('no signature that verifies'),
      });
  });
});

describe('is-pdf', () => {
  const pdf = (trace: Partial<Trace>) =>
    judge({ predicate: 'is-pdf', arguments: { action: 'issue' } }, sampleTrace({ ...issued, ...trace }));

  it.each(['application/pdf', 'Application/PDF; version=1.7'])('holds when a PDF is given as %s', (mediaType) => {
    expect(pdf(given({ mediaType }))).toMatchObject({ holds: true, evidence: ['walk#result'] });
  });

  it.each(['text/html', 'application/pdfx', ''])('fails when it is given as %j', (mediaType) => {
    expect(pdf(given({ mediaType }))).toMatchObject({
      holds: false,
      actual: `it is given as ${mediaType || 'nothing'}`,
    });
  });

  it('fails when the bytes do not begin, or do not end, as a PDF', () => {
    expect(pdf(given({ bytes: Buffer.from(' %PDF-1.7 %%EOF') }))).toMatchObject({
      holds: false,
      actual: 'it does not begin with %PDF-',
    });
    const cutOff = Buffer.from(`%PDF-1.7 %%EOF${' '.repeat(2000)}`);
    for (const wrong of [Buffer.from('%PDF-1.7 words'), cutOff])
      expect(pdf(given({ bytes: wrong }))).toMatchObject({ holds: false, actual: 'it does not end with %%EOF' });
  });

  it('cannot be told without a document', () => {
    isOpenWithoutDocument(pdf);
  });
});

describe('in-history', () => {
  const own = { request: 'r1', number: 'N1', state: 'completed' } as const;
  const other = { request: 'r0', number: null, state: 'open' } as const;
  const listing = (
    ...requests: { request: string; number: string | null; state: 'open' | 'refused' | 'completed' }[]
  ) => ({
    serviceHistory: { request: 'r1', answer: answered({ requests }) },
  });
  const listed = (trace: Partial<Trace>) =>
    judge(
      { predicate: 'in-history', arguments: { action: 'issue' } },
      sampleTrace({ ...issued, number: 'N1', ...trace }),
    );

  it('holds when the request is listed once, as completed, with its number', () => {
    expect(listed(listing(other, own))).toMatchObject({ holds: true, evidence: ['walk#beside', 'walk#9'] });
    expect(listed(listing({ ...own, number: null })).holds).toBe(true);
  });

  it.each<[string, Parameters<typeof listing>]>([
    ['the history is empty', []],
    ['only another request is listed', [other]],
    ['it is listed twice', [own, own]],
    ['it is listed as open', [{ ...own, state: 'open' }]],
    ['it is listed with another number', [{ ...own, number: 'N2' }]],
  ])('fails when %s', (_, requests) => {
    expect(listed(listing(...requests)).holds).toBe(false);
  });

  it('fails when the history is not shown to its owner', () => {
    expect(listed({ serviceHistory: { request: 'r1', answer: refusing() } })).toMatchObject({
      holds: false,
      actual: 'the history is not shown to its owner: 404 no',
    });
  });

  it('cannot be told from a fault, without asking, or when the step was not reached', () => {
    expect(listed({ serviceHistory: { request: 'r1', answer: faulty } })).toMatchObject({
      holds: null,
      reason: 'nothing can be told from the answer: no answer',
    });
    expect(listed({}).holds).toBeNull();
    expect(listed({ ...unreached, ...listing(own) })).toMatchObject(UNREACHED);
  });
});
