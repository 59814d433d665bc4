// Turns the elements of the act into rows: headings, paragraphs, lists, frames and drawings.
import { linesOf, type Setting } from './lines.ts';
import { blockLookOf, inkOf, PAGE, type Place, RAISED, RULE, toneOf, tonesOf } from './looks.ts';
import { framed, heightOf, type Row, sideBySide, spaced, tagIn, together } from './row.ts';
import { spansOf } from './spans.ts';
import { rowsOfTable } from './tables.ts';
import { type Element, partsIn, textIn } from './tree.ts';

const INLINE = new Set(['span', 'strong', 'b', 'code', 'a', 'br', 'em']);
const HEADINGS: Readonly<Record<string, { level: number; type: string }>> = {
  h1: { level: 0, type: 'H1' },
  h2: { level: 1, type: 'H2' },
  h3: { level: 2, type: 'H3' },
  h4: { level: 3, type: 'H4' },
  h5: { level: 4, type: 'H5' },
};
/** The lowest level of headings that the outline lists. */
const OUTLINED = 2;

/** The rows of elements and texts. What stands in a line makes a paragraph with its neighbours. */
export function rowsOf(nodes: readonly (Element | string)[], place: Place): Row[] {
  const rows: Row[] = [];
  let inline: (Element | string)[] = [];
  const end = () => {
    if (inline.some((node) => textIn(node).trim() !== ''))
      rows.push(...paragraph(inline, { ...place, tag: tagIn(place.tag, 'P') }));
    inline = [];
  };
  for (const node of nodes) {
    if (typeof node === 'string' || !isBlock(node)) {
      inline.push(node);
      continue;
    }
    end();
    if (LED_TO.has(node.name)) leadTo(rows);
    rows.push(...rowsOfBlock(node, place));
  }
  end();
  return rows;
}

/** What the words before it announce, so that it does not begin on another page than they stand on. */
const LED_TO = new Set(['pre', 'table', 'blockquote', 'ul', 'ol', 'dl']);

/** Keeps the last row of what is there with what comes next. */
function leadTo(rows: Row[]): void {
  const last = rows.pop();
  if (last !== undefined) rows.push({ ...last, keep: true });
}

/** Whether an element stands by itself, or holds one that does, as the parts of a cell do. */
function isBlock(node: Element): boolean {
  if (!INLINE.has(node.name)) return true;
  return ['cell', 'original', 'printed', 'gloss'].some((name) => node.classes.has(name));
}

/** A paragraph of what stands in lines. */
function paragraph(nodes: readonly (Element | string)[], place: Place, more: Partial<Setting> = {}): Row[] {
  return linesOf(spansOf(nodes, place.look, place.tone), { tag: place.tag, width: place.width, ...more });
}

function rowsOfBlock(node: Element, around: Place): Row[] {
  const tone = toneOf(node) ?? around.tone;
  const place: Place = { ...around, tone, look: blockLookOf(node, around.look, tone) };
  const { name, classes } = node;
  if (name in HEADINGS) return headingOf(node, place);
  switch (name) {
    case 'p':
      return spaced(notice(node, paragraph(node.children, { ...place, tag: tagIn(place.tag, 'P') }), place), 3);
    case 'ul':
    case 'ol':
      return classes.has('shares') ? shares(node, place) : list(node, place);
    case 'dl':
      return classes.has('blanks') ? blanks(node, place) : definitions(node, place);
    case 'blockquote':
      return spaced(within(node, 'BlockQuote', place, { left: 10, rule: { ink: RULE, width: 2 } }), 5);
    case 'pre':
      return exact(node, place);
    case 'table':
      return spaced(rowsOfTable(node, place, rowsOf), 6);
    case 'svg':
      return drawing(node, place);
    case 'summary':
      return together(rowsOf(node.children, place)).map((row) => ({ ...row, keep: true }));
    default:
      return container(node, place);
  }
}

function notice(node: Element, rows: readonly Row[], { width }: Place): Row[] {
  if (!node.classes.has('note')) return [...rows];
  return framed(rows, { left: 8, width, paper: RAISED, inside: 4 });
}

