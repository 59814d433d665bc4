// Encodes the body of a request as a target file describes it: a form, JSON, a multipart upload, XML or plain text.
import { randomBytes } from 'node:crypto';
import type { TargetExchange, Upload } from '../../../../schemas/target/operations.ts';
import { escapeXml } from '../../xml-text.ts';
import { writeJson } from './json.ts';
import { entriesOf, render, renderJson, type Variables } from './template.ts';

/** The place in an envelope where the XML of an exchange goes. */
const PLACE = /\{\{\s*xml\s*\}\}/u;

/** The envelopes of a target file: the one for all exchanges with XML, and those that an exchange chooses by name. */
export interface Envelopes {
  envelope?: string;
  envelopes?: Readonly<Record<string, string>>;
}

/** The XML of an exchange inside its envelope; without an envelope, the XML alone. */
export function framed(
  xml: string,
  { envelope: name }: TargetExchange,
  { envelope, envelopes = {} }: Envelopes,
): string {
  const frame = name === undefined ? envelope : envelopes[name];
  return frame === undefined ? xml : frame.replace(PLACE, () => xml);
}

/** An encoded body and its media type. */
export interface Encoded {
  body: string | Buffer | null;
  type: string | null;
}

/** Encodes the body of an exchange; body and type are null where it has none. */
export function encodeBody(exchange: TargetExchange, variables: Variables, around: Envelopes): Encoded {
  const { form, json, multipart, xml, body } = exchange;
  if (form !== undefined) {
    const fields = entriesOf(form, variables).map(([name, text]): [string, string] => [name, render(text, variables)]);
    return { body: new URLSearchParams(fields).toString(), type: 'application/x-www-form-urlencoded' };
  }
  if (json !== undefined) return { body: writeJson(renderJson(json, variables)), type: 'application/json' };
  if (multipart !== undefined) return encodeMultipart(multipart, variables);
  if (xml !== undefined)
    return { body: render(framed(xml, exchange, around), variables, escapeXml), type: 'text/xml; charset=utf-8' };
  if (body !== undefined) return { body: render(body, variables), type: 'text/plain; charset=utf-8' };
  return { body: null, type: null };
}

/**
 * Encodes a multipart form. The platform's `FormData` is not used, because it turns line feeds of a field into CRLF and media types
 * into lower case: a text that is sent together with its signature would no longer be the text that was signed.
 */
function encodeMultipart(fields: NonNullable<TargetExchange['multipart']>, variables: Variables): Encoded {
  const boundary = `reglament-${randomBytes(12).toString('hex')}`;
  const parts = entriesOf(fields, variables).flatMap(([name, field]) => {
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="${quote(name)}"`;
    if (typeof field === 'string') return [`${head}\r\n\r\n${render(field, variables)}\r\n`];
    const { name: file, type, content } = uploadOf(field, variables);
    return [`${head}; filename="${quote(file)}"\r\ncontent-type: ${type}\r\n\r\n`, content, '\r\n'];
  });
  const body = Buffer.concat([...parts, `--${boundary}--\r\n`].map((part) => Buffer.from(part)));
  return { body, type: `multipart/form-data; boundary=${boundary}` };
}

/** The name, media type and bytes of a file to upload. */
export function uploadOf({ file, type, content = '', text }: Upload, variables: Variables) {
  return {
    name: render(file, variables),
    type: render(type, variables),
    content:
      text === undefined ? Buffer.from(render(content, variables), 'base64') : Buffer.from(render(text, variables)),
  };
}

const quote = (text: string): string => text.replace(/["\r\n]/gu, (letter) => encodeURIComponent(letter));
