// Reads a SOAP answer that is sent in parts (SOAP with attachments, or MTOM): its root, with what the other parts hold put in its place.
import { DOMParser, type Element, onErrorStopParsing, XMLSerializer } from '@xmldom/xmldom';
import { textIn } from '../../charset.ts';

const XOP = 'http://www.w3.org/2004/08/xop/include';
const BREAK = Buffer.from('\r\n\r\n');

/** One part of a message: its headers by lower-case name, and its bytes. */
interface Part {
  headers: ReadonlyMap<string, string>;
  bytes: Buffer;
}

/** Whether an answer of this `content-type` is sent in parts. */
export const isRelated = (type: string): boolean => /^\s*multipart\/related\s*;/iu.test(type);

/**
 * The root part of a multipart/related message (RFC 2387) as XML in UTF-8. Every `xop:Include` in it is replaced by the base64 of the part
 * that it names, as MTOM defines it.
 * @returns null where the message has no such parts
 */
export function rootOf(bytes: Buffer, type: string): string | null {
  const parts = partsOf(bytes, parameter(type, 'boundary'));
  const start = parameter(type, 'start');
  const root = start === '' ? parts[0] : (partNamed(parts, start) ?? parts[0]);
  if (root === undefined) return null;
  const xml = textIn(root.bytes, root.headers.get('content-type') ?? '');
  return xml.includes(XOP) ? included(xml, parts) : xml;
}

function included(xml: string, parts: readonly Part[]): string {
  if (/<!DOCTYPE/iu.test(xml)) return xml;
  const document = new DOMParser({ onError: onErrorStopParsing }).parseFromString(xml, 'text/xml');
  for (const node of [...document.getElementsByTagNameNS(XOP, 'Include')] as Element[]) {
    const named = decodeURIComponent((node.getAttribute('href') ?? '').replace(/^cid:/iu, ''));
    const part = partNamed(parts, named);
    if (part !== undefined) node.parentNode?.replaceChild(document.createTextNode(part.bytes.toString('base64')), node);
  }
  return new XMLSerializer().serializeToString(document);
}

const bare = (id: string | undefined): string => (id ?? '').trim().replace(/^<|>$/gu, '');

const partNamed = (parts: readonly Part[], id: string): Part | undefined =>
  parts.find(({ headers }) => bare(headers.get('content-id')) === bare(id));

/** A parameter of a header, such as its boundary; empty where it has none. */
function parameter(header: string, name: string): string {
  const [, quoted, plain] =
    new RegExp(`;\\s*${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;]+))`, 'iu').exec(header) ?? [];
  return quoted?.replace(/\\(.)/gu, '$1') ?? plain ?? '';
}

function partsOf(bytes: Buffer, boundary: string): Part[] {
  const parts: Part[] = [];
  if (boundary === '') return parts;
  const mark = Buffer.from(`\r\n--${boundary}`, 'latin1');
  // The first mark needs no line end before it, so one is put there.
  const whole = Buffer.concat([Buffer.from('\r\n'), bytes]);
  for (let at = whole.indexOf(mark); at >= 0; ) {
    const next = whole.indexOf(mark, at + mark.length);
    const part = whole.subarray(at + mark.length, next < 0 ? undefined : next);
    const end = part.indexOf(BREAK);
    if (end < 0 || next < 0) break;
    const lines = part
      .subarray(0, end)
      .toString('latin1')
      .replace(/\r\n[ \t]+/gu, ' ')
      .split('\r\n');
    const headers = lines.flatMap((line): [string, string][] => {
      const colon = line.indexOf(':');
      return colon < 0 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]];
    });
    parts.push({ headers: new Map(headers), bytes: part.subarray(end + BREAK.length) });
    at = next;
  }
  return parts;
}
