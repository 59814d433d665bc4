// Unpacks the Chromium of the package @sparticuz/chromium with the libraries and fonts that it needs, once per machine and user.
import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { escapeXml } from '../../xml-text.ts';

/** A program with the environment variables that it needs. */
export interface Program {
  path: string;
  env: Record<string, string>;
}

/** The path of the package. @throws Error where it is not installed */
export const findPackage = (): string => fileURLToPath(import.meta.resolve('@sparticuz/chromium'));

/** Part of the folder's name: raise it with every change to what is laid in the folder, so that older folders are not used. */
const FORMAT = 2;
const FONTS = 'reglament-fonts';

/**
 * Unpacks the browser, or finds it where an earlier run has unpacked it.
 * @throws Error where the package is not installed, holds nothing for this machine, or others can write into the folder
 */
export async function unpackChromium(): Promise<Program> {
  const from = findPackage();
  const about = readFileSync(join(dirname(from), '..', '..', 'package.json'), 'utf8');
  const version = String(Object(JSON.parse(about)).version);
  const uid = process.getuid?.() ?? 0;
  const folder = join(realpathSync(tmpdir()), `reglament-chromium-${version}-${uid}-${FORMAT}`);
  const known = lstatSync(folder, { throwIfNoEntry: false });
  if (known !== undefined) mustBeOurs(folder, known, uid);
  if (!isWhole(folder)) await unpackInto(folder, from);
  mustBeOurs(folder, lstatSync(folder), uid);
  const env = { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_FILE: join(folder, FONTS, 'fonts.conf') };
  return { path: join(folder, 'chromium'), env };
}

/** Refuses a folder into which others can write, because they could have us start another program. @throws Error */
export function mustBeOurs(folder: string, about: Pick<Stats, 'uid' | 'mode' | 'isDirectory'>, uid: number): void {
  if (about.isDirectory() && about.uid === uid && (about.mode & 0o022) === 0) return;
  throw new Error(`${folder} is no folder that only we can write into: remove it, or set TMPDIR to another place`);
}

/** Whether the folder is complete; a cleaner of temporary files may have removed old files and left the folder. */
const isWhole = (folder: string): boolean =>
  ['chromium', 'al2023/lib/libnss3.so', `${FONTS}/fonts.conf`, `${FONTS}/DejaVuSans.ttf`].every((name) =>
    existsSync(join(folder, name)),
  );

/**
 * Unpacks into a folder of its own and renames it when it is complete, because another process may do the same meanwhile;
 * the first one to finish wins.
 */
async function unpackInto(folder: string, from: string): Promise<void> {
  const own = mkdtempSync(`${folder}-`);
  try {
    // The package unpacks its libraries only where it believes that it runs on AWS Lambda.
    const env = { ...process.env, TMPDIR: own, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' };
    const program = `await (await import(${JSON.stringify(from)})).default.executablePath()`;
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { env, timeout: 120_000 });
    layFonts(own, folder);
    if (!isWhole(folder)) takeName(own, folder);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

function takeName(own: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  try {
    renameSync(own, folder);
  } catch (error) {
    if (!isWhole(folder)) throw error;
  }
}

/** Fonts that have the Kazakh letters, by the generic families of CSS. */
const FACES = {
  'sans-serif': ['DejaVu Sans', 'DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'],
  serif: ['DejaVu Serif', 'DejaVuSerif.ttf', 'DejaVuSerif-Bold.ttf'],
  monospace: ['DejaVu Sans Mono', 'DejaVuSansMono.ttf'],
} as const;

/**
 * Lays fonts and their configuration into the folder. The configuration in the package only names folders of AWS Lambda, and
 * without any font the browser crashes on every field of a form.
 */
function layFonts(own: string, folder: string): void {
  const fonts = dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
  mkdirSync(join(own, FONTS, 'cache'), { recursive: true });
  for (const [, ...files] of Object.values(FACES))
    for (const file of files) copyFileSync(join(fonts, file), join(own, FONTS, file));
  const place = escapeXml(join(folder, FONTS));
  const aliases = Object.entries(FACES).map(
    ([name, [family]]) => `<alias><family>${name}</family><prefer><family>${family}</family></prefer></alias>`,
  );
  writeFileSync(
    join(own, FONTS, 'fonts.conf'),
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${place}</dir><cachedir>${place}/cache</cachedir>${aliases.join('')}</fontconfig>
`,
  );
}
