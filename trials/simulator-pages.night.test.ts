// The suites through the pages of our own simulator, in a real browser: a check of both.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scratch } from '../cli/spawned.ts';
import { knownRegulations } from '../cli/workspace.ts';
import { fixturePath } from '../schemas/fixture.ts';
import { loadPeople } from '../simulators/reference/engine/people.ts';
import { officeAt } from '../simulators/reference/engine/roster.ts';
import { createSite } from '../simulators/reference/pages/pages.ts';
import { BEGINS } from '../simulators/reference/pages/site.ts';
import { createSimulator } from '../simulators/reference/simulator.ts';
import { openPortal, runOn } from './foreign-runs.ts';

const SLOW_MS = 3_600_000;
const APPLICANTS =
  /^(?:good|expired|not-yet-valid|revoked|on-hold|untrusted-issuer|another-person|authentication-key|brief|brief-later)$/u;

/** The variables of the target file, with the certificates that worlds of the pages begin with. */
async function environmentOf(url: string): Promise<Record<string, string>> {
  const people = loadPeople();
  const { roster } = await officeAt('http://127.0.0.1', people).issue(Date.parse(BEGINS));
  const folder = scratch();
  for (const [name, { certificatePem, privateKeyPem }] of Object.entries(roster.certificates)) {
    if (!APPLICANTS.test(name)) continue;
    writeFileSync(join(folder, `${name}.pem`), certificatePem);
    writeFileSync(join(folder, `${name}.key`), privateKeyPem);
  }
  for (const [at, name] of ['root', 'issuing'].entries())
    writeFileSync(join(folder, `${name}.pem`), roster.issuers[at] ?? '');
  return {
    CERTIFICATES: folder,
    PORTAL_URL: url,
    PORTAL_HOST: new URL(url).host,
    PORTAL_PASSWORD: people.credentials.good?.password ?? '',
    PORTAL_PASSWORD_2: people.credentials['another-person']?.password ?? '',
    OFFICER_PASSWORD: people.officer.password,
  };
}

/** By day one walk, to a refusal by the officer; at night all of them, which take minutes. The pages are walked by forms, and in a browser, at every change. */
const IS_NIGHT = process.env.REGLAMENT_ALL !== undefined;
const ONE_WALK = '**/register/unqualified-when-untrue-data';

it('the pages of the simulator in a browser pass the suites', { timeout: SLOW_MS }, async () => {
  const regulations = knownRegulations();
  const door = await openPortal(createSite(createSimulator({ regulations, seed: 1 }), regulations));
  const assertion = IS_NIGHT ? '**' : ONE_WALK;
  const { report } = await runOn(fixturePath('targets/simulator-pages.yaml'), await environmentOf(door.url), {
    assertion,
  });
  await door.close();
  expect(report.verdicts.filter(({ verdict }) => !['pass', 'not-applicable'].includes(verdict))).toEqual([]);
  expect(report.counts.pass).toBeGreaterThanOrEqual(IS_NIGHT ? 180 : 1);
});
