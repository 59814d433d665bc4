// Tests that a message is told byte for byte as it was on the wire, but for the values that may not be shown.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mask } from './mask.ts';
import { maskAddress, maskAnswerHeaders, maskBody, maskInserted, maskRequestHeaders } from './mask-message.ts';

const OPEN: Mask = { name: (text) => text, shows: () => true, value: (_, text) => text };
/** Shows what is called `open`, or stands below it. */
const STRICT: Mask = {
  name: (text) => text,
  shows: (names) => names.includes('open'),
  value: (names, text) => (names.includes('open') ? text : '[redacted]'),
};

describe('a body of JSON', () => {
  const JSON_TYPE = 'application/json; charset=utf-8';

  it('keeps blanks, order, repeated keys, escapes and long numbers, and hides what is not allowed', () => {
    const body =
      '{ "open" : "\\u04d9 \\"", "id": 12345678901234567890, "open": 12345678901234567890, "deep": {"open": [1, "x"], "n": null} }';
    expect(maskBody(body, JSON_TYPE, STRICT)).toBe(
      '{ "open" : "\\u04d9 \\"", "id": "[redacted]", "open": 12345678901234567890, "deep": {"open": [1, "x"], "n": null} }',
    );
  });

  it('is the same bytes where all may be shown', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 2), (text, indent) => {
        const body = JSON.stringify(JSON.parse(text), null, indent);
        expect(maskBody(body, JSON_TYPE, OPEN)).toBe(body);
      }),
    );
  });

  it('stays JSON of the same shape, and shows no value, where none may be shown', () => {
    const none: Mask = { name: (text) => text, shows: () => false, value: () => '[redacted]' };
    const hidden = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(hidden);
      if (typeof value !== 'object') return '[redacted]';
      return value && Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hidden(inner)]));
    };
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const masked = JSON.parse(maskBody(JSON.stringify(value), JSON_TYPE, none) ?? '');
        expect(masked).toEqual(JSON.parse(JSON.stringify(hidden(value))));
      }),
    );
  });

  it.each(['{"a":', '{"a" <b>}', 'hello <b>', ']', '{"a":"b\\u00"}', '[1}'])(
    'tells of %s only how long it is',
    (body) => {
      expect(maskBody(body, JSON_TYPE, OPEN)).toBe(`[redacted] (${body.length} bytes)`);
    },
  );

  it('is gone through however deep it is', () => {
    const deep = `${'['.repeat(9000)}1${']'.repeat(9000)}`;
    expect(maskBody(deep, JSON_TYPE, OPEN)).toBe(deep);
  });

  it('is cut where a report could not show it', () => {
    expect(maskBody(`["${'x'.repeat(30_000)}"]`, JSON_TYPE, OPEN)).toMatch(/^\["x{19998}… 10004 more$/u);
  });
});

describe('a body of XML', () => {
  const MESSAGE = `<?xml version="1.0"?>
<soap:Envelope xmlns:soap="urn:s"><soap:Header><wsse:Password Type="#text">a&#60;b</wsse:Password></soap:Header>
<soap:Body wsu:Id="B1" secret='x > y'><m:open a="1">R&amp;7</m:open><m:iin> 85 </m:iin><empty/><!-- who --><d><![CDATA[<x>]]></d></soap:Body></soap:Envelope>`;

  it('keeps elements, name spaces, blanks and references, and hides texts and attributes that are not allowed', () => {
    expect(maskBody(MESSAGE, 'text/xml; charset=utf-8', STRICT)).toBe(`<?xml version="1.0"?>
<soap:Envelope xmlns:soap="urn:s"><soap:Header><wsse:Password Type="[redacted]">[redacted]</wsse:Password></soap:Header>
<soap:Body wsu:Id="B1" secret="[redacted]"><m:open a="1">R&amp;7</m:open><m:iin> [redacted] </m:iin><empty/><!--[redacted]--><d>[redacted]</d></soap:Body></soap:Envelope>`);
  });

  it('is the same bytes where all may be shown, but for comments', () => {
    const body = MESSAGE.replace('<!-- who -->', '');
    expect(maskBody(body, 'application/soap+xml', OPEN)).toBe(body);
  });

  it.each(['<a b="', 'a < b', '<'])('tells of %s only how long it is', (body) => {
    expect(maskBody(body, 'text/xml', OPEN)).toBe(`[redacted] (${body.length} bytes)`);
  });
});

