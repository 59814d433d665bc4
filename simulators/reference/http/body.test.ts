// Reading bodies: no more of a large one is read than it takes to see that it is too large.
import { expect, it } from 'vitest';
import { readJson } from './body.ts';

function endless(headers: Record<string, string>): { request: Request; pulls: () => number } {
  let pulls = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulls += 1;
      controller.enqueue(new Uint8Array(100_000).fill(0x20));
    },
  });
  const all = { 'content-type': 'application/json', ...headers };
  const options: RequestInit & { duplex: 'half' } = { method: 'POST', headers: all, body, duplex: 'half' };
  return { request: new Request('http://127.0.0.1/', options), pulls: () => pulls };
}

it('stops at the limit', async () => {
  const { request, pulls } = endless({});
  await expect(readJson(request)).rejects.toMatchObject({ status: 413 });
  expect(pulls()).toBeLessThan(15);
});

it('stops at the limit of a request that was copied before, whose other copy nobody reads', async () => {
  const { request, pulls } = endless({});
  await expect(readJson(request.clone())).rejects.toMatchObject({ status: 413 });
  expect(pulls()).toBeLessThan(15);
});

it('reads nothing of what is announced as too large', async () => {
  const { request, pulls } = endless({ 'content-length': '1000001' });
  await expect(readJson(request)).rejects.toMatchObject({ status: 413 });
  expect(pulls()).toBeLessThan(3);
});

it('reads exactly the limit', async () => {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  const body = `"${'x'.repeat(999_998)}"`;
  expect(await readJson(new Request('http://127.0.0.1/', { method: 'POST', headers, body }))).toHaveLength(999_998);
});

it('does not believe an announcement that the body exceeds', async () => {
  const headers = { 'content-type': 'application/json', 'content-length': '2' };
  const body = `"${'x'.repeat(999_999)}"`;
  await expect(readJson(new Request('http://127.0.0.1/', { method: 'POST', headers, body }))).rejects.toMatchObject({
    status: 413,
  });
});

it.each([
  ['nested without end', '['.repeat(900_000), /nested too deeply/u],
  ['of too many values', `[${'[],'.repeat(300_000)}[]]`, /more than 250000 values/u],
])('parses nothing that is %s', async (_, body, said) => {
  const request = new Request('http://127.0.0.1/', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  await expect(readJson(request)).rejects.toMatchObject({ status: 400, message: expect.stringMatching(said) });
});
