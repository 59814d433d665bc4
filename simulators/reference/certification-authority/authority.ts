// Our own certification authority: a test hierarchy that issues certificates of the national profile and real revocation lists.
import 'reflect-metadata';
import { createHash, sign } from 'node:crypto';
import { AuthorityKeyIdentifierExtension, Extension, type Name, X509CrlGenerator, X509CrlReason } from '@peculiar/x509';
import { certificatePem } from '../../../schemas/pki/certificate.ts';
import { privateKeyOf, type SigningKey } from '../../../schemas/pki/cms.ts';
import { BITS, der, INTEGER, NULL, oid, SEQUENCE, TAGGED, timeOf } from '../../../schemas/pki/der.ts';
import {
  type AuthorityName,
  authorityExtensions,
  authorityName,
  type CertificateHolder,
  freshestListExtension,
  holderExtensions,
  type ServiceName,
  type ServiceUrls,
  serviceExtensions,
  serviceName,
  subjectName,
} from './national-profile.ts';
import { keyNamed, type LoadedKey, SIGNATURE_ALGORITHM } from './signing-keys.ts';

/** How an authority is set up. Equal options make authorities that answer with equal bytes. */
export interface AuthorityOptions extends ServiceUrls {
  /** RSA private keys by name, PKCS#8 PEM; `root`, `issuing` and `untrusted` must be there, `ocsp`, `tsa` and `tls` for those services. */
  readonly keys: Readonly<Record<string, string>>;
  /** The authorities' own certificates run from five years before to five years after. */
  readonly now: Date;
}

/** A certificate to issue. */
export interface CertificateRequest {
  /** Name of a key in `AuthorityOptions.keys`. */
  readonly key: string;
  readonly use: 'sign' | 'authenticate';
  readonly holder: CertificateHolder;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Default `issuing`. */
  readonly issuer?: 'issuing' | 'untrusted';
}

/** The reasons for which this authority revokes a certificate; only `hold` can be taken back. */
export type RevocationCause = 'key-compromise' | 'affiliation-changed' | 'hold';

/** The status of a serial number at the issuing authority at one moment. */
export type CertificateStatus =
  | { readonly status: 'good' | 'unknown' }
  | { readonly status: 'revoked'; readonly reason: RevocationCause; readonly at: Date };

/** A test certification authority with its revocation list. Serial numbers are hexadecimal, in upper or lower case. */
export interface Authority {
  readonly rootPem: string;
  readonly issuingPem: string;
  /** A self-signed authority outside the hierarchy; its certificates look right and must be refused. */
  readonly untrustedPem: string;
  /** Issues a certificate and returns it with its key. @throws Error when the request names a key that the authority lacks. */
  issue(request: CertificateRequest): Promise<SigningKey>;
  /** Revokes a certificate, or puts it on hold. @throws Error when it was never issued by the issuing authority, or is revoked for good. */
  revoke(serialNumber: string, reason: RevocationCause, at: Date): void;
  /** Takes a certificate off hold. @throws Error when it is not on hold. */
  release(serialNumber: string): void;
  /** The status of a certificate; what is revoked later than `now` still counts as good. */
  statusOf(serialNumber: string, now: Date): CertificateStatus;
  /** The revocation list of the issuing authority in DER, in force for 180 days; it has what was revoked up to `now`, included. */
  crl(now: Date): Promise<Uint8Array>;
  /**
   * The delta list (RFC 5280, 5.2.4): what has changed in the 30 days up to `now`. Together with a list of that time it says what the
   * list of `now` says. In force for a day.
   */
  deltaCrl(now: Date): Promise<Uint8Array>;
  /** The key of a service, certified by the issuing authority. @throws Error when there is no key of that name. */
  service(name: ServiceName): Promise<SigningKey>;
}

interface Tbs {
  readonly subject: Name;
  readonly issuer: Name;
  readonly key: LoadedKey;
  readonly issuerKey: LoadedKey;
  readonly serialNumber: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly extensions: Extension[];
}

const DAY_MS = 24 * 60 * 60 * 1000;
const CRL_WINDOW_MS = 180 * DAY_MS;
const DELTA_SINCE_MS = 30 * DAY_MS;
const AUTHORITY_HALF_LIFE_YEARS = 5;
const REASON_CODES: Readonly<Record<RevocationCause, X509CrlReason>> = {
  'key-compromise': X509CrlReason.keyCompromise,
  'affiliation-changed': X509CrlReason.affiliationChanged,
  hold: X509CrlReason.certificateHold,
};

type Entry = readonly [serialNumber: string, { readonly reason: X509CrlReason; readonly at: Date }];

// Every scenario has a world of its own, and most worlds need the same certificates, so each is made once in a process.
const made = new Map<string, Promise<string>>();
const MADE_AT_MOST = 1000;

