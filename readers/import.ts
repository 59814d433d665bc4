// Reads the files of acts into drafts of regulations.
import { basename, extname } from 'node:path';
import { ConformanceError } from '../schemas/errors.ts';
import { toldIn } from './clauses.ts';
import { draftOf } from './draft/draft.ts';
import type { Drafted } from './draft/gathering.ts';
import { type FoundRegulation, inBoth, readAct } from './read.ts';
import { decode } from './source/decoding.ts';
import { isHtml, isTooDeep } from './source/html.ts';
import { clear } from './words.ts';

/** The text of an act as it was given. */
export interface Given {
  readonly bytes: Uint8Array;
  /** The path of the file, by which its regulations are called until they have a better name. */
  readonly file: string;
}

/**
 * The drafts of the regulations that a file holds, one each.
 *
 * @throws ConformanceError `text-unreadable` for what is no text of a regulation
 */
export const importText = (bytes: Uint8Array, file: string): Drafted[] => importTexts([{ bytes, file }]);

/**
 * The drafts of the regulations that several files hold. Of two that are one regulation in Kazakh and in Russian, the Kazakh one is the text,
 * and the other stands beside it.
 *
 * @throws ConformanceError `text-unreadable` for what is no text of a regulation
 */
export function importTexts(given: readonly Given[]): Drafted[] {
  const found = given.flatMap(regulationsIn);
  const taken = new Set<FoundRegulation>();
  return found.flatMap(({ regulation, id, source }): Drafted[] => {
    if (taken.has(regulation)) return [];
    const twin = found
      .filter((one) => one.source !== source && !taken.has(one.regulation))
      .map((one) => ({ one, both: inBoth(regulation, one.regulation) }))
      .find(({ both }) => both !== null);
    taken.add(regulation);
    if (twin?.both == null) return [draftOf(regulation, id, source)];
    taken.add(twin.one.regulation);
    return [
      twin.both.twin === regulation ? draftOf(twin.both, twin.one.id, twin.one.source) : draftOf(twin.both, id, source),
    ];
  });
}

function regulationsIn({ bytes, file }: Given): { regulation: FoundRegulation; id: string; source: string }[] {
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
  return found.map((regulation, n) => ({ regulation, source, id: found.length === 1 ? id : `${id}-${n + 1}` }));
}

/** A name of lower-case Latin letters, digits and hyphens. */
function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-+|-+$/gu, '');
  return /^[a-z]/u.test(slug) ? slug : `text-${slug}`.replace(/-$/u, '');
}
