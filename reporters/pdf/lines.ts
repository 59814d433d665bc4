// Breaks text into lines: between words, and within a word only where it is longer than a line.
import { lettersOf, widthOf } from './letters.ts';
import type { Look, Row, Tag } from './row.ts';

/** A text that looks alike. A line feed in it ends the line. */
export interface Span {
  readonly text: string;
  readonly look: Look;
}

/** Where and how a paragraph stands. */
export interface Setting {
  readonly tag: Tag;
  readonly width: number;
  /** Whether blanks stand as they are, as in an exchange. */
  readonly exact?: boolean;
  readonly align?: 'left' | 'right';
}

interface Piece {
  readonly text: string;
  readonly look: Look;
  readonly width: number;
}
/** Pieces between which no line ends, and the blank before them. */
interface Word {
  readonly blank: Piece | null;
  readonly pieces: Piece[];
}

const LEADING = 1.38;
/** Which part of the height of a line is above the line on which letters stand. */
const RISE = 0.74;

/** The lines of a paragraph. The first and the last of them have company on their page. */
export function linesOf(spans: readonly Span[], setting: Setting): Row[] {
  const lines = splitFeeds(spans).flatMap((one) => fillLines(wordsOf(one, setting), setting));
  return lines.map((line, n) => {
    const isLonely = lines.length > 1 && (n === 0 || n === lines.length - 2);
    return rowOf(line, setting, isLonely);
  });
}

/** The widths of a text that must not and that need not be broken: its longest word, and the whole. */
export function extentOf(spans: readonly Span[]): { least: number; most: number } {
  const words = splitFeeds(spans).map((one) => wordsOf(one, {}));
  const widthOfWord = ({ pieces }: Word) => pieces.reduce((sum, { width }) => sum + width, 0);
  const whole = (line: Word[]) => line.reduce((sum, word) => sum + widthOfWord(word) + (word.blank?.width ?? 0), 0);
  return { least: Math.max(0, ...words.flat().map(widthOfWord)), most: Math.max(0, ...words.map(whole)) };
}

function splitFeeds(spans: readonly Span[]): Span[][] {
  const lines: Span[][] = [[]];
  for (const { text, look } of spans)
    for (const [n, part] of lettersOf(text).split('\n').entries()) {
      if (n > 0) lines.push([]);
      lines.at(-1)?.push({ text: part, look });
    }
  return lines;
}

/** White space that a line may end at. */
const BLANK = /^[^\S\u00a0]/u;
const BLANKS = /([^\S\u00a0]+)/u;

function wordsOf(spans: readonly Span[], { exact = false }: Pick<Setting, 'exact'>): Word[] {
  const words: Word[] = [];
  let blank: Piece | null = null;
  let isOpen = false;
  for (const { text, look } of spans)
    for (const part of text.split(BLANKS)) {
      if (part === '') continue;
      const isBlank = BLANK.test(part);
      const piece = pieceOf(isBlank && !exact ? ' ' : part, look);
      // A blank at the beginning is the indentation of an exact line, and nothing elsewhere.
      if (isBlank && (words.length > 0 || !exact)) {
        blank = words.length === 0 ? null : piece;
        isOpen = false;
        continue;
      }
      if (isOpen) words.at(-1)?.pieces.push(piece);
      else words.push({ blank, pieces: [piece] });
      blank = null;
      isOpen = true;
    }
  return words;
}

const pieceOf = (text: string, look: Look): Piece => ({ text, look, width: widthOf(text, look.face, look.size) });

function fillLines(words: readonly Word[], { width }: Setting): Piece[][] {
  const lines: Piece[][] = [[]];
  let used = 0;
  const add = (piece: Piece) => {
    lines.at(-1)?.push(piece);
    used += piece.width;
  };
  const feed = () => {
    lines.push([]);
    used = 0;
  };
  for (const { blank, pieces } of words) {
    const needed = pieces.reduce((sum, piece) => sum + piece.width, 0);
    const before = blank?.width ?? 0;
    if (used + before + needed <= width) {
      if (blank !== null && used > 0) add(blank);
      for (const piece of pieces) add(piece);
      continue;
    }
    const isLong = needed > width;
    // A word that is too long for any line begins on this one, where that has room for more than a few letters of it.
    if (used > 0 && (!isLong || width - used - before < width / 3)) feed();
    else if (blank !== null && used > 0) add(blank);
    for (const piece of pieces) {
      let rest = lettersIn(piece.text);
      while (rest.length > 0) {
        const count = fitting(rest, piece.look, width - used);
        if (count === 0 && used > 0) {
          feed();
          continue;
        }
        const taken = count >= rest.length ? count : behindMark(rest, Math.max(count, 1));
        add(pieceOf(rest.slice(0, taken).join(''), piece.look));
        rest = rest.slice(taken);
        if (rest.length > 0) feed();
      }
    }
  }
  return lines;
}

const SEGMENTS = new Intl.Segmenter(undefined);
/** The letters of a word, each with the marks upon it. */
const lettersIn = (text: string): string[] => [...SEGMENTS.segment(text)].map(({ segment }) => segment);

function fitting(letters: readonly string[], { face, size }: Look, width: number): number {
  let used = 0;
  for (const [n, letter] of letters.entries()) {
    used += widthOf(letter, face, size);
    if (used > width) return n;
  }
  return letters.length;
}

/** Behind the last mark that ends a part of an address, where one is near; or else between the letters. */
function behindMark(letters: readonly string[], count: number): number {
  for (let at = count; at > count * 0.6; at -= 1) if (/[/?&=.,;:_)}\]-]/u.test(letters[at - 1] ?? '')) return at;
  return count;
}

function rowOf(pieces: readonly Piece[], { tag, width, align = 'left' }: Setting, keep: boolean): Row {
  const size = Math.max(...pieces.map(({ look }) => look.size), 0) || SMALLEST;
  const height = size * LEADING;
  const total = pieces.reduce((sum, piece) => sum + piece.width, 0);
  return {
    ...{ height, above: 0, keep },
    draw(pen, x, y) {
      let at = x + (align === 'right' ? width - total : 0);
      for (const [{ look }, text, wide] of runsOf(pieces)) {
        if (look.paper !== null) pen.fill(at - 2, y + height * 0.08, wide + 4, height * 0.86, look.paper);
        pen.write(tag, text, at, y + height * RISE, look);
        at += wide;
      }
    },
  };
}

/** The height of an empty line. */
const SMALLEST = 7;

/** Neighbours that look alike, joined, so that a program that reads the page finds sentences and not words. */
function runsOf(pieces: readonly Piece[]): [Piece, text: string, width: number][] {
  const runs: [Piece, string, number][] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    if (last !== undefined && last[0].look === piece.look) {
      last[1] += piece.text;
      last[2] += piece.width;
    } else runs.push([piece, piece.text, piece.width]);
  }
  return runs;
}
