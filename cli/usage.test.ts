// Bad input on the command line: a clear message, the exit code, and nothing that looks like a result.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratch, within } from './spawned.ts';

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

describe('usage errors end with exit code 2, the option and the cure', () => {
  it.each([
    ['no target', ['run'], ['--target', 'simulator']],
    [
      'test persons of a portal that has its own',
      ['run', '--target', 'simulator', '--roster', 'roster.yaml'],
      ['--roster', 'only a portal at a URL'],
    ],
    [
      'a roster that is not there',
      ['run', '--target', 'http://127.0.0.1:9', '--roster', 'none.yaml'],
      ['none.yaml', '[file-unreadable]'],
    ],
    [
      'leave to read for what is no file',
      ['run', '--target', 'simulator', '--trust'],
      ['--trust', 'only a target file and a roster'],
    ],
    [
      'counterparties of what is no file',
      ['run', '--target', 'simulator', '--counterparties', 'http://127.0.0.1:8080'],
      ['--counterparties', 'in a target file'],
    ],
    [
      'counterparties that are no address',
      ['run', '--target', 'portal.yaml', '--counterparties', '127.0.0.1:8080'],
      ['--counterparties', 'http://127.0.0.1:8080', '[usage]'],
    ],
    [
      'counterparties of the simulator itself, which has its own',
      ['simulate', '--port', '0', '--counterparties', 'http://127.0.0.1:8080'],
      ['--counterparties', '--foreign', '[usage]'],
    ],
    [
      'a violation of the simulator itself',
      ['simulate', '--port', '0', '--violation', 'none'],
      ['--violation', '--foreign', '[usage]'],
    ],
    [
      'proxies that are believed where nobody is limited',
      ['simulate', '--port', '0', '--trust-proxy', '1'],
      ['--trust-proxy', '--rate', '[usage]'],
    ],
    [
      'a baseline that is not there',
      ['run', '--target', 'simulator', '--baseline', 'none.yaml'],
      ['none.yaml', '[file-unreadable]'],
    ],
    [
      'a run that is not there',
      ['run', '--target', 'simulator', '--failed', 'none'],
      ['none/journal.ndjson', '[file-unreadable]'],
    ],
    [
      'a baseline of a walk at random',
      ['run', '--target', 'simulator', '--explore', '1', '--baseline', 'b.yaml'],
      ['--baseline', '--explore'],
    ],
    ['one run to compare', ['compare', 'one'], ["'after'", '[usage]']],
    ['a misspelt target', ['run', '--target', 'simulatr'], ['--target', '"simulatr"', 'http']],
    ['a target of another protocol', ['run', '--target', 'ftp://127.0.0.1/'], ['--target', 'http']],
    [
      'a misspelt regulation',
      ['run', '--target', 'simulator', '--regulation', 'passenger'],
      ['--regulation', '"passenger"', 'passenger-transport-licence', '[unknown-id]'],
    ],
    [
      'a misspelt flow',
      ['run', '--target', 'simulator', '--flow', 'portl'],
      ['--flow', '"portl"', 'did you mean portal?'],
    ],
    [
      'an assertion that there is not',
      ['run', '--target', 'simulator', '--assertion', '**/pay/nothing'],
      ['--assertion', '**/pay/nothing', 'list assertions'],
    ],
    ['an unknown reporter', ['run', '--target', 'simulator', '--reporter', 'docx'], ['--reporter', '"docx"', 'junit']],
    ['an unknown option', ['run', '--taget', 'simulator'], ['--taget']],
    ['an unknown command', ['runn'], ['runn']],
    ['a concurrency of nothing', ['run', '--target', 'simulator', '--concurrency', '0'], ['--concurrency', '0']],
    ['a seed that is no number', ['run', '--target', 'simulator', '--seed', 'x'], ['--seed', 'x']],
    [
      'an unknown mutant',
      ['simulate', '--port', '0', '--mutant', 'x/y/z/w'],
      ['--mutant', '"x/y/z/w"', 'list mutants'],
    ],
    ['an unknown command that asks for help', ['runn', '--help'], ['runn', 'did you mean run?', '[usage]']],
    ['help for an unknown command', ['help', 'nope'], ['nope', '[usage]']],
    [
      'proxies that there are not',
      ['simulate', '--rate', '5', '--trust-proxy', 'nginx'],
      ['--trust-proxy', '"nginx"', '10.0.0.0/8', '[usage]'],
    ],
    ['a port that there is not', ['simulate', '--port', '99999'], ['--port', '99999', '0 to 65535', '[usage]']],
    ['a port that is empty', ['simulate', '--port', ''], ['--port', '[usage]']],
    ['a required option left out', ['init', '.'], ['--regulation', '[usage]']],
    ['a list of something else', ['list', 'things'], ['things', 'regulations']],
    ['an unknown id to explain', ['explain', 'x/y/z/w'], ['"x/y/z/w"']],
    ['a regulation of another command', ['tables', '--regulation', 'x'], ['--regulation', '"x"']],
    ['a folder without a journal', ['report', '.'], ['journal.ndjson']],
    ['a file that is not there', ['lint', 'nothing.yaml'], ['nothing.yaml']],
  ])('%s', async (_, args, words) => {
    const cwd = scratch();
    const { code, stderr } = await within(args, cwd);
    expect(code, stderr).toBe(2);
    for (const word of words) expect(stderr).toContain(word);
    expect(stderr).not.toContain('    at ');
    expect(existsSync(join(cwd, 'reports')) ? readdirSync(join(cwd, 'reports')) : []).toEqual([]);
  });

  it('a journal that was cut off before the run began', async () => {
    const cwd = scratch();
    writeFileSync(join(cwd, 'journal.ndjson'), '{"seq":0');
    const { code, stderr } = await within(['report', '.'], cwd);
    expect(code, stderr).toBe(2);
    expect(stderr).toContain('journal.ndjson: it ends before the run began');
  });

  it('a closed port', async () => {
    const server = createTcpServer();
    const port = await portOf(server);
    await new Promise((resolve) => server.close(resolve));
    const { code, stderr, stdout } = await within(['run', '--target', `http://127.0.0.1:${port}`]);
    expect(code).toBe(2);
    expect(stderr).toContain('ECONNREFUSED');
    expect(stderr).toContain('[target-unreachable]');
    expect(stdout).not.toMatch(/passed|failed/);
  });

  it('a target that does not speak HTTP', async () => {
    const server = createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    const port = await portOf(server);
    const { code, stderr } = await within(['run', '--target', `http://127.0.0.1:${port}`]);
    server.close();
    expect(code).toBe(2);
    expect(stderr).toContain('[target-unreachable]');
  });

  it.each([
    ['an empty body', '', 'text/plain'],
    ['canned success', '{"ok":true}', 'application/json'],
    ['a page', '<html><body>Welcome</body></html>', 'text/html'],
  ])('a target that answers 200 to everything with %s', async (_, body, type) => {
    const server = createServer((_request, response) => response.writeHead(200, { 'content-type': type }).end(body));
    const port = await portOf(server);
    const { code, stderr, stdout } = await within(['run', '--target', `http://127.0.0.1:${port}`]);
    server.close();
    expect(code).toBe(2);
    expect(stderr).toContain('[target-not-speaking]');
    expect(stdout).not.toContain('passed');
  });

  it('a port in use', async () => {
    const server = createTcpServer();
    const port = await portOf(server);
    const { code, stderr } = await within(['simulate', '--port', String(port)]);
    server.close();
    expect(code).toBe(2);
    expect(stderr).toContain(`port ${port} is taken`);
  });

  it('an output folder that cannot be made', async () => {
    const cwd = scratch();
    writeFileSync(join(cwd, 'file'), '');
    const { code, stderr } = await within(['run', '--target', 'simulator', '--out', 'file/reports'], cwd);
    expect(code).toBe(2);
    expect(stderr).toContain('[output-unwritable]');
    expect(stderr).toContain('--out');
  });

  it('an output folder that holds the journal of another run, which stays as it is, before anything else is looked at', async () => {
    const cwd = scratch();
    mkdirSync(join(cwd, 'out'));
    writeFileSync(join(cwd, 'out/journal.ndjson'), 'evidence\n');
    const { code, stderr } = await within(['run', '--target', 'none.yaml', '--out', 'out'], cwd);
    expect(code).toBe(2);
    expect(stderr).toContain('not overwritten');
    expect(readdirSync(join(cwd, 'out'))).toEqual(['journal.ndjson']);
  });

  it('a report that cannot be written', async () => {
    const cwd = scratch();
    mkdirSync(join(cwd, 'out/report.html/in-the-way'), { recursive: true });
    const { code, stderr } = await within(
      ['run', '--target', 'simulator', '--assertion', '**/portal/pay/actor', '--out', 'out'],
      cwd,
    );
    expect(code).toBe(2);
    expect(stderr).toContain('report.html');
  });
});
