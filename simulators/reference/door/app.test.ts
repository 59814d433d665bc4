// Drives the door over real HTTP: what is accepted, in which order, and how everything else is turned away.
import { createAdaptorServer } from '@hono/node-server';
import supertest from 'supertest';
import { describe, expect, it } from 'vitest';
import { loadRegulations } from '../../../schemas/load.ts';
import { readCrl } from '../../../schemas/pki/certificate.ts';
import { compileProgram } from '../engine/program.ts';
import { actionsToTake, Visitor } from '../sample-visitor.ts';
import { createSimulator } from '../simulator.ts';
import { createApp } from './app.ts';

const regulations = loadRegulations('fixtures/regulations');
const [regulation] = regulations.filter(({ id }) => id === 'passenger-transport-licence');
if (regulation === undefined) throw new Error('the regulation is gone');
const program = compileProgram(regulation, 'portal');
const server = createAdaptorServer({ fetch: createApp(createSimulator({ regulations })).fetch });
const http = () => supertest(server);

async function send(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const method = request.method === 'GET' ? 'get' : request.method === 'PUT' ? 'put' : 'post';
  const call = http()[method](pathname).set(Object.fromEntries(request.headers));
  const body = await request.text();
  const reply = await (body === '' ? call : call.send(body));
  return new Response(reply.text, { status: reply.status });
}

async function arrived(credentials = 'good'): Promise<Visitor> {
  const visitor = new Visitor(send);
  await visitor.enter(3);
  await visitor.arrive(program, credentials);
  return visitor;
}

