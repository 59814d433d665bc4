// reglament run from outside: its outcome and files, a broken cell, and Ctrl-C in mid-run.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report, RunEvent } from '../../schemas/run/report.ts';
import { openJournal, readJournal } from '../../suites/engine/running/journal.ts';
import { startSimulator } from '../simulate/simulator.ts';
import { type Ended, ended, reglament, scratch, start, within } from '../spawned.ts';
import { knownRegulations } from '../workspace.ts';

const reportIn = (out: string): Report => JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'));

describe('reglament run', () => {
  /** A run of one flow in a process of its own. */
  let first: Ended & { cwd: string };
  const FLOW = ['--regulation', 'passenger-transport-licence', '--flow', 'portal'];
  /** By day a part of the flow. */
  const ALL = process.env.REGLAMENT_ALL !== undefined;
  const SOME = ALL ? FLOW : [...FLOW, '--assertion', '**/{pay,receive-result}/*'];
  const RUN = ['run', '--target', 'simulator', ...SOME, '--out', 'out', '--reporter', 'terminal,html,json,junit'];
  beforeAll(async () => {
    const cwd = scratch();
    first = { cwd, ...(await reglament(RUN, cwd)) };
  });

  it('passes the simulator, and leaves the journal and every report', async () => {
    const { code, stdout, stderr, cwd } = first;
    expect(code, stderr + stdout).toBe(0);
    const report = reportIn(join(cwd, 'out'));
    expect(report.outcome).toBe('passed');
    expect(report.counts).toMatchObject({ fail: 0, inconclusive: 0, error: 0, 'not-applicable': 0 });
    expect(report.verdicts.filter(({ assertion }) => assertion.includes('/portal/')).length).toBeGreaterThanOrEqual(
      ALL ? 120 : 10,
    );
    expect(
      report.verdicts.every(({ evidence }) => evidence.length > 0 && evidence.every((id) => id in report.exchanges)),
    ).toBe(true);
    for (const file of ['report.html', 'junit.xml', 'journal.ndjson'])
      expect(existsSync(join(cwd, 'out', file))).toBe(true);
    expect(stdout).toMatch(/passed on \d+ of \d+ assertions/i);
    expect(stdout.trimEnd()).toMatch(/report\.html$/);
  });

  it('gives the same report for the same seed, byte for byte, in whatever process', async () => {
    const cwd = scratch();
    await within(RUN, cwd);
    for (const file of ['report.json', 'report.html', 'junit.xml'])
      expect(readFileSync(join(first.cwd, 'out', file)).equals(readFileSync(join(cwd, 'out', file)))).toBe(true);
  });

  it('streams the events of the journal as lines of JSON, and nothing else', async () => {
    const one = ['--assertion', 'passenger-transport-licence/portal/pay/actor', '--out', 'out', '--json-lines'];
    const cwd = scratch();
    const { code, stdout, stderr } = await reglament(['run', '--target', 'simulator', ...one], cwd);
    expect(code, stderr).toBe(0);
    const streamed = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(streamed).toEqual([...readJournal(join(cwd, 'out/journal.ndjson'))]);
    expect(stderr).toContain('passed on 1 of 1 assertion');
  });

  it('passes nothing where the end of the journal was taken away, and says so', async () => {
    const cwd = scratch();
    const one = ['--assertion', 'passenger-transport-licence/portal/pay/actor', '--out', 'out'];
    expect((await within(['run', '--target', 'simulator', ...one], cwd)).code).toBe(0);
    const file = join(cwd, 'out/journal.ndjson');
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, whole.slice(0, whole.trimEnd().lastIndexOf('\n') + 1));
    const { code, stdout, stderr } = await within(['report', 'out', '--reporter', 'terminal'], cwd);
    expect([code, stderr]).toEqual([3, expect.stringContaining('it has no seal')]);
    expect(stdout).toContain('the journal ends before the run did');
  });

  it('stops in good order at Ctrl-C: the journal is whole, the report so far is written', async () => {
    const simulator = await startSimulator(knownRegulations(), { port: 0, seed: 1 });
    const slow = await slowDoor(simulator.url, 15);
    const cwd = scratch();
    const run = start(['run', '--target', slow.url, '--out', 'out', ...FLOW, '--concurrency', '2'], cwd);
    const end = ended(run);
    await slow.served(60);
    run.kill('SIGINT');
    const { code, stderr } = await end;
    slow.close();
    await simulator.close();
    expect(code, stderr).toBe(3);
    const journal = readJournal(join(cwd, 'out/journal.ndjson'));
    expect([...journal].at(-1)?.type).toBe('run-finished');
    expect(journal.tail).toBeNull();
    expect(journal.isSealed).toBe(true);
    const report = reportIn(join(cwd, 'out'));
    expect(report.stopped).toContain('interrupted');
    expect(report.outcome).toBe('incomplete');
    expect(existsSync(join(cwd, 'out/report.html'))).toBe(true);
    const again = await within(['report', 'out', '--reporter', 'terminal'], cwd);
    expect(again.code).toBe(3);
    expect(again.stdout).toMatch(/incomplete/i);
  });
});

