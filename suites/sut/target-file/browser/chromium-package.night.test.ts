// Tests that the browser of the package has fonts of its own, and that its failures are no fault of a portal.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Browser, Page as Tab } from 'playwright-core';
import { expect, it, vi } from 'vitest';
import type { Answerer } from '../../dumb-portal.ts';
import { mustBeOurs, unpackChromium } from './chromium-package.ts';
import { logIn } from './sample-browsing.ts';

const unpacked = await unpackChromium();
const KAZAKH = 'Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі';

/** The fonts in which the texts of an element are really drawn. */
async function fontsOf(tab: Tab, selector: string): Promise<string[]> {
  const session = await tab.context().newCDPSession(tab);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument', { depth: -1 });
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector });
  const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
  return fonts.map(({ familyName }) => familyName.replace(/ \(.*\)$/u, ''));
}

it('draws the Kazakh letters and every field of a form in fonts that it brings, whatever the machine has', async () => {
  let tab: Tab | undefined;
  await logIn({}, undefined, async (browser) => {
    tab = await browser.newPage();
  });
  if (tab === undefined) throw new Error('no browser was started');
  await tab.setContent(
    `<p>${KAZAKH}</p><q style="font-family: serif">${KAZAKH}</q><pre>${KAZAKH}</pre>
     <input value="${KAZAKH}"><select><option>${KAZAKH}</select><textarea>${KAZAKH}</textarea>`,
  );
  expect(await fontsOf(tab, 'p')).toEqual(['DejaVu Sans']);
  expect(await fontsOf(tab, 'q')).toEqual(['DejaVu Serif']);
  expect(await fontsOf(tab, 'pre')).toEqual(['DejaVu Sans Mono']);
  expect(await tab.inputValue('input')).toBe(KAZAKH);
  // The fonts are those of the folder that was unpacked, and of no other place.
  const { env } = unpacked;
  const [, listed] = /<dir>(.*)<\/dir>/u.exec(readFileSync(env.FONTCONFIG_FILE ?? '', 'utf8')) ?? [];
  expect(env.FONTCONFIG_FILE).toBe(`${listed}/fonts.conf`);
});

it('trusts no folder that somebody else could have filled', () => {
  const about = (uid: number, mode: number, isDirectory = true) => ({ uid, mode, isDirectory: () => isDirectory });
  expect(() => mustBeOurs('f', about(7, 0o40700), 7)).not.toThrow();
  for (const other of [about(8, 0o40700), about(7, 0o40770), about(7, 0o40702), about(7, 0o100700, false)])
    expect(() => mustBeOurs('f', other, 7)).toThrow(/remove it, or set TMPDIR/u);
});

it('unpacks anew what is no longer whole, though two do so at once, and leaves nothing else', async () => {
  vi.stubEnv('TMPDIR', mkdtempSync(join(tmpdir(), 'reglament-unpacked-')));
  try {
    const name = basename(dirname(unpacked.path));
    mkdirSync(join(tmpdir(), name), { mode: 0o700 });
    const [one, other] = await Promise.all([unpackChromium(), unpackChromium()]);
    expect(one).toEqual(other);
    expect(readdirSync(tmpdir())).toEqual([name]);
    expect(readdirSync(dirname(one.path))).toEqual(expect.arrayContaining(['al2023', 'chromium', 'reglament-fonts']));
  } finally {
    rmSync(tmpdir(), { recursive: true });
    vi.unstubAllEnvs();
  }
});

const tabOf = (browser: Browser): Tab | undefined => browser.contexts().flatMap((context) => context.pages())[0];

const crash = async (browser: Browser) => {
  await tabOf(browser)
    ?.goto('chrome://crash')
    .catch(() => undefined);
};

const kill = async (browser: Browser) => {
  const { processInfo } = await (await browser.newBrowserCDPSession()).send('SystemInfo.getProcessInfo');
  process.kill(Number(processInfo.find(({ type }) => type === 'browser')?.id), 'SIGKILL');
};

const killWhileLoading = (browser: Browser) => tabOf(browser)?.once('download', () => void kill(browser));

const nothing: Answerer = () => undefined;
/** The beginning of a file that never ends. */
const begun: Answerer = (response) => {
  response
    .writeHead(200, { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment' })
    .write('a'.repeat(100_000));
};

it.each([
  ['crashes before the first page came', '/api/login', nothing, crash],
  ['crashes while it acts', '/api/in', nothing, crash],
  ['is killed before the first page came', '/api/login', nothing, kill],
  ['is killed while it acts', '/api/in', nothing, kill],
  ['is killed while a file comes', '/api/login', begun, killWhileLoading],
])('a browser that %s is told as ours, and nothing is concluded of the portal', async (_, path, answer, harm) => {
  let known: Browser | null = null;
  const answers: Record<string, Answerer> = {
    [path]: (response, asked) => {
      answer(response, asked);
      if (known !== null) void harm(known);
    },
  };
  const loggedIn = await logIn(answers, undefined, (browser) => {
    known = browser;
  });
  expect(loggedIn.answer).toMatchObject({
    body: null,
    problem: null,
    fault: expect.stringMatching(/the browser crashed/u),
  });
  expect(loggedIn.culprit).toBe('ours');
});
