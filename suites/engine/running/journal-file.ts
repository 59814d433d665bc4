// The file of a journal: written in whole lines, whatever becomes of the disk or the folder, and read line by line.
import { isUtf8 } from 'node:buffer';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { ConformanceError } from '../../../schemas/errors.ts';

const COPIED_BYTES = 1 << 20;

/** Appends to a file, which is made with the first text. */
export class JournalFile {
  readonly #path: string;
  readonly #onRemoved: () => void;
  #file: number | null = null;
  #size = 0;

  constructor(path: string, onRemoved: () => void) {
    this.#path = path;
    this.#onRemoved = onRemoved;
  }

  /** Writes a text whole, or nothing of it. @throws ConformanceError `output-unwritable` */
  append(text: string): void {
    this.#attempt('cannot be written', () => {
      const isFirst = this.#file === null;
      const bytes = Buffer.from(text);
      this.#file ??= startFile(this.#path);
      writeWhole(this.#file, bytes, this.#size);
      this.#size += bytes.length;
      if (isFirst) secure(this.#file, this.#path);
    });
  }

  /** Goes on after the first bytes of a file that is there, and cuts off what comes after them. @throws ConformanceError `output-unwritable` */
  goOn(size: number): void {
    this.#attempt('cannot be written', () => {
      this.#size = size;
      this.#file = openSync(this.#path, 'r+');
      ftruncateSync(this.#file, size);
    });
  }

  /** Looks whether the file is still where it was, and writes it again where not. @throws ConformanceError `output-unwritable` */
  find(): void {
    const file = this.#file;
    if (file === null) return;
    const there = statSync(this.#path, { throwIfNoEntry: false });
    if (there?.ino === fstatSync(file).ino) return;
    this.#attempt('was removed and cannot be written again', () => {
      mkdirSync(dirname(this.#path), { recursive: true });
      const again = openSync(this.#path, 'wx+');
      const chunk = Buffer.alloc(COPIED_BYTES);
      for (let at = 0, size = -1; size !== 0; at += size) {
        size = readSync(file, chunk, 0, chunk.length, at);
        writeWhole(again, chunk.subarray(0, size), at);
      }
      this.#file = again;
      closeSync(file);
    });
    this.#onRemoved();
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  #attempt(problem: string, write: () => void): void {
    try {
      write();
    } catch (cause) {
      // Half a line would make the reader of the journal ask who cut it.
      if (this.#file !== null) ftruncateSync(this.#file, this.#size);
      throw new ConformanceError(
        'output-unwritable',
        `the journal ${problem}: ${wordsOf(cause)}`,
        { file: this.#path, key: '--out', cure: 'make room or choose another folder, and run again' },
        { cause },
      );
    }
  }
}

function startFile(path: string): number {
  if (existsSync(path) && !mayHoldEvidence(path)) unlinkSync(path);
  return openSync(path, 'wx+');
}

/** Writes all of the bytes: a disk that becomes full takes a part of them first. */
function writeWhole(file: number, bytes: Buffer, place: number): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, place + at);
}

/** Has the file and its name on the disk before anything else is done. */
function secure(file: number, path: string): void {
  fsyncSync(file);
  // Windows opens no folders; it keeps the names of files in a journal of its own.
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } catch {
    // Some file systems on a network cannot, and keep names at once.
  } finally {
    closeSync(folder);
  }
}

/** How every journal begins. */
const BEGINNING = '{"seq":0,"prev":"0';

/**
 * Whether a file may hold evidence. A journal that is empty or cut off in its first line does not: its run was killed before it sent anything.
 */
export function mayHoldEvidence(path: string): boolean {
  const [first = { text: '', whole: false }] = linesOf(path);
  return first.whole || first.text.slice(0, BEGINNING.length) !== BEGINNING.slice(0, first.text.length);
}

const CHUNK_BYTES = 1 << 16;
const NEWLINE = 0x0a;
/** The longest line that is read; no exchange of a run comes near it. */
const MOST_LINE_BYTES = 64_000_000;

/**
 * The lines of a file without their newlines. A last line without a newline is not whole; it may be cut off within a letter.
 * @throws ConformanceError `file-unreadable`; `journal-broken` for a line that is too long or not UTF-8
 */
export function* linesOf(path: string): Generator<{ text: string; whole: boolean }> {
  const file = readable(path, () => openSync(path, 'r'));
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let pieces: Buffer[] = [];
    let length = 0;
    let count = 0;
    for (let size = -1; size !== 0; ) {
      size = readable(path, () => readSync(file, chunk));
      let from = 0;
      for (let end = chunk.indexOf(NEWLINE); end !== -1 && end < size; end = chunk.indexOf(NEWLINE, from)) {
        const line = Buffer.concat([...pieces, chunk.subarray(from, end)]);
        count += 1;
        // Several wrong bytes give the same letter, so that the hash of the text alone would not tell them apart.
        if (!isUtf8(line))
          throw new ConformanceError('journal-broken', 'this is not UTF-8', { file: path, line: count });
        yield { text: line.toString(), whole: true };
        pieces = [];
        length = 0;
        from = end + 1;
      }
      if (from < size) {
        pieces.push(Buffer.from(chunk.subarray(from, size)));
        length += size - from;
      }
      if (length > MOST_LINE_BYTES)
        throw new ConformanceError('journal-broken', `a line is longer than ${MOST_LINE_BYTES} bytes`, { file: path });
    }
    if (pieces.length > 0) yield { text: Buffer.concat(pieces).toString(), whole: false };
  } finally {
    closeSync(file);
  }
}

function readable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new ConformanceError(
      'file-unreadable',
      wordsOf(cause),
      { file: path, cure: 'name a folder that a run has written' },
      { cause },
    );
  }
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
