// One request of an exchange with its redirects, up to the page that it ends on.
import type { TargetExchange } from '../../../../schemas/target/operations.ts';
import { type Culprit, Fault } from '../../blame.ts';
import { type HttpRequest, isRedirect } from '../../http.ts';
import { Page } from '../answer/page.ts';
import { withCure } from '../answer/wording.ts';
import type { Arrival } from '../browser/browse.ts';
import { encodeBody } from '../message/send-body.ts';
import { namesIn } from '../message/template.ts';
import { addressOf, headersOf, nextOf } from './address.ts';
import type { Performance, Sent } from './performance.ts';
import { readable, signed } from './signed-exchange.ts';

const MOST_REDIRECTS = 10;

/** Sends an exchange and follows its redirects. @param at an address to use instead of the one in the file @throws Fault */
export async function reach(exchange: TargetExchange, by: Performance, sent: Sent, at?: URL): Promise<Arrival> {
  const { reading, visitor } = by;
  const name = `${exchange.method} ${exchange.path}`;
  const { url: described, inserted: parts } = addressOf(exchange, by);
  let url = at ?? described;
  let inserted = at === undefined ? parts : null;
  if (!by.gate.allows(url)) throw new Fault(...strayed(exchange, url, by));
  let method: HttpRequest['method'] = exchange.method === 'BROWSER' ? 'GET' : exchange.method;
  let { body, type } = signed(encodeBody(exchange, reading.variables, by.envelopes), exchange, by);
  for (let hops = 0; ; hops++) {
    const headers = headersOf(exchange, by, url, type);
    const described = hops === 0 ? { described: name } : {};
    const wire = { method, address: url.href, inserted, ...described, headers, body, type };
    const reads = method === 'GET' || (exchange.reads === true && hops === 0);
    const answer = await by.gate.send(url, { method, headers, body, reads }, (each) =>
      sent.wires.push({ ...wire, answer: each }),
    );
    for (const secret of visitor.keepCookies(url, answer.headers['set-cookie'])) by.onSecret(secret);
    if (answer.bytes === null || answer.status === null)
      // A portal that has begun to answer can be reached, so it is at fault for not finishing, and not the network.
      throw new Fault(
        answer.status === null ? 'network' : 'portal',
        `${name}: ${withCure(answer.fault ?? 'no answer came')}`,
      );
    const { status } = answer;
    const { location } = answer.headers;
    if (!isRedirect(status) || exchange.follow === false || location === undefined) {
      const led = hops === 0 ? name : `${name}, which led to ${url.pathname}`;
      const received = { status, url, name: led, ...readable(answer.bytes, answer.headers, status, exchange, by) };
      return { page: new Page(received, (key) => visitor.cookie(url, key)), absent: null };
    }
    url = nextOf(String(location), url, by, name);
    inserted = null;
    if (hops === MOST_REDIRECTS) throw new Fault('portal', `${name}: it redirects more than ${MOST_REDIRECTS} times`);
    // As in browsers, only 307 and 308 keep the method. Unlike them we never send the same body twice, so only a GET is followed there.
    if (status === 307 || status === 308) {
      if (method !== 'GET') throw new Fault('portal', `${name}: it asks by ${status} to send the same again elsewhere`);
    } else method = 'GET';
    body = null;
    type = null;
  }
}

/** The culprit and message for a host that may not be contacted: the portal where a variable stands in the path, else the target file. */
function strayed(exchange: TargetExchange, { host }: URL, { reading }: Performance): [Culprit, string] {
  const isPicked = namesIn(exchange.path).length > 0;
  const place = reading.where(exchange, 'path');
  return [isPicked ? 'portal' : 'target file', `${place}: ${host} is not among the hosts that may be contacted`];
}