/** Makes a test authority. @throws Error when one of its own keys is missing or unreadable. */
export async function createAuthority(options: AuthorityOptions): Promise<Authority> {
  const [root, issuing, untrusted] = await Promise.all([
    keyNamed(options.keys, 'root'),
    keyNamed(options.keys, 'issuing'),
    keyNamed(options.keys, 'untrusted'),
  ]);
  const own = (which: AuthorityName, key: LoadedKey, by: AuthorityName, issuerKey: LoadedKey): Promise<string> =>
    certifyOnce(`${by} ${issuerKey.id} ${which} ${key.id} ${options.now.getTime()}`, () => ({
      subject: authorityName(which),
      issuer: authorityName(by),
      key,
      issuerKey,
      serialNumber: serialFrom(`${by} ${which} ${key.id}`),
      notBefore: yearsFrom(options.now, -AUTHORITY_HALF_LIFE_YEARS),
      notAfter: yearsFrom(options.now, AUTHORITY_HALF_LIFE_YEARS),
      extensions: authorityExtensions(key.id, which === by ? null : issuerKey.id),
    }));
  const [rootPem, issuingPem, untrustedPem] = await Promise.all([
    own('root', root, 'root', root),
    own('issuing', issuing, 'root', root),
    own('untrusted', untrusted, 'untrusted', untrusted),
  ]);

  const urls = [options.crlUrl, options.deltaUrl, options.ocspUrl, options.issuerUrl];
  const timesAsked = new Map<string, number>();
  const issued = new Set<string>();
  const released = new Map<string, Date>();
  const revoked = new Map<string, { reason: RevocationCause; at: Date }>();
  let changes = 0;
  let latestCrl: { readonly state: string; readonly der: Promise<Uint8Array> } | null = null;

  const bySerial = ([left]: Entry, [right]: Entry): number => (left < right ? -1 : 1);
  const revokedBy = (now: Date): Entry[] =>
    [...revoked]
      .filter(([, { at }]) => at <= now)
      .map(([serial, { reason, at }]): Entry => [serial, { reason: REASON_CODES[reason], at }])
      .sort(bySerial);
  const changedSince = (since: Date, now: Date): Entry[] =>
    [
      ...revokedBy(now).filter(([, { at }]) => at > since),
      // An older list may have it on hold, so each delta says that it is there no more.
      ...[...released].map(([serial, at]): Entry => [serial, { reason: X509CrlReason.removeFromCRL, at }]),
    ].sort(bySerial);

  return {
    rootPem,
    issuingPem,
    untrustedPem,

    async issue(request) {
      const by = request.issuer ?? 'issuing';
      const key = await keyNamed(options.keys, request.key);
      const issuerKey = by === 'issuing' ? issuing : untrusted;
      // The serial number follows from the request, not from the order of requests, since scenarios may run in parallel.
      const asked = `${by} ${key.id} ${JSON.stringify({ ...request, key: null })}`;
      const times = timesAsked.get(asked) ?? 0;
      timesAsked.set(asked, times + 1);
      const serialNumber = serialFrom(`${asked} ${times}`);
      if (by === 'issuing') issued.add(serialNumber);
      const identity = JSON.stringify([asked, times, issuerKey.id, urls]);
      const pem = await certifyOnce(identity, () => ({
        subject: subjectName(request.holder),
        issuer: authorityName(by),
        key,
        issuerKey,
        serialNumber,
        notBefore: request.notBefore,
        notAfter: request.notAfter,
        extensions: holderExtensions(request.use, request.holder, key.id, issuerKey.id, options),
      }));
      return { certificatePem: pem, privateKeyPem: key.pem };
    },

    revoke(serialNumber, reason, at) {
      const serial = serialNumber.toLowerCase();
      if (!issued.has(serial)) throw new Error(`Cannot revoke ${serial}: the issuing authority never issued it`);
      const before = revoked.get(serial)?.reason;
      if (before !== undefined && before !== 'hold') throw new Error(`Cannot revoke ${serial}: ${before} already`);
      revoked.set(serial, { reason, at });
      released.delete(serial);
      changes += 1;
    },

    release(serialNumber) {
      const serial = serialNumber.toLowerCase();
      const before = revoked.get(serial);
      if (before?.reason !== 'hold')
        throw new Error(`Cannot release ${serial}: it is ${before?.reason ?? 'not revoked'}, not on hold`);
      revoked.delete(serial);
      released.set(serial, before.at);
      changes += 1;
    },

    statusOf(serialNumber, now) {
      const serial = serialNumber.toLowerCase();
      const entry = revoked.get(serial);
      if (entry !== undefined && entry.at <= now) return { status: 'revoked', ...entry };
      return { status: issued.has(serial) ? 'good' : 'unknown' };
    },

    async crl(now) {
      const state = `${now.getTime()} ${changes}`;
      const sign = () => list({ now, changes, issuing, deltaUrl: options.deltaUrl }, revokedBy(now));
      if (latestCrl?.state !== state) latestCrl = { state, der: sign() };
      return (await latestCrl.der).slice();
    },

    deltaCrl(now) {
      const since = new Date(now.getTime() - DELTA_SINCE_MS);
      return list({ now, changes, issuing, since }, changedSince(since, now));
    },

    async service(name) {
      const key = await keyNamed(options.keys, name);
      const pem = await certifyOnce(`${name} ${issuing.id} ${key.id} ${options.now.getTime()}`, () => ({
        subject: serviceName(name),
        issuer: authorityName('issuing'),
        key,
        issuerKey: issuing,
        serialNumber: serialFrom(`${name} ${key.id}`),
        // Browsers do not believe a server whose certificate is for many years.
        notBefore: name === 'tls' ? options.now : yearsFrom(options.now, -AUTHORITY_HALF_LIFE_YEARS),
        notAfter: yearsFrom(options.now, name === 'tls' ? 1 : AUTHORITY_HALF_LIFE_YEARS),
        extensions: serviceExtensions(name, key.id, issuing.id),
      }));
      return { certificatePem: pem, privateKeyPem: key.pem };
    },
  };
}

