// Tests messages that a target file has signed, answers that have to be, and answers that are asked for until they come.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the words of the file
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { selfSigned, startPortal } from '../../dumb-portal.ts';
import { signedPartOf, signMessage } from '../message/message-signature.ts';
import { loaded, SAMPLE, SECRET, samplePortal, walkOn, written } from '../sample-target.ts';
import { signed } from './signed-exchange.ts';

const own = await selfSigned();
const portals = await selfSigned('other-sign');
const folder = dirname(written(''));
for (const [name, text] of Object.entries({
  'own.pem': own.certificatePem,
  'own.key': own.privateKeyPem,
  'portal.pem': portals.certificatePem,
  'portal.key': portals.privateKeyPem,
}))
  writeFileSync(join(folder, name), text);

const soap = (body: string, header = '<s:Header/>') =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">${header}<s:Body>${body}</s:Body></s:Envelope>`;
const ANSWERS = ', answers: [portal.pem]';
const SIGNED = `envelope: '${soap('<in>{{xml}}</in>')}'
envelopes: { other: '${soap('<other>{{xml}}</other>')}' }
namespaces: { s: http://schemas.xmlsoap.org/soap/envelope/ }
messageSignature: { certificate: own.pem, key: own.key${ANSWERS} }
credentials:`;
/** The order is asked for by messages; the answer to one of them is waited for. */
const MESSAGES = `    exchanges:
      - { method: POST, path: /soap, xml: <open/>, pick: { sent: { xpath: //id } } }
      - method: POST
        path: /soap
        reads: true
        envelope: other
        xml: <about>{{sent}}</about>
        poll: { until: { xpath: "//letter[about = $sent]" }, every: 0.01, atMost: 20 }
        pick: { request: { xpath: "//letter[about = $sent]/order" } }
`;
const change = (text: string) =>
  text
    .replace('open: NEW|SENT', 'open: WAIT|NEW|SENT')
    .replace('credentials:', () => SIGNED)
    .replace(/ {4}exchanges:\n {6}- \{ method: POST, path: \/orders,.*?(?= {4}answer)/su, () => MESSAGES);

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const signedBy = (key: typeof own, xml: string): string => {
  const made = signMessage(xml, key);
  return 'signed' in made ? made.signed : made.wrong;
};

/** Tells of a letter about something else first, and of the one that is waited for when it is asked again. */
async function start(answer: (xml: string) => string, altered = change) {
  const asked: string[] = [];
  const listening = await startPortal((response, question) => {
    if (question.path !== '/api/soap') return samplePortal()(response, question);
    asked.push(question.body);
    const letters = asked
      .slice(1)
      .map((_, at) => `<letter><about>${at === 0 ? 6 : 7}</about><order>R${at + 6}</order></letter>`);
    const said = asked.length === 1 ? '<id>7</id>' : letters.join('');
    response.writeHead(200, { 'content-type': 'text/xml' }).end(answer(soap(said)));
  });
  const started = walkOn(listening.url, altered);
  closing.push(() => started.gate.close(), listening.close);
  const input = { regulation: 'r', flow: 'f', as: 'applicant', id: '850615400026', password: SECRET } as const;
  const { body } = await started.walk.perform('authenticate', { input });
  const opened = await started.walk.perform('open', {
    input: { session: body?.session ?? '' },
    token: body?.token ?? null,
  });
  return { ...started, asked, opened };
}

it('signs what it sends, waits for the letter about what it sent, and shows no key', async () => {
  const { asked, opened, exchanges } = await start((xml) => signedBy(portals, xml));
  expect(opened).toMatchObject({ fault: null, body: { request: 'R7' } });
  const parts = asked.map((body) => signedPartOf(body, [own.certificatePem]));
  expect(JSON.stringify(parts)).toMatch(/<in><open>.*<other><about>7<.*<other><about>7</u);
  expect(asked).toHaveLength(3);
  const key = own.privateKeyPem.split('\n')[1] ?? '';
  expect(JSON.stringify(exchanges)).not.toContain(key);
});

describe('an answer that nobody has to believe', () => {
  it.each([
    ['unsigned', (xml: string) => xml, 'is not signed'],
    ['signed by somebody else', (xml: string) => signedBy(own, xml), 'is signed with none'],
    ['altered', (xml: string) => signedBy(portals, xml).replace('<id>7', '<id>8'), 'has a signature of other bytes'],
    ['nothing', () => '', 'is no XML'],
  ])('%s', async (_, answer, wrong) => {
    const { walk, opened, asked } = await start(answer);
    expect(opened.fault).toContain(`the answer to POST /soap (status 200) ${wrong}`);
    expect([opened.body, opened.problem, walk.culprit, asked.length]).toEqual([null, null, 'portal', 1]);
  });
});

it('believes what is not signed where the file asks for no signature', async () => {
  const { opened } = await start(
    (xml) => xml,
    (text) => change(text).replace(ANSWERS, ''),
  );
  expect(opened).toMatchObject({ fault: null, body: { request: 'R7' } });
});

it('blames the file for a message that has no place for a signature', () => {
  const signature = { ...own, answers: null };
  const reading = { where: () => 'target.yaml:1:1 xml' };
  const send = () =>
    signed({ body: '<a/>', type: 'text/xml' }, { method: 'POST', path: '/', xml: '' }, { signature, reading });
  expect(send).toThrow('target.yaml:1:1 xml: cannot be signed: the message is no SOAP envelope');
});

const swap = (from: string, to: string) => {
  const text = change(SAMPLE);
  if (!text.includes(from)) throw new Error(`the sample has no ${from}`);
  return text.replace(from, to);
};

describe('a file that cannot be signed with, or would repeat what it may not', () => {
  it.each([
    [
      'no Header',
      swap('<s:Header/>', ''),
      /operations\.open\.exchanges\[0\]\.xml: cannot be signed: the message has no Header.*give it a Header/u,
    ],
    [
      'no envelope',
      swap("envelope: '", "variables: { a: '")
        .replace("</in></s:Body></s:Envelope>'", "</in></s:Body></s:Envelope>' }")
        .replace('{{xml}}', ''),
      /cannot be signed: the message is no SOAP envelope/u,
    ],
    [
      'markup that does not end',
      swap('<open/>', '<open>'),
      /exchanges\[0\]\.xml: cannot be signed: the message is no XML/u,
    ],
    [
      'an unknown envelope',
      swap('envelope: other', 'envelope: othr'),
      /exchanges\[1\]\.envelope: "othr" is not among the envelopes.*did you mean other/u,
    ],
    [
      'an envelope around nothing',
      swap('xml: <about>{{sent}}</about>', 'body: x'),
      /envelope has no meaning without xml/u,
    ],
    [
      'a poll of what changes something',
      swap('        reads: true\n', ''),
      /exchanges\[1\]\.poll: would repeat a POST that may change something.*add reads: true/u,
    ],
    ['a variable of an expression', swap('$sent]"', '$snt]"'), /is no xpath expression: .*snt/u],
    [
      'a key of somebody else',
      swap('own.key', 'portal.key'),
      /messageSignature\.key: is not the key of the certificate/u,
    ],
    ['a key that is none', swap('own.key', 'own.pem'), /messageSignature\.key: is no private key in PEM/u],
    [
      'a certificate that is none',
      swap('own.pem', 'own.key'),
      /messageSignature\.certificate: is no certificate in PEM/u,
    ],
    ['an echo', swap('[portal.pem]', '[own.pem]'), /messageSignature\.answers\[0\]: is the sender itself/u],
    [
      'a missing file',
      swap('[portal.pem]', '[porta.pem]'),
      /messageSignature\.answers\[0\].*porta\.pem cannot be read/u,
    ],
  ])('%s', (_, text, message) => {
    expect(() => loaded(text)).toThrow(message);
  });
});
