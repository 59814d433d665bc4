// The key storage of the signing client: which key is chosen for a signature that somebody asks for, and what is told of it.
import { X509Certificate } from 'node:crypto';
import { readCertificate } from '../../../schemas/pki/certificate.ts';
import type { SigningKey } from '../../../schemas/pki/cms.ts';

/** The keys of a storage, that which the person chooses, and how the person behaves. */
export interface Storage {
  /** The keys by the names of their certificates in the roster. */
  readonly keys: Readonly<Record<string, SigningKey>>;
  readonly chosen: string;
  readonly behaviour: 'signs' | 'cancels' | 'mistypes';
}

/** What a key has to be for, and whose. */
export interface Wanted {
  /** Object identifiers of extended key usages, all of which its certificate has. */
  readonly usages?: readonly string[] | undefined;
  readonly iin?: string | undefined;
  readonly bin?: string | undefined;
}

/** Why nothing was signed, in words for whoever asked. */
export class Unsigned extends Error {
  /** Whether the person closed the window. */
  readonly cancelled: boolean;

  constructor(message: string, cancelled = false) {
    super(message);
    this.cancelled = cancelled;
  }
}

const USAGES: Readonly<Record<string, string>> = {
  SIGNATURE: '1.3.6.1.5.5.7.3.4',
  AUTHENTICATION: '1.3.6.1.5.5.7.3.2',
};

/** The usages of keys of a type, as the older module names types; none for any other name, which lets the person choose. */
export const usageOf = (keyType: string): string[] => {
  const usage = Object.hasOwn(USAGES, keyType) ? USAGES[keyType] : undefined;
  return usage === undefined ? [] : [usage];
};

/** The key that the person chooses: that of the setting where it is as wanted, else another of the same holder. @throws Unsigned */
export function keyFor({ keys, chosen, behaviour }: Storage, { usages = [], iin, bin }: Wanted = {}): SigningKey {
  if (behaviour === 'cancels') throw new Unsigned('action.canceled', true);
  if (behaviour === 'mistypes') throw new Unsigned('the password of the key storage is wrong');
  const first = Object.hasOwn(keys, chosen) ? keys[chosen] : undefined;
  if (first === undefined) throw new Unsigned(`there is no certificate ${chosen} in the storage`);
  const holder = subjectOf(first);
  const found = [first, ...Object.values(keys).filter((key) => subjectOf(key) === holder)].find(
    (key) => usages.every((usage) => usagesOf(key).includes(usage)) && isOf(key, iin, bin),
  );
  if (found === undefined) throw new Unsigned('the storage has no certificate of that kind');
  return found;
}

const subjectOf = ({ certificatePem }: SigningKey): string => new X509Certificate(certificatePem).subject;

/** The types of Node call extended key usages by the name of the others. */
const usagesOf = ({ certificatePem }: SigningKey): readonly string[] =>
  new X509Certificate(certificatePem).keyUsage ?? [];

function isOf({ certificatePem }: SigningKey, iin: string | undefined, bin: string | undefined): boolean {
  const facts = readCertificate(certificatePem);
  return (iin === undefined || facts.iin === iin) && (bin === undefined || facts.bin === bin);
}

/** What the client tells of a key. Moments are milliseconds, as text. */
export function infoOf({ certificatePem }: SigningKey, alias: string) {
  const facts = readCertificate(certificatePem);
  return {
    ...{ type: 'PKCS12', alias, keyId: facts.serialNumber, algorithm: 'RSA', serialNumber: facts.serialNumber },
    ...{ subjectCn: facts.commonName, subjectDn: facts.subject },
    ...{ issuerCn: /CN=((?:\\.|[^,\\])+)/u.exec(facts.issuer)?.[1] ?? '', issuerDn: facts.issuer },
    certNotBefore: String(Date.parse(facts.notBefore)),
    certNotAfter: String(Date.parse(facts.notAfter)),
    pem: certificatePem,
  };
}
