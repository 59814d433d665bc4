// Tests that an XPath reads pages of HTML too, and that XML with a document type is still refused.
import { expect, it } from 'vitest';
import { Page } from './page.ts';
import type { Reading } from './reading.ts';

const READING: Reading = { variables: {}, namespaces: {}, where: () => 'target.yaml:1:1', hide: (text) => text };

function textsIn(body: string, xpath: string, type = 'text/html'): string[] {
  const received = { status: 200, url: new URL('http://a.example/'), headers: { 'content-type': type } };
  const page = new Page({ ...received, bytes: Buffer.from(body), name: 'GET /' }, () => null);
  return page.find({ xpath }, READING).map(({ text }) => text);
}

it.each([
  ['tags that nobody closes', '<!DOCTYPE html><ul><li>one<li>two</ul><br>', '//li', ['one', 'two']],
  ['the older document type', '<!doctype HTML PUBLIC "-//W3C//DTD HTML 4.01//EN"><p>one', '//p', ['one']],
  ['entities and signs', '<!DOCTYPE html><p>a&nbsp;&amp; &lt;b</p>', '//p', ['a\u00a0& <b']],
  ['attributes that XML has not', '<!DOCTYPE html><p @click="x" 1a=b hidden>one</p>', '//p[@hidden]', ['one']],
  ['a script and a comment', '<!DOCTYPE html><!-- a -- b --><script>if (a < b && c) x</script><p>one', '//p', ['one']],
  ['the namespace of XHTML', '<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><p>one</p>', '//p', ['one']],
  ['rows of a table', '<!DOCTYPE html><table><tr><td>1<td>2<tr><td>3</table>', '//tr/td[1]', ['1', '3']],
])('reads a page with %s', (_, body, xpath, texts) => {
  expect(textsIn(body, xpath)).toEqual(texts);
});

it.each([
  ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
  ['a tag that nobody closes', '<a><b></a>'],
])('refuses XML with %s', (_, body) => {
  expect(() => textsIn(body, '//a', 'text/xml')).toThrow('is no XML');
});

it('refuses a page that is nested too deeply', () => {
  expect(() => textsIn(`<!DOCTYPE html>${'<div>'.repeat(20_000)}`, '//div')).toThrow('is nested too deeply');
});
