// Portals whose results look and are signed otherwise than those of the simulator pass, and those whose results are none fail.
import { Constructed, fromBER } from 'asn1js';
import { beforeAll } from 'vitest';
import { type SigningKey, signCms } from '../schemas/pki/cms.ts';
import type { ResultView } from '../schemas/target/driver.ts';
import { loadPeople } from '../simulators/reference/engine/people.ts';
import type { ResultDocument } from '../simulators/reference/operations/result-document.ts';
import { readWords } from '../suites/engine/walking/read-words.ts';
import type { Alter } from './altered-simulator.ts';
import { BLANK, keysOfOffice, resulting, signedBy } from './altering.ts';
import { AT_LICENCE_PSC, tryPortals } from './honest.ts';

let keys: Record<'official' | 'stranger' | 'head', SigningKey>;
beforeAll(async () => {
  const { authority, official, stranger } = await keysOfOffice();
  const people = loadPeople();
  const holder = people.holders[people.official.holder];
  if (holder === undefined) throw new Error('the fixtures have no official');
  const head = await authority.issue({
    ...{ key: people.stranger.key, use: 'sign', holder: { ...holder, commonName: 'ЖҰМАБЕКОВ ЕРЛАН' } },
    ...{ notBefore: new Date('2013-01-01T00:00:00Z'), notAfter: new Date('2014-01-01T00:00:00Z') },
  });
  keys = { official, stranger, head };
});

const bytesOf = (base64: string) => Uint8Array.from(Buffer.from(base64, 'base64'));
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const AT = new Date('2013-05-10T04:00:00Z');

/** Makes another document for the same holder. */
const made = (key: 'official' | 'stranger', content: (holder: string) => Partial<ResultDocument>): Alter =>
  resulting(async ({ mediaType, document }) => {
    const words = await readWords({ mediaType, bytes: bytesOf(document) });
    const holder = 'text' in words ? (words.text.match(/\d{12}/u)?.[0] ?? '') : '';
    return signedBy(keys[key], { ...BLANK, ...content(holder) });
  });

/** Changes the view of the result. */
const handed = (change: (view: ResultView) => Partial<ResultView> | Promise<Partial<ResultView>>): Alter =>
  resulting(async (view) => ({ status: 200, body: { ...view, ...(await change(view)) } }));

/** The members of a signature: its certificates, and who signed. */
function membersOf(cms: Uint8Array) {
  const whole = fromBER(Uint8Array.from(cms)).result;
  const inside = (block: unknown, at: number) => {
    const inner = block instanceof Constructed ? block.valueBlock.value[at] : undefined;
    if (!(inner instanceof Constructed)) throw new TypeError('this is no signature');
    return inner;
  };
  const signed = inside(inside(whole, 1), 0);
  return { whole, certificates: inside(signed, 3), signers: inside(signed, 4) };
}

/** Has somebody else sign before, by default the same document. */
const signedToo = (key: 'head' | 'stranger', other: Uint8Array | null = null) =>
  handed(async ({ document, signature }) => {
    const both = membersOf(await signCms(other ?? bytesOf(document), keys[key], AT));
    const { certificates, signers } = membersOf(bytesOf(signature));
    both.certificates.valueBlock.value.push(...certificates.valueBlock.value);
    both.signers.valueBlock.value.push(...signers.valueBlock.value);
    return { signature: base64(new Uint8Array(both.whole.toBER())) };
  });

const inPem = handed(({ signature }) => {
  const lines = signature.match(/.{1,64}/gu)?.join('\n');
  return { signature: base64(Buffer.from(`-----BEGIN CMS-----\n${lines}\n-----END CMS-----\n`)) };
});

const RUSSIAN = (holder: string): Partial<ResultDocument> => ({
  title: 'РЕСПУБЛИКА КАЗАХСТАН',
  lines: [
    ['', 'ЛИЦЕНЗИЯ'],
    ['Выдана', `ИИН/БИН ${holder.replace(/(\d{3})(?=\d)/gu, '$1 ')}`],
    ['на занятие', 'перевозкой пассажиров автобусами'],
    ['номер', '12/77'],
    ['', '«10» мая 2013 года'],
  ],
});
const ENGLISH = (holder: string): Partial<ResultDocument> => ({
  lines: [
    ['Holder', holder],
    ['Date', 'May 10, 2013'],
    ['No.', 'KZ-0012'],
    ['', 'LICENSE for the carriage of passengers by bus'],
  ],
});

tryPortals(
  ['document'],
  [
    ['gives a licence in Russian with another layout', AT_LICENCE_PSC, () => made('official', RUSSIAN)],
    ['gives a licence in English, its particulars in another order', AT_LICENCE_PSC, () => made('official', ENGLISH)],
    ['has two of its people sign', AT_LICENCE_PSC, () => signedToo('head')],
    ['has another organisation sign as well', AT_LICENCE_PSC, () => signedToo('stranger')],
    ['gives the signature as PEM', AT_LICENCE_PSC, () => inPem],
    [
      'tells the media type with a parameter',
      AT_LICENCE_PSC,
      () => handed(() => ({ mediaType: 'Application/PDF; version=1.4' })),
    ],
  ],
  [
    [
      'signs with the key of another organisation',
      AT_LICENCE_PSC,
      () => made('stranger', RUSSIAN),
      'receive-result/*',
      ['receive-result/signed-by-provider'],
    ],
    [
      'signs other bytes',
      AT_LICENCE_PSC,
      () => handed(async () => ({ signature: base64(await signCms(new Uint8Array(3), keys.official, AT)) })),
      'receive-result/{sign,pdf,names}*',
      ['receive-result/signed'],
    ],
    [
      'has one of its people sign other bytes',
      AT_LICENCE_PSC,
      () => signedToo('head', new Uint8Array(3)),
      'receive-result/{sign,pdf,names}*',
      ['receive-result/signed'],
    ],
    [
      'gives a page for a PDF',
      AT_LICENCE_PSC,
      () => handed(() => ({ mediaType: 'text/html' })),
      'receive-result/pdf',
      ['receive-result/pdf'],
    ],
    [
      'names no holder',
      AT_LICENCE_PSC,
      () => made('official', () => RUSSIAN('')),
      'receive-result/*',
      ['receive-result/names-holder'],
    ],
  ],
);
