// Tells which client a request is of where it comes through proxies: only those that the user has named are believed what they say of it.
import { BlockList, isIP, isIPv6 } from 'node:net';
import { ConformanceError } from '../schemas/errors.ts';

/** The proxies that are believed: so many as a request has passed last, or those of these addresses. */
export type TrustedProxies = number | BlockList;

/** More than this nobody has in a row. */
const MOST_IN_A_ROW = 10;

/**
 * Reads which proxies are believed.
 * @param named how many there are in a row, or their addresses and nets, such as `10.0.0.0/8`
 * @throws ConformanceError `usage`
 */
export function readProxies(named: readonly string[]): TrustedProxies {
  const [only = ''] = named;
  if (named.length === 1 && /^\d+$/u.test(only)) {
    const count = Number(only);
    if (count >= 1 && count <= MOST_IN_A_ROW) return count;
    throw wrong(only);
  }
  const list = new BlockList();
  for (const one of named) {
    const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/u.exec(one) ?? [];
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    const most = family === 'ipv6' ? 128 : 32;
    if (isIP(address) === 0 || Number(bits ?? most) > most) throw wrong(one);
    list.addSubnet(address, Number(bits ?? most), family);
  }
  return list;
}

const wrong = (value: string): ConformanceError =>
  new ConformanceError('usage', `"${value}" names no proxies`, {
    ...{ key: '--trust-proxy', value },
    cure: `give how many there are in a row (1 to ${MOST_IN_A_ROW}), or their addresses and nets, such as 127.0.0.1,10.0.0.0/8`,
  });

/**
 * The address of the client: the one that the outermost of the proxies that are believed has seen.
 * @param peer the address that connects
 * @param forwarded what `X-Forwarded-For` says, where each proxy adds at the end whom it has seen
 */
export function clientOf(peer: string, forwarded: string | undefined, trusted: TrustedProxies | null): string {
  let client = plain(peer);
  if (trusted === null) return client;
  const seen = (forwarded ?? '').split(',').map((one) => plain(one.trim()));
  for (let passed = 0; isTrusted(client, passed, trusted); passed += 1) {
    const before = seen.pop();
    // What is no address is what a client has made up, or a proxy that does not tell.
    if (before === undefined || isIP(before) === 0) return client;
    client = before;
  }
  return client;
}

function isTrusted(address: string, passed: number, trusted: TrustedProxies): boolean {
  if (typeof trusted === 'number') return passed < trusted;
  return isIP(address) > 0 && trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** An address without a port, and one of IPv4 as such. */
function plain(address: string): string {
  const [, bracketed] = /^\[([^\]]+)\](?::\d+)?$/u.exec(address) ?? [];
  const [, withPort] = /^([\d.]+):\d+$/u.exec(address) ?? [];
  return (bracketed ?? withPort ?? address).replace(/^::ffff:(?=[\d.]+$)/iu, '');
}
