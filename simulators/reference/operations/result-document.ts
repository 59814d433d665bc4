// Renders the result of a service, such as a licence or a refusal, as a PDF whose bytes depend only on its content.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { kazakhstan } from '../../../schemas/kazakhstan.ts';
import { type Place, tellTime } from '../../../schemas/zone.ts';

/** The content of a result document. */
export interface ResultDocument {
  readonly title: string;
  readonly number: string;
  readonly lines: readonly (readonly [label: string, value: string])[];
  /** By the clock of the world, never of the machine; also the creation date of the file. */
  readonly issuedAt: Date;
  /** The place in whose time the date is told; the capital where it is left out. */
  readonly place?: Place;
}

// The standard fonts of PDF have no Kazakh letters, so this font is embedded, cut down to the letters in use.
const FONT = readFileSync(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
const MARGIN = 56;

/** Renders the document on A4, on as many pages as it needs. */
export async function renderResult(document: ResultDocument): Promise<Uint8Array> {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    lang: 'kk',
    // An empty font keeps pdfkit from loading Helvetica, which is not used.
    font: '',
    // pdfkit derives the file's identifier from these fields, so they hold nothing that changes from run to run.
    info: {
      Title: document.title,
      Subject: document.number,
      Author: 'reglament (TEST)',
      CreationDate: document.issuedAt,
      ModDate: document.issuedAt,
    },
  });
  const bytes = collect(pdf);
  pdf.registerFont('body', FONT).font('body');
  pdf.fontSize(16).text(document.title, { align: 'center' });
  pdf.fontSize(11).text(`№ ${document.number}`, { align: 'center' }).moveDown();
  for (const [label, value] of document.lines) {
    pdf.fillColor('#555555').text(`${label}: `, { continued: true });
    pdf.fillColor('#000000').text(value).moveDown(0.3);
  }
  const issued = tellTime(document.place ?? kazakhstan(), document.issuedAt.getTime(), 'kk');
  pdf.moveDown().fontSize(9).text(issued, { align: 'right' });
  pdf.end();
  return bytes;
}

function collect(pdf: PDFKit.PDFDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Uint8Array.from(Buffer.concat(chunks))));
    pdf.on('error', reject);
  });
}
