// reglament diagram from outside: what it writes, and how a browser shows it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diagramOf } from '../reporters/diagram/diagram.ts';
import { layOut } from '../reporters/diagram/layout.ts';
import { renderMermaid } from '../reporters/diagram/mermaid.ts';
import { drawFlow, renderSvg } from '../reporters/diagram/svg.ts';
import { unpackChromium } from '../suites/sut/target-file/browser/chromium-package.ts';
import { scratch, within } from './spawned.ts';
import { knownRegulations } from './workspace.ts';

const flows = knownRegulations().flatMap((regulation) =>
  Object.keys(regulation.flows).map((id) => ({ name: `${regulation.id}/${id}`, diagram: diagramOf(regulation, id) })),
);
const FIRST = 'passenger-transport-licence/portal';
const first = flows.find(({ name }) => name === FIRST)?.diagram;

describe('the command', () => {
  it.each([
    ['bpmn', /^<\?xml[^>]*>\n<bpmn:definitions [\s\S]*<\/bpmn:definitions>\n$/u],
    ['svg', /^<\?xml[^>]*>\n<svg [\s\S]*<\/svg>\n$/u],
    ['mermaid', /^flowchart LR\n[\s\S]*\n$/u],
  ])('prints %s, and writes the same into a file', async (format, whole) => {
    const cwd = scratch();
    const { code, stdout } = await within(['diagram', FIRST, '--format', format]);
    expect(code).toBe(0);
    expect(stdout).toMatch(whole);
    expect(stdout).toContain('Қызметке ақы төлеу');
    await within(['diagram', FIRST, '--format', format, '--out', 'flow'], cwd);
    expect(readFileSync(join(cwd, 'flow'), 'utf8')).toBe(stdout);
  });

  it('says which flow was meant, and where it cannot write', async () => {
    const { code, stderr } = await within(['diagram', 'passenger-transport-licence/portl']);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`did you mean ${FIRST}?`)]);
    expect(stderr).toContain('[unknown-id]');
    const out = await within(['diagram', FIRST, '--out', 'no/where.svg']);
    expect([out.code, out.stderr]).toEqual([2, expect.stringContaining('[output-unwritable]')]);
  });
});

/** Lines of text that are wider than the task or the strip in which they stand, and how many tasks there are. */
const WIDE = `(() => {
  const found = [];
  const look = (room, text) => {
    for (const line of text.querySelectorAll('tspan')) {
      const { left, right, top, bottom } = line.getBoundingClientRect();
      if (left < room.left || right > room.right || top < room.top || bottom > room.bottom) found.push(line.textContent);
    }
  };
  const tasks = [...document.querySelectorAll('.task')];
  for (const task of tasks) look(task.querySelector('rect').getBoundingClientRect(), task.querySelector('text'));
  for (const strip of document.querySelectorAll('.strip')) look(strip.getBoundingClientRect(), strip.nextElementSibling);
  return { found, tasks: tasks.length };
})()`;

/** The role of the drawing, and the texts by which it is named. */
const NAMED = `(() => {
  const root = document.documentElement;
  const ids = root.getAttribute('aria-labelledby').split(' ');
  return [root.getAttribute('role'), ...ids.map((id) => document.getElementById(id).textContent)];
})()`;

/** What Mermaid draws of a text: its labels, and how many arrows and images. */
const drawnBy = (text: string) => `(async (text) => {
  mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' });
  await mermaid.parse(text);
  const { svg } = await mermaid.render('drawn', text);
  const root = new DOMParser().parseFromString(svg, 'text/html');
  const labels = (of) => [...root.querySelectorAll(of)].map((one) => one.textContent.replace(/\\s+/gu, ' ').trim()).sort();
  const count = (of) => root.querySelectorAll(of).length;
  const counts = [count('.edgePaths path'), count('img'), count('a')];
  return { nodes: labels('.node .nodeLabel'), lanes: labels('.cluster .nodeLabel'), counts };
})(${JSON.stringify(text)})`;

describe('in a browser', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    const { path, env } = await unpackChromium();
    browser = await chromium.launch({ executablePath: path, env: { ...process.env, ...env }, args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 4000, height: 1600 } });
  });
  afterAll(() => browser.close());
  const open = (svg: string) => page.goto(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`);

  it.each(flows)('$name has no text that is wider than its place', async ({ diagram }) => {
    await open(renderSvg(layOut(diagram)));
    const wide = await page.evaluate(WIDE);
    expect(wide).toEqual({ found: [], tasks: diagram.parts.filter(({ kind }) => kind === 'task').length });
  });

  it('is told to whoever does not see it, and is of the scheme of the page', async () => {
    if (first === undefined) throw new Error(FIRST);
    const svg = renderSvg(layOut(first), (part) => ('step' in part && part.step === 'pay' ? 'failed' : null));
    const papers: unknown[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await open(svg);
      papers.push(await page.evaluate(`getComputedStyle(document.querySelector('.sheet')).fill`));
    }
    expect(papers).toEqual(['rgb(255, 255, 255)', 'rgb(20, 24, 29)']);
    const told = await page.evaluate<string[]>(NAMED);
    expect(told[0]).toBe('img');
    expect(told[1]).toContain(FIRST);
    expect(told[2]).toMatch(
      /4\. Қызметке ақы төлеу \(.*төлем шлюзі; 1,5 мин; орындалмады; төленбеді → 5\. .*төленді → 6\. /u,
    );
  });

  it('colours steps and branches as a run went through them, in a page too', () => {
    if (first === undefined) throw new Error(FIRST);
    const drawing = String(
      drawFlow(layOut(first), (part) =>
        'step' in part ? (part.step === 'pay' ? 'failed' : null) : part.branch.when === 'paid' ? 'walked' : 'unwalked',
      ),
    );
    expect(drawing.match(/class="task failed"/gu)).toHaveLength(1);
    expect(drawing.match(/class="arrow walked"/gu)).toHaveLength(1);
    expect(drawing.match(/class="arrow unwalked"/gu)).toHaveLength(
      first.arrows.filter(({ branch }) => branch !== null && branch.when !== 'paid').length,
    );
    // The style sheet of the page has the colours, since its policy lets no other act.
    expect(drawing).not.toContain('<style');
  });

  it('is drawn by Mermaid, label by label, whatever stands in them', async () => {
    const hostile = 'end "]; click n1 "javascript:alert(1)" <img src=x onerror=alert(1)> `**x** #quot; 1. & | -->';
    const nasty = flows.slice(0, 1).map(({ diagram }) => ({
      name: 'hostile',
      diagram: { ...diagram, parts: diagram.parts.map((part) => ({ ...part, name: hostile })) },
    }));
    await page.goto('about:blank');
    await page.addScriptTag({ path: createRequire(import.meta.url).resolve('@mermaid-js/tiny') });
    for (const { name, diagram } of [...flows, ...nasty]) {
      const shown = await page.evaluate(drawnBy(renderMermaid(diagram)));
      const names = diagram.parts.map((part) => `${part.name}${part.timer === null ? '' : `⏱ ${part.timer.name}`}`);
      const lanes = diagram.lanes.map((lane) => lane.name);
      const counts = [diagram.arrows.length, 0, 0];
      expect([name, shown]).toEqual([name, { nodes: names.toSorted(), lanes: lanes.toSorted(), counts }]);
    }
  });
});
