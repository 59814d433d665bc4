// The national certificate profile: the names, key usages, policies and service URLs that our authority writes into certificates.
import 'reflect-metadata';
import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CertificatePolicyExtension,
  CRLDistributionPointsExtension,
  ExtendedKeyUsageExtension,
  Extension,
  type JsonAttributeAndObjectValue,
  type JsonGeneralNames,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
} from '@peculiar/x509';
import { keeping } from '../../../schemas/pki/keeping.ts';

/** The holder of a certificate. Names are written in upper case, as the national authority writes them. */
export interface CertificateHolder {
  /** Twelve digits. They are not checked, so that a certificate can carry a wrong number too. */
  readonly iin?: string;
  /** Twelve digits. Given only for a certificate of a legal entity. */
  readonly bin?: string;
  readonly commonName: string;
  readonly surname: string;
  /** The patronymic: the national profile keeps it in GIVENNAME. */
  readonly givenName?: string;
  readonly organisation?: string;
}

/** The URLs of the authority's services, as they are written into every holder's certificate. */
export interface ServiceUrls {
  readonly crlUrl: string;
  /** Where the delta list is. */
  readonly deltaUrl: string;
  readonly ocspUrl: string;
  readonly issuerUrl: string;
}

/** The authorities of the test hierarchy. `untrusted` is a root of its own, which nobody trusts. */
export type AuthorityName = 'root' | 'issuing' | 'untrusted';

const AUTHORITY_NAMES: Readonly<Record<AuthorityName, string>> = {
  root: 'НЕГІЗГІ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RSA TEST) REGLAMENT',
  issuing: 'ҰКО 3.0 (RSA TEST) REGLAMENT',
  untrusted: 'БӨТЕН КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RSA TEST) REGLAMENT',
};

// Key usage, first extended usage and policies for each purpose, as in certificates of the national authority.
const PURPOSES = {
  sign: {
    keyUsage: KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation,
    extendedUsage: '1.3.6.1.5.5.7.3.4',
    individualPolicy: '1.2.398.3.3.2.3',
    entityPolicy: '1.2.398.3.3.2.1',
  },
  authenticate: {
    keyUsage: KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment,
    extendedUsage: '1.3.6.1.5.5.7.3.2',
    individualPolicy: '1.2.398.3.3.2.4',
    entityPolicy: '1.2.398.3.3.2.2',
  },
} as const;

const INDIVIDUAL = '1.2.398.3.3.4.1.1';
const LEGAL_ENTITY = '1.2.398.3.3.4.1.2';
const FIRST_HEAD = '1.2.398.3.3.4.1.2.1';

/** The name of one authority of the test hierarchy; it says TEST so that nobody takes it for the national one. */
export function authorityName(which: AuthorityName): Name {
  return nameOf([country(), text('2.5.4.3', AUTHORITY_NAMES[which])]);
}

/** The services of the issuing authority that have a certificate of their own: its OCSP responder, time stamps, and a TLS server. */
export type ServiceName = 'ocsp' | 'tsa' | 'tls';

const SERVICES = {
  ocsp: { name: 'OCSP (RSA TEST) REGLAMENT', extendedUsage: '1.3.6.1.5.5.7.3.9' },
  tsa: { name: 'TSA (RSA TEST) REGLAMENT', extendedUsage: '1.3.6.1.5.5.7.3.8' },
  tls: { name: 'LOCALHOST (RSA TEST) REGLAMENT', extendedUsage: '1.3.6.1.5.5.7.3.1' },
} as const satisfies Record<ServiceName, { name: string; extendedUsage: string }>;

/** The names by which a machine calls itself; the certificate of the TLS server is for no other. */
const LOOPBACK: JsonGeneralNames = [
  { type: 'dns', value: 'localhost' },
  { type: 'ip', value: '127.0.0.1' },
  { type: 'ip', value: '::1' },
];

/** The name of a service of the issuing authority. */
export function serviceName(service: ServiceName): Name {
  return nameOf([country(), text('2.5.4.3', SERVICES[service].name)]);
}

/** The subject name of a holder, its parts in the order of the national authority. */
export function subjectName(holder: CertificateHolder): Name {
  const { iin, bin, organisation, givenName } = holder;
  const parts = [text('2.5.4.3', holder.commonName), text('2.5.4.4', holder.surname)];
  if (iin !== undefined) parts.push(printable('2.5.4.5', `IIN${iin}`));
  // The older form of an organisation's certificate names no person and has the BIN in place of the IIN.
  else if (bin !== undefined) parts.push(printable('2.5.4.5', `BIN${bin}`));
  parts.push(country());
  if (organisation !== undefined) parts.push(text('2.5.4.10', organisation));
  if (iin !== undefined && bin !== undefined) parts.push(printable('2.5.4.11', `BIN${bin}`));
  if (givenName !== undefined) parts.push(text('2.5.4.42', givenName));
  return nameOf(parts);
}