/** A door before another one that holds back every answer. */
async function slowDoor(url: string, delayMs: number) {
  let count = 0;
  const waiting: { from: number; resolve: () => void }[] = [];
  const server = createServer((incoming, outgoing) => {
    count += 1;
    for (const { from, resolve } of waiting) if (count >= from) resolve();
    const onward = request(
      new URL(incoming.url ?? '/', url),
      { method: incoming.method ?? 'GET', headers: incoming.headers },
      (answer) => {
        setTimeout(() => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        }, delayMs);
      },
    );
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served: (from: number) => new Promise<void>((resolve) => void waiting.push({ from, resolve })),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

it('writes no report of a journal to which a verdict was added, or whose regulation has changed, and says why', async () => {
  const cwd = scratch();
  const one = ['--assertion', 'passenger-transport-licence/portal/pay/actor', '--out', 'out', '--reporter', 'json'];
  expect((await within(['run', '--target', 'simulator', ...one], cwd)).code).toBe(0);
  expect(reportIn(join(cwd, 'out')).journal).toBe(sealIn(cwd).content);
  forge(cwd, (events) => events.toSpliced(-1, 0, events.find(({ type }) => type === 'verdict') ?? {}));
  expect(await within(['report', 'out', '--reporter', 'terminal'], cwd)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/journal\.ndjson:\d+: no run writes this: \S+\/pay\/actor is judged a second time/u),
  });
  forge(cwd, ([began = {}, ...rest]) => {
    const regulations = { 'passenger-transport-licence': 'f'.repeat(64) };
    const kept = rest.filter(
      (event, n) => event.type !== 'verdict' || rest.findIndex(({ type }) => type === 'verdict') === n,
    );
    return [{ ...began, digests: { ...Object(began.digests), regulations } }, ...kept];
  });
  expect(await within(['report', 'out', '--reporter', 'terminal'], cwd)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('the regulation passenger-transport-licence is not the one on which it rests'),
  });
});

type Forged = Record<string, unknown>;
const linesIn = (cwd: string) => readFileSync(join(cwd, 'out/journal.ndjson'), 'utf8').trimEnd().split('\n');
const sealIn = (cwd: string): Forged => JSON.parse(linesIn(cwd).at(-1) ?? '').seal;

/** Changes the events of a journal, and puts its numbers, its hashes and its seal right. */
function forge(cwd: string, change: (events: Forged[]) => Forged[]): void {
  const events = change(linesIn(cwd).flatMap((line) => JSON.parse(line).event ?? []));
  rmSync(join(cwd, 'out/journal.ndjson'));
  const journal = openJournal(join(cwd, 'out/journal.ndjson'));
  for (const event of events as RunEvent[]) journal.write(event);
  journal.close();
}
