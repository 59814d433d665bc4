// Tests that what real portals send is read as what it says: every encoding, number, form of letters and spelling of nothing.
import { describe, expect, it } from 'vitest';
import { readable } from '../sending/signed-exchange.ts';
import { Page } from './page.ts';
import type { Reading } from './reading.ts';

const READING: Reading = { variables: {}, namespaces: {}, where: () => 'target.yaml:1:1', hide: (text) => text };
const XOP = 'http://www.w3.org/2004/08/xop/include';

function pageOf(body: string | Uint8Array, type: string): Page {
  const received = { status: 200, url: new URL('http://a.example/'), headers: { 'content-type': type } };
  return new Page({ ...received, bytes: Buffer.from(body), name: 'GET /' }, () => null);
}
/** Bytes of windows-1251 or KOI8-R for «Қала» without its Kazakh letter: «кала». */
const CP1251 = Buffer.from([0xea, 0xe0, 0xeb, 0xe0]);
const KOI8 = Buffer.from([0xcb, 0xc1, 0xcc, 0xc1]);
const around = (before: string, bytes: Uint8Array, after: string) =>
  Buffer.concat([Buffer.from(before, 'latin1'), bytes, Buffer.from(after, 'latin1')]);

describe('an answer', () => {
  it.each([
    ['windows-1251 in the header', around('<b>', CP1251, '</b>'), 'text/html; charset=windows-1251'],
    ['a quoted charset', around('<b>', CP1251, '</b>'), 'text/html; charset="Windows-1251"; a=b'],
    ['koi8-r in the page', around('<meta charset=koi8-r><b>', KOI8, '</b>'), 'text/html'],
    ['the header before the page', around('<meta charset=koi8-r><b>', CP1251, '</b>'), 'text/html; charset=cp1251'],
    ['the prolog', around('<?xml version="1.0" encoding="windows-1251"?><b>', CP1251, '</b>'), 'text/xml'],
    ['a byte order mark', Buffer.from('\ufeff<b>кала</b>', 'utf16le'), 'text/html'],
    ['the standard of Kazakhstan', around('<b>', CP1251, '</b>'), 'text/html; charset=KZ-1048'],
    ['nothing', Buffer.from('<b>кала</b>'), 'text/html'],
  ])('is read in the encoding that it declares by %s', (_, body, type) => {
    expect(pageOf(body, type).pick(type === 'text/xml' ? { xpath: '//b' } : { css: 'b' }, READING)).toBe('кала');
  });

  it('is read with the Kazakh letters of the standard of Kazakhstan', () => {
    const page = pageOf(
      around('<b>', Buffer.from([0x8d, 0xe0, 0xeb, 0xe0]), '</b>'),
      'text/html; charset=STRK1048-2002',
    );
    expect(page.pick({ css: 'b' }, READING)).toBe('Қала');
  });

  it('is not read by what it holds as data', () => {
    expect(
      pageOf('{"a":"<meta charset=koi8-r> кала"}', 'application/json').pick({ jsonpath: '$.a' }, READING),
    ).toContain('кала');
  });

  it.each(['application/pdf', 'application/octet-stream', 'application/pkcs7-signature'])(
    'in %s holds no element of a page, whose marks it does not meet',
    (type) => {
      const file = Buffer.from([0x25, 0x50, 0x44, 0x46, 0xe2, 0xe3, 0xff]);
      expect(pageOf(file, type).meets({ css: '.refused' }, READING)).toBe(false);
      expect(pageOf(file, type).pick({ body: 'base64' }, READING)).toBe(file.toString('base64'));
    },
  );

  it.each(['text/html', 'application/xhtml+xml', 'text/plain', ''])(
    'in %s that cannot be read meets or misses no mark',
    (type) => {
      expect(() => pageOf(CP1251, type).meets({ css: '.refused' }, READING)).toThrow('is not UTF-8');
    },
  );

  it.each([
    ['text/html', 'is not UTF-8'],
    ['text/html; charset=utf-8', 'is not UTF-8'],
    ['text/html; charset=martian', 'declares the charset martian, which nobody knows'],
  ])('in %s is the fault of the portal where it is not so', (type, wrong) => {
    expect(() => pageOf(CP1251, type).pick({ css: 'b' }, READING)).toThrow(`the answer to GET / (status 200) ${wrong}`);
  });

  it.each([
    ['$.id', '9007199254740993123'],
    ['$.fee', '1234567890.1234567891'],
    ['$.small', '12'],
    ['$.twice', '2'],
    ['$.list[?@.id == 7].name', 'seven'],
  ])('keeps every digit of its numbers (%s)', (jsonpath, text) => {
    const json =
      '{"id":9007199254740993123,"fee":1234567890.1234567891,"small":12,"twice":1,"twice":2,"list":[{"id":7,"name":"seven"}]}';
    expect(pageOf(json, 'application/json').pick({ jsonpath }, READING)).toBe(text);
  });
});

