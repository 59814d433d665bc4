// Keeps what a run has to remember to go on in another process: what was asked and answered on each walk that is not finished.
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { ConformanceError } from '../../../schemas/errors.ts';
import { Exchange } from '../../../schemas/run/report.ts';
import type { Found } from '../judging/judge.ts';
import { linesOf } from './journal-file.ts';

/** What comes with every line: what `now` gave since the line before. */
const nows = Type.Array(Type.Number());
/** What comes with the end of whatever was sent: the time, what the drive saves, and what was on the wire. */
const told = { at: Type.Number(), saved: Type.Unknown(), exchanges: Type.Array(Exchange) };

/** One line of what is remembered of a walk, in the order in which it came. */
const Line = Type.Union([
  Type.Object({ begun: Type.Literal(true), ...told }),
  Type.Object({ ask: Type.String(), of: Type.Unknown(), input: Type.Optional(Type.Unknown()), nows }),
  Type.Object({ pass: Type.Number(), nows }),
  Type.Object({ answer: Type.Unknown(), ...told }),
  Type.Object({ thrown: Type.String(), ...told }),
  Type.Object({ sending: Type.Number(), nows }),
  Type.Object({ visit: Type.Number(), nows }),
  Type.Object({ said: Type.Boolean(), nows }),
]);
export type Line = Static<typeof Line>;

/** What is remembered of one walk. */
export interface WalkRecord {
  readonly lines: readonly Line[];
  /** @throws ConformanceError `output-unwritable` */
  append(line: Line): void;
  /** Forgets everything, for a walk that begins once more. */
  clear(): void;
}

/** What a finished walk came to: all that is kept of it until the run has ended. */
export interface Finished {
  scenario: string;
  /** How many applications it has opened, and the requests among them that it knows of. */
  applications: number;
  requests: string[];
  found: { assertion: string; found: Found | null; defect: string | null }[];
}

/** The memory of a run. Its answers hold what no report shows, so only its owner may read them, and each goes when its walk has ended. */
export interface Memory {
  recordOf(scenario: string): WalkRecord;
  /** The walks that had finished when the memory was opened, in the order in which they ended. */
  readonly finished: readonly Finished[];
  /** Keeps what a walk came to, and forgets the rest of it. @throws ConformanceError `output-unwritable` */
  finish(walk: Finished): void;
  /** Forgets the whole run. */
  clear(): void;
  close(): void;
}

const FINISHED = 'finished.ndjson';
const nameOf = (scenario: string) => `${createHash('sha256').update(scenario).digest('hex').slice(0, 24)}.ndjson`;

/**
 * A memory in a folder, which is made when there is something to remember.
 * @throws ConformanceError `not-resumable` for a file that no run has written
 */
export function memoryIn(folder: string): Memory {
  const finished = new LineFile<Finished>(join(folder, FINISHED), isFinished);
  const before = [...finished.lines];
  const records = new Map<string, LineFile<Line>>();
  return {
    recordOf(scenario) {
      const known =
        records.get(scenario) ??
        new LineFile<Line>(join(folder, nameOf(scenario)), (value) => Value.Check(Line, value));
      records.set(scenario, known);
      return known;
    },
    finished: before,
    finish(walk) {
      finished.append(walk);
      // Only another process reads it, and all that many walks came to would fill this one.
      finished.lines.length = 0;
      records.get(walk.scenario)?.remove();
      records.delete(walk.scenario);
    },
    clear() {
      this.close();
      if (!existsSync(folder)) return;
      for (const name of readdirSync(folder)) if (name.endsWith('.ndjson')) rmSync(join(folder, name));
      if (readdirSync(folder).length === 0) rmdirSync(folder);
    },
    close() {
      for (const file of [finished, ...records.values()]) file.close();
    },
  };
}

const isFinished = (value: unknown): value is Finished =>
  typeof Object(value).scenario === 'string' && Array.isArray(Object(value).found);

/** A file of JSON lines that is appended to. A last line that was cut off is taken away. */
class LineFile<T> {
  readonly lines: T[] = [];
  readonly #path: string;
  #file: number | null = null;
  #size = 0;
  #isClosed = false;

  /** @throws ConformanceError `not-resumable` */
  constructor(path: string, isLine: (value: unknown) => boolean) {
    this.#path = path;
    if (!existsSync(path)) return;
    for (const { text, whole } of linesOf(path)) {
      if (!whole) break;
      const line = parsed(text, isLine);
      if (line === undefined)
        throw new ConformanceError('not-resumable', 'this line was written by something else', {
          ...{ file: path, line: this.lines.length + 1 },
          cure: 'restore the file, or remove it: its walk is then begun once more or given up',
        });
      // The check has earned the cast.
      this.lines.push(line as T);
      this.#size += Buffer.byteLength(text) + 1;
    }
  }

  /** Keeps a line; nothing of a walk that the end of the run has left behind. */
  append(line: T): void {
    if (this.#isClosed) return;
    try {
      this.#file ??= this.#open();
      const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at, bytes.length - at, this.#size + at);
      this.#size += bytes.length;
    } catch (cause) {
      const details = { file: this.#path, key: '--out', cure: 'make room, and resume the run' };
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new ConformanceError('output-unwritable', `what the run has to remember cannot be kept: ${why}`, details, {
        cause,
      });
    }
    this.lines.push(line);
  }

  #open(): number {
    mkdirSync(join(this.#path, '..'), { recursive: true, mode: 0o700 });
    const file = openSync(this.#path, existsSync(this.#path) ? 'r+' : 'wx', 0o600);
    ftruncateSync(file, this.#size);
    return file;
  }

  clear(): void {
    if (this.#isClosed) return;
    this.remove();
    this.lines.length = 0;
    this.#size = 0;
    this.#isClosed = false;
  }

  remove(): void {
    if (this.#isClosed) return;
    this.close();
    rmSync(this.#path, { force: true });
  }

  close(): void {
    this.#isClosed = true;
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }
}

function parsed(text: string, isLine: (value: unknown) => boolean): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isLine(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
