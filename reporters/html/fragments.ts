// Packs what is not looked at at first: each fragment of the page is compressed, and stands in it as inert text until it is opened.
import { gzipSync } from 'node:zlib';
import type { Language } from '../../schemas/language.ts';
import { html, type Markup, trusted } from './markup.ts';

/** A part of the page as it stands there. What it was made of is let go at once, because all parts together are much longer than the page. */
export interface Fragment {
  /** It compressed, in the letters of base64, which hold no markup. */
  readonly packed: string;
  /** The ids of its elements, parted by blanks: the ids themselves, cut out of the text, would keep all of it in memory. */
  readonly anchors: string;
}

/** Fragments by their names. */
export type Fragments = ReadonlyMap<string, Fragment>;

/** A fragment of a text or markup. The same text gives the same bytes. */
export function fragmentOf(content: string | Markup): Fragment {
  const text = content.toString();
  const anchors = Array.from(text.matchAll(/ id="([^"]+)"/gu), ([, id]) => id).join(' ');
  const bytes = gzipSync(Buffer.from(text, 'utf8'), { level: 9 });
  // The header of gzip names no time, and its tenth byte the system that packed it.
  bytes[9] = 255;
  return { packed: bytes.toString('base64'), anchors };
}

/** The fragments as inert elements. */
export function renderFragments(fragments: Fragments): Markup {
  return html`${[...fragments].map(([name, { packed }]) => html`<script type="application/gzip" id="z-${name}">${trusted(packed)}</script>\n`)}`;
}

/** Which fragment each anchor stands in, by the ids of its elements; one that ends with the language is known without it. */
export function indexAnchors(fragments: Fragments, language: Language): Record<string, string> {
  const ending = new RegExp(`-${language}$`, 'u');
  const of = ([name, { anchors }]: [string, Fragment]) =>
    (anchors.match(/\S+/gu) ?? []).map((anchor) => [anchor.replace(ending, ''), name]);
  return Object.fromEntries([...fragments].flatMap(of));
}
