// Writes a diagram as BPMN 2.0 with its layout, so that the usual editors open it as it is drawn here.
import { html, type Markup } from '../html/markup.ts';
import type { Arrow, Part } from './diagram.ts';
import type { Box, Label, Layout, PlacedArrow, PlacedPart } from './layout.ts';

/**
 * The diagram as a BPMN file: one pool with a lane for each party, steps as tasks, conditions as exclusive gateways, terms as clocks on the
 * edge of their task that do not interrupt it. What the act prints stands whole in the documentation of each.
 */
export function renderBpmn(layout: Layout): string {
  const { diagram, pool, lanes, parts, arrows } = layout;
  const { regulation, flow, title } = diagram;
  const laneOf = (id: string) => diagram.parts.filter(({ lane }) => lane === id);
  return `<?xml version="1.0" encoding="UTF-8"?>
${html`<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="https://reglament.dev/diagrams/${regulation}/${flow}">
<bpmn:collaboration id="collaboration">
<bpmn:participant id="pool" name="${title}" processRef="process"/>
</bpmn:collaboration>
<bpmn:process id="process" name="${regulation}/${flow}" isExecutable="false">
<bpmn:documentation>${`${regulation}/${flow}, ${diagram.places}`}</bpmn:documentation>
<bpmn:laneSet id="lanes">
${diagram.lanes.map(
  ({ id, name }) => html`<bpmn:lane id="${laneId(id)}" name="${name}">
${laneOf(id)
  .flatMap((part) => [part.id, ...(part.timer === null ? [] : [part.timer.id])])
  .map((node) => html`<bpmn:flowNodeRef>${node}</bpmn:flowNodeRef>\n`)}</bpmn:lane>
`,
)}</bpmn:laneSet>
${diagram.parts.map((part) => writePart(part, diagram.arrows))}${diagram.arrows.map(writeArrow)}</bpmn:process>
<bpmndi:BPMNDiagram id="diagram">
<bpmndi:BPMNPlane id="plane" bpmnElement="collaboration">
${writeShape('pool', pool, null, true)}${lanes.map(({ id, box }) => writeShape(laneId(id), box, null, true))}${parts.map(writePlace)}${arrows.map(writeWay)}</bpmndi:BPMNPlane>
</bpmndi:BPMNDiagram>
</bpmn:definitions>`}
`;
}

const laneId = (party: string) => `lane-${party}`;

/** The elements for the kinds of part; who does a task is told by its kind. */
const ELEMENTS: Readonly<Record<Exclude<Part['kind'], 'task'>, string>> = {
  start: 'startEvent',
  gateway: 'exclusiveGateway',
  end: 'endEvent',
};
const TASKS = { person: 'userTask', system: 'serviceTask' } as const;

function writePart(part: Part, arrows: readonly Arrow[]): Markup {
  const { id, kind, name, doneBy, detail, timer } = part;
  const element = `bpmn:${kind === 'task' ? (doneBy === null ? 'task' : TASKS[doneBy]) : ELEMENTS[kind]}`;
  const links = [
    ...arrows.filter(({ to }) => to === id).map((arrow) => html`<bpmn:incoming>${arrow.id}</bpmn:incoming>\n`),
    ...arrows.filter(({ from }) => from === id).map((arrow) => html`<bpmn:outgoing>${arrow.id}</bpmn:outgoing>\n`),
  ];
  const clock =
    timer === null
      ? null
      : html`<bpmn:boundaryEvent id="${timer.id}" name="${timer.name}" cancelActivity="false" attachedToRef="${id}">
<bpmn:timerEventDefinition id="${timer.id}-clock">${
          timer.duration === null
            ? null
            : html`<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">${timer.duration}</bpmn:timeDuration>`
        }</bpmn:timerEventDefinition>
</bpmn:boundaryEvent>
`;
  return html`<${element} id="${id}"${named(name)}>
${documented(detail)}${links}</${element}>
${clock}`;
}

const named = (name: string): Markup | null => (name === '' ? null : html` name="${name}"`);
const documented = (detail: string): Markup | null =>
  detail === '' ? null : html`<bpmn:documentation>${detail}</bpmn:documentation>\n`;

function writeArrow({ id, name, from, to, detail }: Arrow): Markup {
  const open = html`<bpmn:sequenceFlow id="${id}"${named(name)} sourceRef="${from}" targetRef="${to}"`;
  return detail === '' ? html`${open}/>\n` : html`${open}>\n${documented(detail)}</bpmn:sequenceFlow>\n`;
}

/** @param isHorizontal for pools and lanes */
function writeShape(element: string, box: Box, label: Label | null, isHorizontal = false): Markup {
  return html`<bpmndi:BPMNShape id="${element}-shape" bpmnElement="${element}"${isHorizontal ? html` isHorizontal="true"` : null}>
${writeBounds(box)}${writeLabel(label)}</bpmndi:BPMNShape>
`;
}

/** A task holds its text, and a label would put it elsewhere. */
const writePlace = ({ part, box, label, timer }: PlacedPart): Markup =>
  html`${writeShape(part.id, box, part.kind === 'task' ? null : label)}${
    timer === null || part.timer === null ? null : writeShape(part.timer.id, timer.box, timer.label)
  }`;

const writeWay = ({ arrow, points, label }: PlacedArrow): Markup =>
  html`<bpmndi:BPMNEdge id="${arrow.id}-edge" bpmnElement="${arrow.id}">
${points.map(({ x, y }) => html`<di:waypoint x="${x}" y="${y}"/>\n`)}${writeLabel(label)}</bpmndi:BPMNEdge>
`;

const writeBounds = ({ x, y, width, height }: Box): Markup =>
  html`<dc:Bounds x="${x}" y="${y}" width="${width}" height="${height}"/>\n`;

const writeLabel = (label: Label | null): Markup | null =>
  label === null || label.lines.length === 0
    ? null
    : html`<bpmndi:BPMNLabel>\n${writeBounds(label)}</bpmndi:BPMNLabel>\n`;
