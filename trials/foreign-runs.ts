// Starts foreign portals for the tests, lets a test answer in their place, and runs the suites against them through target files.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import { scratch } from '../cli/spawned.ts';
import { knownRegulations } from '../cli/workspace.ts';
import { fixturePath } from '../schemas/fixture.ts';
import { kazakhstan } from '../schemas/kazakhstan.ts';
import { mustBeInOrder } from '../schemas/run/event-order.ts';
import { foldReport } from '../schemas/run/fold.ts';
import type { Report, RunEvent } from '../schemas/run/report.ts';
import { filesOf } from '../simulators/foreign/foreign-portals.ts';
import { certificate, credentials, SYSTEMS, TRUST } from '../simulators/sample-credentials.ts';
import { listen } from '../simulators/server.ts';
import { plan } from '../suites/engine/running/plan.ts';
import { type Broken, type Noticed, narrow, notice } from '../suites/engine/running/proof.ts';
import { run } from '../suites/engine/running/run.ts';
import { sourceOf } from '../suites/flow/source.ts';
import { openTarget } from '../suites/sut/target-file/adapter.ts';
import { loadTarget } from '../suites/sut/target-file/file/load.ts';
import { hasty } from './hasty.ts';

const CERTIFICATES = [
  ...['good', 'expired', 'not-yet-valid', 'revoked', 'on-hold', 'untrusted-issuer', 'another-person'],
  ...['authentication-key', 'brief', 'brief-later'],
];

/**
 * Looks at a request before the portal does: gives an answer in the portal's place, or null to let the request through.
 * @param count how many requests there have been, this one included
 */
export type Meddle = (request: Request, count: number) => Response | Promise<Response> | null;

/** A portal that listens, and the requests that have come so far, such as `POST /vhod`. */
export interface Opened {
  readonly url: string;
  readonly asked: string[];
  close(): Promise<void>;
}

/** Starts a portal on a free port; every request passes `meddle` first. */
export async function openPortal(portal: Pick<Hono, 'fetch'>, meddle: Meddle = () => null): Promise<Opened> {
  const asked: string[] = [];
  const door = new Hono().all('*', ({ req }) => {
    asked.push(`${req.method} ${req.path}`);
    return meddle(req.raw, asked.length) ?? portal.fetch(req.raw);
  });
  return { ...(await listen(door, { port: 0 })), asked };
}

/** The environment variables that the target files of the foreign portals read; writes their certificates into a scratch folder. */
export function environmentOf(url: string): Record<string, string> {
  const folder = scratch();
  for (const name of CERTIFICATES) {
    writeFileSync(join(folder, `${name}.pem`), certificate(name).certificatePem);
    writeFileSync(join(folder, `${name}.key`), certificate(name).privateKeyPem);
  }
  for (const [at, name] of ['root', 'issuing'].entries())
    writeFileSync(join(folder, `${name}.pem`), TRUST.trusted[at] ?? '');
  for (const [name, text] of Object.entries(filesOf(SYSTEMS))) writeFileSync(join(folder, name), text);
  return {
    CERTIFICATES: folder,
    PORTAL_URL: url,
    PORTAL_HOST: new URL(url).host,
    PORTAL_TENANT: 'default',
    PORTAL_PASSWORD: credentials('good').password,
    PORTAL_PASSWORD_2: credentials('another-person').password,
    OFFICER_PASSWORD: TRUST.officers[0]?.password ?? '',
    SENDER: SYSTEMS.sender.id,
    SENDER_PASSWORD: 'gateway-password',
  };
}

/** Copies a target file of the package with changes. @returns the path of the copy @throws RangeError for a change that changes nothing */
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

/** The result of a run; `noticed` is null unless the portal had a broken cell. */
export interface Tried {
  readonly report: Report;
  readonly journal: string;
  readonly noticed: Noticed | null;
}

/**
 * Runs the suites through a target file, without spending time on terms.
 * @param environment the variables that the target file reads
 * @param options `assertion` selects by a glob; with `broken`, only what can notice the broken cell is run
 */
export async function runOn(
  file: string,
  environment: Record<string, string>,
  { assertion = '**', broken = null }: { assertion?: string; broken?: Broken | null } = {},
): Promise<Tried> {
  const regulations = knownRegulations();
  const opened = openTarget(loadTarget(file, regulations, environment), {
    concurrency: 8,
    start: TRUST.now().toISOString(),
  });
  const sut = opened.description.controls.includes('clock') ? opened : hasty(opened);
  const [regulation = '', flow = ''] = (sut.description.flows[0] ?? '').split('/');
  const own = regulations.filter(({ id }) => id === regulation);
  const whole = plan(own, { flow, assertion }, sut.description, sut.offer);
  const planned = broken === null ? whole : narrow(whole, broken);
  const events: RunEvent[] = [];
  try {
    await run({
      sut,
      regulations: own,
      plan: planned,
      calendar: kazakhstan(),
      convention: 'next-day',
      seed: 1,
      concurrency: sut.allowance?.walks ?? 8,
      requireFull: false,
      tool: 'test',
      onEvent: (event) => events.push(event),
    });
  } finally {
    await sut.close();
  }
  mustBeInOrder(events);
  const report = foldReport(events);
  const [source] = own.map((one) => sourceOf(one, flow));
  const noticed =
    broken === null || source === undefined
      ? null
      : notice(source, broken, planned.assertions, [...report.verdicts, ...report.recommended]);
  return { report, journal: JSON.stringify(events), noticed };
}
