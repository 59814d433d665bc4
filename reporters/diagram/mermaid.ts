// Writes a diagram as a flowchart of Mermaid, which wikis and code hosts draw within a text.
import type { Diagram, Part } from './diagram.ts';

/** The signs around a label that give a part its shape. */
const SHAPES: Readonly<Record<Part['kind'], readonly [string, string]>> = {
  start: ['([', '])'],
  task: ['[', ']'],
  gateway: ['{', '}'],
  end: ['([', '])'],
};

/** The diagram as the text of a Mermaid flowchart, with a box for each lane. */
export function renderMermaid({ regulation, flow, lanes, parts, arrows }: Diagram): string {
  // Ids of our own: some words, such as `end`, are words of the language.
  const ids = new Map(parts.map(({ id }, at) => [id, `n${at + 1}`]));
  const idOf = (id: string) => ids.get(id) ?? id;
  const boxes = lanes.flatMap(({ id, name }, at) => [
    `  subgraph lane${at + 1}[${label([name])}]`,
    ...parts.filter(({ lane }) => lane === id).map((part) => `    ${idOf(part.id)}${writePart(part)}`),
    '  end',
  ]);
  const links = arrows.map(
    ({ from, to, name }) => `  ${idOf(from)} -->${name === '' ? '' : `|${label([name])}|`} ${idOf(to)}`,
  );
  return ['flowchart LR', `  accTitle: ${regulation}/${flow}`, ...boxes, ...links, ''].join('\n');
}

function writePart({ kind, name, timer }: Part): string {
  const [open, close] = SHAPES[kind];
  return `${open}${label([name, ...(timer === null ? [] : [`⏱ ${timer.name}`])])}${close}`;
}

/**
 * Lines as a label in quotes, in which no letter but those of words, blanks and a few signs stands for itself. A dot after a number is none
 * of them: some versions of Mermaid take it for the beginning of a list, which they do not draw.
 */
function label(lines: readonly string[]): string {
  const safe = lines.map((line) =>
    line.replace(/[^\p{L}\p{M}\p{N} ,()«»?–…⏱-]/gu, (sign) => `#${sign.codePointAt(0)};`),
  );
  return `"${safe.join('<br/>') || ' '}"`;
}
