// Checks that result documents carry Kazakh letters and the same bytes for the same content.
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { kazakhstan } from '../../../schemas/kazakhstan.ts';
import { type ResultDocument, renderResult } from './result-document.ts';

const KAZAKH = 'әғқңөұүһіӘҒҚҢӨҰҮҺІ';

const LICENCE: ResultDocument = {
  title: 'Лицензия',
  number: 'KZ00-TEST-0001',
  lines: [
    ['Өтініш беруші', 'ЖШС «СЫНАҚ»'],
    ['Әріптер', KAZAKH],
  ],
  issuedAt: new Date('2013-05-06T07:08:09Z'),
};

/** The streams of a PDF, unpacked where they are packed. */
function streams(pdf: Uint8Array): string[] {
  const text = Buffer.from(pdf).toString('latin1');
  return [...text.matchAll(/\/Filter \/FlateDecode\n>>\nstream\n([\s\S]*?)\nendstream/g)].map((match) =>
    inflateSync(Buffer.from(match[1] ?? '', 'latin1')).toString('latin1'),
  );
}

function pageCount(pdf: Uint8Array): number {
  return [
    ...Buffer.from(pdf)
      .toString('latin1')
      .matchAll(/\/Type \/Page\n/g),
  ].length;
}

describe('renderResult', () => {
  it('renders one A4 page', async () => {
    const pdf = await renderResult(LICENCE);
    const text = Buffer.from(pdf).toString('latin1');
    expect(text.startsWith('%PDF-1.')).toBe(true);
    expect(text.trimEnd().endsWith('%%EOF')).toBe(true);
    expect(text).toContain('/MediaBox [0 0 595.28 841.89]');
    expect(pageCount(pdf)).toBe(1);
  });

  it('has a glyph of its own for every Kazakh letter', async () => {
    const map = streams(await renderResult(LICENCE)).find((stream) => stream.includes('begincmap')) ?? '';
    // A letter that the font lacks shares glyph 0 and leaves no line of its own in the map back to text.
    for (const letter of KAZAKH) {
      const code = letter.charCodeAt(0).toString(16).padStart(4, '0');
      expect(map, `map entry of ${letter}`).toContain(`<${code}>`);
    }
  });

  it('gives the same bytes for the same document', async () => {
    const first = await renderResult(LICENCE);
    const second = await renderResult(structuredClone(LICENCE));
    expect(Buffer.compare(first, second)).toBe(0);
  });

  it('tells the date in the time of the place', async () => {
    const late = { ...LICENCE, issuedAt: new Date('2013-05-06T18:30:00Z') };
    const region = await renderResult({ ...late, place: { ...kazakhstan(), zone: 'Asia/Aqtau' } });
    expect(Buffer.compare(await renderResult(late), region)).not.toBe(0);
    expect(Buffer.compare(await renderResult({ ...late, place: kazakhstan() }), await renderResult(late))).toBe(0);
  });

  it('gives other bytes for another moment or another value', async () => {
    const first = await renderResult(LICENCE);
    const later = await renderResult({ ...LICENCE, issuedAt: new Date('2013-05-06T07:08:10Z') });
    const other = await renderResult({ ...LICENCE, lines: [['Өтініш беруші', 'ЖШС «БАСҚА»']] });
    expect(Buffer.compare(first, later)).not.toBe(0);
    expect(Buffer.compare(first, other)).not.toBe(0);
  });

  it('loses nothing of a text longer than a page', async () => {
    const lines = Array.from({ length: 80 }, (_, index): [string, string] => [`Жол ${index}`, KAZAKH]);
    expect(pageCount(await renderResult({ ...LICENCE, lines }))).toBeGreaterThan(1);
  });
});
