// reglament simulate --foreign: starts a foreign portal, and writes the certificates, keys and variables that its target file needs.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Value } from 'typebox/value';
import { ConformanceError } from '../../schemas/errors.ts';
import { AskedView } from '../../schemas/target/driver.ts';
import { unknownId } from '../../schemas/unknown-id.ts';
import {
  type ForeignPortal,
  listen,
  setUpForeign,
  surroundingsAt,
  violationsOf,
  type Wired,
} from '../../simulators/index.ts';
import { onSignal } from '../signals.ts';
import { print } from '../workspace.ts';

/** The options of `simulate --foreign`. */
export interface ForeignOptions {
  foreign: ForeignPortal;
  violation?: string;
  certificates: string;
  port: number;
  host: string;
  name?: readonly string[];
  /** The address of the systems that it asks. */
  counterparties?: string;
}

/**
 * Listens until SIGINT, SIGTERM or SIGHUP. When the first line, the URL, is printed, the folder holds the certificates, the keys and `env.sh`.
 * @throws ConformanceError `unknown-id` for a violation that the portal does not have
 */
export async function simulateForeign({
  foreign,
  violation,
  certificates,
  port,
  host,
  name = [],
  counterparties,
}: ForeignOptions): Promise<void> {
  const wired = counterparties === undefined ? null : await wiredTo(foreign, counterparties);
  const known = violationsOf(foreign, wired !== null);
  if (violation !== undefined && !known.some(({ id }) => id === violation))
    throw unknownId({
      message: `the foreign portal ${foreign} has no violation "${violation}"`,
      ...{ key: '--violation', value: violation, known: known.map(({ id }) => id) },
    });
  const now = wired?.now ?? new Date();
  const surroundings = { ...(await surroundingsAt(now)), ...(wired === null ? {} : { wired }) };
  const { app, files, variables } = setUpForeign(foreign, violation ?? null, surroundings);
  const door = await listen(app, { port, host, names: name });
  const folder = resolve(certificates);
  const environment = { PORTAL_URL: door.url, PORTAL_HOST: new URL(door.url).host, CERTIFICATES: folder, ...variables };
  mkdirSync(folder, { recursive: true });
  // The folder may lie in a repository, and private keys must not be committed.
  const ignored = join(folder, '.gitignore');
  if (!existsSync(ignored)) writeFileSync(ignored, '*\n');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o600 });
  const lines = Object.entries({ ...environment, ...(await tenantOf(foreign, app, now)) });
  writeFileSync(join(folder, 'env.sh'), lines.map(([name, value]) => `export ${name}='${value}'\n`).join(''), {
    mode: 0o600,
  });
  print(door.url);
  print(`variables and certificates: . ${join(certificates, 'env.sh')}`);
  print(`target file: fixtures/targets/foreign-${foreign}.yaml`);
  if (violation !== undefined) print(`broken: ${violation}`);
  await new Promise<void>((stop) => onSignal(() => stop()));
  await door.close();
}

/**
 * The systems at an address, with their clock: certificates are issued for the day that it shows.
 * @throws ConformanceError `usage` for a portal that asks nobody, or where nothing keeps a record at the address
 */
async function wiredTo(foreign: ForeignPortal, address: string): Promise<Wired> {
  const wrong = (problem: string, cure: string) =>
    new ConformanceError('usage', problem, { key: '--counterparties', value: address, cure });
  if (foreign === 'html')
    throw wrong('the foreign portal html asks no other system', 'give --foreign json or soap with it');
  const url = address.replace(/\/$/u, '');
  const record: unknown = await fetch(`${url}/asked`)
    .then((answer) => answer.json())
    .catch(() => null);
  if (!Value.Check(AskedView, record))
    throw wrong(
      `nothing at ${url} writes down what it is asked`,
      'start `reglament simulate` first, and give its address',
    );
  return { url, gateway: 'ШЭП', now: new Date(record.now) };
}

/** The variable that names a new tenant of the JSON portal, so that its clock can be moved alone. The other portals have no tenants. */
async function tenantOf(foreign: ForeignPortal, app: ReturnType<typeof setUpForeign>['app'], now: Date) {
  if (foreign !== 'json') return {};
  const made = await app.request('/sandbox/tenants', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clock: now.toISOString() }),
  });
  return { PORTAL_TENANT: String(Object(await made.json()).tenant) };
}