/** Four megabytes, the most that an answer may have, of a piece of text. */
const full = (piece: string, before = '') =>
  before + piece.repeat(Math.floor((4_000_000 - before.length) / piece.length));

describe('an answer that takes a multiple of its size to be read', () => {
  it.each([
    ['is nested without end', full('['), '$', /nested too deeply to be read/u],
    ['is nested too deep by one', `${'['.repeat(1001)}${']'.repeat(1001)}`, '$', /nested too deeply to be read/u],
    ['is nested with long numbers', `${'{"a":'.repeat(2000)}12345678901234567890`, '$', /nested too deeply/u],
    ['holds a million lists', `[${full('[],').slice(0, -1)}]`, '$', /holds more than 250000 values/u],
    ['hides its depth behind a quote', `["a\\\\",${full('[')}`, '$', /nested too deeply to be read/u],
  ])('is a fault as JSON where it %s', (_, body, jsonpath, said) => {
    expect(() => pageOf(body, 'application/json').pick({ jsonpath }, READING)).toThrow(said);
  });

  it.each([
    ['holds a million elements', full('<i></i>'), /holds more than 100000 elements and attributes/u],
    [
      'has formatting that is not closed',
      `<p>${Array.from({ length: 900 }, (_, at) => `<b x=${at}>`).join('')}${'<p>a'.repeat(400)}`,
      /holds more than 100000 elements/u,
    ],
    ['has an element of a million attributes', full('a b c ', '<p '), /has a tag of more than 20000 words/u],
  ])('is a fault as HTML where it %s', (_, body, said) => {
    expect(() => pageOf(body, 'text/html').pick({ css: 'title' }, READING)).toThrow(said);
  });

  it.each([
    ['holds a million elements', `<r>${full('<i/>')}</r>`],
    [
      'has an element of a million attributes',
      `<r ${Array.from({ length: 300_000 }, (_, at) => `a${at}=""`).join(' ')}/>`,
    ],
  ])('is a fault as XML where it %s', (_, body) => {
    expect(() => pageOf(body, 'text/xml').pick({ xpath: '/r' }, READING)).toThrow(/holds more than 100000 elements/u);
  });

  it('is read where it is only large and deep', () => {
    const rows = Array.from({ length: 20_000 }, (_, at) => ({ id: at, text: '[{"'.repeat(40) }));
    const deep = `${'['.repeat(998)}"so deep"${']'.repeat(998)}`;
    const json = `{"rows":${JSON.stringify(rows)},"deep":${deep}}`;
    expect(pageOf(json, 'application/json').pick({ jsonpath: '$.rows[19999].id' }, READING)).toBe('19999');
    const table = `<table>${'<tr><td class="a">a<td>b'.repeat(20_000)}</table><title>it</title>`;
    expect(pageOf(table, 'text/html').pick({ css: 'title' }, READING)).toBe('it');
  });
});

