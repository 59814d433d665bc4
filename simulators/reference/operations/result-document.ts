// Renders the result of a service, a licence or a refusal, as a PDF whose bytes depend on its content only.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';

/** What stands in a result document. */
export interface ResultDocument {
  readonly title: string;
  readonly number: string;
  readonly lines: readonly (readonly [label: string, value: string])[];
  /** Also the creation date of the file; the clock of the world, never of the machine. */
  readonly issuedAt: Date;
}

// The standard fonts of PDF have no Kazakh letters, so the font travels inside, cut down to the letters in use.
const FONT = readFileSync(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
const MARGIN = 56;

/** Renders the document on A4. Text that does not fit on one page goes on to the next, so that nothing is lost. */
export async function renderResult(document: ResultDocument): Promise<Uint8Array> {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    lang: 'kk',
    // No font yet: pdfkit would load Helvetica first.
    font: '',
    // pdfkit derives the file's identifier from these fields.
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
  pdf.moveDown().fontSize(9).text(document.issuedAt.toISOString(), { align: 'right' });
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
