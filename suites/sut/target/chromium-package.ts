// The Chromium of the package @sparticuz/chromium, unpacked once a machine with the libraries and fonts that it needs.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A program with the environment that it is started in. */
export interface Program {
  path: string;
  env: Record<string, string>;
}

/** Where the package stands. @throws Error where it is not installed */
export const findPackage = (): string => fileURLToPath(import.meta.resolve('@sparticuz/chromium'));

/** Unpacks it, unless that was done before. @throws Error where it is not installed, or holds nothing for this machine */
export async function unpackChromium(): Promise<Program> {
  const from = findPackage();
  const about = readFileSync(join(dirname(from), '..', '..', 'package.json'), 'utf8');
  const version = String(Object(JSON.parse(about)).version);
  const folder = join(tmpdir(), `reglament-chromium-${version}-${process.getuid?.() ?? 0}`);
  if (!existsSync(folder)) await unpackInto(folder, from);
  const env = { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_PATH: join(folder, 'fonts') };
  return { path: join(folder, 'chromium'), env };
}

/** Another process may do the same: whoever is first gives the folder its name, which it has only when it is whole. */
async function unpackInto(folder: string, from: string): Promise<void> {
  const own = mkdtempSync(`${folder}-`);
  try {
    // The package brings its libraries only where it believes that it runs on Amazon's machines.
    const env = { ...process.env, TMPDIR: own, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' };
    const program = `await (await import(${JSON.stringify(from)})).default.executablePath()`;
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { env, timeout: 120_000 });
    if (!existsSync(folder)) renameSync(own, folder);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}