/** Certifies once for each `identity`, which therefore has to name everything that the certificate is made from. */
function certifyOnce(identity: string, tbs: () => Tbs): Promise<string> {
  const known = made.get(identity);
  if (known !== undefined) return known;
  const [oldest] = made.keys();
  if (oldest !== undefined && made.size >= MADE_AT_MOST) made.delete(oldest);
  const pem = certify(tbs());
  made.set(identity, pem);
  return pem;
}

async function certify({ subject, issuer, key, issuerKey, extensions, ...dated }: Tbs): Promise<string> {
  const content = der(
    SEQUENCE,
    ...[
      VERSION_3,
      der(INTEGER, Buffer.from(dated.serialNumber, 'hex')),
      SHA256_WITH_RSA,
      written(issuer.toArrayBuffer()),
    ],
    ...[der(SEQUENCE, timeOf(dated.notBefore), timeOf(dated.notAfter)), written(subject.toArrayBuffer()), key.spki],
    der(EXTENSIONS, der(SEQUENCE, ...extensions.map(({ rawData }) => written(rawData)))),
  );
  const signature = sign('sha256', content, privateKeyOf(issuerKey.pem));
  return certificatePem(der(SEQUENCE, content, SHA256_WITH_RSA, der(BITS, Uint8Array.of(0), signature)));
}

const VERSION_3 = der(TAGGED, der(INTEGER, Uint8Array.of(2)));
const SHA256_WITH_RSA = der(SEQUENCE, oid('1.2.840.113549.1.1.11'), NULL);
/** The tag [3] (RFC 5280, 4.1). */
const EXTENSIONS = TAGGED + 3;
const written = (bytes: ArrayBuffer): Uint8Array => new Uint8Array(bytes);

/** A list to sign: a complete one, which says where the delta list is, or one of what has changed `since` then. */
type ListOptions = { readonly now: Date; readonly changes: number; readonly issuing: LoadedKey } & (
  | { readonly deltaUrl: string }
  | { readonly since: Date }
);

async function list({ now, changes, issuing, ...kind }: ListOptions, entries: readonly Entry[]): Promise<Uint8Array> {
  const isDelta = 'since' in kind;
  const crl = await X509CrlGenerator.create({
    issuer: authorityName('issuing'),
    thisUpdate: now,
    nextUpdate: new Date(now.getTime() + (isDelta ? DAY_MS : CRL_WINDOW_MS)),
    entries: entries.map(([serialNumber, { reason, at }]) => ({ serialNumber, revocationDate: at, reason })),
    extensions: [
      new AuthorityKeyIdentifierExtension(issuing.id),
      // RFC 5280, 5.2.3: a later list has a greater number. Neither the time nor the count of changes shrinks, so their sum fits.
      new Extension('2.5.29.20', false, derInteger(secondsOf(now) + changes)),
      // Every list since then has at least this number, so the delta can be put on each of them.
      isDelta
        ? new Extension('2.5.29.27', true, derInteger(secondsOf(kind.since)))
        : freshestListExtension(kind.deltaUrl),
    ],
    signingAlgorithm: SIGNATURE_ALGORITHM,
    signingKey: issuing.signing,
  });
  return new Uint8Array(crl.rawData);
}

const secondsOf = (moment: Date): number => Math.floor(moment.getTime() / 1000);

/** A serial number of sixteen bytes. Its first two bits are 01, so that DER neither shortens it nor reads it as negative. */
function serialFrom(content: string): string {
  const bytes = createHash('sha256').update(`reglament serial ${content}`).digest().subarray(0, 16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}

function derInteger(value: number): Uint8Array<ArrayBuffer> {
  const hex = value.toString(16);
  // Where the first bit is set, a leading zero byte keeps the number positive.
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  const bytes = Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
  return Uint8Array.of(0x02, bytes.byteLength, ...bytes);
}

function yearsFrom(moment: Date, years: number): Date {
  const shifted = new Date(moment);
  shifted.setUTCFullYear(shifted.getUTCFullYear() + years);
  return shifted;
}
