// A one-page PDF for the foreign portals: a title, a number and lines of text.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';

// The standard fonts of PDF have no Kazakh letters.
const FONT = readFileSync(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));

/** The PDF of a letter. Equal arguments give equal bytes. */
export function printLetter(title: string, lines: readonly string[], at: Date): Promise<Uint8Array> {
  const pdf = new PDFDocument({ size: 'A5', font: '', info: { Title: title, CreationDate: at, ModDate: at } });
  const chunks: Buffer[] = [];
  const printed = new Promise<Uint8Array>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Uint8Array.from(Buffer.concat(chunks))));
    pdf.on('error', reject);
  });
  pdf.registerFont('text', FONT).font('text').fontSize(14).text(title).moveDown().fontSize(10);
  for (const line of lines) pdf.text(line);
  pdf.end();
  return printed;
}
