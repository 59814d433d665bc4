// Small pieces of SQL that both an old and a new ClickHouse read alike. Only numbers and names of ours are put into SQL.

/** A list of numbers. */
export const list = (numbers: readonly number[]): string => `[${numbers.join(', ')}]`;

/** Whether an expression is one of these numbers. */
export const inList = (expression: string, numbers: readonly number[]): string =>
  numbers.length === 0 ? '(0 = 1)' : `has(${list(numbers)}, ${expression})`;

/** Looks an expression up; 0 where it is no key. */
export function table(expression: string, entries: ReadonlyMap<number, number>): string {
  if (entries.size === 0) return 'toUInt32(0)';
  const keys = [...entries.keys()].map((key) => `toUInt32(${key})`);
  const values = [...entries.values()].map((value) => `toUInt32(${value})`);
  return `transform(toUInt32(${expression}), [${keys.join(', ')}], [${values.join(', ')}], toUInt32(0))`;
}

/** Two small numbers as one. */
export const pairOf = (one: number, other: number): number => one * 256 + other;

/** A text in quotes. */
export const text = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** The first value that applies; the last one where none does. */
export const choose = (
  cases: readonly (readonly [condition: string, value: string | number])[],
  otherwise: string | number,
): string => (cases.length === 0 ? `${otherwise}` : `multiIf(${cases.flat().join(', ')}, ${otherwise})`);

/** A query in stages: each adds columns to those of the stage before, so that no expression is written out twice. */
export const inStages = (from: string, stages: readonly (readonly string[])[]): string =>
  stages.reduce((before, columns) => `SELECT *, ${columns.join(', ')} FROM (${before})`, from);
