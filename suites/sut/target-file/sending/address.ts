// Where a request goes and with which headers, as the target file writes it and the portal leads on.
import type { TargetExchange } from '../../../../schemas/target/operations.ts';
import { Fault } from '../../blame.ts';
import type { Inserted } from '../../evidence/mask-message.ts';
import { ENCODE, whyNoValue } from '../message/header.ts';
import { entriesOf, render, renderKnown, renderNoting } from '../message/template.ts';
import type { Performance } from './performance.ts';

/** The address of an exchange, with its variables filled in. */
export function addressOf({ path, query = {} }: TargetExchange, { baseUrl, reading }: Performance): Address {
  const isWhole = (value: string) => /^(https?:\/)?\//u.test(value);
  const { text: encoded, inserted } = renderNoting(path, reading.variables, (value) =>
    isWhole(value) ? value : encodeURIComponent(value),
  );
  const base = baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`;
  // A path in the file is relative to the base URL; one that was picked from a link in an answer is relative to the host.
  const url = new URL(path.startsWith('/') ? encoded.replace(/^\//u, '') : encoded, base);
  for (const [key, value] of entriesOf(query, reading.variables))
    url.searchParams.set(key, render(value, reading.variables));
  return { url, inserted: inserted.some(({ text }) => isWhole(text)) ? null : inserted };
}

/** An address, with the values of variables in its path; null where the path came from an answer of the portal. */
export interface Address {
  url: URL;
  inserted: Inserted[] | null;
}

/**
 * The headers of a request to an address, with the cookies of the visitor. A header with a variable that has no value is left out.
 * @param type the media type of the body, null for none
 * @throws Fault for a value that no header can hold
 */
export function headersOf(
  exchange: TargetExchange,
  by: Performance,
  url: URL,
  type: string | null,
): Record<string, string> {
  const { variables } = by.reading;
  const headers: Record<string, string> = { 'accept-language': String(variables.language ?? 'kk') };
  for (const written of [by.headers, exchange.headers ?? {}])
    for (const [name, text] of entriesOf(written, variables)) {
      const value = renderKnown(text, variables);
      if (value === null) continue;
      const wrong = whyNoValue(value);
      if (wrong !== null) throw new Fault('target file', `${by.reading.where(written, name)}: ${wrong}; ${ENCODE}`);
      headers[name.toLowerCase()] = value;
    }
  const cookies = by.visitor.cookieHeader(url);
  if (cookies !== '') headers.cookie = cookies;
  if (type !== null) headers['content-type'] ??= type;
  return headers;
}

/** The address to which an answer leads. @throws Fault where it is no address, or its host may not be contacted */
export function nextOf(location: string, from: URL, { gate }: Performance, name: string, leads = 'redirects'): URL {
  if (!URL.canParse(location, from.href)) throw new Fault('portal', `${name}: it ${leads} to what is no address`);
  const next = new URL(location, from);
  if (!gate.allows(next))
    throw new Fault('portal', `${name}: it ${leads} to ${next.host}, which is not among the hosts`);
  return next;
}