function headingOf(node: Element, place: Place): Row[] {
  const { level = 1, type = 'H2' } = HEADINGS[node.name] ?? {};
  const tag = tagIn(place.tag, type);
  const isBroken = (child: Element | string) =>
    typeof child !== 'string' && ['place', 'cell'].some((one) => child.classes.has(one));
  // The place of a cause stands below its title, and so does what is said of a whole table.
  const title = node.children.filter((child) => !isBroken(child));
  const rest = node.children.filter(isBroken);
  const lines = [
    ...paragraph(title, { ...place, tag }),
    ...(rest.length === 0 ? [] : paragraph(rest, { ...place, tag })),
  ].map((row) => ({ ...row, keep: true }));
  const words = title.map(textIn).join('').replace(/\s+/gu, ' ').trim();
  const marked = lines.map(
    (row, n): Row => (n === 0 && level <= OUTLINED ? { ...row, mark: { title: words, level } } : row),
  );
  if (level !== 1) return spaced(marked, [2, 0, 10, 6, 6][level] ?? 6);
  const ruled = marked.map((row, n): Row => {
    if (n > 0) return row;
    const draw: Row['draw'] = (pen, x, y, gap) => {
      if (gap > 0) pen.fill(x, y - 8, place.width, 0.6, RULE);
      row.draw(pen, x, y, gap);
    };
    return { ...row, draw };
  });
  return spaced(ruled, 22);
}

/** An element that gathers others, with the frame that it has. */
function container(node: Element, place: Place): Row[] {
  const { classes } = node;
  const { width } = place;
  const line = place.tone === null ? RULE : tonesOf(place.tone).line;
  const type = node.name === 'section' || node.name === 'article' || node.name === 'details' ? 'Sect' : 'Div';
  if (classes.has('summary')) return [bar(line, width), ...spaced(within(node, type, place, {}), 10)];
  if (classes.has('cause')) return spaced(within(node, type, place, { left: 12, rule: { ink: line, width: 3 } }), 12);
  if (classes.has('failure')) return spaced(within(node, type, place, {}), 8);
  if (classes.has('hidden-by'))
    return spaced(within(node, type, place, { left: 8, paper: tonesOf('inconclusive').paper, inside: 5 }), 8);
  if (classes.has('item')) return spaced(within(node, type, place, { left: 8, rule: { ink: line, width: 2 } }), 4);
  if (classes.has('signature')) return together(within(node, type, place, {}));
  if (classes.has('annexes'))
    return within(node, type, place, {}).map((row, n) => (n === 0 ? { ...row, fresh: true } : row));
  const isApart = ['finding', 'erratum', 'shown'].some((word) => classes.has(word));
  const above = node.name === 'section' ? 8 : isApart ? 6 : 0;
  return spaced(within(node, type, place, {}), above);
}

/** The rows within an element, and its frame where it has one. */
function within(node: Element, type: string, place: Place, frame: Partial<Parameters<typeof framed>[1]>): Row[] {
  const { left = 0 } = frame;
  const lang = node.attributes.lang;
  const tag = tagIn(place.tag, type, lang === undefined ? {} : { lang });
  const right = frame.paper === undefined ? 0 : left;
  const rows = rowsOf(node.children, { ...place, tag, width: place.width - left - right });
  return frame.rule === undefined && frame.paper === undefined
    ? rows
    : framed(rows, { ...frame, left, width: place.width });
}

function bar(ink: string, width: number): Row {
  return { height: 4, above: 0, keep: true, draw: (pen, x, y) => pen.fill(x, y, width, 4, ink) };
}

/** The counts of the verdicts, side by side. */
function shares(node: Element, place: Place): Row[] {
  const spans = partsIn(node, 'li').flatMap((item, n) => {
    const between = n === 0 ? [] : [{ text: ' '.repeat(6), look: place.look }];
    return [...between, ...spansOf(item.children, place.look, place.tone)];
  });
  return spaced(linesOf(spans, { tag: tagIn(place.tag, 'P'), width: place.width, exact: true }), 5);
}

