// reglament sign: signs the journal and the report of a run, with a certificate or with a key alone, and has the signature stamped.
// With a certificate the PDF is signed inside too.
import { createPrivateKey, type KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeOutput } from '../reporters/output-file.ts';
import { REPORTERS } from '../reporters/registry.ts';
import { ConformanceError } from '../schemas/errors.ts';
import { signPdf } from '../schemas/pki/pdf-signature.ts';
import { readStamp, stampRequest } from '../schemas/pki/time-stamp.ts';
import type { Report } from '../schemas/run/report.ts';
import {
  checkSigned,
  fingerprint,
  SIGNED,
  SIGNED_INSIDE,
  signStatement,
  statementOf,
} from '../suites/engine/running/attestation.ts';
import { readJournal } from '../suites/engine/running/journal.ts';
import { askedIn, examine } from './run/examine.ts';
import { journalOf } from './run/folder.ts';
import { knownRegulations, print } from './workspace.ts';

/** Where the passphrase of a private key stands, so that it is seen in no list of processes. */
const PASSPHRASE = 'REGLAMENT_KEY_PASSPHRASE';
/** How long an authority may take, in milliseconds, and the most bytes that it may answer. */
const TSA_MS = 30_000;
const TSA_BYTES = 1_000_000;

interface SignOptions {
  key: string;
  cert?: string;
  tsa?: string;
}

/**
 * Signs a folder whose report follows from its journal.
 * @throws ConformanceError `key-unusable`, `journal-broken`, `output-unwritable` where it is signed already, `time-stamp`
 */
export async function signCommand(dir: string, { key, cert, tsa }: SignOptions): Promise<void> {
  const taken = Object.values(SIGNED).find((name) => existsSync(join(dir, name)));
  if (taken !== undefined)
    throw new ConformanceError('output-unwritable', 'it is signed already', {
      file: join(dir, taken),
      cure: `move the files ${SIGNED.statement}* away to sign it anew`,
    });
  const privateKey = privateKeyIn(key);
  const certificate = cert === undefined ? null : certificateIn(cert, privateKey);
  const { content, report } = await contentOf(dir);
  const statement = statementOf(dir, content);
  const { name, bytes, publicKeyPem } = await signStatement(
    statement,
    privateKey,
    certificate?.toString() ?? null,
    new Date(),
  );
  const stamp = tsa === undefined ? null : await stampFrom(tsa, bytes);
  const files: (readonly [string, string | Uint8Array | null])[] = [
    [SIGNED.statement, statement],
    [name, bytes],
    [SIGNED.key, publicKeyPem],
    [SIGNED.stamp, stamp],
  ];
  for (const [file, text] of files) {
    if (text === null) continue;
    writeFileSync(join(dir, file), text);
    print(`wrote ${join(dir, file)}`);
  }
  if (!existsSync(join(dir, SIGNED_INSIDE))) return;
  if (certificate === null) return print(`left as it was: ${SIGNED_INSIDE}, which takes a certificate (--cert)`);
  await signInside(dir, report, certificate, privateKey);
}

/** Writes the PDF again, which says now who has signed, and signs it inside. */
async function signInside(dir: string, report: Report, certificate: X509Certificate, key: KeyObject): Promise<void> {
  const { signed } = await checkSigned(dir, null, report.finishedAt);
  const render = await REPORTERS.pdf.load();
  const pdf = render(report, knownRegulations(), { ...askedIn(dir, SIGNED_INSIDE), signed });
  const pair = {
    certificatePem: certificate.toString(),
    privateKeyPem: String(key.export({ type: 'pkcs8', format: 'pem' })),
  };
  print(`wrote ${await writeOutput(dir, SIGNED_INSIDE, await signPdf(pdf, pair, new Date()))}`);
}

/** The digest of the events of a folder that is worth a signature, and its report. @throws ConformanceError `journal-broken`, `file-unreadable` */
async function contentOf(dir: string): Promise<{ content: string; report: Report }> {
  const file = journalOf(dir);
  if (!existsSync(join(dir, 'report.json')))
    throw new ConformanceError('file-unreadable', 'there is no report that could be signed', {
      file: join(dir, 'report.json'),
      cure: `write it with \`reglament report ${dir} --reporter json\``,
    });
  const journal = readJournal(file);
  const { wrong, report } = await examine(dir, journal, knownRegulations());
  if (wrong[0] === undefined && journal.content !== null && report !== null)
    return { content: journal.content, report };
  throw new ConformanceError('journal-broken', `${wrong[0]}, so nothing of it is signed`, {
    file,
    cure: '`reglament verify` tells all that is wrong',
  });
}

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    throw new ConformanceError('file-unreadable', `it cannot be read (${why})`, { file }, { cause });
  }
};

/** The private key in a file. Nothing of what it holds comes into a message. @throws ConformanceError `key-unusable`, `file-unreadable` */
function privateKeyIn(file: string): KeyObject {
  const pem = readText(file);
  const passphrase = process.env[PASSPHRASE];
  try {
    return createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch {
    const isLocked = /ENCRYPTED/u.test(pem);
    const problem = !isLocked
      ? 'holds no private key in PEM'
      : passphrase === undefined
        ? 'is encrypted, and no passphrase is given'
        : `is not opened by the passphrase in ${PASSPHRASE}`;
    const cure = isLocked ? `set ${PASSPHRASE}` : 'take it out of a .p12 with openssl pkcs12 -nocerts';
    throw new ConformanceError('key-unusable', problem, { file, key: '--key', cure });
  }
}

/** @throws ConformanceError `key-unusable` where there is no certificate, or that of another key */
function certificateIn(file: string, key: KeyObject): X509Certificate {
  const unusable = (problem: string, cure: string) =>
    new ConformanceError('key-unusable', problem, { file, key: '--cert', cure });
  const pem = readText(file);
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pem);
  } catch {
    throw unusable('holds no certificate in PEM', 'take it out of a .p12 with openssl pkcs12 -nokeys -clcerts');
  }
  if (certificate.checkPrivateKey(key)) return certificate;
  throw unusable(
    `is the certificate of another key (${fingerprint(certificate.publicKey)})`,
    'give the certificate that was issued for the key after --key',
  );
}

/** Has a signature stamped. @throws ConformanceError `time-stamp` */
async function stampFrom(url: string, signature: Uint8Array): Promise<Uint8Array> {
  const no = (problem: string, cause?: unknown) =>
    new ConformanceError(
      'time-stamp',
      problem,
      { key: '--tsa', value: url, cure: 'correct the address, or sign without a time stamp' },
      { cause },
    );
  if (!/^https?:/u.test(url)) throw no(`"${url}" is no http address`);
  const nonce = randomBytes(8);
  let answer: Uint8Array;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query' },
      body: Uint8Array.from(stampRequest(signature, nonce)),
      signal: AbortSignal.timeout(TSA_MS),
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    answer = new Uint8Array(await response.arrayBuffer());
    if (answer.length > TSA_BYTES) throw new Error('the answer is too large');
  } catch (error) {
    throw no(`${url} gives no time stamp: ${error instanceof Error ? error.message : String(error)}`, error);
  }
  const stamp = await readStamp(answer, signature, nonce);
  if (!stamp.valid) throw no(`the time stamp of ${url} ${stamp.detail}`);
  return answer;
}
