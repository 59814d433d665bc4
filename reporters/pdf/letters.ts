// The letters of a PDF: the fonts that are embedded in it, how wide a text is in them, and what stands for what they cannot show.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';

const FILES = { plain: 'DejaVuSansCondensed', bold: 'DejaVuSansCondensed-Bold', code: 'DejaVuSansMono' } as const;

/** One of the fonts. */
export type Face = keyof typeof FILES;
/** All fonts, which have the Kazakh letters; the standard fonts of PDF have none. */
export const FACES = ['plain', 'bold', 'code'] as const satisfies readonly Face[];

const require = createRequire(import.meta.url);

/** The bytes of a font. */
export const fontFile = (face: Face): Buffer =>
  readFileSync(require.resolve(`dejavu-fonts-ttf/ttf/${FILES[face]}.ttf`));

const opened = new Map<Face, Font>();
function open(face: Face): Font {
  const font = opened.get(face) ?? single(create(fontFile(face)));
  opened.set(face, font);
  return font;
}

function single(font: ReturnType<typeof create>): Font {
  if (!('layout' in font)) throw new TypeError('a collection of fonts stands where one font belongs');
  return font;
}

const widths = new Map<string, number>();

/** How wide a text is, in points. */
export function widthOf(text: string, face: Face, size: number): number {
  const key = `${face} ${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    const font = open(face);
    width = font.layout(text).advanceWidth / font.unitsPerEm;
    // A portal may say much that is said once.
    if (text.length < 40) widths.set(key, width);
  }
  return width * size;
}

/** Letters that are written from right to left: no line may be turned around by what a portal says. */
const LEFTWARD = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Nko}\p{Script=Syriac}\p{Script=Thaana}]/u;

const shown = new Map<string, string>();

/**
 * The text in letters that every font has. Another letter is written out as its code, as in `\u{1F600}`, because a box would hide what a
 * portal said; a control or a mark that changes the direction of writing is left out.
 */
export function lettersOf(text: string): string {
  return text.toWellFormed().replace(/[^\n -~А-яЁё]/gu, (letter) => {
    const known = shown.get(letter) ?? letterOf(letter);
    shown.set(letter, known);
    return known;
  });
}

function letterOf(letter: string): string {
  if (/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(letter)) return /\s/u.test(letter) ? ' ' : '';
  const code = letter.codePointAt(0) ?? 0;
  const isThere = FACES.every((face) => open(face).hasGlyphForCodePoint(code));
  return isThere && !LEFTWARD.test(letter) ? letter : `\\u{${code.toString(16).toUpperCase()}}`;
}
