// The walk-through of docs/counterparties.md does as it stands what the page says of it: a portal is wired to our counterparties, and judged.
import { type ChildProcess, execFile } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { firstLine, scratch, start, within } from '../cli/spawned.ts';
import { fixturePath, packageFolder } from '../schemas/fixture.ts';

const [COUNTERPARTIES, PORTAL, SUITES] = [
  ...(readFileSync(join(packageFolder(), 'docs/counterparties.md'), 'utf8')
    .split('### From the start')[1]
    ?.matchAll(/^```sh\n(.*?)^```$/gmsu) ?? []),
].map(([, block = '']) => block);

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill();
});

/** A port that is free now. */
async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return String(typeof address === 'object' ? address?.port : '');
}

/** Does what the page says, with ports that are free here; `more` stands behind the line that starts the portal. */
async function walkThrough(
  more = '',
  change: (line: string) => string = (line) => line,
): Promise<{ code: number; printed: string }> {
  const cwd = scratch();
  const ports = { 8080: await freePort(), 8090: await freePort() };
  const here = (text = '') => change(text).replaceAll('8080', ports[8080]).replaceAll('8090', ports[8090]);
  const begin = async (line: string) => {
    const [command, ...args] = line.trim().split(' ');
    expect(command).toBe('reglament');
    const child = start(args, cwd);
    started.push(child);
    await firstLine(child);
  };
  await begin(here(COUNTERPARTIES));
  await begin(`${here(PORTAL).trim()} ${more}`);
  for (const name of ['foreign-json.yaml', 'foreign-soap.yaml'])
    copyFileSync(fixturePath(`targets/${name}`), join(cwd, name));
  const command = `reglament() { "${process.execPath}" "${join(packageFolder(), 'dist/cli/main.js')}" "$@"; }`;
  const done = promisify(execFile)('bash', ['-ec', `${command}\n${here(SUITES)}`], { cwd });
  return done.then(
    ({ stdout }) => ({ code: 0, printed: stdout }),
    ({ code, stdout, stderr }) => ({ code, printed: stdout + stderr }),
  );
}

describe('the walk-through', () => {
  it('ends with a portal that passes', async () => {
    const { code, printed } = await walkThrough();
    expect(printed).toContain('passed on 2 of 2');
    expect(code).toBe(0);
  });

  it('goes with a service of messages, which asks the databases behind the gateway', async () => {
    const soap = (line: string) => line.replace(/ --only \S+/u, '').replaceAll('json', 'soap');
    const honest = await walkThrough('', soap);
    expect(honest.printed).toContain('passed on 2 of 3');
    expect(honest.code).toBe(0);
    const wrong = await walkThrough('--violation asks-for-a-stranger', soap);
    expect(wrong.printed).toContain('look-up/asks-for-nobody-else');
    expect(wrong.code).toBe(1);
  });

  it('fails the portal that asks nobody, and says where', async () => {
    const { code, printed } = await walkThrough('--violation asks-no-authority');
    expect(printed).toContain('choose-certificate/asks-authority');
    expect(printed).toContain('neither its list nor its responder was asked');
    expect(code).toBe(1);
  });
});

it('wires nobody to what is not there, or who asks nobody', async () => {
  const nowhere = await within(['simulate', '--foreign', 'json', '--counterparties', 'http://127.0.0.1:9']);
  expect(nowhere).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('nothing at http://127.0.0.1:9 writes down'),
  });
  const html = await within(['simulate', '--foreign', 'html', '--counterparties', 'http://127.0.0.1:9']);
  expect(html).toMatchObject({ code: 2, stderr: expect.stringContaining('--foreign json or soap') });
});
