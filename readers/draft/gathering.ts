// Gathers what a draft leaves open, with the place in the text of every part that was found.
import { type Draft, UNREAD, type Work } from '../../schemas/draft.ts';
import { type Segment, writePath } from '../../schemas/violation.ts';
import type { Place } from '../source/place.ts';

/** A draft, with the place in the text of every part that was found: by its path in the file. */
export interface Drafted {
  readonly draft: Draft;
  readonly places: ReadonlyMap<string, Place>;
}

/** The path of what a path is part of. */
const cut = (key: string): string => key.slice(0, key.lastIndexOf('.') + 1);

/** What a draft is gathered in. */
export class Gathering {
  readonly worklist: Work[] = [];
  readonly places = new Map<string, Place>();

  /** Opens an entry of the worklist. */
  open(
    kind: Work['kind'],
    path: readonly Segment[] | null,
    place: Place | null,
    about: string,
    quotation: string,
    needs: string,
  ): void {
    const key = path === null ? null : writePath(path);
    this.worklist.push({
      kind,
      key,
      line: place?.line ?? null,
      column: place?.column ?? null,
      about,
      quotation,
      needs,
    });
  }

  /** Opens an entry for what could not be read, and gives the word that stands for it. */
  unread(
    path: readonly Segment[],
    place: Place | null,
    about: string,
    quotation: string,
    needs: string,
  ): typeof UNREAD {
    this.open('unread', path, place, about, quotation, needs);
    return UNREAD;
  }

  /** Opens every part that is unread and has no entry yet. */
  rest(value: unknown, path: readonly Segment[]): void {
    if (path[0] === 'worklist') return;
    if (value === UNREAD) this.#left(path);
    else if (Array.isArray(value)) for (const [n, item] of value.entries()) this.rest(item, [...path, n]);
    else if (typeof value === 'object' && value !== null)
      for (const [name, part] of Object.entries(value)) this.rest(part, [...path, name]);
  }

  /** Notes where in the text a part stands. */
  at(path: readonly Segment[], place: Place): void {
    this.places.set(writePath(path), place);
  }

  #left(path: readonly Segment[]): void {
    const key = writePath(path);
    const isOpen = this.worklist.some(
      (one) => one.key !== null && (one.key === key || (one.kind === 'contradiction' && key.startsWith(cut(one.key)))),
    );
    if (isOpen) return;
    const outer = path
      .map((_, n) => writePath(path.slice(0, path.length - n)))
      .find((prefix) => this.places.has(prefix));
    const place = outer === undefined ? null : (this.places.get(outer) ?? null);
    this.open('unread', path, place, key, '', 'say what this is');
  }
}
