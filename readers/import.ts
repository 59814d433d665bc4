// Reads the files of acts into drafts of regulations.
import { basename, extname } from 'node:path';
import { ConformanceError } from '../schemas/errors.ts';
import { toldIn } from './clauses.ts';
import { draftOf } from './draft/draft.ts';
import type { Drafted } from './draft/gathering.ts';
import { readAct } from './read.ts';
import { decode } from './source/decoding.ts';
import { isHtml, isTooDeep } from './source/html.ts';
import { clear } from './words.ts';

/**
 * The drafts of the regulations that a file holds, one each.
 *
 * @param file the path of the file, by which its regulations are called until they have a better name
 * @throws ConformanceError `text-unreadable` for what is no text of a regulation
 */
export function importText(bytes: Uint8Array, file: string): Drafted[] {
  const text = decode(bytes, file);
  if (isHtml(text) && isTooDeep(text))
    throw new ConformanceError('text-unreadable', 'has elements that lie too deep in one another', {
      file,
      cure: 'save the act as plain text',
    });
  const found = readAct(text);
  const isRegulation =
    found.some(({ tables, clauses }) => tables.length > 0 || clauses.some((clause) => toldIn(clause).length > 1)) ||
    (found.length > 0 && /регламент|қағидалар|правила оказания/iu.test(text));
  if (!isRegulation)
    throw new ConformanceError(
      'text-unreadable',
      'holds no step table and no clause that tells a procedure, so that it is no regulation',
      {
        file,
        line: 1,
        column: 1,
        cure: 'give the whole text of the act, as the legal database saves it',
      },
    );
  const source = clear(basename(file));
  const id = slugOf(basename(file, extname(file)));
  return found.map((one, n) => draftOf(one, found.length === 1 ? id : `${id}-${n + 1}`, source));
}

/** A name of lower-case Latin letters, digits and hyphens. */
function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-+|-+$/gu, '');
  return /^[a-z]/u.test(slug) ? slug : `text-${slug}`.replace(/-$/u, '');
}
