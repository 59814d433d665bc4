// Tests that what comes once more with its key is answered as before, and done no second time.
import { expect, it } from 'vitest';
import { createApp } from '../door/app.ts';
import { createSimulator } from '../simulator.ts';

const app = createApp(createSimulator({ seed: 1 }));
async function move(
  seconds: number,
  key: string | null,
): Promise<{ status: number; body: { now: string; detail: string } }> {
  const headers = { 'content-type': 'application/json', ...(key === null ? {} : { 'idempotency-key': key }) };
  const sent = { method: 'POST', headers, body: JSON.stringify({ seconds }) };
  const answer = await app.fetch(new Request('http://simulator/clock', sent));
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

it('moves the clock once by one key, and again by another one or none', async () => {
  const first = await move(10, '"a"');
  expect(await move(10, '"a"')).toEqual(first);
  const times = [first, await move(10, '"b"'), await move(10, null), await move(10, null)];
  const since = times.map(({ body }) => (Date.parse(body.now) - Date.parse(first.body.now)) / 1000);
  expect(since).toEqual([0, 10, 20, 30]);
});

it('refuses a key that was used for something else, and what is no key', async () => {
  await move(10, '"c"');
  expect(await move(11, '"c"')).toMatchObject({
    status: 422,
    body: { detail: expect.stringContaining('something else') },
  });
  for (const wrong of ['c', '""', `"${'x'.repeat(201)}"`]) expect((await move(1, wrong)).status).toBe(400);
});

it('gives a rejection again', async () => {
  const send = async () => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': '"d"' };
    const body = JSON.stringify({ session: 'none' });
    return (await app.fetch(new Request('http://simulator/requests', { method: 'POST', headers, body }))).status;
  };
  expect([await send(), await send()]).toEqual([401, 401]);
});

it('keeps only the newest answers', async () => {
  const first = await move(1, '"e"');
  for (let n = 0; n < 20; n += 1) await move(1, `"f${n}"`);
  expect((await move(1, '"e"')).body.now).not.toBe(first.body.now);
});
