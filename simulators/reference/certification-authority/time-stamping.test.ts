// Time stamps satisfy OpenSSL and our own reader; what cannot be stamped is refused with the reason of RFC 3161.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromBER, Integer, OctetString } from 'asn1js';
import {
  AlgorithmIdentifier,
  Extension,
  Extensions,
  MessageImprint,
  SignedData,
  TimeStampReq,
  TimeStampResp,
  TSTInfo,
} from 'pkijs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readStamp, stampRequest } from '../../../schemas/pki/time-stamp.ts';
import { loadPeople } from '../engine/people.ts';
import { officeAt } from '../engine/roster.ts';
import type { Authority } from './authority.ts';
import { needsOpenssl, openssl } from './sample-openssl.ts';
import { answerStamp, stampDigest } from './time-stamping.ts';

const NOW = new Date('2013-03-15T04:00:00Z');
const BYTES = Buffer.from('өтініш');
const SHA256 = '2.16.840.1.101.3.4.2.1';
const moment = { now: NOW, serialNumber: '0102' };

let authority: Authority;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reglament-tsa-'));
  ({ authority } = await officeAt('http://127.0.0.1:8080', loadPeople()).issue(NOW.getTime()));
});
afterAll(() => rm(folder, { recursive: true }));

const path = (name: string) => join(folder, name);

/** A request as another writer makes it. */
function request(
  changed: Partial<{ digest: Uint8Array; algorithm: string; policy: string; version: number; extra: string }> = {},
) {
  const { digest = createHash('sha256').update(BYTES).digest(), algorithm = SHA256 } = changed;
  const made = new TimeStampReq({
    version: changed.version ?? 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: algorithm }),
      hashedMessage: new OctetString({ valueHex: Uint8Array.from(digest) }),
    }),
    nonce: new Integer({ value: 77 }),
    ...(changed.policy === undefined ? {} : { reqPolicy: changed.policy }),
  });
  if (changed.extra !== undefined) {
    const extnValue = Uint8Array.of(5, 0).buffer;
    made.extensions = new Extensions({ extensions: [new Extension({ extnID: changed.extra, extnValue })] }).extensions;
  }
  return new Uint8Array(made.toSchema().toBER());
}

function infoIn(answer: Uint8Array): TSTInfo {
  const { timeStampToken } = TimeStampResp.fromBER(Uint8Array.from(answer));
  const { encapContentInfo } = new SignedData({ schema: timeStampToken?.content });
  return new TSTInfo({ schema: fromBER(encapContentInfo.eContent?.getValue() ?? new ArrayBuffer(0)).result });
}

it('is read by our own reader, with the time of the world', async () => {
  const nonce = randomBytes(8);
  const answer = await answerStamp(stampRequest(BYTES, nonce), authority, moment);
  const { certificatePem } = await authority.service('tsa');
  expect(await readStamp(answer, BYTES, nonce)).toEqual({ valid: true, at: NOW.toISOString(), certificatePem });
  expect(await readStamp(answer, Buffer.from('another'), nonce)).toMatchObject({ valid: false });
});

it('has policy, accuracy, number and the nonce of the request', async () => {
  const info = infoIn(await answerStamp(request(), authority, moment));
  expect(info).toMatchObject({ version: 1, policy: '1.2.398.3.3.2.6.2', accuracy: { seconds: 1 } });
  expect(Buffer.from(info.serialNumber.valueBlock.valueHexView).toString('hex')).toBe('0102');
  expect(info.nonce?.valueBlock.valueDec).toBe(77);
});

it('holds the certificates only where they are asked for', async () => {
  const lengthOf = async (asked: Uint8Array) => (await answerStamp(asked, authority, moment)).byteLength;
  expect(await lengthOf(stampRequest(BYTES, randomBytes(8)))).toBeGreaterThan((await lengthOf(request())) + 1500);
});

