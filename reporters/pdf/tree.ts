// Reads the markup in which the HTML report tells the act, so that the PDF tells the same and in the same words.
import { type CheerioAPI, load } from 'cheerio';
import type { Markup } from '../html/markup.ts';

/** An element of the markup. */
export interface Element {
  readonly name: string;
  readonly classes: ReadonlySet<string>;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Element | string)[];
}

type Read = ReturnType<CheerioAPI['root']>[number]['children'][number];

/** What the page shows to those who look at it in other ways than on paper, or what it is steered by. */
const UNPRINTED = new Set(['nav', 'script', 'form', 'button']);
const UNPRINTED_CLASSES = ['panel', 'skip', 'off'];

/** The elements and texts of a piece of markup, without what is not for paper. */
export function readTree(markup: Markup): (Element | string)[] {
  return load(markup.toString(), null, false)
    .root()
    .toArray()
    .flatMap(({ children }) => children.flatMap(read));
}

function read(node: Read): (Element | string)[] {
  if (node.type === 'text') return [node.data];
  if (!('attribs' in node)) return [];
  const classes = new Set((node.attribs.class ?? '').split(/\s+/u).filter((name) => name !== ''));
  if (UNPRINTED.has(node.name) || UNPRINTED_CLASSES.some((name) => classes.has(name))) return [];
  return [{ name: node.name, classes, attributes: node.attribs, children: node.children.flatMap(read) }];
}

/** All text in an element. */
export const textIn = (node: Element | string): string =>
  typeof node === 'string' ? node : node.children.map(textIn).join('');

/** The elements among the children that have one of these names, also within elements that only gather them. */
export const partsIn = ({ children }: Element, ...names: readonly string[]): Element[] =>
  children.flatMap((child) => (typeof child !== 'string' && names.includes(child.name) ? [child] : []));