describe('a body of a form', () => {
  it('keeps order, repetition and spelling, and hides what is not allowed', () => {
    const body = 'open=%D3%99+b&pin=12&open=&x&=y&a%20b=c';
    const type = 'application/x-www-form-urlencoded';
    expect(maskBody(body, type, STRICT)).toBe(
      'open=%D3%99+b&pin=[redacted]&open=&[redacted]&=[redacted]&a%20b=[redacted]',
    );
    expect(maskBody(body, type, OPEN)).toBe(body);
  });
});

describe('a body of several parts', () => {
  const part = (head: string, content: string) =>
    `--b1\r\ncontent-disposition: form-data; ${head}\r\n\r\n${content}\r\n`;
  const body = `${part('name="open"', 'әр')}${part('name="pin"', '12')}${part('name="f"; filename="Иванов.pdf"', '%PDF')}--b1--\r\n`;

  it('keeps boundary and heads, hides what is not allowed, and tells files by their size', () => {
    expect(maskBody(Buffer.from(body), 'multipart/form-data; boundary=b1', STRICT)).toBe(
      `${part('name="open"', 'әр')}${part('name="pin"', '[redacted]')}${part('name="f"; filename="[redacted]"', '[4 bytes]')}--b1--\r\n`,
    );
  });

  it('tells how long it is where its boundary is another one', () => {
    const masked = `[redacted] (${Buffer.byteLength(body)} bytes)`;
    for (const type of ['multipart/form-data', 'multipart/form-data; boundary=c'])
      expect(maskBody(Buffer.from(body), type, OPEN)).toBe(masked);
  });
});

it('shows nothing of pages and files, and of other texts only what may be shown as a body', () => {
  expect(maskBody('<p>Иванов</p>', 'text/html', OPEN)).toBeNull();
  expect(maskBody(Buffer.from('%PDF'), 'application/pdf', OPEN)).toBeNull();
  expect(maskBody('', 'application/json', OPEN)).toBeNull();
  expect(maskBody('сәлем', 'text/plain', STRICT)).toBe('[redacted] (10 bytes)');
  expect(maskBody('сәлем', 'text/plain', OPEN)).toBe('сәлем');
});

it('tells every header of a request by its name, and the values of those that are about the message', () => {
  const headers = {
    SOAPAction: 'send',
    Authorization: 'Bearer t0ken',
    cookie: 'sid=1; lang=kk',
    'x-api-key': 'k',
    'x-open': '1',
  };
  const mask: Mask = { ...STRICT, value: (names, text) => (names[0] === 'x-open' ? text : '[redacted]') };
  expect(maskRequestHeaders(headers, mask)).toEqual({
    ...{ soapaction: 'send', authorization: 'Bearer [redacted]', cookie: 'sid=[redacted]; lang=[redacted]' },
    ...{ 'x-api-key': '[redacted]', 'x-open': '1' },
  });
  expect(maskRequestHeaders({ authorization: 't0ken' }, mask)).toEqual({ authorization: '[redacted]' });
});

it('tells the headers of an answer that bear on how it is read, and cookies by their names', () => {
  const headers = {
    ...{ 'content-type': 'text/xml', 'x-powered-by': 'us', location: '/cabinet/8f3a?t=1#x', server: undefined },
    'set-cookie': ['sid=a; Path=/; HttpOnly', 'b=c'],
  };
  expect(maskAnswerHeaders(headers, STRICT)).toEqual({
    ...{ 'content-type': 'text/xml', location: '/cabinet/[redacted]?t=[redacted]#[redacted]' },
    'set-cookie': 'sid=[redacted]; Path=/; HttpOnly, b=[redacted]',
  });
});

describe('an address', () => {
  it('shows what the file writes, and of what was put into it what is allowed', () => {
    const inserted = [
      { name: 'open', text: 'R7' },
      { name: 'ticket', text: 'abc' },
    ];
    expect(maskAddress('/orders/R7/abc?open=1&q=2', inserted, STRICT)).toBe(
      '/orders/R7/[redacted]?open=1&q=[redacted]',
    );
    expect(maskInserted('click #row-abc', inserted, STRICT)).toBe('click #row-[redacted]');
  });

  it('shows words alone of what the portal gave', () => {
    expect(maskAddress('https://portal.example/kk/жеке-кабинет/77/a1', null, STRICT)).toBe(
      'https://portal.example/kk/жеке-кабинет/[redacted]/[redacted]',
    );
  });
});
