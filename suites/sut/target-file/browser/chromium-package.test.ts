// Tests that the browser of the package has fonts of its own, and that its failures are no fault of a portal.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Browser, Page as Tab } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Answerer } from '../../dumb-portal.ts';
import { mustBeOurs, unpackChromium } from './chromium-package.ts';
import { FORM, logIn, page } from './sample-browsing.ts';

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
  const { env } = await unpackChromium();
  const [, listed] = /<dir>(.*)<\/dir>/u.exec(readFileSync(env.FONTCONFIG_FILE ?? '', 'utf8')) ?? [];
  expect(env.FONTCONFIG_FILE).toBe(`${listed}/fonts.conf`);
});

it('trusts no folder that somebody else could have filled', () => {
  const about = (uid: number, mode: number, isDirectory = true) => ({ uid, mode, isDirectory: () => isDirectory });
  expect(() => mustBeOurs('f', about(7, 0o40700), 7)).not.toThrow();
  for (const other of [about(8, 0o40700), about(7, 0o40770), about(7, 0o40702), about(7, 0o100700, false)])
    expect(() => mustBeOurs('f', other, 7)).toThrow(/remove it, or set TMPDIR/u);
});

/** Answers with the form, and does something to the browser when it is asked for what comes after it. */
const after = (act: (browser: Browser) => unknown) => {
  let known: Browser | null = null;
  const answers: Record<string, Answerer> = {
    '/api/login': page(FORM),
    '/api/in': () => known !== null && void act(known),
  };
  return logIn(answers, undefined, (browser) => {
    known = browser;
  });
};

it.each([
  [
    'a page of which crashes',
    async (browser: Browser) => {
      const [tab] = browser.contexts().flatMap((context) => context.pages());
      await tab?.goto('chrome://crash').catch(() => undefined);
    },
  ],
  [
    'that is killed',
    async (browser: Browser) => {
      const { processInfo } = await (await browser.newBrowserCDPSession()).send('SystemInfo.getProcessInfo');
      const id = processInfo.find(({ type }) => type === 'browser')?.id;
      execFileSync('kill', ['-9', String(id)]);
    },
  ],
])('a browser %s is told as ours, and nothing is concluded of the portal', async (_, act) => {
  const { answer, culprit } = await after(act);
  expect(answer).toMatchObject({ body: null, problem: null, fault: expect.stringMatching(/the browser crashed/u) });
  expect(culprit).toBe('ours');
});
