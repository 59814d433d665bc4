// reglament verify: says of a run which of three claims hold: its signature, its arithmetic, its observations.
import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { ConformanceError } from '../schemas/errors.ts';
import type { VerifyOutput } from '../schemas/run/output.ts';
import { EXIT_CODES } from '../schemas/run/verdict.ts';
import { checkSigned } from '../suites/engine/running/attestation.ts';
import { readJournal } from '../suites/engine/running/journal.ts';
import { type OpenPack, openPack } from './pack/evidence.ts';
import { examine } from './run/examine.ts';
import { beginningOf, journalOf } from './run/folder.ts';
import { replay } from './run/replay.ts';
import { knownRegulations, print, printJson } from './workspace.ts';

interface VerifyOptions {
  signer?: string;
  replay?: true;
  target?: string;
  roster?: string;
  env?: string[];
  trust?: true;
  production?: true;
  concurrency: number;
  json?: true;
}

type Claim = VerifyOutput['claims'][number];

/**
 * Prints the claims about a folder or an evidence pack, and exits with 0 where all that is claimed holds, else with 1.
 * @throws ConformanceError `file-unreadable`, `pack-broken`, `key-unusable`, `usage`
 */
export async function verifyCommand(path: string, options: VerifyOptions): Promise<void> {
  const isReplayed = options.replay === true;
  if (isReplayed !== (options.target !== undefined))
    throw new ConformanceError('usage', 'walks are repeated on a target, and a target is asked for nothing else', {
      key: isReplayed ? '--replay' : '--target',
      cure: 'give --replay and --target together, or neither',
    });
  const signer = options.signer === undefined ? null : publicKeyIn(options.signer);
  const pack = statSync(path, { throwIfNoEntry: false })?.isFile() === true ? openPack(path) : null;
  try {
    const claims = await claimsOf(path, pack, signer, options);
    const holds = claims.every((one) => one.holds !== false);
    if (options.json) printJson({ holds, claims } satisfies VerifyOutput);
    else for (const claim of claims) printClaim(claim);
    process.exitCode = holds ? EXIT_CODES.passed : EXIT_CODES.failed;
  } finally {
    pack?.close();
  }
}

async function claimsOf(
  path: string,
  pack: OpenPack | null,
  signer: KeyObject | null,
  options: VerifyOptions,
): Promise<Claim[]> {
  const dir = pack?.dir ?? path;
  const regulations = pack?.regulations ?? knownRegulations();
  const journal = readJournal(journalOf(dir));
  const examined = await examine(dir, journal, regulations);
  const { report } = examined;
  const says = [...examined.says];
  // Where a pack lies while it is read is of no use to anybody.
  const wrong = examined.wrong.map((one) => (pack === null ? one : one.replaceAll(journalOf(dir), 'journal.ndjson')));
  if (pack !== null && report !== null) {
    const begun = beginningOf(journal, journalOf(dir));
    const unlisted = pack.whyUnlisted(begun);
    wrong.push(...(unlisted === null ? [] : [unlisted]));
    says.push(...pack.differences(begun));
  }
  const signature = await checkSigned(dir, signer, report?.finishedAt ?? null);
  const claims: Claim[] = [
    { claim: 'signature valid', ...signature },
    { claim: 'arithmetic consistent', holds: wrong.length === 0, says, wrong },
  ];
  const isReplayed = options.replay === true;
  if (!isReplayed || report === null)
    return [...claims, { claim: 'observations reproducible', holds: isReplayed ? false : null, says: [], wrong: [] }];
  const begun = beginningOf(journal, journalOf(dir));
  const again = await replay(begun, report, { ...options, seed: report.seed }, [...regulations]);
  return [...claims, { claim: 'observations reproducible', holds: again.wrong.length === 0, ...again }];
}

const UNCLAIMED: Readonly<Record<Claim['claim'], string>> = {
  'signature valid': 'not signed',
  'arithmetic consistent': 'not checked',
  'observations reproducible': 'not tried (--replay --target …)',
};

function printClaim({ claim, holds, says, wrong }: Claim): void {
  print(`${claim.padEnd(26)}${holds === null ? UNCLAIMED[claim] : holds ? 'yes' : 'NO'}`);
  for (const sentence of [...wrong, ...says]) print(`  ${sentence}`);
}

/** The public key in a file: itself, or that of a certificate. @throws ConformanceError `key-unusable`, `file-unreadable` */
function publicKeyIn(file: string): KeyObject {
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConformanceError('file-unreadable', 'it cannot be read', { file, key: '--signer' }, { cause });
  }
  try {
    return createPublicKey(pem);
  } catch {
    throw new ConformanceError('key-unusable', 'holds neither a public key nor a certificate in PEM', {
      file,
      key: '--signer',
      cure: 'give the key or certificate of whoever signs',
    });
  }
}
