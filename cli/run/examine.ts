// Checks the folder of a run: that its journal is whole, of this version's regulations and suite, and that its reports follow from it.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ANNEXES, type AnnexName } from '../../reporters/annex-names.ts';
import { type FileContent, filesOf, leftOver } from '../../reporters/output-file.ts';
import { REPORTERS } from '../../reporters/registry.ts';
import { ConformanceError } from '../../schemas/errors.ts';
import type { Language } from '../../schemas/language.ts';
import { readPdfSignature } from '../../schemas/pki/pdf-signature.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import { foldReport } from '../../schemas/run/fold.ts';
import type { Report } from '../../schemas/run/report.ts';
import { checkSigned } from '../../suites/engine/running/attestation.ts';
import { type StoredJournal, UNSEALED } from '../../suites/engine/running/journal.ts';
import { beginningOf, journalOf, whyNotOurs } from './folder.ts';

/** What was found: the report that follows from the journal (null where that is broken), what holds, and what is wrong. */
interface Examined {
  report: Report | null;
  says: string[];
  wrong: string[];
}

/** @throws ConformanceError `file-unreadable` where there is no journal */
export async function examine(
  dir: string,
  journal: StoredJournal,
  regulations: readonly Regulation[],
): Promise<Examined> {
  let events = 0;
  try {
    for (const _ of journal) events += 1;
    const other = whyNotOurs(beginningOf(journal, journalOf(dir)), regulations);
    const report = foldReport(journal);
    const { signed } = await checkSigned(dir, null, report.finishedAt);
    const files = await compareReports(dir, report, regulations, signed);
    const wrong = [
      ...(journal.tail === null ? [] : [journal.tail]),
      ...(journal.isSealed === true ? [] : [UNSEALED]),
      ...(other === null ? [] : [other]),
      ...files.differ.map((file) => `${file} does not follow from the journal`),
    ];
    const says = [
      `${events} events${journal.isSealed === true ? ' and their seal' : ''}, by ${report.tool}`,
      files.follow.length === 0 ? 'no report lies there' : `the same when written again: ${files.follow.join(', ')}`,
      ...(report.parts ?? []).map((digest, at) => `part ${at + 1} is the journal ${digest}`),
    ];
    return { report, says, wrong };
  } catch (error) {
    if (!(error instanceof ConformanceError) || error.code !== 'journal-broken') throw error;
    return { report: null, says: [], wrong: [error.message] };
  }
}

/**
 * Writes every report that lies in the folder again, in the language in which it begins, and compares it byte by byte.
 * @param signed who has signed the folder, which a report says that was written afterwards
 */
async function compareReports(
  dir: string,
  report: Report,
  regulations: readonly Regulation[],
  signed: readonly string[],
) {
  const follow: string[] = [];
  const differ: string[] = [];
  const unsignedPdf = await unsignedPdfIn(dir);
  for (const { file, load } of Object.values(REPORTERS)) {
    if (file === null || !existsSync(join(dir, file))) continue;
    const render = await load();
    const asked = askedIn(dir, file);
    const compare = async (lines: readonly string[]) => {
      const files = filesOf(file, render(report, regulations, { ...asked, signed: lines }));
      const others = await leftOver(dir, file, files);
      const isThereAtAll = [...files.keys()].some((path) => existsSync(join(dir, path)));
      const isSame = (path: string, content: FileContent) =>
        path === PDF && unsignedPdf !== null
          ? unsignedPdf.equals(Buffer.from(content))
          : isThere(join(dir, path), content);
      const wrong = [...files].flatMap(([path, content]) => (isSame(path, content) ? [] : [path])).concat(others);
      return { isAnother: others.length === 0 && !isThereAtAll, wrong };
    };
    const unsigned = await compare([]);
    // A folder of that name may be another tool's.
    if (unsigned.isAnother) continue;
    const { wrong } = unsigned.wrong.length === 0 || signed.length === 0 ? unsigned : await compare(signed);
    if (wrong.length === 0) follow.push(file);
    differ.push(...wrong);
  }
  return { follow, differ };
}

const PDF = REPORTERS.pdf.file;

/** The PDF of a folder without the signature inside it; null where it has none. */
async function unsignedPdfIn(dir: string): Promise<Buffer | null> {
  if (!existsSync(join(dir, PDF))) return null;
  const inside = await readPdfSignature(readFileSync(join(dir, PDF)));
  return inside === null ? null : Buffer.from(inside.document);
}

/** What was asked for when a report was written that lies in a folder: it says so itself. */
export const askedIn = (dir: string, file: string): { language: Language; annexes: AnnexName[] } => ({
  language: languageIn(join(dir, file)),
  annexes: annexesIn(dir, file),
});

/** With which annexes a PDF was made. */
function annexesIn(dir: string, file: string): AnnexName[] {
  if (file !== PDF) return [];
  const names = /\(annexes: ([a-z ]+), language/u.exec(readFileSync(join(dir, file), 'latin1'))?.[1]?.split(' ') ?? [];
  return ANNEXES.filter((name) => names.includes(name));
}

function isThere(path: string, content: FileContent): boolean {
  return existsSync(path) && readFileSync(path).equals(typeof content === 'string' ? Buffer.from(content) : content);
}

/** In which language a report begins: a page and a PDF say so, and what has no language is the same in all. */
function languageIn(path: string): Language {
  if (!statSync(path).isFile()) return 'en';
  const text = readFileSync(path).toString('latin1');
  const told = (/^<!doctype html>\s*<html lang="(kk|ru|en)"/u.exec(text) ??
    /\(annexes: [a-z ]+, language: (kk|ru|en)\)/u.exec(text))?.[1];
  return told === 'kk' || told === 'ru' ? told : 'en';
}
