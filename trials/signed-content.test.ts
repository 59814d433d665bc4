// Portals that give something else to be signed than the simulator: whatever holds the values and documents passes, the rest fails.
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { type Alter, runAltered, type Told } from './altered-simulator.ts';

const SIGNING = 'cultural-property-export-certificate/portal/sign/signs-*';
const judged = (values: string, documents: string) => ({
  'portal/sign/signs-values': values,
  'portal/sign/signs-documents': documents,
});

/** Gives other bytes to be signed; the signature over them is not accepted, which these assertions do not mind. */
const giving =
  (write: (content: { values: Record<string, string>; documents: { sha256: string }[] }) => string): Alter =>
  async (asked, pass) => {
    const told = await pass();
    if (!asked.path.endsWith('/content') || told.status !== 200) return told;
    const content = JSON.parse(Buffer.from(String(told.body.content), 'base64').toString());
    return { ...told, body: { content: Buffer.from(write(content)).toString('base64') } };
  };

it('passes a portal that has a form in XML signed, with the digests of the documents in base64', async () => {
  const alter = giving(({ values, documents }) => {
    const fields = Object.entries(values).map(([name, value]) => `<${name}>${value}</${name}>`);
    const digests = documents.map(({ sha256 }) => `<d>${Buffer.from(sha256, 'hex').toString('base64')}</d>`);
    return `<request>${fields.join('')}${digests.join('')}</request>`;
  });
  expect(await runAltered(SIGNING, alter)).toEqual(judged('pass', 'pass'));
});

it('fails a portal that has a form signed which says nothing of what was entered, nor of the documents', async () => {
  const alter = giving(() => '{"request":"to be examined"}');
  expect(await runAltered(SIGNING, alter)).toEqual(judged('fail', 'fail'));
});

it('cannot judge a portal that has only a digest of the request signed', async () => {
  const alter = giving((content) => createHash('sha256').update(JSON.stringify(content)).digest('hex'));
  expect(await runAltered(SIGNING, alter)).toEqual(judged('inconclusive', 'inconclusive'));
});

it('asks nothing of a portal that does not say what its content holds', async () => {
  const alter: Alter = async (_, pass) => {
    const { status, body }: Told = await pass();
    const { additions, ...rest } = body;
    return { status, body: additions === undefined ? body : { ...rest, additions: ['attachments'] } };
  };
  expect(await runAltered(SIGNING, alter)).toEqual(judged('not-applicable', 'not-applicable'));
});
