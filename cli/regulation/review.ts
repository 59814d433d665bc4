// reglament import --review: shows each quotation that is open beside its reading, takes the answer, and writes it into the file.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Review } from '../../readers/review.ts';
import { plainText } from '../../reporters/index.ts';
import { draftProblem, loadDraft } from '../../schemas/draft.ts';
import { ConformanceError } from '../../schemas/errors.ts';
import { print } from '../workspace.ts';
import { tellWork } from './tell-work.ts';

/**
 * Asks for what is open, an answer a line: an empty line leaves the entry, the end of the input ends the review. What was answered is
 * written also then. The exit code is 3 while anything is open.
 * @throws ConformanceError whatever {@link loadDraft} throws
 */
export async function reviewCommand(files: readonly string[]): Promise<void> {
  const [file, other] = files;
  if (file === undefined || other !== undefined)
    throw new ConformanceError('usage', '--review takes one imported file', {
      value: files.length,
      cure: 'give its path',
    });
  loadDraft(file);
  const review = new Review(readFileSync(file, 'utf8'));
  const lines = createInterface({ input: process.stdin, terminal: false })[Symbol.asyncIterator]();
  for (const work of review.open) {
    if (!review.open.some(({ key, about, kind }) => key === work.key && about === work.about && kind === work.kind))
      continue;
    print(tellWork(work));
    const standing = review.standing(work);
    print(`  ${work.key === null ? '' : `${work.key} is ${plainText(String(standing))}`}`);
    const { value, done } = await lines.next();
    if (done === true) break;
    const answer = String(value).trim();
    if (answer === '') continue;
    const result = review.take(work, answer, draftProblem);
    print(result.taken ? '  taken' : `  not taken: ${plainText(result.why)}`);
  }
  const left = review.open.length;
  const temporary = `${file}.${process.pid}.part`;
  writeFileSync(temporary, review.text());
  renameSync(temporary, file);
  print(`${left} places are open`);
  if (left > 0) process.exitCode = 3;
}
