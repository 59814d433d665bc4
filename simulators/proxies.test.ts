// Which client a request is of, where it comes through proxies.
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { clientOf, readProxies } from './proxies.ts';
import { listen } from './server.ts';

describe('the client', () => {
  it.each([
    ['whatever a header says, where nobody is believed', null, '10.0.0.9', '1.1.1.1', '10.0.0.9'],
    ['whom the one proxy has seen', ['1'], '10.0.0.9', '6.6.6.6, 1.1.1.1', '1.1.1.1'],
    ['whom the second of two proxies has seen', ['2'], '10.0.0.9', '6.6.6.6, 1.1.1.1, 10.0.0.8', '1.1.1.1'],
    ['who connects, where the proxy says nothing', ['1'], '10.0.0.9', undefined, '10.0.0.9'],
    ['the first that is named, where there are fewer than were said', ['3'], '10.0.0.9', '1.1.1.1', '1.1.1.1'],
    ['whom a proxy of the net has seen', ['10.0.0.0/8'], '10.0.0.9', '6.6.6.6, 1.1.1.1, 10.1.2.3', '1.1.1.1'],
    ['who connects from outside of it', ['10.0.0.0/8'], '2.2.2.2', '1.1.1.1', '2.2.2.2'],
    ['who connects from an address beside it', ['10.0.0.9'], '10.0.0.8', '1.1.1.1', '10.0.0.8'],
    ['in IPv6 too', ['fd00::/8', '::1'], 'fd00::1', '6.6.6.6, [2001:db8::7]:443', '2001:db8::7'],
    ['written as IPv4 in IPv6', ['127.0.0.1'], '::ffff:127.0.0.1', '1.1.1.1:5000', '1.1.1.1'],
    ['the proxy, where what it tells is no address', ['1'], '10.0.0.9', 'unknown', '10.0.0.9'],
    ['the proxy, where it is made up', ['2'], '10.0.0.9', 'x'.repeat(5000), '10.0.0.9'],
  ] as const)('is %s', (_, trusted, peer, forwarded, client) => {
    expect(clientOf(peer, forwarded, trusted === null ? null : readProxies(trusted))).toBe(client);
  });

  it.each(['0', '11', 'proxy.test', '10.0.0.0/33', '10.0.0.0/8/8', '', '300.1.1.1'])(
    'is of no proxies "%s"',
    (name) => {
      expect(() => readProxies([name])).toThrow(/names no proxies/u);
    },
  );
});

describe('the rate', () => {
  const statuses = async (trustedProxies: ReturnType<typeof readProxies> | null) => {
    const app = new Hono().get('/', ({ text }) => text('here'));
    const door = await listen(app, { port: 0, perSecond: 1, trustedProxies });
    const from = async (client: string) => (await fetch(door.url, { headers: { 'x-forwarded-for': client } })).status;
    const told = [await from('1.1.1.1'), await from('2.2.2.2'), await from('1.1.1.1')];
    await door.close();
    return told;
  };

  it('counts those behind a proxy that is believed one by one, and otherwise as one', async () => {
    expect(await statuses(readProxies(['127.0.0.1']))).toEqual([200, 200, 429]);
    expect(await statuses(readProxies(['10.0.0.0/8']))).toEqual([200, 429, 429]);
    expect(await statuses(null)).toEqual([200, 429, 429]);
  });
});
