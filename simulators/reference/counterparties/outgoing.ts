// Sends what a counterparty says of its own accord to the address that a portal has declared, and tries again where nobody takes it.
import { lookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { Agent, request } from 'undici';
import { Rejection } from '../engine/rejection.ts';

/** What can be sent: the notice of a payment, and the messages of the AsyncChannel. */
export const Address = Type.Object(
  { for: Type.Enum(['payment-notice', 'messages']), url: Type.String({ minLength: 1, maxLength: 2000 }) },
  { additionalProperties: false },
);
export type Address = Static<typeof Address>;

/** The addresses of this machine and of private networks: whoever can reach the simulator must not reach others through it. */
const NEAR = new BlockList();
for (const [net, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  NEAR.addSubnet(net, bits, 'ipv4');
NEAR.addAddress('::1', 'ipv6');
NEAR.addSubnet('fc00::', 7, 'ipv6');

const isNear = (address: string): boolean => NEAR.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** How long a portal may take, and after how many milliseconds each try is made. */
const PATIENCE_MS = 5000;
const TRIES_MS = [0, 1000, 5000] as const;

/** A host name is looked up once, and the connection goes to the very address that was looked at. */
const near = new Agent({
  headersTimeout: PATIENCE_MS,
  bodyTimeout: PATIENCE_MS,
  connect: {
    timeout: PATIENCE_MS,
    lookup: (name, options, done) =>
      lookup(name, { ...options, all: false }, (error, address, family) => {
        const isFar = error === null && !isNear(address);
        const failure = isFar ? new Error(`${name} is not on this machine or in a private network`) : error;
        if (options.all === true) done(failure, [{ address, family }]);
        else done(failure, address, family);
      }),
  },
});
const anywhere = new Agent({
  headersTimeout: PATIENCE_MS,
  bodyTimeout: PATIENCE_MS,
  connect: { timeout: PATIENCE_MS },
});

/** An address that may be declared. @param far whether it may be anywhere @throws Rejection 400 for what is none, 403 for one that is not near */
export function readAddress(input: unknown, far: boolean): Address {
  if (!Value.Check(Address, input)) throw new Rejection(400, 'body: {"for": "payment-notice" or "messages", "url": …}');
  const url = URL.canParse(input.url) ? new URL(input.url) : null;
  if (url === null || !/^https?:$/u.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new Rejection(400, 'url: an http or https address without a password');
  const host = url.hostname.replace(/^\[|\]$/gu, '');
  if (!far && isIP(host) > 0 && !isNear(host))
    throw new Rejection(403, 'url: only addresses of this machine and of private networks');
  return { for: input.for, url: url.href };
}

/** Posts an envelope. @returns whether it was taken at one of the tries; redirects are not followed */
export async function postOut(
  url: string,
  xml: string,
  { far = false, tries = TRIES_MS }: { far?: boolean; tries?: readonly number[] } = {},
): Promise<boolean> {
  for (const wait of tries) {
    if (wait > 0) await delay(wait, undefined, { ref: false });
    const status = await request(url, {
      ...{ method: 'POST', body: xml, dispatcher: far ? anywhere : near },
      headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
    })
      .then(async ({ statusCode, body }) => {
        await body.dump({ limit: 100_000 }).catch(() => undefined);
        return statusCode;
      })
      .catch(() => null);
    if (status !== null && status >= 200 && status < 300) return true;
  }
  return false;
}
