// reglament simulate --foreign: starts a foreign portal, and writes the certificates, keys and variables that its target file needs.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { unknownId } from '../../schemas/unknown-id.ts';
import {
  FOREIGN_VIOLATIONS,
  type ForeignPortal,
  listen,
  setUpForeign,
  surroundingsAt,
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
}: ForeignOptions): Promise<void> {
  const known: readonly { id: string }[] = FOREIGN_VIOLATIONS[foreign];
  if (violation !== undefined && !known.some(({ id }) => id === violation))
    throw unknownId({
      message: `the foreign portal ${foreign} has no violation "${violation}"`,
      ...{ key: '--violation', value: violation, known: known.map(({ id }) => id) },
    });
  const { app, files, variables } = setUpForeign(foreign, violation ?? null, await surroundingsAt(new Date()));
  const door = await listen(app, { port, host, names: name });
  const folder = resolve(certificates);
  const environment = { PORTAL_URL: door.url, PORTAL_HOST: new URL(door.url).host, CERTIFICATES: folder, ...variables };
  mkdirSync(folder, { recursive: true });
  // The folder may lie in a repository, and private keys must not be committed.
  const ignored = join(folder, '.gitignore');
  if (!existsSync(ignored)) writeFileSync(ignored, '*\n');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o600 });
  const lines = Object.entries({ ...environment, ...(await tenantOf(foreign, app)) });
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

/** The variable that names a new tenant of the JSON portal, so that its clock can be moved alone. The other portals have no tenants. */
async function tenantOf(foreign: ForeignPortal, app: ReturnType<typeof setUpForeign>['app']) {
  if (foreign !== 'json') return {};
  const made = await app.request('/sandbox/tenants', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clock: new Date().toISOString() }),
  });
  return { PORTAL_TENANT: String(Object(await made.json()).tenant) };
}
