// Measures, shortens and breaks the texts of a diagram, which has to know their size without a browser.

/** How wide letters are, in parts of the size of the font, by the widest of the usual fonts (DejaVu Sans): what fits there fits elsewhere. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ ,.:;'’!|/()[\]ijlіїІIftr-]/u, 0.41],
  [/[авгезкостухчьэбғқөүұәһaceko?svxyz]/u, 0.63],
  [/[жшщюфMМФЫ]/u, 0.95],
  [/[ШЖЮЩWm№…—]/u, 1.09],
  [/[\p{Lu}мыw]/u, 0.82],
  [/[\p{Ll}\p{Nd}«»"–]/u, 0.7],
];
const WIDEST = 1.1;

/** The most that a line of text is wide. */
export function widthOf(text: string, size: number): number {
  let sum = 0;
  for (const letter of text) sum += WIDTHS.find(([letters]) => letters.test(letter))?.[1] ?? WIDEST;
  return Math.ceil(sum * size);
}

/** The text with no more than so many letters, cut behind a word, and without a sign at its end that only leads on to something else. */
export function shorten(text: string, most: number): string {
  const whole = text.replace(/[\s;,.:–-]+$/u, '');
  const letters = [...whole];
  if (letters.length <= most) return whole;
  const cut = letters.slice(0, most).join('');
  const space = cut.lastIndexOf(' ');
  return `${(space > most / 2 ? cut.slice(0, space) : cut).replace(/[\s;,.:«("–-]+$/u, '')}…`;
}

/** The text in lines that are at most so wide; a word that is wider is broken, with a hyphen. */
export function wrap(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((one) => one !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer, size) <= width) {
      line = longer;
      continue;
    }
    const broken = pieces(word, width, size);
    lines.push(...(line === '' ? [] : [line]), ...broken.slice(0, -1));
    line = broken.at(-1) ?? '';
  }
  return line === '' ? lines : [...lines, line];
}

/** The fewest letters of a broken word that stand on a line. */
const FEWEST = 3;

/** A word in pieces that are no wider than a line: broken behind its hyphens, and elsewhere only where that is not enough. */
function pieces(word: string, width: number, size: number): string[] {
  const parts: string[] = [];
  let part = '';
  for (const piece of word.match(/[^-]*-|[^-]+$/gu) ?? []) {
    if (part !== '' && widthOf(part + piece, size) > width) {
      parts.push(part);
      part = '';
    }
    part += piece;
    while (widthOf(part, size) > width) {
      const letters = [...part];
      let count = letters.length - FEWEST;
      while (count > 1 && widthOf(`${letters.slice(0, count).join('')}-`, size) > width) count -= 1;
      if (count < 1) break;
      parts.push(`${letters.slice(0, count).join('')}-`);
      part = letters.slice(count).join('');
    }
  }
  return [...parts, part];
}
