// Signs a PDF inside itself (PAdES baseline B, ETSI EN 319 142-1): its bytes stay as they are, and an update behind them holds the signature.
//
// It reads the PDFs that pdfkit writes, and no others: objects in a plain table, and pages that have no annotations.
import { createHash } from 'node:crypto';
import { type SigningKey, signCms } from './cms.ts';
import { type CmsVerdict, verifyCms } from './cms-check.ts';

/** What was found of the signature inside a PDF. */
export interface PdfSignature {
  /** The PDF as it was before it was signed. */
  readonly document: Uint8Array;
  /** Whether the signature is over all other bytes of the file; `signedAt` is the time that the PDF says. */
  readonly verdict: CmsVerdict;
}

/** Room in the file for a signature beyond the length of a first one, because those of ECDSA differ by some bytes. */
const SPARE = 32;

/**
 * Signs a PDF.
 * @param at a fraction of a second is dropped
 * @throws Error where the PDF is none of pdfkit, the certificate or the key cannot be read, or the key is of another kind
 */
export async function signPdf(pdf: Uint8Array, key: SigningKey, at: Date): Promise<Uint8Array> {
  const form = { namesCertificate: true, tellsTime: false };
  const room = (await signCms(pdf, key, at, form)).length + SPARE;
  const { bytes, from, to } = frame(pdf, at, room);
  const cms = await signCms(around(bytes, from, to), key, at, form);
  bytes.write(Buffer.from(cms).toString('hex'), from + 1, 'latin1');
  return Uint8Array.from(bytes);
}

/** Reads the signature inside a PDF; null where there is none. It never throws. */
export async function readPdfSignature(pdf: Uint8Array): Promise<PdfSignature | null> {
  const text = Buffer.from(pdf).toString('latin1');
  // No text that a portal has written holds a newline.
  if (!text.includes('\n/ByteRange ')) return null;
  const [, digits, hex] = /^[\s\S]*\/M \(D:(\d{14})Z\)\n[^<]*<((?:[0-9a-f]{2})+)>/u.exec(text) ?? [];
  const table = /^[\s\S]*\/Prev (\d+)\n/u.exec(text)?.[1];
  if (digits === undefined || hex === undefined || table === undefined) return foreign(pdf);
  const document = pdf.subarray(0, text.indexOf(END, Number(table)) + END.length);
  const framed = framedAgain(document, dateOf(digits), hex.length / 2);
  if (framed === null) return foreign(pdf);
  const { bytes, from, to } = framed;
  bytes.write(hex, from + 1, 'latin1');
  if (!bytes.equals(pdf)) return foreign(pdf);
  const verdict = await verifyCms(cmsIn(Buffer.from(hex, 'hex')), around(bytes, from, to));
  return { document, verdict: verdict.valid ? { ...verdict, signedAt: dateOf(digits).toISOString() } : verdict };
}

/** A file that does not stand around its signature as `signPdf` writes it, so that something was changed or added. */
function foreign(document: Uint8Array): PdfSignature {
  const detail = 'is not as `reglament sign` writes it';
  return { document, verdict: { valid: false, reason: 'malformed', detail, certificatePem: null } };
}

const END = '%%EOF\n';

function framedAgain(document: Uint8Array, at: Date, room: number): Framed | null {
  try {
    return frame(document, at, room);
  } catch {
    // The bytes come from outside, so whatever they are not means that the file is none of ours.
    return null;
  }
}

/** A signature in DER without the zeros behind it that fill its room. */
function cmsIn(bytes: Uint8Array): Uint8Array {
  const [, length = 0] = bytes;
  const more = length < 0x80 ? 0 : length - 0x80;
  const body = more === 0 ? length : bytes.subarray(2, 2 + more).reduce((sum, one) => sum * 256 + one, 0);
  const end = 2 + more + body;
  return bytes.subarray(end).some((one) => one !== 0) ? bytes : bytes.subarray(0, end);
}

/** A PDF with room for a signature, which is between `<` at `from` and the byte before `to`. */
interface Framed {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
}

/** What a signature is over: all but itself and the marks around it. */
const around = (bytes: Buffer, from: number, to: number): Uint8Array =>
  Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);

