// The simulator as a service: what the container file says is done with the packed package, where nothing else is.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { packageFolder } from '../../schemas/fixture.ts';
import { ended, reglament, scratch, start } from '../spawned.ts';
import { startSimulator } from './simulator.ts';

const text = readFileSync(join(packageFolder(), 'Containerfile'), 'utf8');
const instructions = DockerfileParser.parse(text).getInstructions();
const argumentsOf = (keyword: string): string =>
  instructions.find((one) => one.getKeyword() === keyword)?.getRawArgumentsContent() ?? '';

describe('the container file', () => {
  it('is one, without a fault or a warning', () => {
    expect(validate(text)).toEqual([]);
    expect(instructions.map((one) => one.getKeyword())).toEqual([
      ...['FROM', 'ENV', 'COPY', 'RUN', 'USER', 'WORKDIR', 'EXPOSE', 'HEALTHCHECK', 'ENTRYPOINT'],
    ]);
  });

  it('takes nothing but the package, and a Node that it runs on, and gives up being root', () => {
    const { engines, files } = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8'));
    expect(argumentsOf('COPY')).toBe('reglament-*.tgz /tmp/');
    expect(argumentsOf('USER')).toBe('node');
    expect(Number(/node:(\d+)-slim/u.exec(argumentsOf('FROM'))?.[1])).toBeGreaterThanOrEqual(
      parseInt(engines.node.slice(2), 10),
    );
    expect(files).toContain('Containerfile');
  });
});

describe('what it builds', () => {
  const project = scratch();
  const modules = join(project, 'node_modules');
  const command = join(modules, 'reglament/dist/cli/main.js');

  beforeAll(() => {
    const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', project], {
      ...{ cwd: packageFolder(), stdio: ['ignore', 'pipe', 'ignore'] },
    });
    const [{ filename }] = JSON.parse(packed.toString());
    mkdirSync(join(modules, 'reglament'), { recursive: true });
    execFileSync('tar', ['-xzf', join(project, filename), '-C', join(modules, 'reglament'), '--strip-components=1']);
    // What `npm install --omit=dev` would install is linked, so that the test needs no network; nothing else is there.
    const { packages } = JSON.parse(readFileSync(join(packageFolder(), 'package-lock.json'), 'utf8'));
    for (const [path, { dev, devOptional, peer }] of Object.entries<Record<string, boolean>>(packages)) {
      if (!/^node_modules\/(?:@[^/]+\/)?[^/]+$/u.test(path) || dev || devOptional || peer) continue;
      mkdirSync(dirname(join(project, path)), { recursive: true });
      symlinkSync(join(packageFolder(), path), join(project, path));
    }
    writeFileSync(join(project, 'package.json'), '{"private":true}');
  }, 120_000);

  /** What the image runs, on a free port. */
  function run(): ChildProcess {
    const [, ...args] = JSON.parse(argumentsOf('ENTRYPOINT'));
    const port = args.indexOf('--port') + 1;
    const own = args.with(port, '0');
    // As Node finds modules from where a linked file is, its linked dependencies have to be found from here.
    return spawn(process.execPath, ['--preserve-symlinks', '--preserve-symlinks-main', command, ...own], {
      ...{ cwd: project, env: { PATH: process.env.PATH ?? '' }, stdio: ['ignore', 'pipe', 'inherit'] },
    });
  }

  it('runs, is healthy by the check of the image, tells what it does in lines of JSON, and stops when it is told to', async () => {
    const child = run();
    if (child.stdout === null) throw new Error('nothing is printed');
    const lines: Record<string, unknown>[] = [];
    const printed = createInterface(child.stdout);
    printed.on('line', (line) => lines.push(JSON.parse(line)));
    await once(printed, 'line');
    const port = new URL(String(lines[0]?.url)).port;
    const [node, ...check] = JSON.parse(argumentsOf('HEALTHCHECK').replace(/^.*?CMD /u, ''));
    expect(node).toBe('node');
    const code = check.map((one: string) => one.replace('8080', port));
    execFileSync(process.execPath, code, { cwd: project });
    expect(() =>
      execFileSync(
        process.execPath,
        check.map((one: string) => one.replace('8080', '9')),
        { stdio: 'ignore' },
      ),
    ).toThrow();
    await fetch(`http://127.0.0.1:${port}/requests/850615400026`, { headers: { authorization: 'Bearer secret' } });
    expect(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).toContain('status="401"} 1');
    child.kill('SIGTERM');
    const [exit] = await once(child, 'exit');
    expect(exit).toBe(0);
    expect(lines.map(({ msg }) => msg)).toEqual(['listening', 'answered', 'stopping', 'stopped']);
    expect(lines[1]).toMatchObject({ level: 'info', route: '/requests/:request', method: 'GET', status: 401 });
    for (const line of lines) expect(Date.parse(String(line.time))).toBeGreaterThan(0);
    expect(JSON.stringify(lines)).not.toMatch(/850615400026|secret/u);
  });
});

