// reglament plan: lists the applications that a run would send, before anything is sent.

import { type Scenario, suits, type TestAssertion } from '../../schemas/run/assertion.ts';
import { isNotClaimed } from '../../schemas/run/verdict.ts';
import { plainly } from '../../schemas/said.ts';
import { OPERATIONS } from '../../schemas/target/driver.ts';
import { partOf, type Shard } from '../../suites/engine/running/parts.ts';
import { type Plan, plan } from '../../suites/engine/running/plan.ts';
import type { Selection } from '../../suites/engine/running/selection.ts';
import type { Sut } from '../../suites/sut/sut.ts';
import { connectTarget } from '../target.ts';
import { knownRegulations, print, printJson } from '../workspace.ts';
import { type Rehearsed, rehearse } from './rehearse.ts';

interface PlanOptions extends Selection {
  target?: string;
  roster?: string;
  seed: number;
  production?: true;
  shard?: Shard;
  requests?: boolean;
  json?: true;
}

/** Prints the plan of a run. Nothing is asked of the target except what it offers. */
export async function planCommand(options: PlanOptions): Promise<void> {
  const regulations = knownRegulations();
  const sut = await connectTarget({ ...options, concurrency: 1 }, regulations);
  try {
    const planned = partly(plan(regulations, options, sut.description, sut.offer, true), options.shard);
    // For a target file the requests are listed by default, so that the owner of the portal sees what it will be sent.
    const { requests = sut.requestsFor !== undefined } = options;
    const walked = requests ? await rehearse(regulations, planned, sut, options.seed) : null;
    if (options.json) printJson(asData(sut, planned, walked));
    else printPlan(sut, planned, walked);
  } finally {
    await sut.close();
  }
}

/** What one part of a run walks, and what these walks alone or with others decide. */
function partly(planned: Plan, shard: Shard | undefined): Plan {
  if (shard === undefined) return planned;
  const { scenarios: ids } = partOf(planned.scenarios, shard);
  const scenarios = planned.scenarios.filter(({ id }) => ids.includes(id));
  const isDecided = (assertion: TestAssertion) =>
    planned.notApplicable.has(assertion.id) || scenarios.some((scenario) => suits(scenario, assertion));
  return { ...planned, scenarios, assertions: planned.assertions.filter(isDecided) };
}

type Walked = ReadonlyMap<string, readonly Rehearsed[]>;

const applicationsOf = ({ scenarios }: Plan) => scenarios.reduce((sum, { applications }) => sum + applications, 0);

function requestsOf(
  sut: Sut,
  walk: Pick<Scenario, 'regulation' | 'flow'>,
  { operation, refused }: Rehearsed,
): string[] {
  const { method, path } = OPERATIONS[operation];
  return sut.requestsFor?.(`${walk.regulation}/${walk.flow}`, operation, refused) ?? [`${method} ${path}`];
}

function asData(sut: Sut, planned: Plan, walked: Walked | null) {
  const { assertions, scenarios, notApplicable } = planned;
  const listed = assertions.map((assertion) => ({
    id: assertion.id,
    scenarios: scenarios.filter((scenario) => suits(scenario, assertion)).map(({ id }) => id),
    notApplicable: notApplicable.get(assertion.id) ?? null,
  }));
  const requests = scenarios.flatMap((walk) =>
    (walked?.get(walk.id) ?? []).map((one) => ({
      ...{ scenario: walk.id, operation: one.operation, requests: requestsOf(sut, walk, one) },
    })),
  );
  const shown = walked === null ? null : requests;
  return { target: sut.name, applications: applicationsOf(planned), scenarios, requests: shown, assertions: listed };
}

function printPlan(sut: Sut, planned: Plan, walked: Walked | null): void {
  const { assertions, scenarios, notApplicable } = planned;
  let sent = 0;
  for (const walk of scenarios) {
    const { id, path, applications: opened } = walk;
    print(`${id}${opened === 0 ? ' (opens no request)' : ''}\n  ${path.join(' > ')}`);
    for (const one of walked?.get(id) ?? []) {
      const requests = requestsOf(sut, walk, one);
      sent += requests.length;
      print(`  ${one.operation.padEnd(18)}${requests.join(', ')}`);
    }
  }
  const claimed = assertions.filter(({ id }) => !isNotClaimed(plainly(notApplicable.get(id) ?? [''])));
  const judged = `${assertions.length - notApplicable.size} of ${claimed.length} assertions`;
  const requests = walked === null ? '' : `, about ${sent} requests if the portal does as the text says`;
  print(`${scenarios.length} walks, ${applicationsOf(planned)} applications${requests}, for ${judged}`);
}
