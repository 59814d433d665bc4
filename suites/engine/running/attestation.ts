// Signs the folder of a run and checks its signature: what is signed is a statement, which names the journal and the report by their digests.
import {
  verify as checkSignature,
  createHash,
  createPublicKey,
  type KeyObject,
  sign as makeSignature,
  X509Certificate,
} from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { type Static, Type } from 'typebox';
import { ConformanceError } from '../../../schemas/errors.ts';
import { signCms } from '../../../schemas/pki/cms.ts';
import { verifyCms } from '../../../schemas/pki/cms-check.ts';
import { readPdfSignature } from '../../../schemas/pki/pdf-signature.ts';
import { readStamp } from '../../../schemas/pki/time-stamp.ts';
import { visibleJson } from '../../../schemas/run/visible-json.ts';

/** The files of a signed folder. Each can be checked with openssl too (docs/regulators.md). */
export const SIGNED = {
  /** What is signed. */
  statement: 'signed.json',
  /** A detached CMS signature in DER. */
  cms: 'signed.json.p7s',
  /** The bytes of a signature without a certificate. */
  raw: 'signed.json.sig',
  /** The public key that belongs to it, in PEM. */
  key: 'signed.json.pub',
  /** The answer of a time-stamping authority about the signature, RFC 3161. */
  stamp: 'signed.json.tsr',
} as const;

const Digest = Type.String({ pattern: '^[0-9a-f]{64}$' });
const Statement = Type.Object(
  {
    format: Type.Literal('reglament-signature/1'),
    journal: Type.Object({ bytes: Type.Integer({ minimum: 0 }), sha256: Digest, content: Digest }),
    report: Type.Object({ sha256: Digest }),
  },
  { additionalProperties: false },
);
type Statement = Static<typeof Statement>;
const isStatement = new Ajv({ strict: false }).compile<Statement>(Statement);

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const read = (dir: string, name: string) => readFileSync(join(dir, name));

/** What is signed of a folder. @param content the digest of the events, as the seal of the journal names it */
export function statementOf(dir: string, content: string): string {
  const journal = read(dir, 'journal.ndjson');
  const statement: Statement = {
    format: 'reglament-signature/1',
    journal: { bytes: journal.length, sha256: sha256(journal), content },
    report: { sha256: sha256(read(dir, 'report.json')) },
  };
  return `${visibleJson(statement, 2)}\n`;
}

/** A signature, and the name of the file that holds it; without a certificate also the public key. */
export interface Signature {
  name: string;
  bytes: Uint8Array;
  publicKeyPem: string | null;
}

/**
 * Signs a statement: by CMS where there is a certificate, else with the key alone.
 * @throws ConformanceError `key-unusable` where key and certificate do not belong together, or the key cannot sign
 */
export async function signStatement(
  statement: string,
  key: KeyObject,
  certificatePem: string | null,
  at: Date,
): Promise<Signature> {
  const bytes = Buffer.from(statement);
  const kind = key.asymmetricKeyType ?? 'unknown';
  const isSigning = certificatePem === null ? KINDS.includes(kind) : CMS_KINDS.includes(kind);
  if (!isSigning)
    throw new ConformanceError('key-unusable', `a key of the kind ${kind} does not sign here`, {
      key: '--key',
      cure:
        certificatePem === null ? `take one of ${KINDS.join(', ')}` : `with --cert take one of ${CMS_KINDS.join(', ')}`,
    });
  if (certificatePem === null) {
    const publicKeyPem = String(createPublicKey(key).export({ type: 'spki', format: 'pem' }));
    return { name: SIGNED.raw, bytes: makeSignature(hashFor(key), bytes, key), publicKeyPem };
  }
  const privateKeyPem = String(key.export({ type: 'pkcs8', format: 'pem' }));
  return { name: SIGNED.cms, bytes: await signCms(bytes, { certificatePem, privateKeyPem }, at), publicKeyPem: null };
}

