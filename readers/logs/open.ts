// Opens the files of a log: finds them in folders, and for each the reader of its format.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ConformanceError } from '../../schemas/errors.ts';
import { beginningOf, packingOf, unpacked } from './bytes.ts';
import { type CsvWriting, csvLog } from './csv.ts';
import { ndjsonLog } from './ndjson.ts';
import { ocelJsonLog, ocelXmlLog } from './ocel.ts';
import { parquetLog } from './parquet.ts';
import type { LogReader } from './row.ts';
import { xesLog } from './xes.ts';

/** The endings of the files that are taken from a folder. */
const ENDINGS = /\.(?:csv|tsv|txt|ndjson|jsonl|json|jsonocel|xes|xml|xmlocel|parquet)(?:\.gz|\.zst)?$/iu;

/** One file of a log with its reader. */
export interface OpenLog {
  path: string;
  reader: LogReader;
}

/**
 * The files of a log in the order given, and those of a folder in the order of their names.
 * @throws ConformanceError `file-unreadable`, `log-unreadable`
 */
export async function openLogs(paths: readonly string[], writing: CsvWriting = {}): Promise<OpenLog[]> {
  const files = paths.flatMap(filesOf);
  return Promise.all(files.map(async (path) => ({ path, reader: guarded(path, await readerOf(path, writing)) })));
}

function filesOf(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined)
    throw new ConformanceError('file-unreadable', 'there is no such file or folder', {
      file: path,
      value: path,
      cure: 'correct the path of the log',
    });
  if (!found.isDirectory()) return [path];
  const files = readdirSync(path)
    .filter((name) => ENDINGS.test(name))
    .sort()
    .map((name) => join(path, name));
  if (files.length > 0) return files;
  throw unreadable(
    path,
    'no file of it ends as a log does',
    'give a folder with .csv, .ndjson, .xes, .json, .xml or .parquet files',
  );
}

async function readerOf(path: string, writing: CsvWriting): Promise<LogReader> {
  const bytes = beginningOf(path);
  if (bytes.subarray(0, 4).toString('latin1') === 'PAR1') return parquetLog(path);
  const text = await textBeginning(path);
  const [first = ''] = text.trimStart();
  if (first === '<')
    return /<log\b[^>]*(?:xes|openxes)|<trace\b|<extension\b/iu.test(text) ? xesLog(path) : ocelXmlLog(path);
  if (first === '{' || first === '[') {
    const line = text.trimStart().split('\n', 1)[0] ?? '';
    const isOcel = /"(?:objectTypes|eventTypes|events|objects)"\s*:/u.test(text) && !isWhole(line);
    return isOcel || /^\{\s*"(?:objectTypes|eventTypes|events|objects)"/u.test(text.trimStart())
      ? ocelJsonLog(path)
      : ndjsonLog(path);
  }
  if (first === '') throw unreadable(path, 'it is empty', 'give the log as it was exported');
  return csvLog(path, writing);
}

/** Whether a line is an object by itself. */
function isWhole(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** The first characters of what a file holds, unpacked. */
async function textBeginning(path: string): Promise<string> {
  const packing = packingOf(beginningOf(path, 4));
  if (packing === null) return decodeStart(beginningOf(path));
  try {
    for await (const piece of unpacked(path)) return decodeStart(Buffer.from(piece).subarray(0, 4096));
  } catch (cause) {
    throw unreadable(path, `it cannot be unpacked: ${tell(cause)}`, 'pack it again with gzip or zstd', cause);
  }
  return '';
}

function decodeStart(bytes: Buffer): string {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isWide ? 'utf-16le' : 'utf-8').decode(bytes);
}

/** A reader whose errors name the file. */
function guarded(path: string, reader: LogReader): LogReader {
  return {
    async columns() {
      try {
        return await reader.columns();
      } catch (cause) {
        throw broken(path, cause);
      }
    },
    async table(columns) {
      try {
        return (await reader.table?.(columns)) ?? null;
      } catch (cause) {
        throw broken(path, cause);
      }
    },
    async *rows(columns) {
      try {
        yield* reader.rows(columns);
      } catch (cause) {
        throw broken(path, cause);
      }
    },
  };
}

const tell = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause)).slice(0, 200);

const broken = (path: string, cause: unknown) =>
  cause instanceof ConformanceError
    ? cause
    : unreadable(
        path,
        `it cannot be read to its end: ${tell(cause)}`,
        'export it again; nothing is judged of a part of a log',
        cause,
      );

const unreadable = (file: string, problem: string, cure: string, cause?: unknown) =>
  new ConformanceError('log-unreadable', problem, { file, cure }, cause === undefined ? {} : { cause });
