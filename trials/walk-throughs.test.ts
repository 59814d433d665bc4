// The walk-throughs of docs/targets.md do as they stand what the page says of them: each describes a foreign portal, which passes.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { expect, it } from 'vitest';
import { scratch } from '../cli/spawned.ts';
import { packageFolder } from '../schemas/fixture.ts';
import { createHtmlPortal } from '../simulators/foreign/html/portal.ts';
import { createJsonPortal } from '../simulators/foreign/json/portal.ts';
import { createSoapPortal } from '../simulators/foreign/soap/portal.ts';
import { OFFICE } from '../simulators/foreign/soap/sample-sender.ts';
import { credentials, TRUST } from '../simulators/sample-credentials.ts';
import { environmentOf, openPortal, runOn } from './foreign-runs.ts';

const GUIDE = readFileSync(join(packageFolder(), 'docs/targets.md'), 'utf8');

/** The target file that a section of the guide comes to, and how many assertions it says are judged then. */
function walkThrough(title: string): { text: string; judged: number } {
  const section = GUIDE.split(/^## /mu).find((text) => text.startsWith(`${title}\n`)) ?? '';
  const blocks = [...section.matchAll(/^```yaml\n(.*?)^```$/gmsu)].map(([, block = '']) => block);
  const [head = '', ...others] = blocks;
  // What is indented goes on with the operations, which stand last in the first block.
  const isOperations = (block: string) => block.startsWith(' ');
  const text = [head, ...others.filter(isOperations), ...others.filter((block) => !isOperations(block))].join('');
  return { text, judged: Number(/^(\d+) judged/mu.exec(section)?.[1]) };
}

it.each<[string, () => Pick<Hono, 'fetch'>, string | undefined]>([
  ['A JSON API', () => createJsonPortal(TRUST), credentials('good').id],
  ['Pages and forms', () => createHtmlPortal(TRUST), credentials('good').id],
  ['SOAP', () => createSoapPortal(OFFICE), OFFICE.staff[0]?.id],
])('%s is described in a quarter of an hour', async (title, create, PORTAL_USER = '') => {
  const { text, judged } = walkThrough(title);
  const file = join(scratch(), 'portal.yaml');
  writeFileSync(file, text);
  const door = await openPortal(create());
  const { report } = await runOn(file, { ...environmentOf(door.url), PORTAL_USER });
  await door.close();
  expect(report).toMatchObject({ outcome: 'passed', counts: { fail: 0, inconclusive: 0 } });
  expect(report.counts.judged).toBeGreaterThanOrEqual(judged);
});
