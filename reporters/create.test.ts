// Tests which reporters are made, and that the files they write are whole.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Report } from '../schemas/run/report.ts';
import { createReporters } from './create.ts';
import { multiplex } from './multiplex.ts';
import { REPORTERS } from './registry.ts';
import type { ReporterContext } from './reporter.ts';
import { sampleRegulation, sampleReport } from './sample.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reporters-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function context(changes: Partial<ReporterContext> = {}, written: string[] = []): ReporterContext {
  const write = (text: string) => void written.push(text);
  return {
    outDir: join(folder, 'out'),
    regulations: [sampleRegulation()],
    language: 'en',
    signed: [],
    write,
    isTty: false,
    columns: 0,
    hasColour: false,
    ...changes,
  };
}

it('makes each reporter once, the terminal last', async () => {
  const names = Object.keys(REPORTERS);
  const made = await createReporters([...names, 'json'], context());
  const others = names.filter((name) => name !== 'terminal');
  expect(made.map(({ name }) => name)).toEqual([...others, 'terminal']);
});

it('refuses a name that is no reporter, and names those that are', async () => {
  await expect(createReporters(['json', 'jnit'], context())).rejects.toThrow(
    expect.objectContaining({
      code: 'unknown-id',
      message: expect.stringMatching(/"jnit".*terminal, json, junit, html/),
    }),
  );
  await expect(createReporters(['__proto__'], context())).rejects.toThrow(
    expect.objectContaining({ code: 'unknown-id' }),
  );
});

it('refuses a reporter that writes a file where there is no folder', async () => {
  await expect(createReporters(['junit'], context({ outDir: null }))).rejects.toThrow(
    expect.objectContaining({ code: 'usage', message: expect.stringContaining('--out DIR') }),
  );
  expect(await createReporters(['terminal'], context({ outDir: null }))).toHaveLength(1);
});

it('writes the same bytes for the same report, leaves no draft, and ends with the path of the page', async () => {
  const bytes = [];
  for (const outDir of [join(folder, 'one'), join(folder, 'two')]) {
    const written: string[] = [];
    const all = multiplex(
      await createReporters(Object.keys(REPORTERS), context({ outDir }, written)),
      ({ message }) => {
        throw new Error(message);
      },
    );
    await all.onEnd?.(sampleReport());
    const files = Object.values(REPORTERS).flatMap(({ file }) => file ?? []);
    expect(readdirSync(outDir).sort()).toEqual(files.sort());
    expect(readdirSync(outDir, { recursive: true }).filter((name) => String(name).endsWith('.partial'))).toEqual([]);
    expect(written.join('').trimEnd().endsWith(join(outDir, 'report.html'))).toBe(true);
    const paths = readdirSync(outDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    bytes.push(paths.map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), 'utf8')]).sort());
  }
  expect(bytes[0]).toEqual(bytes[1]);
});

it('names no page that could not be written', async () => {
  writeFileSync(join(folder, 'file'), '');
  const written: string[] = [];
  const warnings: string[] = [];
  const reporters = await createReporters(['html', 'terminal'], context({ outDir: join(folder, 'file') }, written));
  await multiplex(reporters, ({ message }) => warnings.push(message)).onEnd?.(sampleReport());
  expect(warnings).toEqual([expect.stringContaining('cannot be written')]);
  expect(written.join('')).toContain('failed on 1 of 7 assertions');
  expect(written.join('')).not.toContain('report.html');
});

it('takes away what an earlier report left in a folder of several files, and nothing that is not ours', async () => {
  const results = join(folder, 'out/allure-results');
  const write = async (report: Report) => {
    for (const reporter of await createReporters(['allure'], context())) await reporter.onEnd?.(report);
    return readdirSync(results).sort();
  };
  expect((await write(sampleReport([]))).join()).toMatch(
    /^categories\.json,environment\.properties,reglament-\w+-result\.json$/u,
  );
  writeFileSync(join(results, 'theirs-result.json'), '{}');
  const names = await write(sampleReport([{}]));
  expect(names).toHaveLength(4);
  expect(names).toContain('theirs-result.json');
  const [ours = ''] = names.filter((name) => name.startsWith('reglament-'));
  expect(readFileSync(join(results, ours), 'utf8')).toContain('"status": "passed"');
});