const CMS_KINDS: readonly string[] = ['rsa', 'ec'];
const KINDS: readonly string[] = [...CMS_KINDS, 'ed25519', 'ed448'];
const hashFor = ({ asymmetricKeyType }: KeyObject) => (asymmetricKeyType?.startsWith('ed') === true ? null : 'sha256');

/** What was found of a signature: whether it holds (null where there is none), what it says, and what is wrong with it. */
export interface SignatureFindings {
  holds: boolean | null;
  says: string[];
  wrong: string[];
  /** What a report tells that is written afterwards: who has signed the statement; empty where that signature does not hold. */
  signed: string[];
}

/** The report that carries a signature of its own where there is a certificate. */
export const SIGNED_INSIDE = 'report.pdf';

/**
 * Checks the signature of a folder, its time stamp, and that both are over what lies there now.
 * @param signer the key of whoever has to have signed; null where anybody may
 * @param finishedAt when the run ended, ISO 8601; null where it did not
 */
export async function checkSigned(
  dir: string,
  signer: KeyObject | null,
  finishedAt: string | null,
): Promise<SignatureFindings> {
  const there = Object.values(SIGNED).filter((name) => existsSync(join(dir, name)));
  if (there.length === 0) {
    const wrong = signer === null ? [] : ['it is not signed'];
    return { holds: signer === null ? null : false, says: [], wrong, signed: [] };
  }
  const form = there.find((name) => name === SIGNED.cms || name === SIGNED.raw);
  if (!there.includes(SIGNED.statement) || form === undefined)
    return { holds: false, says: [], wrong: [`of the signature there is only ${there.join(', ')}`], signed: [] };
  const statement = read(dir, SIGNED.statement);
  const made = await madeBy(dir, form, statement);
  const stamped = there.includes(SIGNED.stamp) ? await readStamp(read(dir, SIGNED.stamp), read(dir, form)) : null;
  const findings = [overOf(dir, statement), made, ...(stamped === null ? [] : [tellStamp(stamped, finishedAt)])];
  // Comparing keys of two kinds would leave an error behind in OpenSSL, which the next call would be told.
  if (made.key !== null && signer !== null && fingerprint(made.key) !== fingerprint(signer))
    findings.push({ says: [], wrong: ['it is by another key than the one that was named'] });
  const moment = stamped?.valid === true ? stamped.at : made.signedAt;
  findings.push({ says: [], wrong: notInForce(made.certificatePem, moment) });
  const signed = findings.some((one) => one.wrong.length > 0) ? [] : findings.flatMap((one) => one.says);
  if (form === SIGNED.cms && made.key !== null) findings.push(await insideOf(dir, made.key));
  const wrong = findings.flatMap((one) => one.wrong);
  return { holds: wrong.length === 0, says: findings.flatMap((one) => one.says), wrong, signed };
}

/** Whether the PDF that lies there has a signature inside, which has to be by the same key. */
async function insideOf(dir: string, key: KeyObject): Promise<Findings> {
  if (!existsSync(join(dir, SIGNED_INSIDE))) return { says: [], wrong: [] };
  const inside = await readPdfSignature(read(dir, SIGNED_INSIDE));
  if (inside === null) return { says: [`${SIGNED_INSIDE} has no signature of its own`], wrong: [] };
  const { verdict } = inside;
  if (!verdict.valid) return { says: [], wrong: [`the signature inside ${SIGNED_INSIDE} ${verdict.detail}`] };
  const certificate = new X509Certificate(verdict.certificatePem);
  const own = certificate.publicKey;
  const isOther = fingerprint(own) !== fingerprint(key);
  const wrong = [
    ...(isOther ? [`${SIGNED_INSIDE} is signed inside with another key (${fingerprint(own)})`] : []),
    ...notInForce(verdict.certificatePem, verdict.signedAt),
  ];
  return { says: wrong.length > 0 ? [] : [`${SIGNED_INSIDE} is signed inside with the same key`], wrong };
}

