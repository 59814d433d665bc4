// Escapes text for XML and reads it back.
/** The text escaped for the content of an element or for an attribute. */
export const escapeXml = (text: string): string => text.replace(/[<>&"']/gu, (letter) => `&#${letter.codePointAt(0)};`);

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const REFERENCE = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/giu;

/** The text that escaped XML stands for; an unknown reference stays as it is. */
export function unescapeXml(text: string): string {
  return text.replace(REFERENCE, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
