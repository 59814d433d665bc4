// Redacts XML value by value; elements, names of attributes and every other byte stay as they were sent.
import { escapeXml, unescapeXml } from '../xml-text.ts';
import { HIDDEN, type Mask } from './mask.ts';

const PIECE =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<![^>]*>|<\/[^>]*>|<([^\s/>!?]+)((?:[^>"']|"[^"]*"|'[^']*')*)>|[^<]+/uy;
const ATTRIBUTE = /([^\s="']+)(\s*=\s*)("[^"]*"|'[^']*')/gu;
/** Attributes that describe the structure of a message and never a person, so that they may be shown. */
const STRUCTURAL =
  /^xmlns(:|$)|(^|:)(Id|URI|Algorithm|EncodingType|ValueType|PrefixList|mustUnderstand|encodingStyle|type|nil)$/u;

/**
 * The text with every value replaced that may not be shown; null where it is no XML.
 * It reads piece by piece and builds no tree, so that a deep text does not exhaust the stack.
 */
export function maskXml(text: string, mask: Mask): string | null {
  const names: string[] = [];
  let masked = '';
  for (let at = 0; at < text.length; ) {
    PIECE.lastIndex = at;
    const found = PIECE.exec(text);
    if (found === null) return null;
    const [piece, cdata, element, attributes = ''] = found;
    at += piece.length;
    if (element !== undefined) {
      names.push(localName(element));
      masked += `<${element}${maskAttributes(attributes, names, mask)}>`;
      if (attributes.endsWith('/')) names.pop();
    } else if (cdata !== undefined) {
      const shown = mask.value(names, cdata);
      masked += shown === cdata ? piece : escapeXml(shown);
    } else if (piece.startsWith('</')) {
      names.pop();
      masked += piece;
    } else if (piece.startsWith('<!--')) masked += `<!--${HIDDEN}-->`;
    else if (piece.startsWith('<') || piece.trim() === '') masked += piece;
    else masked += maskText(piece, names, mask);
  }
  return masked;
}

function maskText(piece: string, names: readonly string[], mask: Mask): string {
  const [, before = '', text = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/u.exec(piece) ?? [];
  const value = unescapeXml(text);
  const shown = mask.value(names, value);
  return shown === value ? piece : `${before}${escapeXml(shown)}${after}`;
}

function maskAttributes(attributes: string, names: readonly string[], mask: Mask): string {
  return attributes.replace(ATTRIBUTE, (whole, name: string, equals: string, quoted: string) => {
    if (STRUCTURAL.test(name)) return whole;
    const value = unescapeXml(quoted.slice(1, -1));
    const shown = mask.value([...names, localName(name)], value);
    return shown === value ? whole : `${name}${equals}"${escapeXml(shown)}"`;
  });
}

const localName = (name: string): string => name.replace(/^.*:/u, '');
