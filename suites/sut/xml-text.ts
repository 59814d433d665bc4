// Text as it stands in XML, and back.
/** Text as the content or an attribute of XML. */
export const escapeXml = (text: string): string => text.replace(/[<>&"']/gu, (letter) => `&#${letter.codePointAt(0)};`);

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const REFERENCE = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/giu;

/** What an XML text says; a reference that stands for nothing stays as it is. */
export function unescapeXml(text: string): string {
  return text.replace(REFERENCE, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
