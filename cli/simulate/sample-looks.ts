// What the tests of pages in a browser look for; used only by tests.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The script of axe, to be run in a page before {@link LOOK}. */
export const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What axe finds, and whether anything is wider than the screen. */
export const LOOK = `(async () => {
  const { violations } = await axe.run();
  const { scrollWidth, clientWidth } = document.documentElement;
  return [...violations.map(({ id, nodes }) => id + ' ' + nodes[0].html), ...(scrollWidth > clientWidth ? ['too wide'] : [])];
})()`;
