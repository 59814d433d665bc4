// The foreign portal of pages on a real socket, with whatever a test does to it, and the environment that its target file reads.
import { readFileSync, writeFileSync } from 'node:fs';
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

const CERTIFICATES = ['good', 'expired', 'not-yet-valid', 'revoked', 'on-hold', 'untrusted-issuer'];
const MORE = ['another-person', 'authentication-key'];

/** What is done to a request before the portal gets it: an answer in its place, or null. */
export type Meddle = (request: Request, count: number) => Response | Promise<Response> | null;

/** A portal that listens, and what it was asked, such as `POST /vhod`. */
export interface Opened {
  readonly url: string;
  readonly asked: string[];
  close(): Promise<void>;
}

/** Listens with a portal behind a door at which a test may meddle. */
export async function openPortal(portal: Pick<Hono, 'fetch'>, meddle: Meddle = () => null): Promise<Opened> {
  const asked: string[] = [];
  const door = new Hono().all('*', ({ req }) => {
    asked.push(`${req.method} ${req.path}`);
    return meddle(req.raw, asked.length) ?? portal.fetch(req.raw);
  });
  return { ...(await listen(door, { port: 0 })), asked };
}

/** Everything that the target files of the foreign portals read from the environment, certificates written into a folder. */
export function environmentOf(url: string): Record<string, string> {
  const folder = scratch();
  for (const name of [...CERTIFICATES, ...MORE]) {
    writeFileSync(join(folder, `${name}.pem`), certificate(name).certificatePem);
    writeFileSync(join(folder, `${name}.key`), certificate(name).privateKeyPem);
  }
  for (const [at, name] of ['root', 'issuing'].entries())
    writeFileSync(join(folder, `${name}.pem`), TRUST.trusted[at] ?? '');
  return {
    CERTIFICATES: folder,
    PORTAL_URL: url,
    PORTAL_HOST: new URL(url).host,
    PORTAL_TENANT: 'default',
    PORTAL_PASSWORD: credentials('good').password,
    PORTAL_PASSWORD_2: credentials('another-person').password,
    OFFICER_PASSWORD: TRUST.officers[0]?.password ?? '',
  };
}

/** A copy of a target file with changes; each has to change something. */
export function targetFile(name: string, ...changes: readonly (readonly [from: string, to: string])[]): string {
  let text = readFileSync(fixturePath(`targets/${name}`), 'utf8');
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new RangeError(`${name} does not hold ${from}`);
    text = text.replace(from, to);
  }
  const file = join(scratch(), name);
  writeFileSync(file, text);
  return file;
}

/** The same portal, with nobody having to wait for what does not come. */
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

/** Runs the assertions of a target file without waiting. */
export async function runHastily(file: string, environment: Record<string, string>, assertion = '**'): Promise<Report> {
  const acts = regulations();
  const sut = hasty(
    openTarget(loadTarget(file, acts, environment), { concurrency: 4, start: TRUST.now().toISOString() }),
  );
  const events: RunEvent[] = [];
  const [regulation = '', flow = ''] = (sut.description.flows[0] ?? '').split('/');
  try {
    await run({
      sut,
      regulations: acts,
      plan: plan(acts, { regulation, flow, assertion }, sut.description, sut.offer),
      calendar: calendar(),
      convention: 'next-day',
      seed: 1,
      concurrency: 4,
      requireFull: false,
      tool: 'test',
      onEvent: (event) => events.push(event),
    });
  } finally {
    await sut.close();
  }
  return foldReport(events);
}
