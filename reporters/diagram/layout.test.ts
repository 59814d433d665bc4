// What holds of every layout: nothing lies on anything else, no arrow leads through anything, and every text has room.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixturePath } from '../../schemas/fixture.ts';
import { loadRegulations } from '../../schemas/load.ts';
import { type Arrow, type Diagram, diagramOf, type Part } from './diagram.ts';
import { type Box, type Layout, layOut, type Point } from './layout.ts';
import { KAZAKH } from './words.ts';

const flows = loadRegulations(fixturePath('regulations')).flatMap((regulation) =>
  Object.keys(regulation.flows).map((id) => ({ name: `${regulation.id}/${id}`, diagram: diagramOf(regulation, id) })),
);

/** Everything that takes room, and whose it is. Texts of tasks are left out, since they stand in them. */
function things({ parts, arrows }: Layout): { id: string; owner: string; box: Box }[] {
  return [
    ...parts.flatMap(({ part: { id, kind }, box, label, timer }) => [
      { id, owner: id, box },
      ...(label === null || kind === 'task' ? [] : [{ id: `${id} label`, owner: id, box: label }]),
      ...(timer === null ? [] : [{ id: `${id} clock`, owner: id, box: timer.box }]),
      ...(timer === null ? [] : [{ id: `${id} term`, owner: id, box: timer.label }]),
    ]),
    ...arrows.flatMap(({ arrow, label }) => (label === null ? [] : [{ id: arrow.id, owner: arrow.from, box: label }])),
  ];
}

const meet = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const holds = (outer: Box, { x, y, width, height }: Box) =>
  x >= outer.x && y >= outer.y && x + width <= outer.x + outer.width && y + height <= outer.y + outer.height;
const span = (a: Point, b: Point): Box => ({
  ...{ x: Math.min(a.x, b.x), y: Math.min(a.y, b.y) },
  ...{ width: Math.max(Math.abs(a.x - b.x), 0.01), height: Math.max(Math.abs(a.y - b.y), 0.01) },
});
const pieces = (points: readonly Point[]) =>
  points.slice(1).flatMap((point, at) => {
    const before = points[at];
    return before === undefined ? [] : [span(before, point)];
  });

/** What is wrong with a layout, in words. */
function faults(layout: Layout): string[] {
  const all = things(layout);
  const found: string[] = [];
  const laneOf = new Map(layout.lanes.map(({ id, box }) => [id, box]));
  for (const [at, one] of all.entries()) {
    if (!holds(layout.pool, one.box)) found.push(`${one.id} is outside the pool`);
    for (const other of all.slice(at + 1)) {
      const isClock = one.owner === other.owner && other.id.endsWith(' clock');
      if (!isClock && meet(one.box, other.box)) found.push(`${one.id} lies on ${other.id}`);
    }
  }
  for (const { part, box, label } of layout.parts) {
    const lane = laneOf.get(part.lane);
    if (lane === undefined || !holds(lane, box)) found.push(`${part.id} is outside its lane`);
    if (part.kind === 'task' && label !== null && !holds(box, label)) found.push(`${part.id} has too much text`);
  }
  for (const { box, label } of layout.lanes) if (!holds(box, label)) found.push('a lane has too long a name');
  for (const { arrow, points } of layout.arrows) {
    for (const piece of pieces(points)) {
      if (piece.width > 0.01 && piece.height > 0.01) found.push(`${arrow.id} is aslant`);
      if (!holds(layout.pool, piece)) found.push(`${arrow.id} leaves the pool`);
      for (const { id, box } of all) if (meet(piece, inset(box))) found.push(`${arrow.id} leads through ${id}`);
    }
    const ends = [
      layout.parts.find(({ part }) => part.id === arrow.from),
      layout.parts.find(({ part }) => part.id === arrow.to),
    ];
    const [first, last] = [points[0], points.at(-1)];
    if (first === undefined || !isOnEdge(ends[0]?.box, first)) found.push(`${arrow.id} begins nowhere`);
    if (last === undefined || !isOnEdge(ends[1]?.box, last)) found.push(`${arrow.id} ends nowhere`);
  }
  return found;
}

const inset = ({ x, y, width, height }: Box): Box => ({ x: x + 0.5, y: y + 0.5, width: width - 1, height: height - 1 });

const isOnEdge = (box: Box | undefined, { x, y }: Point) =>
  box !== undefined &&
  holds(box, { x, y, width: 0, height: 0 }) &&
  (x === box.x || x === box.x + box.width || y === box.y || y === box.y + box.height);

