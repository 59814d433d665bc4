// The portal of pages, driven in a real browser by a target file alone.
import { describe, expect, it } from 'vitest';
import { isDrawn } from '../cli/prove/prove.ts';
import { fixturePath } from '../schemas/fixture.ts';
import { createHtmlPortal } from '../simulators/foreign/html/portal.ts';
import { VIOLATIONS } from '../simulators/foreign/html/violations.ts';
import { credentials, TRUST } from '../simulators/sample-credentials.ts';
import type { Broken } from '../suites/engine/running/proof.ts';
import { environmentOf, openPortal, runOn } from './foreign-runs.ts';

const FILE = fixturePath('targets/foreign-html-browser.yaml');
const SLOW_MS = 480_000;
const SAMPLE = 6;
const seed = Number(process.env.REGLAMENT_SEED ?? 20130315);

/**
 * What only somebody can do who goes past the pages, which offer nothing for it, or moves the clock of the portal: the other target file
 * does both.
 */
const PAST_THE_PAGES: readonly string[] = [
  'form-closes-early',
  'signs-after-refusal',
  'signature-by-anyone',
  'decides-again',
  'survey-takes-anything',
];

async function reportOn(portal: ReturnType<typeof createHtmlPortal>, broken: Broken | null = null) {
  const door = await openPortal(portal);
  const environment = environmentOf(door.url);
  const tried = await runOn(FILE, environment, { broken });
  await door.close();
  return { ...tried, environment };
}

// Minutes of a real browser: at night. What drives one is tested by itself at every change.
describe.skipIf(process.env.REGLAMENT_ALL === undefined)('the portal of pages in a browser', () => {
  it('passes when it is honest, in all that passes without one, and no secret is told', {
    timeout: SLOW_MS,
  }, async () => {
    const { report, journal, environment } = await reportOn(createHtmlPortal(TRUST));
    expect(report.verdicts.filter(({ verdict }) => !['pass', 'not-applicable'].includes(verdict))).toEqual([]);
    expect(report).toMatchObject({ outcome: 'passed', counts: { fail: 0, inconclusive: 0 } });
    expect(report.counts.pass).toBeGreaterThan(150);
    expect(journal).toContain('"url":"click #anketa button"');
    const { PORTAL_PASSWORD = '', PORTAL_PASSWORD_2 = '', OFFICER_PASSWORD = '' } = environment;
    for (const secret of [PORTAL_PASSWORD, PORTAL_PASSWORD_2, OFFICER_PASSWORD, credentials('good').id])
      expect(journal).not.toContain(secret);
  });

  const shown = VIOLATIONS.filter(({ id }) => !PAST_THE_PAGES.includes(id));
  it.each(shown.filter(({ id }) => isDrawn(id, { seed, sample: SAMPLE })))(
    'fails on its cell when it $description ($id)',
    { timeout: SLOW_MS },
    async ({ id, breaks }) => {
      const { noticed } = await reportOn(createHtmlPortal({ ...TRUST, violation: id }), { ...breaks, cause: null });
      expect(noticed).toMatchObject({ killed: true, localised: true });
    },
  );

  it.each(
    VIOLATIONS.filter(({ id }) => PAST_THE_PAGES.includes(id)).filter(({ id }) =>
      isDrawn(id, { seed, sample: SAMPLE }),
    ),
  )('shows nothing of it on its pages when it $description ($id)', { timeout: SLOW_MS }, async ({ id, breaks }) => {
    const { noticed } = await reportOn(createHtmlPortal({ ...TRUST, violation: id }), { ...breaks, cause: null });
    expect(noticed).toMatchObject({ killed: false });
  });
});
