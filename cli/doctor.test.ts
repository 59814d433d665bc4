// Tests the commands that take a target file: what they print, and how they end.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Listening, listen } from '../simulators/server.ts';
import { scratch, within } from './spawned.ts';

const FLOW = 'cultural-property-export-certificate/portal';
const folder = scratch();
let door: Listening;
/** What was asked, as one text. */
let asked = '';

beforeAll(async () => {
  const app = new Hono();
  app.use(async ({ req }, next) => {
    asked += `${req.path} ${JSON.stringify(req.header())} ${await req.text()}\n`;
    await next();
  });
  app.get('/health', ({ json }) => json({ ok: true }));
  app.post('/login', async ({ req, json }) =>
    json({ state: (await req.json()).password === 'right-one' ? 'in' : 'out', sessionToken: 't-1' }),
  );
  app.get('/down', ({ text }) => text('later', 500));
  app.get('/forbidden', ({ text }) => text('no', 403));
  door = await listen(app, { port: 0 });
  vi.stubEnv('PORTAL_PASSWORD', 'right-one');
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await door.close();
});

function target(change: (text: string) => string = (text) => text): string {
  const host = new URL(door.url).host;
  const text = `target: reglament-target/1
name: small
flows: [${FLOW}]
languages: [ru]
baseUrl: ${door.url}
hosts: ['${host}']
testSystem: true
limits: { applications: 0 }
credentials: { good: { id: a, password: '\${ENV:PORTAL_PASSWORD}' } }
operations:
  describe: { exchanges: [{ method: GET, path: /health, pick: { ok: { jsonpath: $.ok } } }] }
  authenticate:
    exchanges: [{ method: POST, path: /login, json: { id: '{{id}}', password: '{{password}}' } }]
    answer: { state: { jsonpath: $.state, patterns: { authorised: ^in$, refused: ^out$ } }, history: [{ when: { status: [200] }, action: authenticate }] }
`;
  const file = join(folder, 'target.yaml');
  writeFileSync(file, change(text));
  return file;
}

describe('doctor', () => {
  it('says of each operation how it stands', async () => {
    const { code, stdout } = await within(['doctor', '--target', target()]);
    expect(stdout).toMatch(/^describe +works$/mu);
    expect(stdout).toMatch(/^authenticate +works: the session is authorised$/mu);
    expect(stdout).toMatch(/^open +not described/mu);
    expect(code).toBe(0);
  });

  it('ends with 2 and the line of the file that is at fault', async () => {
    const file = target((text) => text.replace('$.ok', '$.okay'));
    const { code, stdout } = await within(['doctor', '--target', file]);
    expect(stdout).toMatch(/^describe +fault, the target file's: .*target\.yaml:11:\d+ .*"\$\.okay" finds nothing/mu);
    expect(code).toBe(2);
  });

  it.each([
    ['/down', 'portal', 1, /describe|GET \/down: it answers 500/u],
    ['/forbidden', 'portal', 1, /target\.yaml:11:\d+ .*path: it refuses: 403/u],
    ['/gone', 'target file', 2, /target\.yaml:11:\d+ .*path: it refuses: 404/u],
  ])('says of %s that it is the fault of the %s', async (path, culprit, exit, said) => {
    const file = target((text) => text.replace('/health', path));
    const { code, stdout } = await within(['doctor', '--target', file, '--json']);
    const first = JSON.parse(stdout).operations[0];
    expect(first).toMatchObject({
      operation: 'describe',
      standing: 'fault',
      culprit,
      said: expect.stringMatching(said),
    });
    expect(code).toBe(exit);
  });

  it('names the mark of the file that shows a refusal', async () => {
    const file = target((text) => `${text}refused: [{ when: { jsonpath: $.state }, as: 401 }]\n`);
    const { code, stdout } = await within(['doctor', '--target', file]);
    expect(stdout).toMatch(
      /^authenticate +fault, the target file's: .*target\.yaml:\d+:\d+ refused\[0\]: refused: 401/mu,
    );
    expect(code).toBe(2);
  });
});

describe('a file that names what is not for its portal', () => {
  const curious = (text: string) => text.replace('path: /health', `path: '/health?of=\${ENV:GITHUB_TOKEN}'`);
  const env = ['--env', 'OTHER', '--env', 'ANOTHER,GITHUB_TOKEN'];

  it.each([
    ['doctor', (file: string) => ['doctor', '--target', file]],
    ['try', (file: string) => ['try', file, 'describe']],
    ['plan', (file: string) => ['plan', '--target', file, '--no-requests']],
    ['run', (file: string) => ['run', '--target', file, '--assertion', `${FLOW}/authenticate/actor`]],
    ['run --explore', (file: string) => ['run', '--target', file, '--explore', '1']],
  ])('is not sent anything by %s, unless that is allowed', async (_, command) => {
    vi.stubEnv('GITHUB_TOKEN', 'gho-1');
    asked = '';
    const refused = await within(command(target(curious)), scratch());
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringMatching(/target\.yaml:11:\d+ .*GITHUB_TOKEN.*--env GITHUB_TOKEN.*\[target-untrusted\]/u),
    ]);
    expect(asked).toBe('');
    for (const leave of [env, ['--trust']])
      expect((await within([...command(target(curious)), ...leave], scratch())).stderr).not.toContain('untrusted');
  });

  it('is sent it where it is allowed', async () => {
    vi.stubEnv('GITHUB_TOKEN', 'gho-1');
    const { code } = await within(['doctor', '--target', target(curious), ...env]);
    expect([code, asked]).toEqual([0, expect.stringContaining('/health')]);
  });
});

