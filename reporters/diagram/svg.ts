// Draws a diagram as SVG: within a page whose style sheet has the colours, or as a file that stands alone, for light and for dark.
import { html, type Markup, trusted } from '../html/markup.ts';
import { cssVariables, DARK, LIGHT } from '../html/palette.ts';
import type { Diagram, FlowBranch, Part } from './diagram.ts';
import { type Label, type Layout, type PlacedArrow, type PlacedPart, type Point, SMALL, TEXT } from './layout.ts';
import { widthOf, wrap } from './text.ts';

/** How a run has gone through a step or a branch. */
export type PathState = 'walked' | 'failed' | 'unwalked';

/** A step or a branch of the flow, of which a report says how a run has gone through it. */
export type FlowPart = { readonly step: string } | { readonly branch: FlowBranch };

/** Says how a run has gone through a part of the flow; null where nothing is to be shown of it. */
export type StateOf = (part: FlowPart) => PathState | null;

/**
 * The style sheet of drawings within a page. It uses the variables of `palette.ts`, which the page has to set, as the HTML report does.
 * Every selector begins with `.flow-drawing`.
 */
export const DRAWING_STYLE = `
.flow-drawing{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,"DejaVu Sans",sans-serif;color:var(--ink)}
.flow-drawing text{fill:var(--ink);font-size:${TEXT.size}px}
.flow-drawing .small{font-size:${SMALL.size}px}
.flow-drawing .quiet{fill:var(--muted)}
.flow-drawing .strong{font-weight:600}
.flow-drawing .title{font-size:16px;font-weight:600}
.flow-drawing .sheet{fill:var(--paper)}
.flow-drawing .lane{fill:var(--paper);stroke:var(--line)}
.flow-drawing .strip{fill:var(--raised);stroke:var(--line)}
.flow-drawing .shape{fill:var(--raised);stroke:var(--muted);stroke-width:1.25}
.flow-drawing .end .shape{stroke-width:3.5}
.flow-drawing .clock{fill:var(--paper);stroke:var(--muted);stroke-width:1.25}
.flow-drawing .hands{fill:none;stroke:var(--muted);stroke-width:1.25;stroke-linecap:round}
.flow-drawing .dash{stroke-dasharray:3 2.5}
.flow-drawing .line{fill:none;stroke:var(--muted);stroke-width:1.5;stroke-linejoin:round}
.flow-drawing .head{fill:var(--muted);stroke:none}
.flow-drawing .name{paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}
.flow-drawing .walked .shape{fill:var(--pass-paper);stroke:var(--pass-line)}
.flow-drawing .walked .line{stroke:var(--pass-line);stroke-width:2}
.flow-drawing .walked .head,.flow-drawing .walked .disc{fill:var(--pass-line)}
.flow-drawing .failed .shape{fill:var(--fail-paper);stroke:var(--fail-line);stroke-width:2.5}
.flow-drawing .failed .line{stroke:var(--fail-line);stroke-width:3}
.flow-drawing .failed .head,.flow-drawing .failed .disc{fill:var(--fail-line)}
.flow-drawing .unwalked .shape{fill:var(--paper);stroke-dasharray:5 4}
.flow-drawing .unwalked .line{stroke-dasharray:5 4}
.flow-drawing .unwalked .shape,.flow-drawing .unwalked .line{stroke:var(--not-applicable-line)}
.flow-drawing .unwalked .head{fill:var(--not-applicable-line)}
.flow-drawing .unwalked text{fill:var(--muted)}
.flow-drawing .tick{fill:none;stroke:var(--paper);stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
`;

const SPACE = 12;

/** The drawing within a page that has {@link DRAWING_STYLE} in its style sheet. Its height and width are its natural ones. */
export function drawFlow(layout: Layout, stateOf: StateOf = () => null): Markup {
  return draw(layout, stateOf, 0, null);
}

