// Plans the ways of the arrows over the grid: out to the right, or up and down from a question, along free rows, and between columns.
import type { Arrow, Diagram, Part } from './diagram.ts';
import type { Cell, Grid } from './grid.ts';

/** A change of the row between two columns: after which column, on which of the tracks there, and into which row. */
export interface Turn {
  readonly channel: number;
  readonly track: number;
  readonly row: number;
}

/** The way of an arrow. `run` is the row in which it leaves its column. */
export interface Way {
  readonly arrow: Arrow;
  readonly leaves: 'right' | 'up' | 'down';
  readonly run: number;
  readonly turns: readonly Turn[];
  /** Whether it leads up or down only to the edge of its own cell, and to the right from there. */
  readonly isBent: boolean;
}

/** A turn before it is known on which track it goes; `before` is the row that it leaves, null where it does so beside the axis. */
interface Planned extends Omit<Turn, 'track'> {
  readonly arrow: Arrow;
  readonly before: number | null;
  readonly rows: readonly [top: number, bottom: number];
}

/** The ways of all arrows, in their order. */
export function planWays({ parts, arrows }: Diagram, grid: Grid): Way[] {
  const upright = new Set<string>();
  const planned: Planned[] = [];
  const ways = parts.flatMap((part) => {
    const from = grid.cellOf.get(part.id);
    const out = arrows.filter((arrow) => arrow.from === part.id);
    if (from === undefined) return [];
    const sides = new Set<Way['leaves']>();
    return inOrder(out, from, grid).flatMap((arrow) => {
      const to = grid.cellOf.get(arrow.to);
      if (to === undefined) return [];
      const run = grid.runOf.get(arrow.id) ?? to.row;
      const isFree = (cell: Cell) => !grid.isTaken(cell) && !upright.has(`${cell.column}/${cell.row}`);
      const { leaves, isBent } = sideOf(part, from, run, sides, isFree);
      sides.add(leaves);
      const isUpright = leaves !== 'right' && !isBent;
      if (isUpright) for (const row of between(from.row, run)) upright.add(`${from.column}/${row}`);
      const turn = (channel: number, before: number, row: number, isBeside = false) =>
        planned.push({
          ...{ arrow, channel, row, before: isBeside ? null : before },
          rows: [Math.min(before, row), Math.max(before, row)],
        });
      if (isBent || (!isUpright && run !== from.row)) turn(from.column, from.row, run, isBent);
      if (run !== to.row) turn(to.column - 1, run, to.row);
      return [{ arrow, leaves, run, isBent }];
    });
  });
  const trackOf = tracksOf(planned);
  return arrows.flatMap((arrow) => {
    const way = ways.find((one) => one.arrow === arrow);
    if (way === undefined) return [];
    const turns = planned.filter((one) => one.arrow === arrow);
    return [
      { ...way, turns: turns.map((one) => ({ channel: one.channel, row: one.row, track: trackOf.get(one) ?? 0 })) },
    ];
  });
}

/**
 * The track of each turn. What leaves a row goes further left than what comes into it, as they would lie on each other between the two; only
 * where that leads round in a circle they do.
 */
function tracksOf(planned: readonly Planned[]): Map<Planned, number> {
  const trackOf = new Map<Planned, number>();
  const left = new Set(planned);
  const mustBeLeft = (one: Planned) =>
    planned.filter((other) => other !== one && other.channel === one.channel && other.before === one.row);
  while (left.size > 0) {
    const free = [...left].find((turn) => mustBeLeft(turn).every((other) => !left.has(other)));
    const one = free ?? [...left][0];
    if (one === undefined) break;
    const before = mustBeLeft(one).flatMap((other) => trackOf.get(other) ?? []);
    trackOf.set(one, freeTrack(one, Math.max(-1, ...before) + 1, trackOf));
    left.delete(one);
  }
  return trackOf;
}

/** The first track, from a number on, on which nothing goes up or down past the rows of a turn. */
function freeTrack(
  { channel, rows: [top, bottom] }: Planned,
  least: number,
  trackOf: ReadonlyMap<Planned, number>,
): number {
  const used = [...trackOf].filter(
    ([other]) => other.channel === channel && other.rows[0] <= bottom && other.rows[1] >= top,
  );
  let track = least;
  while (used.some(([, at]) => at === track)) track += 1;
  return track;
}

/** The arrows out of a part, the one that goes straight on first, or else the one that is worth most. */
function inOrder(out: readonly Arrow[], from: Cell, grid: Grid): Arrow[] {
  const isStraight = ({ id, to }: Arrow) => (grid.runOf.get(id) ?? grid.cellOf.get(to)?.row) === from.row;
  return out.toSorted((a, b) => Number(isStraight(b)) - Number(isStraight(a)) || grid.byWorth(a, b));
}

/** On which side an arrow leaves: to the right, unless another one does already. A way up or down that is not free is bent. */
function sideOf(
  { kind }: Part,
  { row, column }: Cell,
  run: number,
  taken: ReadonlySet<Way['leaves']>,
  isFree: (cell: Cell) => boolean,
): Pick<Way, 'leaves' | 'isBent'> {
  const [side, other] = run > row ? (['down', 'up'] as const) : (['up', 'down'] as const);
  if (kind !== 'gateway' || !taken.has('right') || (taken.has(side) && taken.has(other)))
    return { leaves: 'right', isBent: false };
  const isOpen = run !== row && between(row, run).every((one) => isFree({ row: one, column }));
  return { leaves: taken.has(side) ? other : side, isBent: taken.has(side) || !isOpen };
}

/** The rows after the first one as far as the second. */
function between(from: number, to: number): number[] {
  const step = to > from ? 1 : -1;
  return Array.from({ length: Math.abs(to - from) }, (_, at) => from + (at + 1) * step);
}
