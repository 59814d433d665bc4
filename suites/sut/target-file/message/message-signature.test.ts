// Tests the transport signature of SOAP messages: as another implementation makes it, and of nothing but what is read.
import { describe, expect, it } from 'vitest';
import { selfSigned } from '../../dumb-portal.ts';
import { signedPartOf, signMessage, whyUnsignable } from './message-signature.ts';

const own = await selfSigned();
const other = await selfSigned('other-sign');

const WSU = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd';
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
/** Namespaces that nothing uses, attributes out of order, a comment and white space: all that a canonical form is about. */
const MESSAGE = `<?xml version="1.0" encoding="UTF-8"?><S:Envelope xmlns:S="${SOAP}" xmlns:u="urn:unused"><S:Header/><S:Body xmlns:xsi="urn:xsi"><a:send xmlns:a="urn:a" b="2" a:a="1"><request><n/>Қ &lt;&amp;&gt; "x"<!-- c --><k xsi:type="t">  1\n</k></request></a:send></S:Body></S:Envelope>`;
/** What the XML signatures of the JDK (javax.xml.crypto, 17) make of it with the same key. */
const BY_JAVA = {
  digest: 'AzVvmGNrWrUPldWS5LLJtcTro/UC8777Nmn1FKkdYmg=',
  signature: `rEqLzSyVzrq53oZrDqMuPFB/6xHXYEpKNpThH9Mp64439oiz9yODFi5yhpmEn9F2OXfCekgWEv9l
vHgNMq0Rnr9JB0LG01W2NJLtnkwptRRxkh0tkCbSRA+rB/Cy5UVKIeSyZxYe67EqhShIal5xX5No
KImf7qx3tAbFhJhhiv617xs6VCXxGn/yb9cwFh5G7BVVWQZZ3DxYhbZNLZEway+0mAY74NZeA701
4UJXxuvqyd+mi2JP8Vj97AOa8/COwYb9oW1iON85Eg0bISSRjP785uwv0MhNT2NheRrlZUV8YD04
Zab9uRDmvXA8SruI1T5RluTeNVLX2rWqx8skgQ==`,
};

function signed(xml = MESSAGE, key = own): string {
  const made = signMessage(xml, key);
  if ('wrong' in made) throw new Error(made.wrong);
  return made.signed;
}
const checked = (xml: string, ...certificates: string[]) =>
  signedPartOf(xml, certificates.length > 0 ? certificates : [own.certificatePem]);
const text = (result: ReturnType<typeof signedPartOf>) =>
  'signed' in result ? result.signed : `WRONG ${result.wrong}`;

it('signs as another implementation does, with the whole certificate', () => {
  const xml = signed();
  expect(xml).toContain(`<ds:DigestValue>${BY_JAVA.digest}</ds:DigestValue>`);
  expect(xml).toContain(`<ds:SignatureValue>${BY_JAVA.signature.replaceAll('\n', '')}</ds:SignatureValue>`);
  const certificate = own.certificatePem.replace(/-----[A-Z ]+-----|\s/gu, '');
  expect(xml).toMatch(/<S:Header><wsse:Security [^>]*S:mustUnderstand="1"/u);
  expect(xml).toContain(`#X509v3">${certificate}</wsse:KeyIdentifier>`);
  expect(xml).not.toContain('PRIVATE');
});

it('knows what another implementation has signed, line ends of its own in the signature', () => {
  const theirs = signed().replace(/(<ds:SignatureValue>)[^<]*/u, `$1${BY_JAVA.signature.replaceAll('\n', '&#13;\n')}`);
  expect(text(checked(theirs))).toContain('<k xmlns:xsi="urn:xsi" xsi:type="t">  1\n</k>');
});

it('stands in the Security header that is there, beside a token', () => {
  const token =
    '<w:Security xmlns:w="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"><w:UsernameToken/></w:Security>';
  const xml = signed(MESSAGE.replace('<S:Header/>', `<S:Header>${token}</S:Header>`));
  expect(xml.match(/:Security /gu)).toHaveLength(1);
  expect(text(checked(xml))).toContain('urn:a');
});

it('gives the Body and nothing else of a message to be read', () => {
  const xml = signed().replace('<S:Header>', '<S:Header><seans>ASHYQ</seans>');
  const read = text(checked(xml, other.certificatePem, own.certificatePem));
  expect(read).toMatch(/^<E:Envelope xmlns:E="[^"]*"><S:Body [^>]*wsu:Id="body">.*<\/S:Body><\/E:Envelope>$/su);
  expect(read).not.toContain('seans');
});

/** The signed Body in the header, another one in its place. */
const wrapped = (id: string) => {
  const xml = signed();
  const [body = ''] = /<S:Body.*<\/S:Body>/su.exec(xml) ?? [];
  const evil = `<S:Body xmlns:wsu="${WSU}" ${id}><evil/></S:Body>`;
  return xml.replace(body, evil).replace('<S:Header>', `<S:Header><old>${body}</old>`);
};

describe('what is no signature', () => {
  const xml = signed();
  it.each([
    ['none', MESSAGE, 'is not signed'],
    ['no XML', '<a>', 'is no XML'],
    ['a document type', `<!DOCTYPE a>${xml.slice(xml.indexOf('<S:'))}`, 'is no XML'],
    ['no SOAP', '{"ok":true}', 'is no XML'],
    ['another root', '<a/>', 'is no SOAP envelope'],
    ['another certificate', signed(MESSAGE, other), 'is signed with none of the certificates'],
    ['a changed word', xml.replace('  1\n', '  2\n'), 'has a signature of other bytes'],
    ['two bodies', xml.replace('</S:Envelope>', '<S:Body/></S:Envelope>'), 'has not one Body'],
    ['a Body beside the one that is signed', wrapped('wsu:Id="evil"'), 'has a signature of something else'],
    ['a Body that takes the name of the one that is signed', wrapped('wsu:Id="body"'), 'is signed with none'],
    ['a Body without a name', wrapped(''), 'has a signature of something else'],
    ['two signatures', xml.replace(/<ds:Signature .*<\/ds:Signature>/su, '$&$&'), 'has several signatures'],
    [
      'an older algorithm',
      xml.replace('2001/04/xmldsig-more#rsa-sha256', '2000/09/xmldsig#rsa-sha1'),
      'is signed by way of http://www.w3.org/2000/09/xmldsig#rsa-sha1',
    ],
  ])('%s', (_, message, wrong) => {
    expect(text(checked(message))).toContain(`WRONG ${wrong}`);
  });
});

it.each([
  [MESSAGE, null],
  [MESSAGE.replace('<S:Header/>', ''), 'has no Header in its SOAP envelope, where the signature would stand'],
  [MESSAGE.replaceAll('S:Body', 'S:Bodi'), 'has not one Body in its SOAP envelope'],
  ['<data/>', 'is no SOAP envelope'],
  ['<a>', 'is no XML'],
])('tells what cannot be signed', (xml, wrong) => {
  expect(whyUnsignable(xml)).toBe(wrong);
  if (wrong !== null) expect(signMessage(xml, own)).toEqual({ wrong });
});