/** The drawing as a file of its own, with its title on top. */
export function renderSvg(layout: Layout, stateOf: StateOf = () => null): string {
  const { title, places, words, regulation, flow } = layout.diagram;
  const lines = wrap(title, layout.pool.width - 2 * SPACE, 16);
  const height = lines.length * 22 + 34;
  const x = layout.lanes[0]?.box.x ?? layout.pool.x;
  const heading = html`<g>${lines.map(
    (line, at) => html`<text class="title" lang="${words.language}" x="${x}" y="${30 + at * 22}">${line}</text>`,
  )}<text class="quiet" x="${x}" y="${30 + lines.length * 22}">${regulation}/${flow}, ${places}</text></g>`;
  const drawing = draw(layout, stateOf, height, heading);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${drawing}\n`;
}

const STANDALONE = `:root{color-scheme:light dark}.flow-drawing{${cssVariables(LIGHT)}}@media (prefers-color-scheme:dark){.flow-drawing{${cssVariables(DARK)}}}${DRAWING_STYLE}`;

/** @param heading what stands above the drawing in a file of its own, so high; null within a page */
function draw(layout: Layout, stateOf: StateOf, height: number, heading: Markup | null): Markup {
  const { diagram, pool, lanes, parts, arrows } = layout;
  const left = (lanes[0]?.box.x ?? pool.x) - SPACE;
  const size = { width: layout.width - left, height: layout.height + height };
  const id = `flow-${diagram.regulation}-${diagram.flow}`;
  const style = heading === null ? null : html`<style>${trusted(STANDALONE)}</style>`;
  return html`<svg class="flow-drawing" xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="${left} ${-height} ${size.width} ${size.height}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${diagram.regulation}/${diagram.flow}: ${diagram.title}</title>
<desc id="${id}-desc">${describe(diagram, stateOf)}</desc>
${style}<rect class="sheet" x="${left}" y="${-height}" width="${size.width}" height="${size.height}"/>
${heading === null ? null : html`<g transform="translate(0 ${-height})">${heading}</g>\n`}<g lang="${diagram.words.language}">
${lanes.map(({ box, label }) => {
  const strip = label.x - box.x + Math.max(label.width, 0) + (label.x - box.x);
  return html`<rect class="lane" x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}"/><rect class="strip" x="${box.x}" y="${box.y}" width="${strip}" height="${box.height}"/>${drawText(label, TEXT, 'strong')}
`;
})}${arrows.map((one) => drawArrow(one, stateOfArrow(one, diagram, stateOf)))}${parts.map((one) => drawPart(one, stateOfPart(one.part, diagram, stateOf)))}</g>
</svg>`;
}

/** The state of a part is that of its step; the beginning is walked where the first step is. */
function stateOfPart({ action }: Pick<Part, 'action'>, { parts }: Diagram, stateOf: StateOf): PathState | null {
  const step = action ?? parts.find((part) => part.action !== null)?.action;
  return step == null ? null : stateOf({ step });
}

/** The state of an arrow is that of its branch, or of the step whose parts it joins. */
function stateOfArrow({ arrow }: PlacedArrow, diagram: Diagram, stateOf: StateOf): PathState | null {
  if (arrow.branch !== null) return stateOf({ branch: arrow.branch });
  const action = diagram.parts.find(({ id }) => id === arrow.from)?.action ?? null;
  return stateOfPart({ action }, diagram, stateOf);
}

/** The diagram in words, for whoever does not see it: every step with who does it, its term, its state, and where it leads. */
function describe(diagram: Diagram, stateOf: StateOf): string {
  const { parts, arrows, lanes, words } = diagram;
  const tasks = parts.filter(({ kind }) => kind === 'task');
  const nameOf = (action: string) => tasks.find((task) => task.action === action)?.name ?? action;
  const told = tasks.map(({ action, name, lane, timer }) => {
    const state = action === null ? null : stateOf({ step: action });
    const who = lanes.find(({ id }) => id === lane)?.name ?? words.nobody;
    const next = arrows.flatMap(({ branch, name: outcome }) =>
      branch?.from === action ? [`${outcome === '' ? '' : `${outcome} `}→ ${nameOf(branch.to)}`] : [],
    );
    const about = [who, timer?.name, state === null ? undefined : words.states[state], ...next];
    return `${name} (${about.filter((one) => one !== undefined).join('; ')}).`;
  });
  return told.join('\n');
}

function drawArrow({ points, label }: PlacedArrow, state: PathState | null): Markup {
  const end = points.at(-1) ?? { x: 0, y: 0 };
  const path = [...points.slice(0, -1), { x: end.x - 7, y: end.y }];
  return html`<g class="arrow ${state ?? ''}"><path class="line" d="${rounded(path)}"/><path class="head" d="M${end.x} ${end.y}l-9 -4.5v9z"/>${
    label === null ? null : drawText(label, SMALL, 'small name')
  }</g>
`;
}

const CORNER = 6;

/** A path through points, with round corners. */
function rounded(points: readonly Point[]): string {
  return points
    .map((point, at) => {
      const before = points[at - 1];
      const after = points[at + 1];
      if (before === undefined) return `M${point.x} ${point.y}`;
      if (after === undefined) return `L${point.x} ${point.y}`;
      const start = towards(point, before);
      const end = towards(point, after);
      return `L${start.x} ${start.y}Q${point.x} ${point.y} ${end.x} ${end.y}`;
    })
    .join('');
}

/** The point on the way from one point to another at which a corner begins. */
function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = length === 0 ? 0 : Math.min(CORNER, length / 2) / length;
  const round = (value: number) => Math.round(value * 100) / 100;
  return { x: round(from.x + (to.x - from.x) * share), y: round(from.y + (to.y - from.y) * share) };
}

function drawPart({ part, box, label, timer }: PlacedPart, state: PathState | null): Markup {
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  const shapes: Readonly<Record<Part['kind'], Markup>> = {
    task: html`<rect class="shape" x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="8"/>`,
    gateway: html`<path class="shape" d="M${x} ${box.y}L${box.x + box.width} ${y}L${x} ${box.y + box.height}L${box.x} ${y}Z"/><path class="hands" d="M${x - 7} ${y - 7}l14 14M${x + 7} ${y - 7}l-14 14"/>`,
    start: html`<circle class="shape" cx="${x}" cy="${y}" r="${box.width / 2}"/>`,
    end: html`<circle class="shape" cx="${x}" cy="${y}" r="${box.width / 2 - 1}"/>`,
  };
  const whole = part.detail === '' ? null : html`<title>${part.detail}</title>`;
  return html`<g class="${part.kind} ${state ?? ''}">${whole}${shapes[part.kind]}${
    label === null ? null : part.kind === 'task' ? drawText(label, TEXT, '') : drawText(label, SMALL, 'small')
  }${timer === null ? null : drawTimer(timer)}${part.kind === 'task' ? drawBadge(box.x + box.width - 4, box.y + 2, state) : null}</g>
`;
}

/** A clock with a dashed rim, because the step goes on when its term has run out. */
function drawTimer({ box, label }: NonNullable<PlacedPart['timer']>): Markup {
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  const r = box.width / 2;
  return html`<circle class="clock dash" cx="${x}" cy="${y}" r="${r}"/><circle class="clock dash" cx="${x}" cy="${y}" r="${r - 3}"/><path class="hands" d="M${x} ${y - 7}V${y}L${x + 5} ${y + 3}"/>${drawText(label, SMALL, 'small')}`;
}

/** A sign on the corner of a step that says its state without colour. */
function drawBadge(x: number, y: number, state: PathState | null): Markup | null {
  if (state === null || state === 'unwalked') return null;
  const sign = state === 'walked' ? `M${x - 3.5} ${y}l2.5 3l4.5 -5.5` : `M${x - 3} ${y - 3}l6 6M${x + 3} ${y - 3}l-6 6`;
  return html`<circle class="disc" cx="${x}" cy="${y}" r="8"/><path class="tick" d="${sign}"/>`;
}

/** The lines of a text, each on a base line of its own. */
function drawText({ x, y, width, lines }: Label, { size, line }: typeof TEXT | typeof SMALL, style: string): Markup {
  return html`<text${style === '' ? null : html` class="${style}"`}>${lines.map((words, at) => {
    const base = y + at * line + (line + size * 0.7) / 2;
    return html`<tspan x="${x}" y="${Math.round(base * 10) / 10}"${fitted(words, width, size)}>${words}</tspan>`;
  })}</text>`;
}

const fitted = (words: string, width: number, size: number): Markup | null =>
  // Where the widths that are reckoned with are too small for some font, the line is pressed together rather than cut.
  width > 0 && widthOf(words, size) > width ? html` textLength="${width}" lengthAdjust="spacingAndGlyphs"` : null;
