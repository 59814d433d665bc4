// Tells for each way in which a thing can be wrong which assertions of a flow try it, or why none does.

import { attachesTo } from '../../schemas/flow/flow-graph.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import type { TestAssertion } from '../../schemas/run/assertion.ts';
import { THINGS, type Thing, WAYS, type Way } from '../../schemas/wrongs.ts';
import { operationOf } from '../flow/deed.ts';
import { presents } from '../flow/doors.ts';
import { printedForms } from '../flow/printed-forms.ts';
import { resultsOf } from '../flow/results.ts';
import { loginOf } from '../flow/security.ts';
import { type Source, sourceOf } from '../flow/source.ts';
import { waitingPoints } from '../flow/waiting.ts';
import { derive } from './derive.ts';
import { WRONGS } from './wrongs-table.ts';

/** What is made of one way in which one thing can be wrong in one flow. */
export interface Tried {
  regulation: string;
  flow: string;
  thing: Thing;
  way: Way;
  /** The ids of the assertions that try it. */
  assertions: string[];
  /** Why none does; null where one does, or where one should and is missing. */
  reason: string | null;
}

/** All things that a flow of the regulation has, by all ways. @param flows those to tell of, by default all */
export function wrongsIn(regulation: Regulation, flows: readonly string[] = Object.keys(regulation.flows)): Tried[] {
  return flows.flatMap((flow) => {
    const source = sourceOf(regulation, flow);
    const assertions = derive(regulation, [flow]);
    return THINGS.filter((thing) => HAS[thing](source)).flatMap((thing) =>
      WAYS.map((way): Tried => {
        const wrong = WRONGS[thing][way];
        const patterns = 'tried' in wrong ? wrong.tried : [];
        const found = assertions.filter((assertion) => patterns.some((pattern) => fits(source, assertion, pattern)));
        const reason = found.length > 0 ? null : (wrong.unless ?? null);
        return { regulation: regulation.id, flow, thing, way, assertions: found.map(({ id }) => id), reason };
      }),
    );
  });
}

/** Whether an assertion is one of those that a pattern names: the verb of its step, and its aspect, each with stars. */
function fits({ graph }: Source, { id, action }: TestAssertion, pattern: string): boolean {
  const [verb = '', aspect = ''] = pattern.split(':');
  const does = graph.steps.find((step) => step.action === action)?.does ?? '';
  return matches(does, verb) && matches(id.split('/')[3] ?? '', aspect);
}

const matches = (word: string, glob: string): boolean => new RegExp(`^${glob.replaceAll('*', '.*')}$`, 'u').test(word);

const does =
  (...operations: string[]) =>
  ({ graph }: Source): boolean =>
    graph.steps.some((step) => operations.includes(operationOf(step) ?? ''));
const checks =
  (check: string) =>
  ({ graph }: Source): boolean =>
    graph.steps.some((step) => step.check === check);
const always = (): boolean => true;
const isSigned = (source: Source): boolean => does('sign')(source) && does('fill')(source);

/** Whether a flow has the thing. */
const HAS: Readonly<Record<Thing, (source: Source) => boolean>> = {
  login: (source) => loginOf(source) !== null,
  'login-certificate': presents,
  session: (source) => loginOf(source) !== null,
  role: (source) => waitingPoints(source).some(({ operation }) => operation === 'confirm' || operation === 'decide'),
  form: does('fill'),
  field: does('fill'),
  'form-token': does('fill'),
  document: (source) =>
    does('attach')(source) ||
    source.graph.steps.some(({ action }) => attachesTo(source.regulation, source.flowId, action)),
  payment: does('pay'),
  certificate: checks('certificate'),
  signature: isSigned,
  'signed-content': isSigned,
  'power-of-attorney': ({ graph }) => graph.steps.some(({ asks }) => asks.includes('notary-is')),
  applicant: does('lookUp'),
  database: checks('registry'),
  decision: (source) => waitingPoints(source).some(({ operation }) => operation === 'decide'),
  survey: (source) => printedForms(source).survey !== null,
  operation: always,
  'final-state': always,
  result: (source) => resultsOf(source).length > 0,
  request: always,
  particular: always,
};
