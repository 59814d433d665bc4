// Tests to whom a picked value belongs: what one session picked is never sent in another, unless it is of the request.
import { afterEach, expect, it } from 'vitest';
import { sayJson } from '../dumb-portal.ts';
import { closing, logIn, ORDER, opened, start } from './sample-turns.ts';

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The sample, whose order gives a value that filling in sends. */
async function tryAs(who: 'the owner' | 'another' | 'nobody', of: '' | ', of: request') {
  const { walk, asked, turn } = await start((text) =>
    text
      .replace("regex: '[^/]+$' } } }", (own) => own.replace(' } }', ` }, secret: { header: x-secret${of} } }`))
      .replace("json: { who: '{{applicant}}' }", "query: { secret: '{{secret}}' }, json: {}"),
  );
  turn((path) =>
    path === '/api/orders'
      ? (response) => response.writeHead(202, { location: ORDER, 'x-secret': 's-1' }).end('{}')
      : null,
  );
  const { token, at } = await opened(walk);
  turn((path, method) =>
    method === 'PUT' ? sayJson(200, {}) : path === ORDER ? sayJson(200, { state: 'NEW', number: 'N-1' }) : null,
  );
  const other = who === 'another' ? (await logIn(walk)).body : null;
  const mine = who === 'the owner' ? token : (other?.token ?? null);
  const answer = await walk.perform('fill', {
    input: { values: {} },
    token: mine,
    at: { request: at.request, ...(mine === null ? {} : { session: other?.session ?? at.session }) },
  });
  return { answer, walk, put: asked.find((line) => line.startsWith('PUT')) };
}

it('is sent in the session that picked it', async () => {
  expect((await tryAs('the owner', '')).put).toContain('?secret=s-1');
});

it('is not sent in another session, where its lack is told as a fault of the file', async () => {
  const { answer, walk, put } = await tryAs('another', '');
  expect(put).toBeUndefined();
  expect(answer).toMatchObject({ body: null, problem: null });
  expect(answer.fault).toMatch(
    /target\.yaml:\d+:\d+ .*nothing has picked secret for this visitor; pick it .* or mark the pick with of: request/u,
  );
  expect(walk.culprit).toBe('target file');
});

it('is sent by whoever acts on the request that it belongs to', async () => {
  expect((await tryAs('another', ', of: request')).put).toContain('?secret=s-1');
});

it('is a dash for whoever has no session, and says so', async () => {
  expect((await tryAs('nobody', '')).put).toContain('?secret=-');
});