const BULLET = 10;

function list(node: Element, place: Place): Row[] {
  const tag = tagIn(place.tag, 'L');
  return partsIn(node, 'li').flatMap((item, n) => {
    const body = tagIn(tagIn(tag, 'LI'), 'LBody');
    const tone = toneOf(item) ?? place.tone;
    const rows = rowsOf(item.children, { ...place, tone, tag: body, width: place.width - BULLET });
    const moved = rows.map((row, at): Row => {
      const draw: Row['draw'] = (pen, x, y, gap) => {
        if (at === 0) pen.fill(x + 2, y + row.height / 2 - 1, 2.2, 2.2, place.look.ink);
        row.draw(pen, x + BULLET, y, gap);
      };
      return { ...row, draw };
    });
    return spaced(moved, n === 0 ? 1 : 2.5);
  });
}

/** Names with what they have, side by side. */
function definitions(node: Element, place: Place): Row[] {
  const names = partsIn(node, 'dt');
  const values = partsIn(node, 'dd');
  const tag = tagIn(place.tag, 'L');
  const wide = Math.min(118, place.width * 0.24);
  return names.flatMap((name, n) => {
    const item = tagIn(tag, 'LI');
    const lookOfName = blockLookOf(name, place.look, place.tone);
    const left = rowsOf(name.children, { ...place, look: lookOfName, tag: tagIn(item, 'Lbl'), width: wide - 10 });
    const value = values[n]?.children ?? [];
    const right = rowsOf(value, { ...place, tag: tagIn(item, 'LBody'), width: place.width - wide });
    const both = sideBySide([
      { x: 0, rows: left },
      { x: wide, rows: right },
    ]);
    return spaced(heightOf(both) < 60 ? together(both) : both, n === 0 ? 4 : 3.5);
  });
}

/** Room to write by hand. */
function blanks(node: Element, place: Place): Row[] {
  const tag = tagIn(place.tag, 'L');
  return together(
    partsIn(node, 'div').flatMap((one) => {
      const label = tagIn(tagIn(tag, 'LI'), 'Lbl');
      const rows = paragraph(partsIn(one, 'dt'), { ...place, tag: label });
      return spaced(rows, 16).map((row): Row => {
        const draw: Row['draw'] = (pen, x, y, gap) => {
          row.draw(pen, x, y, gap);
          pen.fill(x + BLANK, y + row.height - 1, Math.min(place.width - BLANK, 300), 0.6, PAGE.ink);
        };
        return { ...row, draw };
      });
    }),
  );
}

/** Where the line to write on begins. */
const BLANK = 90;

/** A message as it was sent, in its own lines. */
function exact(node: Element, place: Place): Row[] {
  const tag = tagIn(place.tag, 'P');
  const inner = { tag, width: place.width - 16, exact: true };
  const rows = linesOf(spansOf(node.children, place.look, place.tone, true), inner);
  return spaced(framed(rows, { left: 8, width: place.width, paper: RAISED, inside: 4 }), 3);
}

/** A drawing, which says nothing that the text beside it does not tell. */
function drawing(node: Element, { width }: Place): Row[] {
  const [, , across = 1, down = 1] = (node.attributes.viewbox ?? node.attributes.viewBox ?? '').split(' ').map(Number);
  const height = node.classes.has('bar') ? 8 : 9;
  const number = ({ attributes }: Element, name: string) => Number(attributes[name] ?? 0);
  const draw: Row['draw'] = (pen, x, y) => {
    const [sx, sy] = [width / across, height / down];
    for (const part of partsIn(node, 'rect'))
      pen.fill(
        ...([x + number(part, 'x') * sx, y + number(part, 'y') * sy] as const),
        ...([Math.min(number(part, 'width'), across - number(part, 'x')) * sx, number(part, 'height') * sy] as const),
        inkOf(part),
      );
    for (const part of partsIn(node, 'line')) pen.fill(x + number(part, 'x1') * sx, y, 1, height, inkOf(part));
  };
  return [{ height, above: 8, keep: false, draw }];
}
