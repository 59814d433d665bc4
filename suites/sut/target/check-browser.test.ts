// Tests what a target file may not ask of a browser exchange.
import { expect, it } from 'vitest';
import { loaded, SAMPLE } from './sample-target.ts';

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

it('refuses authorities that the browser does not know', () => {
  const text = browsing('{ method: BROWSER, path: /health }');
  expect(() => loaded(text.replace('testSystem: true', 'testSystem: true\nextraCa: ca.pem'))).toThrow(
    /target\.yaml:8:1 extraCa: is not known to the browser/u,
  );
  expect(loaded(text).target.operations.describe.exchanges).toMatchObject([{ method: 'BROWSER' }]);
});
