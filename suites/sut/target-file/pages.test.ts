// Tests that a list on several pages is read to its end, and that its end is reached.
import { afterEach, describe, expect, it } from 'vitest';
import { say, sayJson } from '../dumb-portal.ts';
import { loaded, SAMPLE } from './sample-target.ts';
import { closing, opened, start } from './sample-turns.ts';

const HISTORY = `  readHistory:
    exchanges: [{ method: GET, path: /orders, query: { limit: '2' }, next: { jsonpath: $.next } }]
    answer:
      requests:
        - each: { jsonpath: '$.items[*]' }
          request: { jsonpath: $.id }
          state: { jsonpath: $.state, patterns: { open: NEW } }
`;

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const page = (next: string | null, ...ids: string[]) =>
  sayJson(200, { items: ids.map((id) => ({ id, state: 'NEW' })), next });

/** Reads the history of a portal with these pages, by path. */
async function readPages(pages: Readonly<Record<string, ReturnType<typeof say>>>) {
  const { walk, asked, turn } = await start((text) => text + HISTORY);
  const { token, at } = await opened(walk);
  turn((path, method) => (method === 'GET' ? (pages[path] ?? null) : null));
  const from = asked.length;
  const answer = await walk.perform('readHistory', { input: null, token, at });
  return { answer, walk, asked: asked.slice(from) };
}

const FIRST = '/api/orders?limit=2';

describe('a list on several pages', () => {
  it('is read to its end, by links from the page and from the host', async () => {
    const { answer, asked } = await readPages({
      [FIRST]: page('?offset=2', 'a', 'b'),
      '/api/orders?offset=2': page('/api/orders?offset=4', 'c', 'd'),
      '/api/orders?offset=4': page(null, 'e'),
    });
    expect(answer.body?.requests.map(({ request }) => request)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(asked).toEqual([FIRST, '/api/orders?offset=2', '/api/orders?offset=4'].map((path) => `GET ${path}`));
  });

  it.each([
    ['leads back to itself', page(FIRST, 'a'), /the pages of the list do not end after 1$/u],
    ['leads to another host', page('https://example.org/2', 'a'), /it leads on to example\.org, which is not among/u],
    ['leads to no address', page('http://', 'a'), /it leads on to what is no address/u],
  ])('is the fault of the portal where it %s', async (_, first, message) => {
    const { answer, walk, asked } = await readPages({ [FIRST]: first });
    expect(answer).toMatchObject({ body: null, fault: expect.stringMatching(message) });
    expect(walk.culprit).toBe('portal');
    expect(asked).toHaveLength(1);
  });

  it('is refused where one of its pages is', async () => {
    const { answer } = await readPages({
      [FIRST]: page('?offset=2', 'a'),
      '/api/orders?offset=2': say(403, 'application/json', '{}'),
    });
    expect(answer).toMatchObject({ body: null, status: 403, fault: null });
  });

  it('ends where it goes on without end', async () => {
    let count = 0;
    const { walk, turn, asked } = await start((text) => text + HISTORY);
    const { token, at } = await opened(walk);
    turn((path) => (path.startsWith('/api/orders?') ? page(`?offset=${++count}`, 'a') : null));
    const { fault } = await walk.perform('readHistory', { input: null, token, at });
    expect(fault).toMatch(/the pages of the list do not end after 100$/u);
    expect(asked.filter((line) => line.includes('orders?'))).toHaveLength(100);
  });

  it('is asked for by what only reads', () => {
    const posted = HISTORY.replace('method: GET', 'method: POST');
    expect(() => loaded(SAMPLE + posted)).toThrow(/readHistory\.exchanges\[0\]\.next: POST does not only read/u);
    expect(() => loaded(SAMPLE + posted.replace('POST,', 'POST, reads: true,'))).not.toThrow();
  });
});

describe('a list whose pages are asked for in the body', () => {
  const POSTED = HISTORY.replace(
    "{ method: GET, path: /orders, query: { limit: '2' }, next: { jsonpath: $.next } }",
    "{ method: POST, reads: true, path: /list, json: { after?: '{{after}}' }, next: { jsonpath: $.next, as: after } }",
  );

  async function readBodies(pages: Readonly<Record<string, ReturnType<typeof say>>>) {
    const { walk, turn } = await start((text) => text + POSTED);
    const { token, at } = await opened(walk);
    const bodies: string[] = [];
    turn((path) => {
      if (path !== '/api/list') return null;
      return (response, question) => {
        bodies.push(question.body);
        (pages[question.body] ?? say(400, 'text/plain', 'no'))(response, question);
      };
    });
    return { answer: await walk.perform('readHistory', { input: null, token, at }), bodies };
  }

  it('is read to its end', async () => {
    const { answer, bodies } = await readBodies({
      '{}': page('b', 'a'),
      '{"after":"b"}': page('c', 'b'),
      '{"after":"c"}': page(null, 'c'),
    });
    expect(bodies).toEqual(['{}', '{"after":"b"}', '{"after":"c"}']);
    expect(answer.body?.requests.map(({ request }) => request)).toEqual(['a', 'b', 'c']);
  });

  it('is the fault of the portal where it goes round', async () => {
    const { answer } = await readBodies({ '{}': page('b', 'a'), '{"after":"b"}': page('b', 'b') });
    expect(answer.fault).toMatch(/the pages of the list do not end after 2$/u);
  });
});
