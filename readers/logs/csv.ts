// Reads a log of CSV: one row an event, the names of the columns in the first line.
import { PassThrough, pipeline, type Readable } from 'node:stream';
import { parse } from 'csv-parse';
import iconv from 'iconv-lite';
import { beginningOf, packingOf, unpacked } from './bytes.ts';
import type { LogReader } from './row.ts';

/** How the text is written; what is not said is found out. */
export interface CsvWriting {
  encoding?: string | undefined;
  separator?: string | undefined;
}

const SEPARATORS = [',', ';', '\t', '|'] as const;
/** A longer row is no row of a log. */
const LONGEST_ROW = 1_000_000;
/** How many lines that one quotation mark has joined are told. */
const MOST_JOINED = 100_000;

/**
 * A log of CSV. A row with more or fewer values than there are columns is unreadable, because nobody can say which is
 * which. A quotation mark that is never closed makes the log unreadable, because it hides all rows after it.
 */
export function csvLog(path: string, writing: CsvWriting = {}): LogReader {
  const head = async (): Promise<{ columns: string[]; separator: string }> => {
    const line = await firstLine(path, encodingOf(path, writing));
    const separator = writing.separator ?? separatorOf(line);
    for await (const columns of parse(line, { bom: true, delimiter: separator, relax_quotes: true }))
      return { columns: columns.map((name: string) => name.trim()), separator };
    return { columns: [], separator };
  };
  return {
    columns: async () => (await head()).columns,
    async table() {
      if (encodingOf(path, writing) !== 'utf-8') return null;
      const { columns, separator } = await head();
      return { path, format: 'csv', packing: packingOf(beginningOf(path)), separator, columns };
    },
    async *rows(wanted) {
      const { columns, separator } = await head();
      const places = wanted.map((name) => columns.indexOf(name));
      const parser = parse({
        bom: true,
        delimiter: separator,
        from: 2,
        info: true,
        relax_column_count: true,
        relax_quotes: true,
        skip_empty_lines: true,
        max_record_size: LONGEST_ROW,
      });
      pipeline(decoded(path, encodingOf(path, writing)), parser, () => undefined);
      let before = 0;
      // The first line has the names, so the row has the number of its last line, less one.
      for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
        const row = info.lines - 1;
        // A quotation mark too many joins rows: each of them is told as unreadable.
        const isBroken =
          record.length !== columns.length || record.some((value) => joinsRows(value, separator, columns.length));
        // Blank lines before it are none of its own, and no rows.
        if (isBroken)
          for (
            let joined = Math.max(before + 1, row - Math.min(lineEndsIn(record), MOST_JOINED));
            joined < row;
            joined++
          )
            yield { row: joined, cells: null };
        before = row;
        yield isBroken ? { row, cells: null } : { row, cells: places.map((place) => record[place] ?? null) };
      }
    },
  };
}

/** How many lines end within the values of a row. */
const lineEndsIn = (record: readonly string[]): number =>
  record.reduce((sum, value) => sum + (value.match(/\r\n?|\n/gu)?.length ?? 0), 0);

/** Whether a value holds lines with as many separators as rows have, so that a quotation mark too many has made one value of rows. */
const joinsRows = (value: string, separator: string, width: number): boolean =>
  value.includes('\n') && value.split('\n').some((line) => line.split(separator).length >= Math.max(2, width - 1));

/** The encoding that is declared, else the one of the byte order mark, else UTF-8. */
function encodingOf(path: string, { encoding }: CsvWriting): string {
  if (encoding !== undefined) return encoding;
  const [first, second] = beginningOf(path, 2);
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

function decoded(path: string, encoding: string): Readable {
  const bytes = unpacked(path);
  const text = new PassThrough({ encoding: 'utf8' });
  pipeline(bytes, iconv.decodeStream(encoding), text, () => undefined);
  return text;
}

async function firstLine(path: string, encoding: string): Promise<string> {
  let line = '';
  const text = decoded(path, encoding);
  for await (const piece of text) {
    line += String(piece);
    const end = /[\r\n]/u.exec(line);
    // A name in quotation marks may hold the end of a line.
    if (end !== null && (line.slice(0, end.index).match(/"/gu)?.length ?? 0) % 2 === 0) return line.slice(0, end.index);
    if (line.length > LONGEST_ROW) break;
  }
  return line;
}

const separatorOf = (line: string): string =>
  SEPARATORS.map((mark) => ({ mark, times: line.split(mark).length })).reduce((most, one) =>
    one.times > most.times ? one : most,
  ).mark;
