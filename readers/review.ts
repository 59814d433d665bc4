// Takes the answers of a person into an imported file, each checked before it counts.
import { type Document, parse, parseDocument, stringify } from 'yaml';
import { type Draft, UNREAD, type Work } from '../schemas/draft.ts';
import { parseNext } from '../schemas/flow/branches.ts';
import { problemOf } from '../schemas/load.ts';
import { Regulation } from '../schemas/regulation.ts';
import { parseTerm } from '../schemas/term.ts';
import type { Segment } from '../schemas/violation.ts';
import { settled } from './settled.ts';

/** What became of an answer: taken, or refused with the reason. */
export type Taken = { readonly taken: true } | { readonly taken: false; readonly why: string };

const WORK_LIST = 'worklist';
/** The answer that says that a contradiction is none. */
const NONE = 'none';

/** An imported file that is being finished. Its comments stay. */
export class Review {
  #document: Document;

  constructor(text: string) {
    this.#document = parsed(text);
  }

  /** What is open. */
  get open(): Work[] {
    const { worklist = [] }: { worklist?: Work[] } = Object(this.#document.toJS());
    return worklist;
  }

  /** What the file says so far. */
  get value(): Draft {
    return this.#document.toJS();
  }

  /** The value that stands in the file for an entry. */
  standing(work: Work): unknown {
    return work.key === null ? undefined : this.#at(work.key);
  }

  /**
   * Takes the answer to an entry: a value as YAML has it, for a contradiction the reading that is adopted or `none`, for a fault `done`.
   * @param fits tells why the whole file would not be well formed with it; null where it is
   */
  take(work: Work, answer: string, fits: (value: unknown) => string | null): Taken {
    const before = this.#document.toString();
    const refuse = (why: string): Taken => {
      this.#document = parsed(before);
      return { taken: false, why };
    };
    try {
      this.#answer(work, answer);
    } catch (error) {
      return refuse(error instanceof Error ? error.message : String(error));
    }
    const why = fits(this.#document.toJS());
    if (why !== null) return refuse(why);
    this.#close(work);
    return { taken: true };
  }

  /**
   * Holds what was answered together, once nothing is open: opens what does not fit together, and every contradiction that only the
   * readings show; what an erratum claims to explain and does not is taken off it. Whether anything is open now.
   */
  settle(): boolean {
    if (this.open.length > 0) return true;
    this.#dropRejected();
    const { worklist: _, ...value } = Object(this.#document.toJS());
    if (problemOf(value, Regulation) !== null) return false;
    const { work, errata } = settled(value);
    this.#document.set('errata', this.#document.createNode(errata));
    if (work.length > 0) this.#document.set(WORK_LIST, this.#document.createNode(work));
    return work.length > 0;
  }

  /** The file, without a worklist once nothing is open. */
  text(): string {
    if (this.open.length === 0) {
      this.#dropRejected();
      this.#document.delete(WORK_LIST);
      this.#document.commentBefore = ' Read from the text of the act, and finished in a review.';
    }
    return this.#document.toString({ lineWidth: 120, minContentWidth: 20 });
  }

  #answer(work: Work, answer: string): void {
    if (work.key === null || work.kind === 'fault') return;
    const path = pathOf(work.key);
    if (work.kind === 'contradiction') this.#adopt(path.slice(0, -1), answer);
    else if (answer === NONE) this.#document.deleteIn(path);
    else if (path.at(-1) === 'printed') this.#print(path, answer);
    else if (path.at(-1) === 'says' && !isMap(answer)) this.#document.setIn(path, answer);
    // What a paragraph says may come with why it demands nothing.
    else if (path.at(-1) === 'says') this.#merge(path.slice(0, -1), Object(parse(answer, { schema: 'core' })));
    else this.#document.setIn(path, this.#document.createNode(parse(answer, { schema: 'core' })));
  }

  #print(path: readonly Segment[], answer: string): void {
    const row = path.at(-2);
    if (row === 'term') parseTerm(answer);
    if (row === 'next') {
      const branches = parseNext(answer).map(({ to, when }) => ({ to, when: when === null ? null : UNREAD }));
      this.#document.setIn([...path.slice(0, -1), 'branches'], this.#document.createNode(branches));
    }
    this.#document.setIn(path, answer);
  }

  #merge(path: readonly Segment[], value: object): void {
    for (const [key, part] of Object.entries(value))
      this.#document.setIn([...path, key], this.#document.createNode(part));
  }

  /** Takes the contradictions that are none out of the errata. */
  #dropRejected(): void {
    const { errata }: { errata?: unknown } = Object(this.#document.toJS());
    if (!Array.isArray(errata)) return;
    const kept = errata.filter((erratum: unknown) => Object(erratum).reading !== NONE);
    if (kept.length < errata.length) this.#document.set('errata', this.#document.createNode(kept));
  }

  #adopt(path: readonly Segment[], answer: string): void {
    // An erratum may say what counts instead, or cite more places.
    if (answer === NONE || isMap(answer)) {
      const value: object = answer === NONE ? { reading: NONE } : Object(parse(answer, { schema: 'core' }));
      this.#merge(path, { status: 'resolved', severity: 'medium', ...value });
      return;
    }
    const [, status = 'resolved', severity = 'medium', reading = answer] =
      /^(resolved|disputed) (high|medium|low): *(.+)$/su.exec(answer) ?? [];
    for (const [key, value] of Object.entries({ reading, status, severity }))
      this.#document.setIn([...path, key], value);
  }

  #at(key: string): unknown {
    const node: unknown = this.#document.getIn(pathOf(key));
    return typeof node === 'object' && node !== null && 'toJSON' in node ? stringify(node) : node;
  }

  /** Takes an entry, and those that its answer settles, off the list. */
  #close(work: Work): void {
    const settled = (one: Work) =>
      (one.key === work.key && one.kind === work.kind && one.about === work.about) ||
      (one.kind === 'unread' &&
        one.key !== null &&
        work.key !== null &&
        this.#document.getIn(pathOf(one.key)) !== UNREAD);
    const left = this.open.filter((one) => !settled(one));
    this.#document.set(WORK_LIST, this.#document.createNode(left));
  }
}

/** Whether an answer is a map of several values, and no sentence. */
const isMap = (answer: string): boolean => answer.startsWith('{');

const parsed = (text: string): Document => parseDocument(text, { schema: 'core', version: '1.2' });

/** The path that a key names, as in `flows.portal.steps[3].term`. */
function pathOf(key: string): Segment[] {
  return (key.match(/[^.[\]]+/gu) ?? []).map((part) => (/^\d+$/u.test(part) ? Number(part) : part));
}
