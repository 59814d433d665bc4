// One message and its answer as they were on the wire, told with what may be shown of them.
import type { Exchange } from '../../../schemas/run/report.ts';
import { textIn } from '../charset.ts';
import { HIDDEN, type Mask } from './mask.ts';
import { maskForm } from './mask-form.ts';
import { maskJson } from './mask-json.ts';
import { maskMultipart } from './mask-multipart.ts';
import { maskXml } from './mask-xml.ts';

/** The longest body that a report shows, in characters. */
const LONGEST = 20_000;

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** A body with what may not be shown replaced; null where there is none, and for HTML, PDF and images, whose values have no names. */
export function maskBody(body: Buffer | string | null, type: string, mask: Mask): string | null {
  if (body === null || body.length === 0) return null;
  if (mask.isOpen === true) return openly(body, type, mask);
  if (/\bhtml\b|^application\/(pdf|octet-stream)|^image\//iu.test(type)) return null;
  const shown = maskByType(body, type, mask) ?? `${HIDDEN} (${Buffer.byteLength(body)} bytes)`;
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST)}… ${shown.length - LONGEST} more` : shown;
}

/** A body with its secrets alone replaced. One that is no text is told by its size. */
function openly(body: Buffer | string, type: string, mask: Mask): string {
  const size = `(${Buffer.byteLength(body)} bytes of ${type || 'no declared type'})`;
  if (/^application\/(pdf|octet-stream)|^image\//iu.test(type)) return size;
  if (/^multipart\//iu.test(type)) return maskByType(body, type, mask) ?? size;
  try {
    const text = typeof body === 'string' ? body : textIn(body, type);
    return maskByType(text, type, mask) ?? mask.name(text);
  } catch {
    return size;
  }
}

function maskByType(body: Buffer | string, type: string, mask: Mask): string | null {
  if (/^multipart\//iu.test(type)) return maskMultipart(Buffer.from(body), type, mask);
  const text = body.toString();
  if (/\bjson\b/iu.test(type)) return maskJson(text, mask);
  if (/\bxml\b/iu.test(type)) return maskXml(text, mask);
  if (/\bx-www-form-urlencoded\b/iu.test(type)) return maskForm(text, mask);
  return mask.value(['body'], text) === text ? text : null;
}

/** Headers that describe the message and never a person, so that their values may be shown. */
const OPEN_HEADERS = new Set([
  ...['accept', 'accept-language', 'allow', 'content-encoding', 'content-type', 'etag', 'if-match', 'prefer'],
  ...['idempotency-key', 'retry-after', 'soapaction', 'transfer-encoding', 'www-authenticate'],
]);

/** The headers of a request: all names, with values that may not be shown replaced. */
export function maskRequestHeaders(headers: Headers, mask: Mask): Exchange['request']['headers'] {
  const shown: Record<string, string> = {};
  for (const [name, value] of valuesOf(headers)) {
    if (name === 'cookie') shown[name] = value.replace(/=[^;]*/gu, `=${HIDDEN}`);
    else if (name === 'authorization') shown[name] = mask.name(value.replace(/^(\S+\s+)?[\s\S]*$/u, `$1${HIDDEN}`));
    else shown[name] = OPEN_HEADERS.has(name) ? mask.name(value) : mask.value([name], value);
  }
  return shown;
}

/** The headers of an answer whose values may be shown; all others are left out. */
export function maskAnswerHeaders(headers: Headers, mask: Mask): Exchange['response']['headers'] {
  const shown: Record<string, string> = {};
  for (const [name, value] of valuesOf(headers)) {
    if (name === 'set-cookie') shown[name] = maskCookies(headers[name] ?? []);
    else if (name === 'location') shown[name] = maskAddress(value, null, mask);
    else if (OPEN_HEADERS.has(name)) shown[name] = mask.name(value);
    else {
      const masked = mask.value([name], value);
      if (masked !== HIDDEN) shown[name] = masked;
    }
  }
  return shown;
}

/** Cookies with their names and attributes, without their values. */
const maskCookies = (cookies: string | string[]): string =>
  [cookies]
    .flat()
    .map((cookie) => cookie.replace(/=[^;]*/u, `=${HIDDEN}`))
    .join(', ');

function* valuesOf(headers: Headers): Generator<[name: string, value: string]> {
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) yield [name.toLowerCase(), typeof value === 'string' ? value : value.join(', ')];
  }
}

/** The value of a variable that was put into an address, as it stands there. */
export interface Inserted {
  name: string;
  text: string;
}

/**
 * An address in which everything that may not be shown is replaced; a fragment always is.
 * @param inserted the values of variables in its path; null for an address that came from the portal, of which only words are shown
 */
export function maskAddress(address: string, inserted: readonly Inserted[] | null, mask: Mask): string {
  const [, path = '', query, fragment] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/su.exec(address) ?? [];
  const shown = inserted === null ? onlyWords(path, mask) : maskInserted(path, inserted, mask);
  return `${shown}${query === undefined ? '' : `?${maskForm(query, mask)}`}${fragment === undefined ? '' : `#${HIDDEN}`}`;
}

/** A text whose inserted values are replaced where they may not be shown. */
export function maskInserted(path: string, inserted: readonly Inserted[], mask: Mask): string {
  const hidden = inserted.filter(({ name, text }) => text !== '' && mask.value([name], text) === HIDDEN);
  return mask.name(hidden.reduce((masked, { text }) => masked.replaceAll(text, HIDDEN), path));
}

/** A path of which only segments that are words are shown: a longer one, or one with a digit, may be a token. */
function onlyWords(path: string, mask: Mask): string {
  if (mask.isOpen === true) return mask.name(path);
  const [, origin = '', rest = ''] = /^(https?:\/\/[^/]*)?([\s\S]*)$/iu.exec(path) ?? [];
  const segments = rest.split('/').map((part) => (/^[\p{L}._~-]{0,32}$/u.test(part) ? part : HIDDEN));
  return mask.name(`${origin}${segments.join('/')}`);
}
