// reglament diagram: draws a flow, as BPMN, SVG or Mermaid.

import { renderBpmn } from '../../reporters/diagram/bpmn.ts';
import { type Diagram, diagramOf } from '../../reporters/diagram/diagram.ts';
import { layOut } from '../../reporters/diagram/layout.ts';
import { renderMermaid } from '../../reporters/diagram/mermaid.ts';
import { renderSvg } from '../../reporters/diagram/svg.ts';
import { unknownId } from '../../schemas/unknown-id.ts';
import { writeOut } from '../run/write-out.ts';
import { knownRegulations, print } from '../workspace.ts';

const FORMATS = {
  bpmn: (diagram: Diagram) => renderBpmn(layOut(diagram)),
  svg: (diagram: Diagram) => renderSvg(layOut(diagram)),
  mermaid: renderMermaid,
} as const;

/** Prints the diagram of a flow, or writes it into a file. @throws ConformanceError `unknown-id`, `output-unwritable` */
export function diagramCommand(id: string, { format, out }: { format: keyof typeof FORMATS; out?: string }): void {
  const flows = knownRegulations().flatMap((regulation) =>
    Object.keys(regulation.flows).map((flow) => ({ id: `${regulation.id}/${flow}`, regulation, flow })),
  );
  const found = flows.find((one) => one.id === id);
  if (found === undefined) {
    const known = flows.map((one) => one.id);
    throw unknownId({
      message: `there is no flow "${id}"`,
      ...{ key: 'flow', value: id, known },
      cure: 'take one from `reglament list flows`',
    });
  }
  const text = FORMATS[format](diagramOf(found.regulation, found.flow));
  if (out === undefined) print(text.trimEnd());
  else writeOut(out, text);
}