describe('a walk over HTTP', () => {
  it('reaches its result', async () => {
    const visitor = new Visitor(send);
    await visitor.enter(3);
    expect(await visitor.walk(program)).toMatchObject({ state: 'completed', result: true });
    const { requests } = (await visitor.ask('readHistory', null)).view();
    expect(requests).toEqual([{ request: visitor.request, number: 'E-3-000001', state: 'completed', leadsTo: [] }]);
  });

  it('accepts at each point exactly the operation that is waited for, and changes nothing otherwise', async () => {
    const visitor = await arrived();
    const order = actionsToTake(program);
    const all = [...new Set([...order, 'attach', 'lookUp'] as const)];
    for (const awaited of [...order, null]) {
      const before = (await visitor.ask('readRequest', null)).text;
      for (const operation of all) {
        if (operation === awaited || (operation === 'attach' && awaited === 'fill')) continue;
        expect([operation, awaited, (await visitor.perform(program, operation)).status]).toEqual([
          operation,
          awaited,
          409,
        ]);
      }
      expect((await visitor.ask('readRequest', null)).text).toBe(before);
      if (awaited === null) break;
      expect((await visitor.perform(program, awaited)).status).toBe(200);
      await visitor.pass(600);
    }
    expect((await visitor.ask('readRequest', null)).view().state).toBe('completed');
  });

  it('takes documents while the form waits to be filled in, none that is empty or of another format, and lists them', async () => {
    const visitor = await arrived();
    const attach = (content: string) =>
      visitor.ask('attach', { name: 'plan.pdf', mediaType: 'application/pdf', content });
    for (const content of ['', 'TVqQAAMAAAA=']) expect((await attach(content)).status).toBe(400);
    expect((await visitor.ask('readRequest', null)).view().attachments).toEqual([]);
    expect((await attach('JVBERi0xLjQ=')).view().attachments).toEqual([
      { name: 'plan.pdf', mediaType: 'application/pdf' },
    ]);
    expect((await visitor.perform(program, 'fill')).status).toBe(200);
    expect((await attach('JVBERi0xLjQ=')).status).toBe(409);
  });

  it('accepts nothing while a system is at work', async () => {
    const visitor = await arrived();
    await visitor.perform(program, 'fill');
    await visitor.perform(program, 'pay');
    const before = (await visitor.ask('readRequest', null)).text;
    expect((await visitor.perform(program, 'chooseCertificate')).status).toBe(409);
    expect((await visitor.ask('readRequest', null)).text).toBe(before);
    await visitor.pass(90);
    expect((await visitor.perform(program, 'chooseCertificate')).status).toBe(200);
  });

  it('takes no certificate in place of the chosen one', async () => {
    const visitor = await arrived();
    for (const operation of ['fill', 'pay', 'chooseCertificate'] as const) {
      await visitor.perform(program, operation);
      await visitor.pass(600);
    }
    const view = (await visitor.perform(program, 'sign', 'another-person')).view();
    expect(view).toMatchObject({ state: 'open' });
    await visitor.pass(600);
    const { history, notifications } = (await visitor.ask('readRequest', null)).view();
    expect(history.slice(-2).map(({ action }) => action)).toEqual(['sign', 'refuse-certificate']);
    expect(notifications.at(-1)?.cause).toBe('other-bytes');
  });

  it('speaks the language that is asked for', async () => {
    const visitor = await arrived('good');
    visitor.language = 'de, ru;q=0.8, en;q=0.3';
    const view = (await visitor.ask('readRequest', null)).view();
    expect(view.notifications[0]).toMatchObject({ language: 'ru', text: 'Действие успешно выполнено.' });
  });

  it('shows the printed screens from the start, the buttons with the result and the survey after the end', async () => {
    const visitor = await arrived();
    const screens = regulation.screens.map(({ annex, figure }) => `${annex}/${figure}`);
    const screenTitles = regulation.screens.map(({ printed }) => printed);
    const serviceName = regulation.service.name.kk;
    const contacts = [regulation.service.callCentre];
    const offered = { screens, screenTitles, fields: [], shows: [], contacts, serviceName };
    const open = { buttons: [], buttonLabels: [], leadsTo: [], survey: null, surveyTitle: null };
    expect((await visitor.ask('readPages', null)).view()).toEqual({ ...offered, ...open });
    const owner = { token: visitor.token, request: visitor.request };
    await visitor.arrive(program, 'another-person');
    visitor.request = owner.request;
    expect((await visitor.ask('readPages', null)).status).toBe(403);
    const done = new Visitor(send);
    await done.enter(3);
    await done.walk(program);
    const survey = regulation.survey?.questions.map(({ question, answers, printed }) => ({
      question,
      answers: answers.map(({ answer }) => answer),
      text: printed,
      answerTexts: answers.map((one) => one.printed),
    }));
    const surveyTitle = `${regulation.survey?.printed} ${regulation.service.name.kk}`;
    const buttons = ['open', 'save-pdf'];
    const leadsTo = buttons.map((button) => ({ button, operation: 'fetchResult' }));
    const buttonLabels = [
      { button: 'open', label: 'ашу' },
      { button: 'save-pdf', label: 'сақтау' },
    ];
    const closed = { buttons, buttonLabels, leadsTo, survey, surveyTitle };
    expect((await done.ask('readPages', null)).view()).toEqual({ ...offered, ...closed });
  });

  it('shows no buttons after a refusal, and the survey all the same', async () => {
    const visitor = new Visitor(send);
    await visitor.enter(3);
    await visitor.walk(program, 'not-paid');
    const { buttons, survey } = (await visitor.ask('readPages', null)).view();
    expect([buttons, survey?.length]).toEqual([[], 2]);
  });

  it('takes the survey once, after the end', async () => {
    const visitor = await arrived();
    const answers = [{ question: 1, answer: 3 }];
    expect((await visitor.ask('answerSurvey', { answers })).status).toBe(409);
    await visitor.perform(program, 'fill');
    await visitor.perform(program, 'pay', 'not-paid');
    await visitor.pass(600);
    expect((await visitor.ask('answerSurvey', { answers: [{ question: 99, answer: 1 }] })).status).toBe(400);
    expect((await visitor.ask('answerSurvey', { answers: [...answers, ...answers] })).status).toBe(400);
    expect((await visitor.ask('answerSurvey', { answers })).status).toBe(200);
    expect((await visitor.ask('answerSurvey', { answers })).status).toBe(409);
  });
});

