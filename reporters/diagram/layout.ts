// Gives every part of a diagram its place on the page, so that nothing lies on anything else and every text fits where it stands.
import type { Arrow, Diagram, Part } from './diagram.ts';
import { type Grid, gridOf } from './grid.ts';
import { widthOf, wrap } from './text.ts';
import { planWays, type Way } from './ways.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}
/** A text in lines, and the room that it takes. */
export interface Label extends Box {
  readonly lines: readonly string[];
}

/** A part with its place. The text of a task stands within it, that of anything else beside it. */
export interface PlacedPart {
  readonly part: Part;
  readonly box: Box;
  readonly label: Label | null;
  /** The clock on the edge of a task, with its term. */
  readonly timer: { readonly box: Box; readonly label: Label } | null;
}

/** An arrow with the points through which it leads, from edge to edge of its parts. */
export interface PlacedArrow {
  readonly arrow: Arrow;
  readonly points: readonly Point[];
  readonly label: Label | null;
}

/** A diagram with the place of everything, in pixels from the upper left corner of the page. */
export interface Layout {
  readonly diagram: Diagram;
  readonly width: number;
  readonly height: number;
  /** The pool of all lanes, with a strip for its name on its left. */
  readonly pool: Box;
  readonly lanes: readonly { readonly id: string; readonly box: Box; readonly label: Label }[];
  readonly parts: readonly PlacedPart[];
  readonly arrows: readonly PlacedArrow[];
}

/** The sizes of the texts: in tasks and lanes, and beside arrows, questions and clocks. */
export const TEXT = { size: 12, line: 15 } as const;
/** How much wider the letters of a lane's name are, which are bold. */
const BOLD = 1.13;
export const SMALL = { size: 11, line: 14 } as const;

const MARGIN = 16;
const POOL_STRIP = 30;
const LANE_STRIP = 150;
const TASK_WIDTH = 168;
const TASK_PADDING = 9;
const FEWEST_LINES = 3;
const GATEWAY = 50;
const EVENT = 36;
const CLOCK = 30;
/** From the left edge of a task to its clock, and between a thing and the label beside it. */
const CLOCK_INSET = 8;
const GAP = 5;
const ROW_PADDING = 16;
/** Between columns: beside the outermost arrows, and from one arrow to the next. */
const CHANNEL_SIDE = 17;
const TRACK = 12;

/** A part with its measures, relative to the left edge of its column and the axis of its row. */
interface Measured extends Omit<PlacedPart, 'box'> {
  readonly box: Box;
  readonly above: number;
  readonly below: number;
  readonly right: number;
}

/** The layout of a diagram: columns from left to right as the steps follow one another, lanes from the top, arrows between the columns. */
export function layOut(diagram: Diagram): Layout {
  const grid = gridOf(diagram);
  const ways = planWays(diagram, grid);
  const heightIn = taskHeights(diagram, grid);
  const measured = new Map(
    diagram.parts.map((part) => [
      part.id,
      measure(part, heightIn(grid.cellOf.get(part.id)?.row), waysFrom(part, ways)),
    ]),
  );
  const cells = [...grid.cellOf].flatMap(([id, cell]) => {
    const found = measured.get(id);
    return found === undefined ? [] : [{ ...cell, found }];
  });
  const columns = columnPlaces(grid, ways, cells);
  const rows = rowPlaces(diagram, grid, cells);
  const parts = diagram.parts.flatMap(({ id }): PlacedPart[] => {
    const found = measured.get(id);
    const cell = grid.cellOf.get(id);
    if (found === undefined || cell === undefined) return [];
    return [moved(found, { x: columns.left[cell.column] ?? 0, y: rows.axis[cell.row] ?? 0 })];
  });
  const placed = new Map(parts.map((one) => [one.part.id, one]));
  const arrows = ways.flatMap((way): PlacedArrow[] => {
    const from = placed.get(way.arrow.from)?.box;
    const to = placed.get(way.arrow.to)?.box;
    if (from === undefined || to === undefined) return [];
    const points = pointsOf(way, from, to, columns.track, (row) => rows.axis[row] ?? 0);
    return [{ arrow: way.arrow, points, label: arrowLabel(way, from) }];
  });
  const width = columns.width;
  return {
    diagram,
    width: width + 2 * MARGIN,
    height: rows.height + 2 * MARGIN,
    pool: { x: MARGIN, y: MARGIN, width, height: rows.height },
    lanes: diagram.lanes.map(({ id }, at) => {
      const { top = MARGIN, height = 0, lines = [] } = rows.lanes[at] ?? {};
      const box = { x: MARGIN + POOL_STRIP, y: top, width: width - POOL_STRIP, height };
      const room = { width: LANE_STRIP - 2 * TASK_PADDING, height: lines.length * TEXT.line };
      return { id, box, label: { x: box.x + TASK_PADDING, y: top + (height - room.height) / 2, ...room, lines } };
    }),
    parts,
    arrows,
  };
}

