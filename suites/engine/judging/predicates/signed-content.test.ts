// Tests the predicates over what is given to be signed.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sampleTrace } from '../../sample-trace.ts';
import { textsIn } from '../../walking/signed-content.ts';
import { judge } from '../sample-judging.ts';

const entered = { purpose: 'Тест & "сынақ"', applicant: '850615400026' };
const attached = Buffer.from('%PDF-1.4 test');
const sha256 = createHash('sha256').update(attached).digest();

async function judged(predicate: 'signs-values' | 'signs-documents', content: string | Uint8Array, changes = {}) {
  const bytes = Buffer.from(content);
  const texts = await textsIn(bytes, attached);
  return judge(
    { predicate, arguments: { action: 'sign' } },
    sampleTrace({
      content: { action: 'sign', bytes, ...texts, entered, attached, exchange: 'walk#content', ...changes },
    }),
  );
}

const JSON_TEXT = JSON.stringify({ form: [entered] });

describe('signs-values', () => {
  const values = (content: string | Uint8Array, changes = {}) => judged('signs-values', content, changes);

  it.each([
    ['JSON', JSON_TEXT],
    ['JSON with escapes', JSON_TEXT.replaceAll('Т', '\\u0422')],
    ['a number in JSON', JSON.stringify({ purpose: entered.purpose, iin: 850615400026 })],
    ['XML', '<a><p>Тест &amp; &quot;сынақ&quot;</p>\n<i>850615400026</i></a>'],
    ['XML with numbered letters', '<p>&#1058;ест &#x26; &quot;сынақ&quot;</p><i>850615400026</i>'],
    ['a form', new URLSearchParams(entered).toString()],
    ['base64', Buffer.from(JSON_TEXT).toString('base64')],
    ['words', 'Мақсаты: ТЕСТ & "СЫНАҚ"; ЖСН 850 615 400 026'],
    ['UTF-16', Buffer.from(`\ufeff${JSON_TEXT}`, 'utf16le')],
  ])('holds when they stand in it as %s', async (_, content) => {
    expect(await values(content)).toMatchObject({ holds: true, evidence: ['walk#content'] });
  });

  it('fails when one of them is not there, and tells which without its value', async () => {
    expect(await values('{"request":"r1","applicant":"850615400026"}')).toMatchObject({
      holds: false,
      actual: 'the value of purpose does not stand in it',
    });
    expect((await values('')).holds).toBe(false);
    expect((await values(JSON.stringify({ document: sha256.toString('hex') }))).holds).toBe(false);
  });

  it.each<[string, string | Uint8Array]>([
    ['bytes of no text', Uint8Array.from([0xff, 0xd8, 0x00, 0x01])],
    ['a digest', createHash('sha256').update(JSON_TEXT).digest('hex')],
    ['a text with a packed part', JSON.stringify({ form: createHash('sha256').update(JSON_TEXT).digest('hex') })],
    ['a PDF that cannot be opened', '%PDF-1.4 nothing'],
  ])('cannot be told from %s', async (_, content) => {
    expect((await values(content)).holds).toBeNull();
  });

  it('cannot be told where nothing was signed, or nothing that is known was entered', async () => {
    expect((await values(JSON_TEXT, { action: 'other' })).holds).toBeNull();
    expect((await values(JSON_TEXT, { entered: {} })).holds).toBeNull();
  });
});

describe('signs-documents', () => {
  const documents = (content: string | Uint8Array, changes = {}) => judged('signs-documents', content, changes);

  it.each([
    ['itself', Buffer.concat([Buffer.from('files: '), attached])],
    ['itself in base64', JSON.stringify({ file: attached.toString('base64') })],
    ['a digest in hexadecimal letters', `<d>${sha256.toString('hex').toUpperCase()}</d>`],
    ['a digest in base64', JSON.stringify({ sha: sha256.toString('base64') })],
    ['another digest', JSON.stringify({ md5: createHash('md5').update(attached).digest('hex') })],
  ])('holds when it stands in it as %s', async (_, content) => {
    expect(await documents(content)).toMatchObject({ holds: true, evidence: ['walk#content'] });
  });

  it('fails when it is not there, or only its name is', async () => {
    expect(await documents(JSON_TEXT)).toMatchObject({ holds: false, actual: 'the document does not stand in it' });
    expect((await documents('{"documents":["document.pdf"]}')).holds).toBe(false);
  });

  it('cannot be told from a digest of another kind, or where none was attached or signed', async () => {
    const other = createHash('sha3-256').update(attached).digest('hex');
    expect((await documents(JSON.stringify({ gost: other }))).holds).toBeNull();
    expect((await documents(JSON_TEXT, { attached: null })).holds).toBeNull();
    expect((await documents(JSON_TEXT, { action: 'other' })).holds).toBeNull();
  });
});
