// reglament init: writes a target file, or a facade that speaks the driver contract, and a CI workflow to start from.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { emptyDraft } from '../readers/draft/draft.ts';
import { draftText } from '../readers/draft-text.ts';
import { ConformanceError } from '../schemas/errors.ts';
import { fixturePath, packageFolder } from '../schemas/fixture.ts';
import { CAUSES } from '../schemas/vocabulary.ts';
import { select } from '../suites/engine/running/selection.ts';
import { operationOf } from '../suites/flow/deed.ts';
import { refusalsOf } from '../suites/flow/refusals.ts';
import { type Source, sourceOf } from '../suites/flow/source.ts';
import { version } from './version.ts';
import { knownRegulations, print } from './workspace.ts';

const TARGET = 'portal.yaml';
const ROSTER = 'roster.yaml';
/** What runs the suites every night, by the service that runs it: the file, and what it is made from. */
const WORKFLOWS = {
  github: ['.github/workflows/reglament.yml', 'nightly.github.yaml'],
  gitlab: ['.gitlab-ci.yml', 'nightly.gitlab.yaml'],
} as const;

interface InitOptions {
  regulation: string;
  /** Without it, an empty regulation is begun. */
  flow?: string;
  ci: keyof typeof WORKFLOWS;
  /** What it is served with: the name of a file of `cli/facade`. */
  facade?: string;
}

/**
 * Writes what drives the portal (a target file, or a facade with its test persons) and the workflow into a folder, and overwrites nothing.
 * @throws ConformanceError `unknown-id` for an unknown regulation or flow, `output-unwritable` where one of the files exists already
 */
export function initCommand(dir: string, options: InitOptions): void {
  const { flow } = options;
  if (flow === undefined) {
    initRegulation(dir, options.regulation);
    return;
  }
  const [regulation] = knownRegulations(options.regulation);
  select(knownRegulations(options.regulation), { flow });
  if (regulation === undefined) return;
  const [workflow, source] = WORKFLOWS[options.ci];
  const { facade } = options;
  const id = `${options.regulation}/${flow}`;
  const nightly = read(source);
  const files: (readonly [name: string, text: string])[] =
    facade === undefined
      ? [
          [TARGET, read('targets/starter.yaml').replace('[FLOW]', `[${id}]`)],
          [workflow, nightly],
        ]
      : [
          ['facade.mjs', facadeOf(id, sourceOf(regulation, flow))],
          ['server.mjs', readFacade(facade)],
          [ROSTER, read('targets/roster.yaml')],
          [workflow, nightly.replaceAll(/--target "[^"]+\.yaml"/gu, `--target "$PORTAL_URL" --roster ${ROSTER}`)],
        ];
  for (const [name] of files) {
    if (!existsSync(join(dir, name))) continue;
    throw new ConformanceError('output-unwritable', 'there is such a file already', {
      file: join(dir, name),
      cure: 'move it away, or name another folder',
    });
  }
  for (const [name, text] of files) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
    print(`wrote ${join(dir, name)}`);
  }
  // The workflow installs by the lock file, so that no other version, and no stranger's program of that name, ever runs.
  print(`next: npm install --save-dev --save-exact reglament@${version()}, and commit package-lock.json`);
  if (facade === undefined)
    print(`next: put in the address and the test persons, then npx reglament doctor --target ${join(dir, TARGET)}`);
  else
    print(
      `next: set PORTAL_USER and PORTAL_PASSWORD, node ${join(dir, 'server.mjs')}, then in another shell npx reglament doctor --target http://127.0.0.1:8080 --roster ${join(dir, ROSTER)}`,
    );
}

/** Begins a regulation of which there is no text to import: a file with every part, all of them unread. */
function initRegulation(dir: string, id: string): void {
  const known = knownRegulations().find((regulation) => regulation.id === id);
  if (known !== undefined)
    throw new ConformanceError('usage', 'a target file or a facade is for one flow', {
      key: '--flow',
      cure: `give one of ${Object.keys(known.flows).join(', ')}, or for a new regulation an id that is not taken`,
    });
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u.test(id))
    throw new ConformanceError('usage', 'is no id', {
      key: '--regulation',
      value: id,
      cure: 'use lower-case letters, digits and hyphens',
    });
  const file = join(dir, `${id}.yaml`);
  if (existsSync(file))
    throw new ConformanceError('output-unwritable', 'there is such a file already', {
      file,
      cure: 'move it away, or name another folder',
    });
  mkdirSync(dir, { recursive: true });
  writeFileSync(file, draftText(emptyDraft(id)));
  print(`wrote ${file}`);
  print(`next: npx reglament import --review ${file}`);
}

/** The facade, with the steps that the text has for the login of the flow. */
function facadeOf(id: string, source: Source): string {
  const letIn = source.graph.steps.find((step) => operationOf(step) === 'authenticate');
  const refused = refusalsOf(source).find(({ cause }) => CAUSES[cause].operation === 'authenticate')?.to;
  const told = (step: typeof letIn) =>
    step === undefined
      ? 'null'
      : `{ action: '${step.action}', actor: '${step.actor ?? '-'}', completion: '${step.forms[0] ?? 'action-confirmed'}' }`;
  return readFacade('facade')
    .replace('FLOW', id)
    .replace('LET_IN_STEP', told(letIn))
    .replace('REFUSED_STEP', told(refused));
}

const read = (name: string) => readFileSync(fixturePath(name), 'utf8');
const readFacade = (name: string) => readFileSync(join(packageFolder(), 'cli/facade', `${name}.mjs`), 'utf8');
