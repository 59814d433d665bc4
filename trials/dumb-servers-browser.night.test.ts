// Servers that answer without thinking, each looked at through a real browser: none earns a pass, and each ends in its time.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { scratch, within } from '../cli/spawned.ts';
import type { Report } from '../schemas/run/report.ts';
import {
  type Answerer,
  type DumbPortal,
  dripEvery,
  flood,
  hang,
  reset,
  say,
  startPortal,
} from '../suites/sut/dumb-portal.ts';
import { environmentOf, targetFile } from './foreign-runs.ts';

const page = (html: string): Answerer => say(200, 'text/html; charset=utf-8', html);
const FORMS = `<form id="vhod"><input><input name="parol"><button>In</button></form><form id="zakaz"><button>Order</button></form>
  <form id="anketa"><input name="predmet"><input name="strana"><input type="file" name="opis"><button>Send</button></form>
  <h1>Заявка</h1><p id="sostoyanie">исполнено</p><p id="nomer">1</p><a id="sohranit" href="/">a</a><a id="p7s" href="/">b</a>`;
const asHtml =
  (answer: Answerer): Answerer =>
  (response, asked) => {
    const writeHead = response.writeHead.bind(response);
    response.writeHead = (status: number) => writeHead(status, { 'content-type': 'text/html' });
    answer(response, asked);
  };

/** Each with what every run has to say of it. */
const SERVERS: [string, Answerer, RegExp][] = [
  ['one page for everything', page(FORMS), /no pattern fits|finds nothing/u],
  ['silence', hang, /no whole answer came within 2 s/u],
  ['a reset in mid-body', asHtml(reset), /finds nothing|ERR_|no page came|within 2 s/u],
  ['a redirect to itself', say(302, '', '', { location: '/' }), /redirects in a circle|within 2 s/u],
  ['a page that loads itself again', page('<script>location.reload()</script>'), /./u],
  ['a page that leads in a circle', page('<script>location.href = "/" + Math.random()</script>'), /./u],
  ['a page without end', asHtml(dripEvery(100)), /no whole answer came within 2 s/u],
  ['a page of a gigabyte', asHtml(flood(1024 ** 3)), /larger than 4000000 bytes|no whole answer/u],
  ['a page that asks and asks', page('<script>for (;;) { alert(1); confirm(2); prompt(3) }</script>'), /within 2 s/u],
  [
    'a page that nobody may leave',
    page(`${FORMS}<script>onbeforeunload = (event) => { event.preventDefault(); return "?" }</script>`),
    /no pattern fits|finds nothing/u,
  ],
  ['a script that never ends', page('<script>onload = () => { for (;;); }</script>'), /within 2 s/u],
  [
    'tabs without end',
    page('<script>setInterval(() => open("/"), 1)</script>'),
    /more than 20 tabs|stays empty|does not let go on/u,
  ],
  ['a page that closes itself', page('<script>open("", "_self").close(); close()</script>'), /./u],
  [
    'a file for every page',
    say(200, 'application/octet-stream', 'x', { 'content-disposition': 'attachment' }),
    /finds nothing|no pattern fits/u,
  ],
  [
    'a file without end for every page',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/pdf', 'content-disposition': 'attachment' }).write('%PDF');
      const timer = setInterval(() => response.write(Buffer.alloc(100_000)), 10);
      response.on('close', () => clearInterval(timer));
    },
    /the file does not come/u,
  ],
];

const open: DumbPortal[] = [];
afterEach(() => vi.unstubAllEnvs());
afterAll(() => Promise.all(open.map((portal) => portal.close())));

async function attempt(answer: Answerer) {
  const portal = await startPortal(answer);
  open.push(portal);
  for (const [name, value] of Object.entries(environmentOf(portal.url))) vi.stubEnv(name, value);
  const cwd = scratch();
  const from = performance.now();
  const file = targetFile('foreign-html-browser.yaml', ['timeoutSeconds: 5', 'timeoutSeconds: 2']);
  const flow = ['--regulation', 'cultural-property-export-certificate', '--flow', 'portal'];
  const args = ['run', '--target', file, ...flow, '--reporter', 'terminal,json', '--out', 'out'];
  const ended = await within([...args, '--concurrency', '8'], cwd);
  const seconds = (performance.now() - from) / 1000;
  const path = join(cwd, 'out/report.json');
  const report: Report | null = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
  return { ...ended, report, seconds };
}

// Minutes of a real browser: at night.
describe.skipIf(process.env.REGLAMENT_ALL === undefined)('a portal that answers without thinking, in a browser', () => {
  it.each(SERVERS)(
    'earns no pass with %s',
    async (_, answer, message) => {
      const { code, stderr, report, seconds } = await attempt(answer);
      expect(report?.verdicts.filter(({ verdict }) => verdict === 'pass')).toEqual([]);
      const reasons = new Set(report?.verdicts.map(({ reason }) => JSON.stringify(reason)));
      expect(report?.counts, [...reasons].join('\n')).toMatchObject({ pass: 0, error: 0 });
      expect(code, stderr).toBe(report?.outcome === 'failed' ? 1 : 3);
      expect([...reasons].join('\n')).toMatch(message);
      expect(report?.counts.total).toBeGreaterThan(100);
      expect(seconds).toBeLessThan(100);
    },
    150_000,
  );
});
