// reglament import --review: shows each quotation that is open beside its reading, takes the answer, and writes it into the file.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Type } from 'typebox';
import { Review } from '../../readers/review.ts';
import { plainText } from '../../reporters/index.ts';
import { draftProblem, loadDraft, type Work } from '../../schemas/draft.ts';
import { ConformanceError } from '../../schemas/errors.ts';
import { loadYaml } from '../../schemas/load.ts';
import { print } from '../workspace.ts';
import { tellWork } from './tell-work.ts';

/** Gives the answer to an entry: empty where it stays open, null where there are no more. */
type Ask = (work: Work) => Promise<string | null>;

/**
 * Asks for what is open, an answer a line: an empty line leaves the entry, the end of the input ends the review. What was answered is
 * written also then. Once nothing is open, what was answered is held together, and what that shows is asked for as well. The exit code is
 * 3 while anything is open.
 * @param answers a file of answers by the key of their entry, which is asked instead
 * @throws ConformanceError whatever {@link loadDraft} throws
 */
export async function reviewCommand(files: readonly string[], answers?: string): Promise<void> {
  const [file, other] = files;
  if (file === undefined || other !== undefined)
    throw new ConformanceError('usage', '--review takes one imported file', {
      value: files.length,
      cure: 'give its path',
    });
  loadDraft(file);
  const review = new Review(readFileSync(file, 'utf8'));
  const ask = answers === undefined ? asked() : answered(answers);
  // An answer that settles nothing is not asked for without end.
  const seen = new Set<string>();
  while (await reviewed(review, ask)) {
    if (review.open.length > 0 || !review.settle()) break;
    const open = JSON.stringify(review.open);
    if (seen.has(open)) break;
    seen.add(open);
  }
  const left = review.open.length;
  const temporary = `${file}.${process.pid}.part`;
  writeFileSync(temporary, review.text());
  renameSync(temporary, file);
  print(`${left} places are open`);
  if (left > 0) process.exitCode = 3;
}

/** Goes over what is open once. Whether there may be more answers. */
async function reviewed(review: Review, ask: Ask): Promise<boolean> {
  for (const work of review.open) {
    if (!review.open.some(({ key, about, kind }) => key === work.key && about === work.about && kind === work.kind))
      continue;
    print(tellWork(work));
    print(`  ${work.key === null ? '' : `${work.key} is ${plainText(String(review.standing(work)))}`}`);
    const answer = await ask(work);
    if (answer === null) return false;
    if (answer === '') continue;
    const result = review.take(work, answer, draftProblem);
    print(result.taken ? '  taken' : `  not taken: ${plainText(result.why)}`);
  }
  return true;
}

/** Asks whoever sits at the terminal. */
function asked(): Ask {
  const lines = createInterface({ input: process.stdin, terminal: false })[Symbol.asyncIterator]();
  return async () => {
    const { value, done } = await lines.next();
    return done === true ? null : String(value).trim();
  };
}

/** Looks the answers up in a file. */
function answered(path: string): Ask {
  const { value } = loadYaml(path, Type.Record(Type.String(), Type.Unknown()));
  return async ({ key }) => {
    const answer = key === null ? undefined : value[key];
    if (answer === undefined) return '';
    return typeof answer === 'string' ? answer : JSON.stringify(answer);
  };
}
