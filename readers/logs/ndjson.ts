// Reads a log of NDJSON: one object a line. A column is a key, or keys joined by dots for what stands deeper.
import { createInterface } from 'node:readline';
import { unpacked } from './bytes.ts';
import { type LogReader, textOf } from './row.ts';

const LONGEST_ROW = 1_000_000;
/** How many lines are looked at to find the columns. */
const LOOKED_AT = 200;

export function ndjsonLog(path: string): LogReader {
  async function* lines(): AsyncGenerator<Record<string, unknown> | null> {
    const bytes = unpacked(path);
    const failed: unknown[] = [];
    bytes.on('error', (error) => failed.push(error));
    for await (const line of createInterface({ input: bytes, crlfDelay: Number.POSITIVE_INFINITY })) {
      const text = line.replace(/^\ufeff/u, '').trim();
      if (text !== '') yield text.length > LONGEST_ROW ? null : objectOf(text);
    }
    if (failed.length > 0) throw failed[0];
  }
  return {
    async columns() {
      const found = new Set<string>();
      let looked = 0;
      for await (const object of lines()) {
        if (object !== null) for (const key of keysOf(object)) found.add(key);
        looked += 1;
        if (looked === LOOKED_AT) break;
      }
      return [...found];
    },
    async *rows(columns) {
      let row = 0;
      for await (const object of lines()) {
        row += 1;
        yield { row, cells: object === null ? null : columns.map((column) => textOf(valueAt(object, column))) };
      }
    },
  };
}

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function valueAt(object: Record<string, unknown>, column: string): unknown {
  if (Object.hasOwn(object, column)) return object[column];
  return column
    .split('.')
    .reduce<unknown>((at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined), object);
}

const keysOf = (object: Record<string, unknown>, before = ''): string[] =>
  Object.entries(object).flatMap(([key, value]) =>
    isObject(value) && before === '' ? keysOf(value, `${key}.`) : [`${before}${key}`],
  );