const isTask = ({ kind }: Part) => kind === 'task';
const linesOf = ({ name }: Part) => wrap(name, TASK_WIDTH - 2 * TASK_PADDING, TEXT.size);
const waysFrom = ({ id }: Part, ways: readonly Way[]) => ways.filter(({ arrow }) => arrow.from === id);

/** How high the tasks of each row are: all as high as the one with most lines needs, half a clock included. */
function taskHeights({ parts }: Diagram, { cellOf }: Grid): (row: number | undefined) => number {
  const lines = new Map<number | undefined, number>();
  for (const part of parts.filter(isTask)) {
    const row = cellOf.get(part.id)?.row;
    lines.set(row, Math.max(lines.get(row) ?? FEWEST_LINES, linesOf(part).length));
  }
  return (row) => (lines.get(row) ?? FEWEST_LINES) * TEXT.line + 2 * TASK_PADDING + CLOCK / 2;
}

/** A label whose upper left corner is at a point. */
function labelAt({ x, y }: Point, text: string, width = Number.POSITIVE_INFINITY): Label {
  const lines = wrap(text, width, SMALL.size);
  const widest = Math.max(0, ...lines.map((line) => widthOf(line, SMALL.size)));
  return { x, y, width: widest, height: lines.length * SMALL.line, lines };
}

function measure(part: Part, taskHeight: number, ways: readonly Way[]): Measured {
  switch (part.kind) {
    case 'task':
      return measureTask(part, taskHeight);
    case 'gateway':
      return measureGateway(part, ways);
    default: {
      const words = labelAt({ x: 0, y: EVENT / 2 + GAP }, part.name);
      const side = Math.max(0, (words.width - EVENT) / 2);
      const label = { ...words, x: Math.max(0, (EVENT - words.width) / 2) };
      const box = { x: side, y: -EVENT / 2, width: EVENT, height: EVENT };
      return {
        part,
        box,
        label,
        timer: null,
        above: EVENT / 2,
        below: label.y + label.height,
        right: Math.max(EVENT, words.width),
      };
    }
  }
}

function measureTask(part: Part, height: number): Measured {
  const box = { x: 0, y: -height / 2, width: TASK_WIDTH, height };
  const lines = linesOf(part);
  const text = { width: TASK_WIDTH - 2 * TASK_PADDING, height: lines.length * TEXT.line };
  // The upper half of the clock stands in the task, below its text.
  const room = part.timer === null ? height : height - CLOCK / 2;
  const label = { x: TASK_PADDING, y: (room - height - text.height) / 2, ...text, lines };
  const common = { part, box, label, above: height / 2, right: TASK_WIDTH };
  if (part.timer === null) return { ...common, timer: null, below: height / 2 };
  const clock = { x: CLOCK_INSET, y: height / 2 - CLOCK / 2, width: CLOCK, height: CLOCK };
  const beside = CLOCK_INSET + CLOCK + GAP;
  const term = labelAt({ x: beside, y: height / 2 + GAP }, part.timer.name, TASK_WIDTH - beside);
  return {
    ...common,
    timer: { box: clock, label: term },
    below: Math.max(height / 2 + CLOCK / 2, term.y + term.height),
  };
}

/** A question stands above its diamond, below it where an arrow leaves upwards, and beside it where others leave on both sides. */
function measureGateway(part: Part, ways: readonly Way[]): Measured {
  const half = GATEWAY / 2;
  const box = { x: 0, y: -half, width: GATEWAY, height: GATEWAY };
  const isLeft = (side: Way['leaves']) => ways.some(({ leaves }) => leaves === side);
  const words = labelAt({ x: 0, y: 0 }, part.name);
  const above = { x: 0, y: -half - GAP - words.height };
  const place = !isLeft('up') ? above : isLeft('down') ? { x: GATEWAY + 2, y: 2 } : { x: 0, y: half + GAP };
  const label = { ...words, ...place };
  const names = ways.map((way) => arrowLabel(way, box)).flatMap((one) => one ?? []);
  const bends = ways
    .filter(({ isBent }) => isBent)
    .map(({ leaves }) => ({ ...box, y: bendOf(leaves, box), height: 0 }));
  const all = [box, label, ...names, ...bends];
  return {
    ...{ part, box, label, timer: null },
    above: -Math.min(...all.map(({ y }) => y)),
    below: Math.max(...all.map(({ y, height }) => y + height)),
    right: Math.max(...all.map(({ x, width }) => x + width)),
  };
}

