// Tests how the signature of a result is looked at, with signatures that are really made.
import { expect, it } from 'vitest';
import { signCms } from '../../../schemas/pki/cms.ts';
import type { Roster } from '../../../schemas/target/driver.ts';
import { makeRoster } from '../../sut/dumb-portal.ts';
import { inspect } from './look.ts';

const AT = { provider: null, now: Date.parse('2013-05-02T00:00:00Z') };

const bytes = Buffer.from('%PDF-1.7 %%EOF');
const { certificates, issuers } = await makeRoster();
const IN_FORCE = new Date('2013-05-01T00:00:00Z');

async function seen(signedAt: Date, trusted: Roster['issuers'] = issuers, over: Uint8Array = bytes) {
  if (certificates.good === undefined) return expect.unreachable('no key');
  return inspect({ mediaType: '', bytes, signature: await signCms(over, certificates.good, signedAt) }, trusted, AT);
}

it('says that a signature verifies, and not over other bytes', async () => {
  expect(await seen(IN_FORCE)).toMatchObject({ wrong: null, verifiesTampered: false, certificate: { inForce: true } });
  expect(await seen(IN_FORCE, issuers, Buffer.from('other'))).toEqual({
    wrong: 'signs the digest of other bytes',
    unknown: null,
    verifiesTampered: false,
    certificate: null,
  });
});

it('says why what is no signature does not verify', async () => {
  for (const signature of [new Uint8Array(), Buffer.from('AAAA')])
    expect(await inspect({ mediaType: '', bytes, signature }, issuers, AT)).toMatchObject({
      wrong: 'is no CMS signature',
    });
});

it('sees a signature over one byte, and one over none, changed', async () => {
  for (const content of [Buffer.from('x'), new Uint8Array()]) {
    if (certificates.good === undefined) return expect.unreachable('no key');
    const signature = await signCms(content, certificates.good, IN_FORCE);
    expect(await inspect({ mediaType: '', bytes: content, signature }, issuers, AT)).toMatchObject({
      wrong: null,
      verifiesTampered: false,
    });
  }
});

it('says whether the certificate was in force when it was signed, both ends included', async () => {
  for (const [signedAt, inForce] of [
    ['2012-12-31T23:59:59Z', false],
    ['2013-01-01T00:00:00Z', true],
    ['2014-01-01T00:00:00Z', true],
    ['2014-01-01T00:00:01Z', false],
  ] as const)
    expect([signedAt, (await seen(new Date(signedAt))).certificate?.inForce]).toEqual([signedAt, inForce]);
});

it('trusts no certificate without its issuer, and takes no person for an organisation', async () => {
  // The certificate of the roster is its own issuer and no authority, so no portal can trust it.
  for (const trusted of [issuers, [], ['no certificate']])
    expect((await seen(IN_FORCE, trusted)).certificate).toMatchObject({ trusted: false, bin: null });
});
