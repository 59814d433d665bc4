// reglament pack: makes one archive of a run, which can be verified elsewhere with nothing else at hand.
import { basename, dirname, join, resolve } from 'node:path';
import { ConformanceError } from '../../schemas/errors.ts';
import { checkSigned } from '../../suites/engine/running/attestation.ts';
import { readJournal } from '../../suites/engine/running/journal.ts';
import { examine } from '../run/examine.ts';
import { beginningOf, journalOf } from '../run/folder.ts';
import { writeOut } from '../run/write-out.ts';
import { knownRegulations, print } from '../workspace.ts';
import { writeArchive } from './archive.ts';
import { filesFor } from './evidence.ts';

/**
 * Packs a folder of which all that is claimed holds, by default into a file beside it.
 * @throws ConformanceError `journal-broken` where something does not, or the run has not come to its end; `file-unreadable`, `output-unwritable`
 */
export async function packCommand(dir: string, options: { out?: string }): Promise<void> {
  const path = journalOf(dir);
  const journal = readJournal(path);
  const { report, wrong } = await examine(dir, journal, knownRegulations());
  const signature = await checkSigned(dir, null, report?.finishedAt ?? null);
  const [problem] = [...wrong, ...signature.wrong.map((one) => `the signature does not hold: ${one}`)];
  if (problem !== undefined)
    throw new ConformanceError('journal-broken', `${problem}, so nothing of it is packed`, {
      file: path,
      cure:
        journal.isSealed === true
          ? `\`reglament verify ${dir}\` tells all that is wrong`
          : `\`reglament resume ${dir}\` goes on with a run that was stopped`,
    });
  const { files, left } = filesFor(dir, beginningOf(journal, path));
  const folder = resolve(dir);
  const out = options.out ?? join(dirname(folder), `${basename(folder)}.zip`);
  writeOut(out, writeArchive(files));
  print(`wrote ${out}: ${files.map(({ name }) => name).join(', ')}`);
  if (left.length > 0) print(`left out: ${left.join(', ')}`);
  print(
    signature.holds === null
      ? 'not signed: sign the run before it is packed, and nobody can pack another one for it'
      : 'signed',
  );
}
