// Writes the files that are made from the TypeScript (JSON Schemas, OpenAPI, three pages of docs/); with --check only tells which are stale.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TSchema } from 'typebox';
import { stringify } from 'yaml';
import { Mapping } from '../../schemas/audit/mapping.ts';
import { refer } from '../../schemas/consistency/definitions.ts';
import { ERROR_CODES } from '../../schemas/errors.ts';
import { packageFolder } from '../../schemas/fixture.ts';
import { Regulation } from '../../schemas/regulation.ts';
import { BaselineFile } from '../../schemas/run/baseline.ts';
import { Comparison } from '../../schemas/run/comparison.ts';
import { History } from '../../schemas/run/history.ts';
import {
  CoverageOutput,
  DiffOutput,
  ErrataOutput,
  ImportOutput,
  LintOutput,
  ListOutput,
  PlanOutput,
  ProveOutput,
  TablesOutput,
  VerifyOutput,
} from '../../schemas/run/output.ts';
import { Report, RunEvent } from '../../schemas/run/report.ts';
import { driverOpenApi } from '../../schemas/target/openapi.ts';
import { Target } from '../../schemas/target/target.ts';
import { cover } from '../../suites/derive/coverage.ts';
import { knownRegulations } from '../workspace.ts';
import { coveragePage } from './coverage-page.ts';
import { wrongsPage } from './wrongs-page.ts';

const JSON_SCHEMAS: Record<string, TSchema> = {
  regulation: Regulation,
  target: Target,
  mapping: Mapping,
  report: Report,
  journal: RunEvent,
  tables: TablesOutput,
  errata: ErrataOutput,
  coverage: CoverageOutput,
  plan: PlanOutput,
  lint: LintOutput,
  import: ImportOutput,
  diff: DiffOutput,
  list: ListOutput,
  prove: ProveOutput,
  baseline: BaselineFile,
  history: History,
  compare: Comparison,
  verify: VerifyOutput,
};

const schemaText = (schema: TSchema) =>
  `${JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...refer(schema) }, null, 2)}\n`;

function errorPage(): string {
  const lines = Object.entries(ERROR_CODES).map(
    ([code, { exitCode, meaning, cure }]) => `## ${code}\n\n${meaning} Exit code ${exitCode}.\n\nCure: ${cure}\n`,
  );
  return `<!-- Emitted by \`npm run emit\` from schemas/errors.ts. -->\n# Errors\n\nEvery error of the command line ends with one of these codes in brackets.\n\n${lines.join('\n')}`;
}

/** Every emitted file with its text, by its path in the package. */
export function emitted(): Map<string, string> {
  const files = new Map(
    Object.entries(JSON_SCHEMAS).map(([name, schema]) => [`schemas/${name}.schema.json`, schemaText(schema)]),
  );
  files.set(
    'schemas/driver.openapi.yaml',
    `# Emitted by npm run emit from schemas/target/driver.ts.\n${stringify(driverOpenApi(), { aliasDuplicateObjects: false, lineWidth: 120 })}`,
  );
  files.set('docs/errors.md', errorPage());
  files.set('docs/wrongs.md', wrongsPage());
  const regulations = knownRegulations();
  files.set('docs/coverage.md', coveragePage(cover(regulations), regulations));
  return files;
}

/** The emitted files that differ from those on disk. */
export function stale(): string[] {
  return [...emitted()]
    .filter(
      ([path, text]) =>
        !existsSync(join(packageFolder(), path)) || readFileSync(join(packageFolder(), path), 'utf8') !== text,
    )
    .map(([path]) => path);
}

function main(check: boolean): void {
  const paths = stale();
  for (const path of paths) {
    if (!check) writeFileSync(join(packageFolder(), path), emitted().get(path) ?? '');
    console.log(`${check ? 'stale' : 'wrote'} ${path}`);
  }
  if (check && paths.length > 0) {
    console.log('run npm run emit');
    process.exitCode = 1;
  }
}

if (process.argv[1] === import.meta.filename) main(process.argv.includes('--check'));
