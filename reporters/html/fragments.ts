// Packs what is not looked at at first: each fragment of the page is compressed, and stands in it as inert text until it is opened.
import { gzipSync } from 'node:zlib';
import type { Language } from '../../schemas/language.ts';
import { html, type Markup, trusted } from './markup.ts';

/** Fragments by their names. */
export type Fragments = ReadonlyMap<string, string>;

/** The fragments as inert elements. The same fragments give the same bytes: the header of gzip names no time, and one operating system. */
export function renderFragments(fragments: Fragments): Markup {
  return html`${[...fragments].map(([name, text]) => html`<script type="application/gzip" id="z-${name}">${trusted(pack(text))}</script>\n`)}`;
}

/** The text compressed, in the letters of base64, which hold no markup. */
function pack(text: string): string {
  const bytes = gzipSync(Buffer.from(text, 'utf8'), { level: 9 });
  // The tenth byte names the system that packed it.
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