describe('words', () => {
  it.each([
    ['decomposed', 'Подписан электронной подписью: мой'.normalize('NFD'), 'подписан.*мой$'],
    ['with a pattern that is decomposed', 'мой', 'мой'.normalize('NFD')],
    ['with Latin letters among Cyrillic ones', 'Oтказанo', '^Отказано$'],
    ['with Latin letters in the pattern', 'Отказано', String.raw`^\s*Oткaзано\s*$|\bТ`],
    ['in capitals', 'ОТКАЗАНО', 'отказано'],
  ])('fit a pattern %s', (_, text, matches) => {
    expect(pageOf(text, 'text/plain').meets({ body: 'text', matches }, READING)).toBe(true);
  });

  it('are given as they were written', () => {
    expect(pageOf('№ Oтк-77 от', 'text/plain').pick({ body: 'text', regex: '№ (Отк-\\d+)' }, READING)).toBe('Oтк-77');
  });

  it('of Latin letters alone stay Latin', () => {
    expect(pageOf('COOP', 'text/plain').meets({ body: 'text', matches: 'СООР' }, READING)).toBe(false);
  });
});

describe('what stands there empty', () => {
  const EMPTY = '<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><t xsi:nil="true"/><u> </u></a>';
  it.each([
    [{ xpath: '//t', instant: 'iso' }, EMPTY],
    [{ xpath: '//u', instant: 'dd.MM.yyyy HH:mm' }, EMPTY],
    [{ xpath: '//u', times: 100 }, EMPTY],
  ])('is nothing where it is optional, and a fault where it is not', (pick, xml) => {
    expect(pageOf(xml, 'text/xml').pick({ ...pick, optional: true }, READING)).toBeNull();
    expect(() => pageOf(xml, 'text/xml').pick(pick, READING)).toThrow(/is not written as|is not a number/u);
  });

  it('in HTML too', () => {
    const page = pageOf('<time datetime=""></time>', 'text/html');
    expect(page.pick({ css: 'time', attr: 'datetime', instant: 'iso', optional: true }, READING)).toBeNull();
  });

  it('is no number, and neither is a word', () => {
    expect(() => pageOf('{"fee":"free"}', 'application/json').pick({ jsonpath: '$.fee', times: 100 }, READING)).toThrow(
      '"free" is not a number',
    );
  });
});

describe('an answer in parts', () => {
  const part = (headers: string, body: string) => `--b1\r\n${headers}\r\n\r\n${body}\r\n`;
  const root = `<e><doc><x:Include xmlns:x="${XOP}" href="cid:doc%40p"/></doc></e>`;
  const other = part('Content-Type: application/pdf\r\nContent-ID: <doc@p>', '%PDF');
  const main = part('Content-Type: application/xop+xml;\r\n charset=UTF-8\r\nContent-ID: <r@p>', root);
  const read = (body: string, type: string) => {
    const exchange = { method: 'POST', path: '/', xml: '<a/>' } as const;
    const signing = { signature: null, reading: { where: () => '' } };
    const { bytes, headers } = readable(Buffer.from(body), { 'content-type': type }, 200, exchange, signing);
    return pageOf(bytes, String(headers['content-type'])).pick({ xpath: '//doc' }, READING);
  };

  it.each([
    ['the first', `${main}${other}--b1--\r\n`, 'multipart/related; boundary=b1'],
    ['the one that is named', `${other}${main}--b1--`, 'Multipart/Related; boundary="b1"; start="<r@p>"; type="a/b"'],
    ['behind a preamble', `for old readers\r\n${main}${other}--b1--`, 'multipart/related; boundary=b1'],
  ])('is read by its root, %s, with the other parts in their place', (_, body, type) => {
    expect(read(body, type)).toBe(Buffer.from('%PDF').toString('base64'));
  });

  it.each(['multipart/related; type="a/b"', 'multipart/related; boundary=other'])(
    'is a fault without one (%s)',
    (type) => {
      expect(() => read(`${main}--b1--`, type)).toThrow(
        'the answer to POST / (status 200) is multipart/related and has no root part',
      );
    },
  );
});
