// One message and its answer as they were on the wire, told with what may be shown of them.
import type { Exchange } from '../../../schemas/run/report.ts';
import { HIDDEN, type Mask } from './mask.ts';
import { maskForm } from './mask-form.ts';
import { maskJson } from './mask-json.ts';
import { maskMultipart } from './mask-multipart.ts';
import { maskXml } from './mask-xml.ts';

/** The longest body that a report shows, in characters. */
const LONGEST = 20_000;

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** What may be shown of a body; null where there is none, or nothing of it can be shown without knowing what it means, as of a page. */
export function maskBody(body: Buffer | string | null, type: string, mask: Mask): string | null {
  if (body === null || body.length === 0 || /\bhtml\b|^application\/(pdf|octet-stream)|^image\//iu.test(type))
    return null;
  const shown = maskByType(body, type, mask) ?? `${HIDDEN} (${Buffer.byteLength(body)} bytes)`;
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST)}… ${shown.length - LONGEST} more` : shown;
}

function maskByType(body: Buffer | string, type: string, mask: Mask): string | null {
  if (/^multipart\//iu.test(type)) return maskMultipart(Buffer.from(body), type, mask);
  const text = body.toString();
  if (/\bjson\b/iu.test(type)) return maskJson(text, mask);
  if (/\bxml\b/iu.test(type)) return maskXml(text, mask);
  if (/\bx-www-form-urlencoded\b/iu.test(type)) return maskForm(text, mask);
  return mask.value(['body'], text) === text ? text : null;
}

/** Headers that say how a message is to be read, and never whom it is about. */
const OPEN_HEADERS = new Set([
  ...['accept', 'accept-language', 'allow', 'content-encoding', 'content-type', 'etag', 'if-match', 'prefer'],
  ...['idempotency-key', 'retry-after', 'soapaction', 'transfer-encoding', 'www-authenticate'],
]);

/** The headers of a request: every name, and the values that may be shown. */
export function maskRequestHeaders(headers: Headers, mask: Mask): Exchange['request']['headers'] {
  return Object.fromEntries(
    valuesOf(headers).map(([name, value]) => {
      if (name === 'cookie') return [name, value.replace(/=[^;]*/gu, `=${HIDDEN}`)];
      if (name === 'authorization') return [name, mask.name(value.replace(/^(\S+\s+)?[\s\S]*$/u, `$1${HIDDEN}`))];
      return [name, OPEN_HEADERS.has(name) ? mask.name(value) : mask.value([name], value)];
    }),
  );
}

/** Those headers of an answer that bear on how it was read. */
export function maskAnswerHeaders(headers: Headers, mask: Mask): Exchange['response']['headers'] {
  return Object.fromEntries(
    valuesOf(headers).flatMap(([name, value]) => {
      if (name === 'set-cookie') return [[name, maskCookies(headers[name] ?? [])]];
      if (name === 'location') return [[name, maskAddress(value, null, mask)]];
      if (OPEN_HEADERS.has(name)) return [[name, mask.name(value)]];
      const shown = mask.value([name], value);
      return shown === HIDDEN ? [] : [[name, shown]];
    }),
  );
}

/** The names of cookies with what a browser does with them, without their values. */
const maskCookies = (cookies: string | string[]): string =>
  [cookies]
    .flat()
    .map((cookie) => cookie.replace(/=[^;]*/u, `=${HIDDEN}`))
    .join(', ');

const valuesOf = (headers: Headers): [name: string, value: string][] =>
  Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toLowerCase(), [value].flat().join(', ')]],
  );

/** A value that was put into an address, as it stands there. */
export interface Inserted {
  name: string;
  text: string;
}

/**
 * An address with what may not be shown replaced.
 * @param inserted what was put into its path; null for an address that the portal gave, of which only words are shown
 */
export function maskAddress(address: string, inserted: readonly Inserted[] | null, mask: Mask): string {
  const [, path = '', query, fragment] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/su.exec(address) ?? [];
  const shown = inserted === null ? onlyWords(path, mask) : maskInserted(path, inserted, mask);
  return `${shown}${query === undefined ? '' : `?${maskForm(query, mask)}`}${fragment === undefined ? '' : `#${HIDDEN}`}`;
}

/** A text with what was put into it replaced where it may not be shown. */
export function maskInserted(path: string, inserted: readonly Inserted[], mask: Mask): string {
  const hidden = inserted.filter(({ name, text }) => text !== '' && mask.value([name], text) === HIDDEN);
  return mask.name(hidden.reduce((masked, { text }) => masked.replaceAll(text, HIDDEN), path));
}

/** Words name pages; whatever holds a digit or is longer may be a token. */
function onlyWords(path: string, mask: Mask): string {
  const [, origin = '', rest = ''] = /^(https?:\/\/[^/]*)?([\s\S]*)$/iu.exec(path) ?? [];
  const segments = rest.split('/').map((part) => (/^[\p{L}._~-]{0,32}$/u.test(part) ? part : HIDDEN));
  return mask.name(`${origin}${segments.join('/')}`);
}