describe('who may do what', () => {
  it('keeps a request to its owner and the officers', async () => {
    const visitor = await arrived();
    const owner = visitor.token;
    const { request } = visitor;
    await visitor.arrive(program, 'another-person');
    visitor.request = request;
    const before = (await visitor.ask('readRequest', null, owner)).text;
    expect((await visitor.ask('readRequest', null)).status).toBe(403);
    expect((await visitor.perform(program, 'fill')).status).toBe(403);
    expect((await visitor.ask('readContent', null)).status).toBe(403);
    expect((await visitor.ask('fetchResult', null)).status).toBe(403);
    expect((await visitor.ask('readRequest', null, null)).status).toBe(401);
    expect((await visitor.ask('readRequest', null, 'made-up')).status).toBe(401);
    const officer = await visitor.officer(program);
    expect((await visitor.ask('readRequest', null, officer)).status).toBe(200);
    expect((await visitor.ask('fill', { values: {} }, officer)).status).toBe(403);
    expect((await visitor.ask('readRequest', null, owner)).text).toBe(before);
  });

  it('keeps a session to its person', async () => {
    const visitor = await arrived();
    const { session } = visitor;
    await visitor.arrive(program, 'another-person');
    visitor.session = session;
    expect((await visitor.ask('readSession', null)).status).toBe(403);
    expect((await visitor.ask('readHistory', null)).status).toBe(403);
    expect((await visitor.ask('open', { session })).status).toBe(403);
    expect((await visitor.ask('open', { session }, null)).status).toBe(401);
    expect((await visitor.ask('open', { session: 'unknown' })).status).toBe(404);
  });

  it('lets only an officer decide', async () => {
    const visitor = await arrived();
    expect((await visitor.ask('decide', { decision: 'grant' })).status).toBe(403);
    expect((await visitor.ask('decide', { decision: 'grant' }, null)).status).toBe(401);
    expect((await visitor.ask('decide', { decision: 'grant' }, await visitor.officer(program))).status).toBe(409);
  });

  it('lets nobody in as an officer who is none', async () => {
    const visitor = new Visitor(send);
    await visitor.enter(3);
    const { id = '', password = '' } = visitor.roster.credentials.good ?? {};
    const { regulation, flow } = program;
    const reply = await visitor.ask('authenticate', { regulation, flow, as: 'officer', id, password }, null);
    expect(reply.view()).toMatchObject({ state: 'refused', token: null });
    expect((await visitor.ask('authenticate', { regulation, flow, as: 'operator', id, password }, null)).status).toBe(
      400,
    );
  });
});

const login = { regulation: 'passenger-transport-licence', flow: 'portal', as: 'applicant', id: '1', password: '' };
const json = 'application/json';

