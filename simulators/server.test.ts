// Listening: a free port, a taken one, and a close that does not wait for idle clients.
import { connect } from 'node:net';
import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { listen } from './server.ts';

const app = new Hono().get('/', (context) => context.text('here'));

it('listens on a free port and says where', async () => {
  const door = await listen(app, { port: 0 });
  expect(door.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await (await fetch(door.url)).text()).toBe('here');
  await door.close();
  await expect(fetch(door.url)).rejects.toThrow();
});

it('names a port that is taken, and the cure', async () => {
  const door = await listen(app, { port: 0 });
  const port = Number(new URL(door.url).port);
  await expect(listen(app, { port })).rejects.toMatchObject({
    code: 'port-in-use',
    message: `port: port ${port} is taken; give another one with --port, or 0 for any free one`,
  });
  await door.close();
  const again = await listen(app, { port });
  await again.close();
});

it('names a host that cannot be listened on', async () => {
  await expect(listen(app, { port: 0, host: '203.0.113.1' })).rejects.toMatchObject({ code: 'usage' });
});

it('closes at once although a client holds its connection', async () => {
  const door = await listen(app, { port: 0 });
  const socket = connect(Number(new URL(door.url).port), '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  const gone = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined);
  await door.close();
  await gone;
});
