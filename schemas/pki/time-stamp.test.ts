// Tests that a time stamp counts only for the bytes, the request and the kind of certificate that it is for.
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { makeAuthority } from './sample-authority.ts';
import { readStamp, stampRequest } from './time-stamp.ts';

const BYTES = Buffer.from('a signature');
const NONCE = randomBytes(8);
const request = stampRequest(BYTES, NONCE);

it('reads the time of a stamp that was made for the request', async () => {
  const { answer } = await makeAuthority();
  const stamp = await readStamp(await answer(request, new Date('2026-11-27T10:00:00Z')), BYTES, NONCE);
  expect(stamp).toMatchObject({ valid: true, at: '2026-11-27T10:00:00.000Z' });
});

it('says why a stamp counts for nothing', async () => {
  const { answer } = await makeAuthority();
  const good = await answer(request, new Date());
  const cut = good.subarray(0, good.length - 9);
  const forged = Uint8Array.from(good);
  forged[forged.length - 5] = (forged.at(-5) ?? 0) ^ 1;
  const why = async (response: Uint8Array, bytes: Uint8Array = BYTES, nonce: Uint8Array = NONCE) => {
    const stamp = await readStamp(response, bytes, nonce);
    return stamp.valid ? null : stamp.detail;
  };
  expect(await why(good)).toBeNull();
  expect(await why(good, Buffer.from('another signature'))).toBe('is over other bytes');
  expect(await why(good, BYTES, randomBytes(8))).toBe('answers another request');
  expect(await why(forged)).toBe('was not made over these bytes with the key of its certificate');
  expect(await why(cut)).toBe('cannot be read');
  expect(await why(Buffer.from('<html>'))).toBe('cannot be read');
  const other = await makeAuthority({ isForStamps: false });
  expect(await why(await other.answer(request, new Date()))).toBe(
    'was signed with a certificate that is not for time stamps',
  );
  const refusing = await makeAuthority({ status: 2 });
  expect(await why(await refusing.answer(request, new Date()))).toBe('was not granted (status 2)');
});
