// Reads a log of Parquet: one row an event, group by group, and of each only the columns that were asked for.
import {
  asyncBufferFromFile,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
  type SchemaElement,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { type LogReader, textOf } from './row.ts';

/** Only texts are the same texts to whoever reads them: a number or a moment could be written in several ways. */
const isText = ({ type, converted_type: kind, repetition_type: repeated }: SchemaElement): boolean =>
  type === 'BYTE_ARRAY' && kind === 'UTF8' && repeated !== 'REPEATED';

export function parquetLog(path: string): LogReader {
  const open = async () => {
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    return { file, metadata, known: parquetSchema(metadata).children.map(({ element }) => element.name) };
  };
  return {
    columns: async () => (await open()).known,
    async table(columns) {
      const { metadata, known } = await open();
      const areTexts = parquetSchema(metadata)
        .children.filter(({ element }) => columns.includes(element.name))
        .every(({ element, children }) => children.length === 0 && isText(element));
      return areTexts ? { path, format: 'parquet', packing: null, separator: null, columns: known } : null;
    },
    async *rows(columns) {
      const { file, metadata, known } = await open();
      const read = columns.filter((column) => known.includes(column));
      let before = 0;
      for (const group of metadata.row_groups) {
        const end = before + Number(group.num_rows);
        const rows =
          read.length === 0
            ? Array.from({ length: end - before }, () => ({}))
            : await parquetReadObjects({
                ...{ file, metadata, columns: read, compressors },
                ...{ rowStart: before, rowEnd: end },
              });
        for (const [n, row] of rows.entries())
          yield { row: before + n + 1, cells: columns.map((column) => textOf(Reflect.get(row, column))) };
        before = end;
      }
    },
  };
}
