// Writes the simulator for browsers: our own modules in one file, with the files that they read and stand-ins for what only Node has.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, posix } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';
import { fixturePath, packageFolder } from '../../schemas/fixture.ts';

/** Where the file is put that `reglament/msw` is in a browser. */
export const BROWSER_FILE = join(packageFolder(), 'dist/msw.browser.mjs');

const built = (path: string): string => join(packageFolder(), 'dist', path);
const FONT = 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf';
/** The folders and files below `fixtures/` that the simulator reads. */
const READ = ['regulations', 'calendars', 'messages', 'people.yaml', 'keys.json'];

/** Our own modules that need more of Node than there are stand-ins for. */
const OURS = /(?:^|\/)(outgoing|transport-signature)\.[jt]s$/u;

/** What takes the place of the modules of Node. */
export const STAND_INS: Plugin = {
  name: 'stand-ins',
  resolveId(id) {
    if (id === 'node:crypto') return built('simulators/browser/crypto.js');
    if (id === 'node:fs' || id === 'node:path' || id === 'node:module') return built('simulators/browser/files.js');
    const [, ours] = OURS.exec(id) ?? [];
    if (ours !== undefined) return built(`simulators/browser/${ours}.js`);
    return id === 'reglament:files' ? `\0${id}` : null;
  },
  load: (id) => (id === '\0reglament:files' ? `export const FILES = ${JSON.stringify(files())};` : null),
};

/** What takes the place of the names that only Node has. */
export const NAMES = {
  // The folder of the code is the root of its files.
  define: { 'import.meta.dirname': '"/"', 'import.meta.url': '"file:///"' },
  inject: { Buffer: ['buffer/index.js', 'Buffer'] as [string, string] },
};

/** The simulator behind msw, as one module whose imports are those of other packages. */
export async function bundle(): Promise<string> {
  const made = await rolldown({
    input: built('simulators/reference/door/msw.js'),
    platform: 'browser',
    external: (id) => /^[a-z@]/u.test(id) && !id.startsWith('node:') && id !== 'reglament:files',
    plugins: [STAND_INS],
    transform: NAMES,
    // What a browser does not have would only be noticed there.
    onLog(_, log) {
      throw new Error(log.message);
    },
  });
  const { output } = await made.generate({ format: 'esm', codeSplitting: false });
  await made.close();
  return output[0].code;
}

function files(): Record<string, string> {
  const paths = READ.flatMap((name) =>
    /\.\w+$/u.test(name) ? [name] : readdirSync(fixturePath(name)).map((inner) => posix.join(name, inner)),
  );
  const base64 = (path: string) => readFileSync(path).toString('base64');
  return {
    ...Object.fromEntries(paths.map((path) => [`/fixtures/${path}`, base64(fixturePath(path))])),
    [`/node_modules/${FONT}`]: base64(createRequire(import.meta.url).resolve(FONT)),
  };
}

if (process.argv[1] === import.meta.filename) writeFileSync(BROWSER_FILE, await bundle());