describe('show', () => {
  const unknown = (text: string) => text.replace('authorised: ^in$', 'authorised: ^inside$');

  it('shows what was sent and received, with all but secrets', async () => {
    const { stdout } = await within(['doctor', '--target', target(), '--show']);
    expect(stdout).toContain('> POST /login\n');
    expect(stdout).toContain('> {"id":"a","password":"[redacted]"}\n');
    expect(stdout).toContain('< {"state":"in","sessionToken":"[redacted]"}\n');
    expect(stdout).toContain('picked ok = true\n');
    expect(stdout).not.toContain('right-one');
  });

  it('names the text that no pattern fits', async () => {
    const { stdout } = await within(['doctor', '--target', target(unknown), '--show']);
    expect(stdout).toMatch(/! .*target\.yaml:\d+:\d+ .*state\.patterns: no pattern fits "in"\n/u);
  });

  it('shows nothing of it unasked', async () => {
    const { stdout } = await within(['doctor', '--target', target()]);
    expect(stdout).not.toContain('POST /login');
  });
});

describe('try', () => {
  it('performs one operation, and shows each exchange of it', async () => {
    const { code, stdout } = await within(['try', target(), 'authenticate']);
    expect(stdout).toContain('> {"id":"a","password":"[redacted]"}\n');
    expect(stdout).toMatch(/^authenticate: accepted$/mu);
    expect(code).toBe(0);
  });

  it('takes inputs', async () => {
    const { stdout } = await within(['try', target(), 'authenticate', '--with', 'id=somebody=else']);
    expect(stdout).toContain('{"id":"somebody=else","password":"[redacted]"}');
  });

  it('logs in before an operation that needs it, and opens nothing on what is not for tests', async () => {
    const opens = '  open: { exchanges: [{ method: POST, path: /orders }], answer: { request: { jsonpath: $.id } } }\n';
    const file = target((text) => `${text.replace('testSystem: true', 'testSystem: false')}${opens}`);
    const { code, stdout } = await within(['try', file, 'open']);
    expect(stdout).toMatch(/> POST \/login\n[\s\S]*^open was not tried: no application is sent to what is not/mu);
    expect(stdout).not.toContain('POST /orders');
    expect(code).toBe(1);
  });

  it.each([
    ['/forbidden', 'describe: refused: 403', 1],
    ['/gone', 'describe: refused: 404', 1],
    ['/down', "describe: fault, the portal's: GET /down: it answers 500", 1],
  ])('says what %s comes to', async (path, said, exit) => {
    const { code, stdout } = await within(['try', target((text) => text.replace('/health', path)), 'describe']);
    expect(stdout).toContain(said);
    expect(code).toBe(exit);
  });

  it.each([
    [['autenticate'], 'there is no operation "autenticate"; did you mean authenticate?'],
    [['authenticate', '--with', 'ids=1'], 'authenticate has no input "ids"; did you mean id?'],
    [['authenticate', '--with', 'id'], '"id" names no input; write it as key=value'],
    [['authenticate', '--as', 'offcer'], 'the roster has nobody named "offcer"'],
    [['authenticate', '--with', 'as=nobody'], 'use one of applicant, employee, operator, officer'],
    [['setCounterparty'], 'give --with counterparty=…'],
  ])('refuses %j', async (args, said) => {
    const { code, stderr } = await within(['try', target(), ...args]);
    expect(stderr).toContain(said);
    expect(code).toBe(2);
  });
});

describe('run', () => {
  const run = (file: string, ...more: string[]) =>
    within([
      'run',
      '--target',
      file,
      '--flow',
      'portal',
      '--regulation',
      FLOW.split('/')[0] ?? '',
      '--out',
      scratch(),
      ...more,
    ]);

  it('sends nothing to a system that is not marked for tests', async () => {
    const file = target((text) => text.replace('testSystem: true', 'testSystem: false'));
    const { code, stderr } = await run(file);
    expect(stderr).toMatch(/testSystem: the target is not marked as a test system; .*\[target-not-for-tests\]/u);
    expect(code).toBe(2);
  });

  it('judges what can be observed, and names what is missing for the rest', async () => {
    const { code, stdout } = await run(target(), '--reporter', 'terminal');
    expect(stdout).toMatch(/not-observable: the target (does not describe the operation|shows no)/u);
    expect(code).not.toBe(4);
  });
});

it('plans for a target file without sending anything', async () => {
  const file = target((text) =>
    text.replace(door.url, 'http://127.0.0.1:1').replace(/hosts: .*/u, "hosts: ['127.0.0.1:1']"),
  );
  const { code, stdout } = await within(['plan', '--target', file]);
  expect(stdout).toMatch(/walks, 0 applications, about 0 requests .*, for \d+ of \d+ assertions/u);
  expect(code).toBe(0);
  expect(readFileSync(file, 'utf8')).not.toContain('right-one');
});
