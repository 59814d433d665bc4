// Turns away what no portal should see: clients that were led here by somebody else's page, and messages that are no HTTP.
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { keeping } from '../schemas/pki/keeping.ts';

const TITLES = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  417: 'Expectation Failed',
  421: 'Misdirected Request',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
} as const;

/** Why a message is turned away. */
export interface Refusal {
  readonly status: keyof typeof TITLES;
  readonly detail: string;
  /** After how many seconds it may pass. Default nobody knows. */
  readonly retryAfterSeconds?: number;
}

/** The title and the problem document (RFC 9457) of a refusal. */
export function problemOf({ status, detail }: Refusal): { readonly title: string; readonly body: string } {
  const title = TITLES[status];
  return { title, body: JSON.stringify({ type: `https://reglament.dev/problems/${status}`, title, status, detail }) };
}

/**
 * Why a request is turned away; null where it may pass. A page of another site can have a browser send requests here, also under a name
 * of its own that it points to this machine (DNS rebinding): it is known by the header Origin or Host, which the page cannot choose.
 * @param names that this server has besides `localhost` and addresses, which cannot be rebound
 */
export function whyRefused(
  { headers: { host, origin } }: Pick<IncomingMessage, 'headers'>,
  names: readonly string[],
): Refusal | null {
  const here = host === undefined ? null : readHost(host);
  if (here === null) return { status: 400, detail: 'Host: missing, or no host' };
  const { hostname, isAddress } = here;
  if (!isAddress && !['localhost', ...names].includes(hostname))
    return { status: 421, detail: `Host: ${hostname} is no name of this server; start it with --name ${hostname}` };
  if (origin === undefined || (URL.canParse(origin) && new URL(origin).host === here.host)) return null;
  return { status: 403, detail: 'Origin: a page of another site sent this' };
}

interface Host {
  readonly host: string;
  readonly hostname: string;
  readonly isAddress: boolean;
}

/** What the header Host says; null where it is no host. It is kept, since a client sends the same with every request. */
const readHost = keeping((host): Host | null => {
  if (!URL.canParse(`http://${host}`)) return null;
  const { hostname, host: here } = new URL(`http://${host}`);
  return { host: here, hostname, isAddress: isIP(hostname.replace(/^\[|\]$/gu, '')) > 0 };
});

/** The refusal for what the parser of HTTP could not read. */
export function whyUnreadable({ code }: NodeJS.ErrnoException): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW') return { status: 431, detail: 'headers: together with the path too large' };
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { status: 408, detail: 'request: it did not arrive in time' };
  return { status: 400, detail: 'request: no HTTP/1.1' };
}
