// The Chromium of the package @sparticuz/chromium, unpacked once a machine with the libraries and fonts that it needs.
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

/** A program with the environment that it is started in. */
export interface Program {
  path: string;
  env: Record<string, string>;
}

/** Where the package stands. @throws Error where it is not installed */
export const findPackage = (): string => fileURLToPath(import.meta.resolve('@sparticuz/chromium'));

/** Made anew where it changes what stands in the folder. */
const FORMAT = 2;
const FONTS = 'reglament-fonts';

/**
 * Unpacks it once a machine and user, with fonts of our own beside it.
 * @throws Error where it is not installed, holds nothing for this machine, or stands in a folder that is not ours
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

/** Whoever else can write into the folder could give us another program. @throws Error */
export function mustBeOurs(folder: string, about: Pick<Stats, 'uid' | 'mode' | 'isDirectory'>, uid: number): void {
  if (about.isDirectory() && about.uid === uid && (about.mode & 0o022) === 0) return;
  throw new Error(`${folder} is no folder that only we can write into: remove it, or set TMPDIR to another place`);
}

/** Whoever clears old temporary files away leaves the folder and takes what is in it. */
const isWhole = (folder: string): boolean =>
  ['chromium', 'al2023/lib/libnss3.so', `${FONTS}/fonts.conf`, `${FONTS}/DejaVuSans.ttf`].every((name) =>
    existsSync(join(folder, name)),
  );

/** Another process may do the same: whoever is first gives the folder its name, which it has only when it is whole. */
async function unpackInto(folder: string, from: string): Promise<void> {
  const own = mkdtempSync(`${folder}-`);
  try {
    // The package brings its libraries only where it believes that it runs on Amazon's machines.
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

/** Fonts that have the Kazakh letters, by what pages call them. */
const FACES = {
  'sans-serif': ['DejaVu Sans', 'DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'],
  serif: ['DejaVu Serif', 'DejaVuSerif.ttf', 'DejaVuSerif-Bold.ttf'],
  monospace: ['DejaVu Sans Mono', 'DejaVuSansMono.ttf'],
} as const;

/** The package names folders of its own machines alone, and without any font the browser crashes on every field of a form. */
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