/** The update of a PDF: its catalog and first page again, with a field of a form that nobody sees, and the signature of that field. */
function frame(pdf: Uint8Array, at: Date, room: number): Framed {
  const text = Buffer.from(pdf).toString('latin1');
  const { size, root, info, id, table } = trailerOf(text);
  const catalog = objectAt(text, table, root);
  const page = numberIn(objectAt(text, table, numberIn(catalog, 'Pages ')), 'Kids [');
  const [signature, field] = [size, size + 1];
  const time = digitsOf(at);
  const objects: [number: number, dictionary: string][] = [
    [root, withEntry(catalog, `/AcroForm << /SigFlags 3 /Fields [${field} 0 R] >>`)],
    [page, withEntry(objectAt(text, table, page), `/Annots [${field} 0 R]`)],
    [
      signature,
      `<<\n/Type /Sig\n/Filter /Adobe.PPKLite\n/SubFilter /ETSI.CAdES.detached\n/M (D:${time}Z)\n/ByteRange ${RANGE}\n/Contents <${'00'.repeat(room)}>\n>>`,
    ],
    [
      field,
      `<<\n/Type /Annot\n/Subtype /Widget\n/FT /Sig\n/T (Signature)\n/F ${PRINTED_AND_LOCKED}\n/Rect [0 0 0 0]\n/P ${page} 0 R\n/V ${signature} 0 R\n>>`,
    ],
  ];
  let update = '';
  const rows = objects
    .map(([number, dictionary]) => {
      const offset = text.length + update.length;
      update += `${number} 0 obj\n${dictionary}\nendobj\n`;
      return { number, row: `${number} 1\n${String(offset).padStart(10, '0')} 00000 n \n` };
    })
    .toSorted((one, other) => one.number - other.number);
  const start = text.length + update.length;
  const changed = createHash('sha256').update(pdf).update(time).digest('hex').slice(0, id.length);
  update += `xref\n${rows.map(({ row }) => row).join('')}trailer\n<<\n/Size ${size + 2}\n/Root ${root} 0 R\n/Info ${info} 0 R\n/ID [<${id}> <${changed}>]\n/Prev ${table}\n>>\nstartxref\n${start}\n${END}`;
  const from = text.length + update.indexOf('/Contents <') + '/Contents '.length;
  const to = from + 2 * room + 2;
  const range = `[0 ${from} ${to} ${text.length + update.length - to}]`.padEnd(RANGE.length);
  return { bytes: Buffer.from(text + update.replace(RANGE, range), 'latin1'), from, to };
}

/** Where four numbers are written when they are known. */
const RANGE = `[${' '.repeat(38)}]`;
/** The flags of an annotation that is printed, as PDF/A demands of all, and locked; it has no extent, so nothing shows. */
const PRINTED_AND_LOCKED = 132;

function trailerOf(text: string) {
  const found =
    /trailer\n<<\n\/Size (\d+)\n\/Root (\d+) 0 R\n\/Info (\d+) 0 R\n\/ID \[<([0-9a-f]+)> <[0-9a-f]+>\]\n>>\nstartxref\n(\d+)\n%%EOF\n$/u.exec(
      text.slice(-1000),
    );
  if (found === null) throw new Error('the PDF does not end as pdfkit ends it');
  const [, size, root, info, id = '', table] = found;
  return { size: Number(size), root: Number(root), info: Number(info), id, table: Number(table) };
}

/** The dictionary of an object, by the table of the file. */
function objectAt(text: string, table: number, number: number): string {
  const rows = text.indexOf('\n', table + 'xref\n'.length) + 1;
  const offset = Number(text.slice(rows + number * ROW, rows + number * ROW + 10));
  const [, dictionary] =
    new RegExp(`^${number} 0 obj\n(<<\n[\\s\\S]*?\n>>)\nendobj\n`, 'u').exec(text.slice(offset)) ?? [];
  if (dictionary === undefined) throw new Error(`the PDF has no object ${number} where its table says`);
  return dictionary;
}

/** The bytes of a row of the table. */
const ROW = 20;

function numberIn(dictionary: string, before: string): number {
  const at = dictionary.indexOf(`/${before}`);
  const number = Number.parseInt(dictionary.slice(at + before.length + 1), 10);
  if (at === -1 || Number.isNaN(number)) throw new Error(`the PDF has no /${before}`);
  return number;
}

const withEntry = (dictionary: string, entry: string): string => dictionary.replace(/>>$/u, () => `${entry}\n>>`);

const digitsOf = (at: Date): string => at.toISOString().replace(/\D/gu, '').slice(0, 14);
const dateOf = (digits: string): Date =>
  new Date(digits.replace(/^(....)(..)(..)(..)(..)(..)$/u, '$1-$2-$3T$4:$5:$6Z'));
