// Reads what is written in the document of a result, whatever its layout.
import type { Fetched, Words } from '../trace.ts';

/** The media types whose bytes are the text itself, with or without markup. */
const TEXT = /^(text\/|application\/(json|xml|xhtml\+xml)\b)/iu;

/** The words of a document: of a PDF with a layer of text, or of a text. A picture of a page has no words that can be read. */
export async function readWords({
  mediaType,
  bytes,
}: Pick<NonNullable<Fetched['document']>, 'mediaType' | 'bytes'>): Promise<Words> {
  if (Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-')) return readPdf(bytes);
  if (TEXT.test(mediaType)) return { text: new TextDecoder().decode(bytes).normalize('NFC') };
  return { unreadable: `its format is not one that can be read: ${mediaType || 'none is told'}` };
}

async function readPdf(bytes: Uint8Array): Promise<Words> {
  // Loaded only when there is something to read, because most commands never read a document.
  const { extractText, getDocumentProxy, getResolvedPDFJS } = await import('unpdf');
  try {
    // The library takes the bytes away from whoever gives them, so it gets a copy. Nothing is drawn, so it need not hand out the fonts.
    const pdf = await getDocumentProxy(Uint8Array.from(bytes), { verbosity: 0, disableFontFace: true });
    try {
      const { text } = await extractText(pdf, { mergePages: true });
      if (text.trim() !== '') return { text: text.normalize('NFC') };
      const { OPS } = await getResolvedPDFJS();
      const pictures = [
        OPS.paintImageXObject,
        OPS.paintInlineImageXObject,
        OPS.paintImageMaskXObject,
        OPS.constructPath,
      ];
      for (let page = 1; page <= pdf.numPages; page += 1) {
        const { fnArray } = await (await pdf.getPage(page)).getOperatorList();
        if (pictures.some((drawn) => fnArray.includes(drawn)))
          return { unreadable: 'it is a picture, without a layer of text' };
      }
      return { text: '' };
    } finally {
      await pdf.destroy();
    }
  } catch (error) {
    return { unreadable: `it cannot be opened: ${error instanceof Error ? error.message : String(error)}` };
  }
}