/** The extensions of a holder's certificate. Key identifiers are hexadecimal. */
export function holderExtensions(
  purpose: 'sign' | 'authenticate',
  holder: CertificateHolder,
  keyId: string,
  issuerKeyId: string,
  urls: ServiceUrls,
): Extension[] {
  const { keyUsage, extendedUsage, individualPolicy, entityPolicy } = PURPOSES[purpose];
  const ofEntity = holder.bin !== undefined;
  return [
    keyUsageOf(String(keyUsage)),
    extendedUsageOf([extendedUsage, ...(ofEntity ? [LEGAL_ENTITY, FIRST_HEAD] : [INDIVIDUAL])].join(' ')),
    policyOf(ofEntity ? entityPolicy : individualPolicy),
    crlAt(urls.crlUrl),
    freshestListExtension(urls.deltaUrl),
    servicesAt(`${urls.ocspUrl} ${urls.issuerUrl}`),
    subjectKeyOf(keyId),
    issuerKeyOf(issuerKeyId),
  ];
}

// Most certificates share most of their extensions, and to write one takes longer than to sign the certificate.
const keyUsageOf = keeping((flags) => new KeyUsagesExtension(Number(flags), true));
const extendedUsageOf = keeping((usages) => new ExtendedKeyUsageExtension(usages.split(' ')));
const policyOf = keeping((policy) => new CertificatePolicyExtension([policy]));
const crlAt = keeping((url) => new CRLDistributionPointsExtension([url]));
// No URL holds a blank.
const servicesAt = keeping((urls) => {
  const [ocsp = '', caIssuers = ''] = urls.split(' ');
  return new AuthorityInfoAccessExtension({ ocsp, caIssuers });
});
const subjectKeyOf = keeping((id) => new SubjectKeyIdentifierExtension(id));
const issuerKeyOf = keeping((id) => new AuthorityKeyIdentifierExtension(id));

/** The extensions of an authority's own certificate. `issuerKeyId` is null for a root. */
export function authorityExtensions(keyId: string, issuerKeyId: string | null): Extension[] {
  // An authority below the root certifies holders only, and no further authority.
  const constraints = issuerKeyId === null ? undefined : 0;
  return [
    new BasicConstraintsExtension(true, constraints, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    new SubjectKeyIdentifierExtension(keyId),
    ...(issuerKeyId === null ? [] : [new AuthorityKeyIdentifierExtension(issuerKeyId)]),
  ];
}

/** The extensions of the certificate of a service. */
export function serviceExtensions(service: ServiceName, keyId: string, issuerKeyId: string): Extension[] {
  return [
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    // RFC 3161, 2.3: that of a time-stamping authority is critical, and has no other.
    new ExtendedKeyUsageExtension([SERVICES[service].extendedUsage], service === 'tsa'),
    // RFC 6960, 4.2.2.2.1: the certificate of a responder needs no revocation check.
    ...(service === 'ocsp' ? [new Extension('1.3.6.1.5.5.7.48.1.5', false, Uint8Array.of(0x05, 0x00))] : []),
    ...(service === 'tls' ? [new SubjectAlternativeNameExtension(LOOPBACK)] : []),
    new SubjectKeyIdentifierExtension(keyId),
    new AuthorityKeyIdentifierExtension(issuerKeyId),
  ];
}

/** The extension that says where the delta list is (RFC 5280, 4.2.1.15 and 5.2.6); it is written like the one about the list. */
export const freshestListExtension = keeping(
  (deltaUrl) => new Extension('2.5.29.46', false, new CRLDistributionPointsExtension([deltaUrl]).value),
);

// The values are typed, since the library reads quotes in plain strings as its own syntax and drops what follows.
function text(type: string, value: string): JsonAttributeAndObjectValue {
  return { [type]: [{ utf8String: value.toUpperCase() }] };
}

function printable(type: string, value: string): JsonAttributeAndObjectValue {
  return { [type]: [{ printableString: value }] };
}

function country(): JsonAttributeAndObjectValue {
  return printable('2.5.4.6', 'KZ');
}

function nameOf(parts: JsonAttributeAndObjectValue[]): Name {
  return new Name(parts);
}