describe('simulate', () => {
  it('starts a part alone, with what a tester needs', async () => {
    const child = start(['simulate', '--port', '0', '--only', 'certification-authority,payment-gateway']);
    if (child.stdout === null) throw new Error('nothing is printed');
    const [url] = await once(createInterface(child.stdout), 'line');
    const statusOf = async (path: string) => (await fetch(`${url}${path}`)).status;
    expect(await statusOf('/crl')).toBe(200);
    expect(await statusOf('/healthz')).toBe(200);
    expect(await statusOf('/counterparties/notary-is')).toBe(404);
    const portal = await fetch(`${url}/`);
    expect(await portal.json()).toMatchObject({ status: 404, detail: expect.stringContaining('portal is not here') });
    child.kill('SIGTERM');
    expect(await ended(child)).toMatchObject({ code: 0 });
  });

  it('says what was probably meant', async () => {
    const { code, stderr } = await reglament(['simulate', '--port', '0', '--only', 'payment-gatewy']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('did you mean payment-gateway?')]);
  });

  it('has a signing client with TLS on a port of its own, and says which root to trust', async () => {
    const child = start(['simulate', '--port', '0', '--ncalayer', '0']);
    if (child.stdout === null) throw new Error('nothing is printed');
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    await lines.next();
    const { value: line } = await lines.next();
    expect(line).toMatch(
      /^signing client: wss:\/\/127\.0\.0\.1:\d+ \(trust http:\/\/127\.0\.0\.1:\d+\/root-cert\/\d{4}-01-01\)$/u,
    );
    const root = await fetch(/trust (\S+)\)/u.exec(line)?.[1] ?? '');
    expect(root.headers.get('content-type')).toBe('application/pkix-cert');
    child.kill('SIGTERM');
    expect(await ended(child)).toMatchObject({ code: 0 });
  });
});

describe('the rate', () => {
  const statuses = async (options: { host?: string; rate?: number }) => {
    // However slowly they come, they come within one moment.
    vi.useFakeTimers({ toFake: ['performance'] });
    const door = await startSimulator([], { port: 0, ...options });
    const url = door.url.replace('0.0.0.0', '127.0.0.1');
    const all = await Promise.all(Array.from({ length: 230 }, () => fetch(`${url}/nowhere`)));
    await door.close();
    vi.useRealTimers();
    return new Set(all.map(({ status }) => status));
  };

  it('is limited where others than this machine can ask, or where it is told to be', async () => {
    expect(await statuses({})).toEqual(new Set([404]));
    expect(await statuses({ rate: 100 })).toEqual(new Set([404, 429]));
    expect(await statuses({ host: '0.0.0.0' })).toContain(429);
    expect(await statuses({ host: '0.0.0.0', rate: 1000 })).toEqual(new Set([404]));
  });
});
