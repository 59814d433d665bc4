// Tests that a multipart body says to the byte what the target file says.
import { expect, it } from 'vitest';
import { encodeBody } from './send-body.ts';

it('changes nothing in the fields and files of a multipart body', async () => {
  const scan = { file: 'ә "1".pdf', type: 'text/plain; charset=UTF-8', text: 'a\nb\r\nc' };
  const exchange = { method: 'POST', path: '/upload', multipart: { signed: 'a\nb\r\nc ә', scan } } as const;
  const { body, type } = encodeBody(exchange, {}, {});
  const sent = String(body);
  const [, boundary] = /^multipart\/form-data; boundary=(\S+)$/u.exec(type ?? '') ?? [];
  expect(sent.split(`--${boundary}`)).toEqual([
    '',
    '\r\ncontent-disposition: form-data; name="signed"\r\n\r\na\nb\r\nc ә\r\n',
    '\r\ncontent-disposition: form-data; name="scan"; filename="ә %221%22.pdf"\r\ncontent-type: text/plain; charset=UTF-8\r\n\r\na\nb\r\nc\r\n',
    '--\r\n',
  ]);
  // Whoever reads it by the book gets the name of the file and its bytes.
  const read = await new Response(Buffer.from(sent), { headers: { 'content-type': type ?? '' } }).formData();
  expect(read.get('scan')).toMatchObject({ name: 'ә "1".pdf', size: 6 });
});
