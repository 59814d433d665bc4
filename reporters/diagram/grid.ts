// Puts the parts of a diagram into columns, in the order in which they follow one another, and into the rows of their lanes.
import { type Arrow, type Diagram, isBad, type Part } from './diagram.ts';

/** Where a part stands. Rows are counted over all lanes, both from 0. */
export interface Cell {
  readonly column: number;
  readonly row: number;
}

/** The cells of a diagram. `laneOfRow` holds the lane of each row by its number. */
export interface Grid {
  readonly columns: number;
  readonly laneOfRow: readonly number[];
  readonly cellOf: ReadonlyMap<string, Cell>;
  /** The rows along which arrows run that lead past columns; an arrow into the next column has none. */
  readonly runOf: ReadonlyMap<string, number>;
  /** Whether a part stands in a cell. */
  isTaken(cell: Cell): boolean;
  /** Sorts arrows: first those that lead on where a condition holds, of them the one from which the way is longest. */
  readonly byWorth: (a: Arrow, b: Arrow) => number;
}

/** A row while the grid is being filled: the columns in which something is. */
type Row = Set<number>;

/** Fills the grid: the longest way through the flow on the first rows of the lanes, and what branches off from it where there is room. */
export function gridOf({ lanes, parts, arrows }: Diagram): Grid {
  const { columnOf, remaining } = columnsOf(parts, arrows);
  const column = (id: string) => columnOf.get(id) ?? 0;
  const rowsOf: Row[][] = lanes.map(() => [new Set()]);
  const laneOf = new Map(parts.map(({ id, lane }) => [id, lanes.findIndex((one) => one.id === lane)]));
  const place = new Map<string, Row>();
  const rows = (id: string): Row[] => rowsOf[laneOf.get(id) ?? 0] ?? [];
  const take = (row: Row, columns: readonly number[]) => {
    for (const one of columns) row.add(one);
  };
  const put = (chain: readonly string[], [first = '']: readonly string[] = chain) => {
    const row = rowFor(rows(first), [], chain.map(column));
    take(row, chain.map(column));
    for (const id of chain) place.set(id, row);
  };
  const follow = (id: string) => arrows.filter(({ from }) => from === id).map(({ to }) => to);
  for (let id = parts[0]?.id; id !== undefined && !place.has(id); ) {
    put([id]);
    const [best] = arrows.filter(({ from }) => from === id).toSorted(byWorth(remaining));
    id = best?.to;
  }
  for (const { id } of parts.toSorted((a, b) => column(a.id) - column(b.id))) {
    if (place.has(id)) continue;
    const chain = [id];
    for (let last = id, next = follow(last); next.length === 1; next = follow(last)) {
      const [one = ''] = next;
      if (place.has(one) || laneOf.get(one) !== laneOf.get(id) || column(one) !== column(last) + 1) break;
      chain.push(one);
      last = one;
    }
    put(chain);
  }
  const runs = new Map<string, Row>();
  for (const { id, from, to } of arrows) {
    const passed = passedBy(column(from), column(to));
    if (passed.length === 0) continue;
    const wanted = [place.get(to), place.get(from)].flatMap((row) => row ?? []);
    const row = rowFor(rows(to), wanted, passed);
    take(row, passed);
    runs.set(id, row);
  }
  const all = rowsOf.flat();
  const numbered = (of: ReadonlyMap<string, Row>) => new Map([...of].map(([id, row]) => [id, all.indexOf(row)]));
  const cellOf = new Map([...numbered(place)].map(([id, row]) => [id, { row, column: column(id) }]));
  return {
    columns: Math.max(0, ...columnOf.values()) + 1,
    laneOfRow: rowsOf.flatMap((lane, at) => lane.map(() => at)),
    cellOf,
    runOf: numbered(runs),
    isTaken: (cell) => [...cellOf.values()].some(({ row, column: at }) => row === cell.row && at === cell.column),
    byWorth: byWorth(remaining),
  };
}

const byWorth =
  (remaining: (id: string) => number): Grid['byWorth'] =>
  (a, b) =>
    Number(isBad(a)) - Number(isBad(b)) || remaining(b.to) - remaining(a.to);

/** The first row in which these columns are free: one that is wanted, or one of the lane, which gets a new one where none is. */
function rowFor(lane: Row[], wanted: readonly Row[], columns: readonly number[]): Row {
  const found = [...wanted, ...lane].find((row) => columns.every((one) => !row.has(one)));
  if (found !== undefined) return found;
  const made: Row = new Set();
  lane.push(made);
  return made;
}

/** The columns that an arrow leads past: those between its ends, and where it leads back those of its ends too. */
function passedBy(from: number, to: number): number[] {
  const [first, last] = from < to ? [from + 1, to - 1] : [to, from];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
}

/** The column of every part, which is the length of the longest way to it; an arrow that leads back does not count. */
function columnsOf(parts: readonly Part[], arrows: readonly Arrow[]) {
  const leading = new Map(parts.map(({ id }) => [id, arrows.filter(({ from }) => from === id).map(({ to }) => to)]));
  const order: string[] = [];
  const onward = new Map<string, string[]>();
  const visit = (id: string, above: ReadonlySet<string>) => {
    if (onward.has(id)) return;
    const within = new Set([...above, id]);
    const next = (leading.get(id) ?? []).filter((to) => !within.has(to));
    onward.set(id, next);
    for (const to of next) visit(to, within);
    order.unshift(id);
  };
  for (const { id } of parts.toReversed()) if (!arrows.some(({ to }) => to === id)) visit(id, new Set());
  for (const { id } of parts) visit(id, new Set());
  const columnOf = new Map(order.map((id) => [id, 0]));
  for (const id of order)
    for (const to of onward.get(id) ?? [])
      columnOf.set(to, Math.max(columnOf.get(to) ?? 0, (columnOf.get(id) ?? 0) + 1));
  const left = new Map<string, number>();
  for (const id of order.toReversed())
    left.set(id, Math.max(0, ...(onward.get(id) ?? []).map((to) => (left.get(to) ?? 0) + 1)));
  return { columnOf, remaining: (id: string) => left.get(id) ?? 0 };
}
