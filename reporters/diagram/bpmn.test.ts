// The BPMN of every flow, read by the library of the usual editors and checked by the schema of the standard.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
// @ts-expect-error the package has types for its elements only
import { BpmnModdle } from 'bpmn-moddle';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { fixturePath } from '../../schemas/fixture.ts';
import { loadRegulations } from '../../schemas/load.ts';
import { renderBpmn } from './bpmn.ts';
import { diagramOf } from './diagram.ts';
import { layOut } from './layout.ts';

const flows = loadRegulations(fixturePath('regulations')).flatMap((regulation) =>
  Object.keys(regulation.flows).map((id) => ({ name: `${regulation.id}/${id}`, diagram: diagramOf(regulation, id) })),
);

interface Element {
  $type: string;
  id: string;
  name?: string;
  [key: string]: unknown;
}
/** What the library reads, as plain values. */
async function read(xml: string) {
  const { rootElement, warnings, references } = await new BpmnModdle().fromXML(xml);
  expect(warnings).toEqual([]);
  const [collaboration, process] = rootElement.rootElements;
  const [diagram] = rootElement.diagrams;
  return { collaboration, process, planes: diagram.plane.planeElement as Element[], references };
}

const XSD = join(dirname(createRequire(import.meta.url).resolve('bpmn-moddle/package.json')), 'resources/bpmn/xsd');
const schema = (name: string) => ({ fileName: name, contents: readFileSync(join(XSD, name), 'utf8') });

it('is of the schema of the standard, in every flow', async () => {
  const { valid, errors } = await validateXML({
    xml: flows.map(({ name, diagram }) => ({
      fileName: `${name.replace('/', '-')}.bpmn`,
      contents: renderBpmn(layOut(diagram)),
    })),
    schema: [schema('BPMN20.xsd')],
    preload: ['BPMNDI.xsd', 'DC.xsd', 'DI.xsd', 'Semantic.xsd'].map(schema),
  });
  expect(errors.slice(0, 5)).toEqual([]);
  expect(valid).toBe(true);
});

describe.each(flows)('$name', ({ diagram }) => {
  const layout = layOut(diagram);

  it('says in BPMN what the diagram shows', async () => {
    const { collaboration, process } = await read(renderBpmn(layout));
    expect(collaboration.participants).toMatchObject([{ name: diagram.title, processRef: { id: 'process' } }]);
    const elements: Element[] = process.flowElements;
    const nodes = elements.filter(({ $type }) => $type !== 'bpmn:SequenceFlow' && $type !== 'bpmn:BoundaryEvent');
    const types = {
      start: /StartEvent$/u,
      task: /:(?:User|Service)?Task$/u,
      gateway: /ExclusiveGateway$/u,
      end: /EndEvent$/u,
    };
    expect(nodes.map(({ id, name }) => [id, name ?? ''])).toEqual(diagram.parts.map(({ id, name }) => [id, name]));
    for (const [at, { kind }] of diagram.parts.entries()) expect(nodes[at]?.$type).toMatch(types[kind]);
    expect(
      elements
        .filter(({ $type }) => $type === 'bpmn:SequenceFlow')
        .map(({ id, name, sourceRef, targetRef }) => [id, name ?? '', Object(sourceRef).id, Object(targetRef).id]),
    ).toEqual(diagram.arrows.map(({ id, name, from, to }) => [id, name, from, to]));
    expect(
      elements
        .filter(({ $type }) => $type === 'bpmn:BoundaryEvent')
        .map((event) => {
          const [clock, ...more] = event.eventDefinitions as { timeDuration?: { body: string } }[];
          expect([more, event.cancelActivity]).toEqual([[], false]);
          return [Object(event.attachedToRef).id, event.name, clock?.timeDuration?.body ?? null];
        }),
    ).toEqual(diagram.parts.flatMap(({ id, timer }) => (timer === null ? [] : [[id, timer.name, timer.duration]])));
    for (const [at, { detail }] of diagram.parts.entries())
      expect((nodes[at]?.documentation as { text: string }[] | undefined)?.[0]?.text ?? '').toBe(detail);
    const lanes = process.laneSets[0].lanes as { name: string; flowNodeRef: { id: string }[] }[];
    const clocks = elements.filter(({ $type }) => $type === 'bpmn:BoundaryEvent');
    expect(lanes.map(({ name }) => name)).toEqual(diagram.lanes.map(({ name }) => name));
    expect(lanes.flatMap(({ flowNodeRef }) => flowNodeRef.map(({ id }) => id)).toSorted()).toEqual(
      [...nodes, ...clocks].map(({ id }) => id).toSorted(),
    );
    for (const [at, { id }] of diagram.lanes.entries())
      for (const part of diagram.parts.filter(({ lane }) => lane === id))
        expect(lanes[at]?.flowNodeRef.map((node) => node.id)).toContain(part.id);
  });

  it('has a place within the page for everything', async () => {
    const { process, planes } = await read(renderBpmn(layout));
    const placed = planes.map(({ bpmnElement }) => Object(bpmnElement).id);
    const all = [...process.flowElements, ...process.laneSets[0].lanes].map(({ id }: Element) => id);
    expect(placed.toSorted()).toEqual(['pool', ...all].toSorted());
    for (const plane of planes) {
      if (plane.$type === 'bpmndi:BPMNEdge') {
        const points = plane.waypoint as { x: number; y: number }[];
        expect(points.length).toBeGreaterThan(1);
        for (const { x, y } of points)
          expect(x > 0 && y > 0 && x < layout.width && y < layout.height, plane.id).toBe(true);
      } else {
        const { x, y, width, height } = Object(plane.bounds);
        expect(x >= 0 && y >= 0 && width > 0 && x + width <= layout.width && y + height <= layout.height).toBe(true);
      }
    }
  });
});

it('takes any text for text', async () => {
  const [first] = flows;
  if (first === undefined) throw new Error('there are no flows');
  const hostile = '</bpmn:task><script>&"\']]>\u202e\u0007 \ud800';
  const { diagram } = first;
  const parts = diagram.parts.map((part) => ({ ...part, name: hostile, detail: hostile }));
  const arrows = diagram.arrows.map((arrow) => ({ ...arrow, name: hostile, detail: hostile }));
  const { process } = await read(renderBpmn(layOut({ ...diagram, parts, arrows })));
  const shown = '</bpmn:task><script>&"\']]> \ufffd';
  const named = (process.flowElements as Element[]).filter(({ $type }) => $type !== 'bpmn:BoundaryEvent');
  expect(new Set(named.map(({ name }) => name))).toEqual(new Set([shown]));
});
