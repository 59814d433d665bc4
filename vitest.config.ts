// How the project's own tests are run: as they stand, against the built code that users get, brought up to date before; c8 sees all of it.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const ROOT = import.meta.dirname;

/** Begins with the files that run whole suites or start processes: what takes long and begins last keeps one worker busy alone in the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) =>
      /^(?:trials|cli|suites\/conformance)/u.test(relative(ROOT, moduleId));
    return (await super.sort(files)).toSorted((a, b) => Number(isLong(b)) - Number(isLong(a)));
  }
}

/** The built file of a source file that is shipped; null for a test and what only tests use. */
function built(id: string, importer: string): string | null {
  if (!id.startsWith('.') || !id.endsWith('.ts') || !importer.startsWith(ROOT)) return null;
  const source = relative(ROOT, resolve(importer, '..', id));
  const path = join(ROOT, 'dist', source.replace(/\.ts$/, '.js'));
  return existsSync(path) ? pathToFileURL(path).href : null;
}

export default defineConfig({
  plugins: [
    {
      name: 'built',
      enforce: 'pre',
      resolveId(id, importer) {
        const path = importer === undefined ? null : built(id, importer);
        return path === null ? null : { id: path, external: true };
      },
    },
    {
      // Their source maps name sources that they do not ship, of which there would be a warning each.
      name: 'without-maps',
      load: (id) =>
        /@actions\/.*\.js$/u.test(id) ? readFileSync(id, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/mu, '') : null,
    },
  ],
  test: {
    include: ['{cli,readers,schemas,suites,simulators,reporters,trials}/**/*.test.ts'],
    // Only what has come to a stop takes so long, also where much else runs.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // One more than the least number of cores: a fifth of the time is spent waiting for portals and processes.
    maxWorkers: 3,
    isolate: false,
    sequence: { sequencer: LongestFirst },
    globalSetup: ['./vitest.build.ts', './vitest.temporary.ts'],
    // Tests meet the sources only in the build, which vitest does not watch.
    forceRerunTriggers: [join(ROOT, '{cli,readers,schemas,suites,simulators,reporters,trials}/**/!(*.test).ts')],
    setupFiles: ['./vitest.setup.ts'],
    // The parser of workflows imports JSON as only bundlers do.
    server: {
      deps: { external: [/\/dist\/(?:cli|readers|schemas|simulators|suites|reporters)\//], inline: [/@actions/] },
    },
  },
});