type Findings = Pick<SignatureFindings, 'says' | 'wrong'>;

/** Whether the statement is over the journal and the report that lie there. */
function overOf(dir: string, text: Buffer): Findings {
  const statement = parsed(text);
  if (statement === null) return { says: [], wrong: [`${SIGNED.statement} cannot be read`] };
  const journal = read(dir, 'journal.ndjson');
  const { bytes, sha256: signed } = statement.journal;
  const isWhole = journal.length === bytes && sha256(journal) === signed;
  const isEarlier = journal.length > bytes && sha256(journal.subarray(0, bytes)) === signed;
  const wrong: string[] = [];
  if (isEarlier)
    wrong.push(
      `it is over an earlier state: over the first ${bytes} bytes of the journal, which now has ${journal.length}`,
    );
  else if (!isWhole) wrong.push('it is over another journal');
  const report = join(dir, 'report.json');
  if (!existsSync(report)) wrong.push('it is over a report.json that is not there');
  else if (sha256(readFileSync(report)) !== statement.report.sha256) wrong.push('it is over another report.json');
  return { says: [], wrong };
}

function parsed(text: Buffer): Statement | null {
  try {
    const value: unknown = JSON.parse(text.toString());
    return isStatement(value) ? value : null;
  } catch {
    return null;
  }
}

type Made = Findings & { key: KeyObject | null; certificatePem: string | null; signedAt: string | null };

/** Who has signed the statement. */
async function madeBy(dir: string, form: string, statement: Buffer): Promise<Made> {
  const nobody = { key: null, certificatePem: null, signedAt: null, says: [] };
  if (form === SIGNED.cms) {
    const found = await verifyCms(read(dir, form), statement);
    if (!found.valid) return { ...nobody, wrong: [`${form} ${found.detail}`] };
    const { certificatePem, signedAt } = found;
    const certificate = new X509Certificate(certificatePem);
    const says = [`by ${nameOf(certificate)}${signedAt === null ? '' : `, who says at ${signedAt}`}`];
    return { key: certificate.publicKey, certificatePem, signedAt, says, wrong: [] };
  }
  try {
    const key = createPublicKey(read(dir, SIGNED.key));
    const wrong = checkSignature(hashFor(key), statement, key, read(dir, form))
      ? []
      : [`${form} was not made over ${SIGNED.statement} with the key in ${SIGNED.key}`];
    return { ...nobody, key, says: [`by the key ${fingerprint(key)}`], wrong };
  } catch {
    return { ...nobody, wrong: [`${SIGNED.key} holds no public key in PEM`] };
  }
}

const nameOf = (certificate: X509Certificate) =>
  `${certificate.subject.replaceAll('\n', ', ')} with the key ${fingerprint(certificate.publicKey)}`;

/** The SHA-256 of a public key (SubjectPublicKeyInfo), in hexadecimal. */
export const fingerprint = (key: KeyObject): string =>
  `SHA-256 ${sha256(Uint8Array.from(key.export({ type: 'spki', format: 'der' })))}`;

function tellStamp(stamp: Awaited<ReturnType<typeof readStamp>>, finishedAt: string | null): Findings {
  if (!stamp.valid) return { says: [], wrong: [`the time stamp ${stamp.detail}`] };
  const says = [`stamped at ${stamp.at} by ${nameOf(new X509Certificate(stamp.certificatePem))}`];
  const isTooSoon = finishedAt !== null && stamp.at < finishedAt.slice(0, 19);
  return { says, wrong: isTooSoon ? [`it was stamped before the run ended at ${finishedAt}`] : [] };
}

function notInForce(pem: string | null, moment: string | null): string[] {
  if (pem === null || moment === null) return [];
  const { validFrom, validTo } = new X509Certificate(pem);
  const at = Date.parse(moment);
  const isInForce = at >= Date.parse(validFrom) && at <= Date.parse(validTo);
  return isInForce ? [] : [`its certificate is in force from ${validFrom} to ${validTo}, and not at ${moment}`];
}
