// Tests what a target file can say of a portal that is unlike the contract: in words, in parts, in sessions, in signatures.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the words of the file
import { afterEach, describe, expect, it } from 'vitest';
import { verifyCms } from '../../../schemas/pki/cms-check.ts';
import { type Answerer, makeRoster, say, sayJson } from '../dumb-portal.ts';
import { SECRET } from './sample-target.ts';
import { closing, ORDER, opened, start } from './sample-turns.ts';

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const FILL = "[{ method: PUT, path: '/orders/{{request}}', json: { who: '{{applicant}}' } }]";
const VALUES = { purpose: 'p', applicant: 'a' };

/** Opens the request of the sample, then fills it in by these exchanges; tells the bodies that were put. */
async function filled(exchanges: string, { top = '', answers = [] as Answerer[], call = {} } = {}) {
  const { walk, turn, asked } = await start((text) =>
    text.replace(FILL, exchanges).replace('operations:\n', `${top}operations:\n`),
  );
  const { token, at } = await opened(walk);
  const sent: string[] = [];
  turn((path, method) => (response, question) => {
    if (method === 'GET' && path === ORDER) return sayJson(200, { state: 'SENT', number: 'N-1' })(response, question);
    sent.push(question.body);
    (answers.shift() ?? sayJson(200, {}))(response, question);
  });
  const from = asked.length;
  const answer = await walk.perform('fill', { input: { values: VALUES }, token, at, ...call });
  return { answer, sent, walk, asked: asked.slice(from) };
}

describe('an exchange', () => {
  it('is sent only where its condition holds on the page before', async () => {
    const second = (when: string) =>
      `[{ method: POST, path: /a, json: {} }, { method: POST, path: /b, when: ${when}, json: {} }]`;
    const answers = () => [sayJson(200, { ticket: 'T', next: null })];
    for (const [when, count] of [
      ["'{{applicant}}'", 2],
      ["'{{nothing}}'", 1],
      ['{ jsonpath: $.ticket }', 2],
      ['{ jsonpath: $.next }', 1],
      ["{ value: '{{purpose}}', is: p }", 2],
    ] as const) {
      const top = 'variables: { x: y }\n';
      const known = when.includes('nothing')
        ? second(when).replace('json: {} }, {', 'json: {}, pick: { nothing: { jsonpath: $.no, optional: true } } }, {')
        : second(when);
      expect((await filled(known, { top, answers: answers() })).sent, when).toHaveLength(count);
    }
  });

  it('sends numbers back as numbers, and what was made of them as text', async () => {
    const picks = 'pick: { version: { jsonpath: $.v }, text: { jsonpath: $.v, regex: .+ } }';
    const exchanges = `[{ method: POST, path: /a, json: {}, ${picks} },
          { method: POST, path: /b, json: { v: '{{version}}', t: '{{text}}' } }]`;
    const { sent } = await filled(exchanges, { answers: [sayJson(200, { v: 3 })] });
    expect(sent[1]).toBe('{"v":3,"t":"3"}');
  });

  it('knows the flow, and what the portal calls it and everything else, null too', async () => {
    const top = `variables: { form: '{{flow}}-1', payment: none }
words: { flow: { portal: P }, purpose: { p: '7' }, spare: { null: '-' }, mode: { x: X } }
`;
    const json = `{ f: '{{form}}', r: '{{regulation}}', flow: '{{flow}}', p: '{{purpose}}', s: '{{spare}}', m: '{{mode}}' }`;
    const exchanges = `[{ method: POST, path: /a, with: { mode: x }, pick: { spare: { value: '' } }, json: {} },
          { method: POST, path: /b, with: { mode: x }, json: ${json} }]`;
    const { sent } = await filled(exchanges, { top });
    expect(JSON.parse(sent[1] ?? '')).toEqual({
      ...{ f: 'portal-1', r: expect.stringMatching(/^[a-z-]+$/u), flow: 'P', p: '7', s: '-', m: 'X' },
    });
  });
});

describe('a refusal', () => {
  const MARK = 'refused: [{ when: unchanged, as: 422 }]\n';

  it('is that nothing has changed, where the file says so', async () => {
    const { answer, walk } = await filled(FILL, { top: MARK });
    expect(answer).toMatchObject({ body: null, problem: '422 fill changes nothing', fault: null });
    expect(walk.culprit).toBe('portal');
  });

  it('has the status that stands in the answer', async () => {
    const top = "refused: [{ when: { jsonpath: $.code }, as: { jsonpath: $.code, regex: '\\d+' } }]\n";
    const refusing = async (code: string) => (await filled(FILL, { top, answers: [sayJson(200, { code })] })).answer;
    expect((await refusing('E-403')).problem).toMatch(/^403 /u);
    expect((await refusing('E-999')).problem).toMatch(/^409 /u);
    expect((await refusing('none')).problem).toMatch(/^409 /u);
  });

  it('is none where the file does not say so, or something has changed', async () => {
    expect((await filled(FILL)).answer.body?.state).toBe('open');
    const { walk, turn } = await start((text) => text.replace('operations:\n', `${MARK}operations:\n`));
    const { token, at } = await opened(walk);
    let number = 0;
    turn((path, method) =>
      path !== ORDER ? null : sayJson(200, { state: 'SENT', number: method === 'GET' ? `N-${++number}` : '' }),
    );
    expect((await walk.perform('fill', { input: { values: VALUES }, token, at })).body?.number).toBe('N-2');
  });
});