/** The name of an arrow beside its beginning. */
function arrowLabel({ arrow, leaves }: Way, from: Box): Label | null {
  if (arrow.name === '') return null;
  const words = labelAt({ x: 0, y: 0 }, arrow.name);
  const axis = from.y + from.height / 2;
  const beside = from.x + from.width / 2 + GAP;
  const places = {
    right: { x: from.x + from.width + 2, y: axis - 2 - words.height },
    up: { x: beside, y: from.y - GAP - words.height },
    down: { x: beside, y: from.y + from.height + GAP },
  };
  return { ...words, ...places[leaves] };
}

/** The height at which a bent arrow goes on to the right, so that its name has room before that. */
const bendOf = (leaves: Way['leaves'], { y, height }: Box): number =>
  leaves === 'up' ? y - SMALL.line - 2 * GAP : y + height + SMALL.line + 2 * GAP;

type MeasuredCell = { readonly column: number; readonly row: number; readonly found: Measured };

/** Where each column begins, and where the arrows go that lead up and down between two columns. */
function columnPlaces(grid: Grid, ways: readonly Way[], cells: readonly MeasuredCell[]) {
  const tracks = new Map<number, number>();
  for (const { channel, track } of ways.flatMap(({ turns }) => turns))
    tracks.set(channel, Math.max(tracks.get(channel) ?? 0, track + 1));
  const channels: { from: number; last: number }[] = [];
  const left: number[] = [];
  let x = MARGIN + POOL_STRIP + LANE_STRIP;
  for (let column = -1; column < grid.columns; column += 1) {
    if (column >= 0) {
      left.push(x);
      x += Math.max(0, ...cells.filter((cell) => cell.column === column).map(({ found }) => found.right));
    }
    const last = Math.max(0, (tracks.get(column) ?? 0) - 1);
    channels.push({ from: x + CHANNEL_SIDE, last });
    x += 2 * CHANNEL_SIDE + last * TRACK;
  }
  const track = (channel: number, at: number) => (channels[channel + 1]?.from ?? 0) + at * TRACK;
  return { left, track, width: x - MARGIN };
}

/** The axis of each row, on which its parts stand, and the lanes with the lines of their names. */
function rowPlaces({ lanes }: Diagram, { laneOfRow }: Grid, cells: readonly MeasuredCell[]) {
  const axis: number[] = [];
  const placed: { top: number; height: number; lines: string[] }[] = [];
  let y = MARGIN;
  for (const [at, { name }] of lanes.entries()) {
    const lines = wrap(name, LANE_STRIP - 2 * TASK_PADDING, TEXT.size * BOLD);
    const top = y;
    const rows = laneOfRow.flatMap((lane, row) => (lane === at ? [row] : []));
    const heights = rows.map((row) => {
      const inRow = cells.filter((cell) => cell.row === row).map(({ found }) => found);
      return {
        above: Math.max(0, ...inRow.map(({ above }) => above)),
        below: Math.max(0, ...inRow.map(({ below }) => below)),
      };
    });
    const needed = heights.reduce((sum, { above, below }) => sum + above + below + 2 * ROW_PADDING, 0);
    const height = Math.max(needed, lines.length * TEXT.line + 2 * TASK_PADDING);
    y += (height - needed) / 2;
    for (const { above, below } of heights) {
      axis.push(y + ROW_PADDING + above);
      y += above + below + 2 * ROW_PADDING;
    }
    y = top + height;
    placed.push({ top, height, lines });
  }
  return { axis, lanes: placed, height: y - MARGIN };
}

function moved({ part, box, label, timer }: Measured, by: Point): PlacedPart {
  const move = <T extends Point>(one: T): T => ({ ...one, x: one.x + by.x, y: one.y + by.y });
  return {
    part,
    box: move(box),
    label: label === null ? null : move(label),
    timer: timer === null ? null : { box: move(timer.box), label: move(timer.label) },
  };
}

/** The points of a way: out of its part, along its turns, and into the left edge of the part that it leads to. */
function pointsOf(
  { leaves, isBent, turns, run }: Way,
  from: Box,
  to: Box,
  track: (channel: number, at: number) => number,
  axis: (row: number) => number,
): Point[] {
  const middle = { x: from.x + from.width / 2, y: from.y + from.height / 2 };
  const end = { x: to.x, y: to.y + to.height / 2 };
  const begin = {
    right: { x: from.x + from.width, y: middle.y },
    up: { x: middle.x, y: from.y },
    down: { x: middle.x, y: from.y + from.height },
  }[leaves];
  const points: Point[] = [begin];
  let { y } = begin;
  if (leaves !== 'right') {
    y = isBent ? bendOf(leaves, from) : axis(run);
    points.push({ x: begin.x, y });
  }
  for (const { channel, track: at, row } of turns) {
    const x = track(channel, at);
    points.push({ x, y });
    y = axis(row);
    points.push({ x, y });
  }
  return [...points, end];
}
