// Parses XML, and HTML as if it were XML, into nodes that an XPath can walk.
import { DOMParser, onErrorStopParsing } from '@xmldom/xmldom';
import { load } from 'cheerio';
import { refuseHugeXml } from '../message/nesting.ts';
import { readHtml } from './html.ts';

/** What begins a page of HTML. XML may have no document type, because one can make a small text into a huge one. */
const HTML = /<!DOCTYPE\s+html\b/iu;
/** The names of attributes that XML can have; a page may have any others too. */
const XML_NAME = /^[A-Za-z_][\w.-]*$/u;

/**
 * The document that a text holds. A page of HTML is one whatever its tags lack; its elements have no namespace there.
 * @throws TooMuch where it would take too much @throws Error where it is no XML
 */
export function documentOf(text: string): unknown {
  if (HTML.test(text)) return parse(asXml(text));
  if (/<!DOCTYPE/iu.test(text)) throw new TypeError('it holds a document type');
  refuseHugeXml(text);
  return parse(text);
}

const parse = (xml: string) => new DOMParser({ onError: onErrorStopParsing }).parseFromString(xml, 'text/xml');

function asXml(html: string): string {
  const $ = readHtml(html);
  for (const element of $('*').toArray())
    for (const name of Object.keys('attribs' in element ? element.attribs : {}))
      if (name === 'xmlns' || !XML_NAME.test(name)) $(element).removeAttr(name);
  // Comments may hold what XML does not allow in them, and scripts are read by nobody.
  $('script, style, template').remove();
  $('*')
    .contents()
    .filter((_, node) => node.type === 'comment')
    .remove();
  return load($('html').toArray(), { xml: true }).xml();
}