describe('whoever is logged out by the portal', () => {
  const READ = `  readSession:
    exchanges: [{ method: GET, path: /session, accepts: [401] }]
    answer: { state: { jsonpath: $.result, patterns: { authorised: вошёл, refused: отказ } } }
`;
  /** Fills in on a portal that has forgotten the first session and knows the second. */
  async function forgotten(top: string) {
    const { walk, turn, asked } = await start((text) => text.replace('operations:\n', `${top}operations:\n`) + READ);
    const { token, at } = await opened(walk);
    turn((path) => {
      if (path === '/api/token') return sayJson(200, { result: 'вошёл', token: 'second', log: [] });
      return (response, question) => {
        const isKnown = question.headers.authorization === 'Bearer second';
        if (!isKnown) return sayJson(401, { result: 'отказ' })(response, question);
        sayJson(200, { state: 'SENT', number: 'N-1', result: 'вошёл' })(response, question);
      };
    });
    const from = asked.length;
    const answer = await walk.perform('fill', { input: { values: VALUES }, token, at });
    return { answer, walk, asked: asked.slice(from) };
  }

  it('logs in once more and does it again, where the file says so', async () => {
    const { answer, asked } = await forgotten('reauthenticate: true\n');
    expect(answer.body?.state).toBe('open');
    expect(asked).toEqual([`PUT ${ORDER}`, 'GET /api/session', 'POST /api/token', `PUT ${ORDER}`, `GET ${ORDER}`]);
  });

  it('is the fault of the portal where it does not', async () => {
    const { answer, walk } = await forgotten('');
    expect(answer.fault).toContain('it has ended the session of somebody whom it had let in');
    expect(walk.culprit).toBe('portal');
  });
});

const CLOCK = (as: string) => `  advanceClock:
    ${as}
    exchanges: [{ method: POST, path: /clock, json: { forward: '{{seconds}}' } }]
    answer: { now: { jsonpath: $.now, instant: iso } }
`;

describe('the one who moves the clock', () => {
  const ADMIN = "officer: { id: '780510300102', password: '${ENV:SECRET}' }\n";

  async function moved(as: string, turn: (path: string) => Answerer | null = () => null) {
    const started = await start(
      (text) => text.replace('testSystem:', `controls: [clock]\n${ADMIN}testSystem:`) + CLOCK(as),
    );
    const tokens: unknown[] = [];
    started.turn((path) => {
      if (path !== '/api/clock') return turn(path);
      return (response, question) => {
        tokens.push(question.headers.authorization);
        sayJson(200, { now: '2013-04-26T10:00:00+06:00' })(response, question);
      };
    });
    const answers = [];
    for (const seconds of [0, 60]) answers.push(await started.walk.perform('advanceClock', { input: { seconds } }));
    return { ...started, tokens, answers };
  }

  it('is nobody where the file names nobody', async () => {
    expect((await moved('')).tokens).toEqual([undefined, undefined]);
  });

  it('is whom the file names, who logs in once', async () => {
    const { tokens, asked } = await moved('as: officer');
    expect(tokens).toEqual([`Bearer t-${SECRET}`, `Bearer t-${SECRET}`]);
    expect(asked.filter((line) => line.endsWith('/token'))).toHaveLength(1);
  });

  it('is told where the portal does not let them in', async () => {
    const { answers } = await moved('as: officer', () => sayJson(200, { result: 'отказ', log: [] }));
    expect(answers[0]?.fault).toBe('whoever logs in is not let in: refused');
  });
});

describe('what whoever acts signs', () => {
  const SIGNED = `[{ method: POST, path: /bytes, json: {}, pick: { bytes: { body: base64 } } },
          { method: POST, path: /a, signs: { content: '{{bytes}}' }, json: { cms: '{{cms}}', pem: '{{certificatePem}}' } }]`;
  const bytes = () => [say(200, 'text/plain', 'the form')];

  it.each([
    ['is signed over the bytes that the portal gave', null, 'the form'],
    ['is signed over others where it has to be refused', 'other-bytes', 'other bytes'],
  ] as const)('%s', async (_, forged, content) => {
    const key = (await makeRoster()).certificates.good ?? { certificatePem: '', privateKeyPem: '' };
    const { sent } = await filled(SIGNED, { answers: bytes(), call: { signing: { key, forged } } });
    const { cms, pem } = JSON.parse(sent[1] ?? '');
    expect(pem).toBe(key.certificatePem);
    const verdict = await verifyCms(Buffer.from(cms, 'base64'), Buffer.from(content));
    expect(verdict).toMatchObject({ valid: true });
    expect(sent.join()).not.toContain('PRIVATE');
  });

  it('is told to be missing where the target has no certificate of theirs', async () => {
    const { answer, walk } = await filled(SIGNED, { answers: bytes() });
    expect(answer.fault).toBe('fill signs, and there is no certificate of whoever performs it');
    expect(walk.culprit).toBe('target file');
  });
});