/** Arrows that share a piece of their way, so that nobody could tell one from the other, though they have no part in common. */
function shared({ arrows }: Layout): string[] {
  const found: string[] = [];
  for (const [at, one] of arrows.entries())
    for (const other of arrows.slice(at + 1)) {
      if (one.arrow.from === other.arrow.from || one.arrow.to === other.arrow.to) continue;
      for (const a of pieces(one.points))
        for (const b of pieces(other.points))
          if (meet(a, b) && (a.width > 1 ? b.width > 1 : b.height > 1 && b.width < 1))
            found.push(`${one.arrow.id} runs along ${other.arrow.id}`);
    }
  return found;
}

describe.each(flows)('$name', ({ diagram }) => {
  const layout = layOut(diagram);

  it('keeps everything apart and within the page', () => {
    expect([...faults(layout), ...shared(layout)]).toEqual([]);
    expect(holds({ x: 0, y: 0, width: layout.width, height: layout.height }, layout.pool)).toBe(true);
    expect(layout.parts.map(({ part }) => part)).toEqual(diagram.parts);
    expect(layout.arrows.map(({ arrow }) => arrow)).toEqual(diagram.arrows);
  });

  it('leads from left to right along the success of the flow', () => {
    const x = new Map(layout.parts.map(({ part, box }) => [part.id, box.x]));
    for (const { from, to, id } of diagram.arrows)
      expect([id, (x.get(from) ?? 0) < (x.get(to) ?? 0)]).toEqual([id, true]);
  });

  it('is the same every time', () => expect(layOut(diagram)).toEqual(layout));
});

/** A diagram of parts by the number of their lane, and of arrows by the numbers of what they join. */
function sketch(lanes: readonly number[], joins: readonly (readonly [number, number])[]): Diagram {
  const text = 'Электрондық құжатты тіркеу және қанағаттандырылмағандықтарыңыздан бас тарту туралы хабарлама';
  const isFork = (at: number) => joins.filter(([from]) => from === at).length > 1;
  const parts = lanes.map((lane, at): Part => {
    const isTask = at > 0 && !isFork(at);
    const timer =
      isTask && at % 2 === 0 ? { id: `term-${at}`, name: '10 жұмыс күні не 15 күнтізбелік күн', duration: null } : null;
    const kind = isTask ? 'task' : at === 0 && !isFork(0) ? 'start' : 'gateway';
    return {
      id: `p${at}`,
      kind,
      lane: `lane${lane}`,
      action: `a${at}`,
      name: text.slice(0, 20 + at * 9),
      detail: '',
      doneBy: null,
      timer,
    };
  });
  const arrows = joins.map(
    ([from, to]): Arrow => ({
      ...{ id: `p${from}--p${to}`, from: `p${from}`, to: `p${to}` },
      ...{ name: isFork(from) ? 'расталмады' : '', detail: '', branch: null },
    }),
  );
  const ids = [...new Set(lanes)].map((lane) => ({
    id: `lane${lane}`,
    name: `«Е-лицензиялау» ақпараттық жүйесі ${lane}`,
  }));
  return { regulation: 'r', flow: 'f', title: 'T', places: '', words: KAZAKH, lanes: ids, parts, arrows };
}

it('keeps everything apart whatever follows what', () => {
  const graphs = fc.integer({ min: 2, max: 12 }).chain((count) =>
    fc.record({
      lanes: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: count, maxLength: count }),
      /** Every part but the first follows an earlier one, and some of them lead on to another, even back. */
      after: fc.array(fc.nat(), { minLength: count - 1, maxLength: count - 1 }),
      more: fc.array(fc.tuple(fc.nat({ max: count - 1 }), fc.nat({ max: count - 1 })), { maxLength: 3 }),
    }),
  );
  fc.assert(
    fc.property(graphs, ({ lanes, after, more }) => {
      const joins: [number, number][] = [];
      const add = (from: number, to: number) => {
        const out = joins.filter(([one]) => one === from).length;
        if (from !== to && to > 0 && out < 3 && !joins.some(([a, b]) => a === from && b === to)) joins.push([from, to]);
      };
      for (const [at, before] of after.entries()) add(before % (at + 1), at + 1);
      for (const [from, to] of more) add(from, to);
      expect(faults(layOut(sketch(lanes, joins)))).toEqual([]);
    }),
    { numRuns: 500, seed: 7 },
  );
});
