// Tests what a target file may not ask of a browser exchange.
import { expect, it } from 'vitest';
import { loaded, SAMPLE } from '../sample-target.ts';

const browsing = (exchange: string) => SAMPLE.replace('{ method: GET, path: /health }', exchange);

it.each([
  ['{ method: BROWSER, path: /health, form: { a: b } }', /target\.yaml:16:\d+ .*form has no meaning with BROWSER/u],
  [
    '{ method: GET, path: /health, actions: [{ click: a }] }',
    /target\.yaml:16:\d+ .*actions have no meaning with GET/u,
  ],
])('refuses %s', (exchange, message) => {
  expect(() => loaded(browsing(exchange))).toThrow(message);
});

it('takes a browser exchange, also behind authorities and certificates of its own', () => {
  expect(loaded(browsing('{ method: BROWSER, path: /health }')).target.operations.describe.exchanges).toMatchObject([
    { method: 'BROWSER' },
  ]);
});
