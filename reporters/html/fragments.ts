// Packs what is not looked at at first: each fragment of the page is compressed, and stands in it as inert text until it is opened.
import { gzipSync } from 'node:zlib';
import type { Language } from '../../schemas/language.ts';
import { html, type Markup, trusted } from './markup.ts';

/** Fragments by their names. */
export type Fragments = ReadonlyMap<string, string>;

/** Fragments as they stand in the page, by their names. */
export type Packed = ReadonlyMap<string, string>;

/** The fragments compressed, in the letters of base64, which hold no markup. The same fragments give the same bytes. */
export function packed(fragments: Fragments): Packed {
  return new Map([...fragments].map(([name, text]) => [name, pack(text)]));
}

/** The fragments as inert elements. */
export function renderFragments(fragments: Packed): Markup {
  return html`${[...fragments].map(([name, text]) => html`<script type="application/gzip" id="z-${name}">${trusted(text)}</script>\n`)}`;
}

function pack(text: string): string {
  const bytes = gzipSync(Buffer.from(text, 'utf8'), { level: 9 });
  // The header of gzip names no time, and its tenth byte the system that packed it.
  bytes[9] = 255;
  return bytes.toString('base64');
}

/** Which fragment each anchor stands in, by the ids of its elements; one that ends with the language is known without it. */
export function indexAnchors(fragments: Fragments, language: Language): Record<string, string> {
  const ending = new RegExp(`-${language}$`, 'u');
  return Object.fromEntries(
    [...fragments].flatMap(([name, text]) =>
      [...text.matchAll(/ id="([^"]+)"/gu)].map((match): [string, string] => [
        (match[1] ?? '').replace(ending, ''),
        name,
      ]),
    ),
  );
}
