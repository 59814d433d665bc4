// The portal of pages, driven in a real browser by a target file alone.
import { describe, expect, it } from 'vitest';
import { fixturePath } from '../schemas/fixture.ts';
import { createHtmlPortal } from '../simulators/foreign/html/portal.ts';
import { credentials, TRUST } from '../simulators/foreign/sample-credentials.ts';
import { environmentOf, openPortal, runOn } from './sample-foreign.ts';

const FILE = fixturePath('targets/foreign-html-browser.yaml');
const SLOW_MS = 120_000;

async function reportOn(portal: ReturnType<typeof createHtmlPortal>, assertion: string) {
  const door = await openPortal(portal);
  const environment = environmentOf(door.url);
  const tried = await runOn(FILE, environment, { assertion });
  await door.close();
  return { ...tried, environment };
}

// Half a minute of a real browser: at night. What drives one is tested by itself at every change.
describe.skipIf(process.env.REGLAMENT_ALL === undefined)('the portal of pages in a browser', () => {
  it('passes when it is honest, to the end and to two refusals, and no secret is told', {
    timeout: SLOW_MS,
  }, async () => {
    const { report, journal, environment } = await reportOn(
      createHtmlPortal(TRUST),
      '**/{receive-result,refuse-credentials,refuse-unqualified}/completion',
    );
    expect(report).toMatchObject({ outcome: 'passed', counts: { pass: 3, total: 3 } });
    expect(journal).toContain('"path":"click #anketa button"');
    const { PORTAL_PASSWORD = '', OFFICER_PASSWORD = '' } = environment;
    for (const secret of [PORTAL_PASSWORD, OFFICER_PASSWORD, credentials('good').id])
      expect(journal).not.toContain(secret);
  });

  it.each([
    ['login-refusal-as-service', 'refuse-credentials'],
    ['refusal-confused', 'refuse-unqualified'],
  ] as const)('fails at %s on the cell of %s', { timeout: SLOW_MS }, async (violation, action) => {
    const { report } = await reportOn(createHtmlPortal({ ...TRUST, violation }), `**/${action}/completion`);
    expect(report.verdicts).toMatchObject([{ verdict: 'fail' }]);
  });
});