it.each([
  ['a digest that is too short', request({ digest: randomBytes(31) }), 5],
  ['a digest that is too long', request({ digest: randomBytes(64) }), 5],
  ['a digest of SHA-1', request({ algorithm: '1.3.14.3.2.26', digest: randomBytes(20) }), 0],
  ['another version', request({ version: 2 }), 2],
  ['another policy', request({ policy: '1.2.3' }), 15],
  ['an extension', request({ extra: '1.2.3.4' }), 16],
  ['what is no request', Buffer.from('<html>'), 5],
  ['a request with something behind it', Buffer.concat([request(), Buffer.of(0)]), 5],
  ['nothing', Buffer.alloc(0), 5],
])('refuses %s, with the reason', async (_, asked, bit) => {
  const { status, timeStampToken } = TimeStampResp.fromBER(
    Uint8Array.from(await answerStamp(asked, authority, moment)),
  );
  expect([status.status, timeStampToken]).toEqual([2, undefined]);
  const view = status.failInfo?.valueBlock.valueHexView ?? new Uint8Array();
  const set = [...view].flatMap((byte, at) =>
    [...Array(8).keys()].filter((n) => byte & (0x80 >> n)).map((n) => at * 8 + n),
  );
  expect(set).toEqual([bit]);
});

it('says that it has no time', async () => {
  const { status } = TimeStampResp.fromBER(Uint8Array.from(await answerStamp(request(), authority, moment, true)));
  expect([status.status, status.failInfo?.valueBlock.valueHexView[1]]).toEqual([2, 0x02]);
});

describe('OpenSSL', () => {
  beforeEach(needsOpenssl);
  const verify = (...how: string[]) =>
    openssl(
      ...['ts', '-verify', ...how, '-in', path('answer.tsr'), '-CAfile', path('root.pem')],
      ...['-untrusted', path('issuing.pem'), '-attime', String(NOW.getTime() / 1000)],
    );

  it.each(['-sha256', '-sha384', '-sha512'])('asks with %s and believes the stamp', async (digest) => {
    await writeFile(path('bytes'), BYTES);
    await writeFile(path('root.pem'), authority.rootPem);
    await writeFile(path('issuing.pem'), authority.issuingPem);
    await openssl('ts', '-query', '-data', path('bytes'), digest, '-cert', '-out', path('asked.tsq'));
    await writeFile(path('answer.tsr'), await answerStamp(readFileSync(path('asked.tsq')), authority, moment));
    expect((await verify('-queryfile', path('asked.tsq'))).text).toContain('Verification: OK');
    expect((await verify('-data', path('bytes'))).text).toContain('Verification: OK');
    await writeFile(path('bytes'), 'another');
    expect((await verify('-data', path('bytes'))).text).toContain('message imprint mismatch');
    await openssl('ts', '-query', '-data', path('bytes'), digest, '-cert', '-out', path('asked.tsq'));
    expect((await verify('-queryfile', path('asked.tsq'))).text).toContain('Verification: FAILED');
    const { text } = await openssl('ts', '-reply', '-in', path('answer.tsr'), '-text');
    expect(text).toContain('Time stamp: Mar 15 04:00:00 2013 GMT');
    expect(text).toContain('Accuracy: 0x01 seconds');
  });

  it('believes a token that nobody asked for over HTTP', async () => {
    const token = await stampDigest(createHash('sha256').update(BYTES).digest(), authority, moment);
    await writeFile(path('answer.tsr'), token);
    await writeFile(path('bytes'), BYTES);
    expect((await verify('-token_in', '-data', path('bytes'))).text).toContain('Verification: OK');
  });

  it('reads a refusal', async () => {
    await writeFile(path('answer.tsr'), await answerStamp(request({ digest: randomBytes(31) }), authority, moment));
    const { text } = await openssl('ts', '-reply', '-in', path('answer.tsr'), '-text');
    expect(text).toContain('Status: Rejected.');
    expect(text).toContain('the data submitted has the wrong format');
  });
});
