// A foreign portal behind a door, and runs against it through a target file: only tests use them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import { fixturePath } from '../schemas/fixture.ts';
import { foldReport, type Report, type RunEvent } from '../schemas/report.ts';
import { listen } from '../simulators/door/server.ts';
import { certificate, credentials, TRUST } from '../simulators/foreign/sample-credentials.ts';
import { plan } from '../suites/engine/plan.ts';
import { run } from '../suites/engine/run.ts';
import type { Sut } from '../suites/sut/sut.ts';
import { openTarget } from '../suites/sut/target/adapter.ts';
import { loadTarget } from '../suites/sut/target/load.ts';
import { scratch } from './spawned.ts';
import { calendar, regulations } from './workspace.ts';

const ACTS = regulations('cultural-property-export-certificate');
const CERTIFICATES = [
  ...['good', 'expired', 'not-yet-valid', 'revoked', 'on-hold', 'untrusted-issuer', 'another-person'],
  'authentication-key',
];

/** Opens a door; whatever stands behind it is driven through a target file. */
export async function openForeignDoor(file: string) {
  const folder = scratch();
  let behind = new Hono();
  const door = await listen(
    new Hono().all('*', ({ req }) => behind.fetch(req.raw)),
    { port: 0 },
  );
  const environment: Record<string, string> = {
    CERTIFICATES: folder,
    PORTAL_URL: door.url,
    PORTAL_HOST: new URL(door.url).host,
    PORTAL_PASSWORD: credentials('good').password,
    PORTAL_PASSWORD_2: credentials('another-person').password,
    OFFICER_PASSWORD: TRUST.officers[0]?.password ?? '',
  };
  for (const name of CERTIFICATES) {
    writeFileSync(join(folder, `${name}.pem`), certificate(name).certificatePem);
    writeFileSync(join(folder, `${name}.key`), certificate(name).privateKeyPem);
  }
  const [root = '', issuing = ''] = TRUST.trusted;
  writeFileSync(join(folder, 'root.pem'), root);
  writeFileSync(join(folder, 'issuing.pem'), issuing);
  const target = loadTarget(fixturePath(`targets/${file}`), ACTS, environment);
  const sut = hasty(openTarget(target, { concurrency: 2, start: '2013-03-15T10:00:00+06:00' }));
  return {
    environment,
    async reportOn(portal: Hono, assertion: string): Promise<{ report: Report; journal: string }> {
      behind = portal;
      const events: RunEvent[] = [];
      await run({
        sut,
        regulations: ACTS,
        plan: plan(ACTS, { flow: 'portal', assertion }, sut.description, sut.offer),
        calendar: calendar(),
        convention: 'next-day',
        seed: 1,
        concurrency: 2,
        requireFull: false,
        tool: 'test',
        onEvent: (event) => events.push(event),
      });
      return { report: foldReport(events), journal: JSON.stringify(events) };
    },
    async close() {
      await sut.close();
      await door.close();
    },
  };
}

/** The portal goes by a clock that stands still, so nobody has to wait for what does not come. */
function hasty(sut: Sut): Sut {
  return {
    ...sut,
    async openDrive(...walk) {
      const drive = await sut.openDrive(...walk);
      let ahead = 0;
      return {
        roster: drive.roster,
        perform: (operation, call) => drive.perform(operation, call),
        now: () => drive.now() + ahead,
        pass: async (seconds) => {
          ahead += seconds * 1000;
        },
      };
    },
  };
}