describe('what is turned away', () => {
  it.each([
    ['an unknown path', 'get', '/nothing', null, '', 404, 'path'],
    ['a wrong method', 'get', '/worlds', null, '', 405, 'POST'],
    ['a wrong method on a path with a placeholder', 'put', '/requests/x', json, '{}', 405, 'GET'],
    ['no content type', 'post', '/sessions', null, '', 415, 'content-type'],
    ['a form', 'post', '/sessions', 'application/x-www-form-urlencoded', 'a=b', 415, 'content-type'],
    ['a near miss of the type', 'post', '/sessions', 'application/jsonx', '{}', 415, 'content-type'],
    ['an empty body', 'post', '/sessions', json, '', 400, 'body'],
    ['broken JSON', 'post', '/sessions', json, '{"a":', 400, 'body'],
    ['a list', 'post', '/sessions', json, '[]', 400, 'body'],
    ['null', 'post', '/sessions', json, 'null', 400, 'body'],
    ['a missing key', 'post', '/sessions', json, '{}', 400, 'regulation'],
    ['an unknown key', 'post', '/sessions', json, JSON.stringify({ ...login, extra: 1 }), 400, 'extra'],
    [
      'a prototype',
      'post',
      '/sessions',
      json,
      JSON.stringify(login).replace('{', '{"__proto__":{},'),
      400,
      '__proto__',
    ],
    ['a wrong type', 'post', '/sessions', json, JSON.stringify({ ...login, id: 7 }), 400, 'id'],
    ['a wrong word', 'post', '/sessions', json, JSON.stringify({ ...login, as: 'king' }), 400, 'as'],
    [
      'a text that is too long',
      'post',
      '/sessions',
      json,
      JSON.stringify({ ...login, id: '1'.repeat(101) }),
      400,
      'id',
    ],
    [
      'an unknown regulation',
      'post',
      '/sessions',
      json,
      JSON.stringify({ ...login, regulation: 'constructor' }),
      404,
      'flow',
    ],
    ['an unknown flow', 'post', '/sessions', json, JSON.stringify({ ...login, flow: '__proto__' }), 404, 'flow'],
    ['an unknown session', 'get', '/sessions/unknown', null, '', 404, 'session'],
    ['a request without a token', 'get', '/requests/unknown', null, '', 401, 'Authorization'],
    ['a payment for nothing', 'post', '/payments', json, '{"request":"r","standing":"good"}', 404, 'request'],
    ['a clock that runs back', 'post', '/clock', json, '{"seconds":-1}', 400, 'seconds'],
    ['a clock beyond numbers', 'post', '/clock', json, '{"seconds":1e999}', 400, 'seconds'],
    ['a day that does not exist', 'post', '/worlds', json, '{"seed":1,"now":"2013-02-30T10:00:00+06:00"}', 400, 'now'],
    ['a year that certificates lack', 'post', '/worlds', json, '{"seed":1,"now":"0001-01-01T00:00:00Z"}', 400, 'now'],
    ['a seed that is no number', 'post', '/worlds', json, '{"seed":"1","now":"2013-03-15T10:00:00Z"}', 400, 'seed'],
  ] as const)('%s', async (_, method, path, type, body, status, named) => {
    const call = http()[method](path);
    if (type !== null) call.set('content-type', type);
    const reply = await (body === '' ? call : call.send(body));
    expect(reply.status).toBe(status);
    expect(reply.headers['content-type']).toBe('application/problem+json');
    const problem = JSON.parse(reply.text);
    expect(problem).toMatchObject({ status, title: expect.any(String), type: expect.any(String) });
    expect(problem.detail).toContain(named);
  });

  it('a world that nobody opened', async () => {
    const reply = await http().get('/').set('reglament-world', 'nowhere');
    expect(reply.status).toBe(404);
    expect((await http().get('/crl').set('reglament-world', 'nowhere')).status).toBe(404);
  });

  it('bytes that are no UTF-8', async () => {
    const call = http()
      .post('/sessions')
      .set('content-type', json)
      .serialize((body) => body);
    expect((await call.send(Buffer.from([0x22, 0xff, 0x22]))).status).toBe(400);
  });

  it('a body over one megabyte', async () => {
    const long = JSON.stringify({ values: { a: 'x'.repeat(1_000_001) } });
    expect((await http().put('/requests/x/form').set('content-type', json).send(long)).status).toBe(413);
  });

  it('what is no certificate, without a change', async () => {
    const visitor = await arrived();
    await visitor.perform(program, 'fill');
    await visitor.perform(program, 'pay');
    await visitor.pass(600);
    const before = (await visitor.ask('readRequest', null)).text;
    expect((await visitor.ask('chooseCertificate', { certificatePem: 'x' })).status).toBe(400);
    expect((await visitor.ask('readRequest', null)).text).toBe(before);
  });
});

describe('the revocation list', () => {
  it('is served where the certificates say, and holds those that are not good, of the applicant, the employee, the operator and the organisation', async () => {
    const visitor = new Visitor(send);
    await visitor.enter(3);
    const reply = await http()
      .get('/crl')
      .set('reglament-world', visitor.world ?? '')
      .responseType('arraybuffer');
    expect(reply.headers['content-type']).toBe('application/pkix-crl');
    const { revoked } = readCrl(Uint8Array.from(reply.body));
    const each = (reason: string) => ['applicant', 'employee', 'operator', 'organisation'].map(() => reason);
    expect(revoked.map(({ reason }) => reason).sort()).toEqual([...each('hold'), ...each('key-compromise')]);
  });
});

describe('our own defects', () => {
  it('an answer that breaks the contract is never sent', async () => {
    const sound = createSimulator({ regulations });
    const app = createApp({ ...sound, perform: async () => JSON.parse('{"contract":"something else"}') });
    const reply = await app.fetch(new Request('http://127.0.0.1/'));
    expect(reply.status).toBe(500);
    expect(await reply.json()).toMatchObject({ status: 500, detail: expect.stringContaining('breaks the contract') });
  });

  it('of two equal operations at once only one is accepted', async () => {
    const app = createApp(createSimulator({ regulations }));
    const visitor = new Visitor((request) => app.fetch(request));
    await visitor.enter(3);
    await visitor.arrive(program);
    for (const operation of ['fill', 'pay', 'chooseCertificate'] as const) {
      await visitor.perform(program, operation);
      await visitor.pass(600);
    }
    const replies = await Promise.all([visitor.perform(program, 'sign'), visitor.perform(program, 'sign')]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});
