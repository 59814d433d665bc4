// reglament explain: prints the assertion, erratum, scenario or mutant that has an id.

import { describePlace } from '../../schemas/place.ts';
import { suits } from '../../schemas/run/assertion.ts';
import { unknownId } from '../../schemas/unknown-id.ts';
import { repeatsOf } from '../../suites/engine/running/plan.ts';
import { select } from '../../suites/engine/running/selection.ts';
import { scenariosOf } from '../../suites/flow/scenarios.ts';
import { sourceOf } from '../../suites/flow/source.ts';
import { knownRegulations, print, printJson } from '../workspace.ts';
import { listErrata } from './errata.ts';

/** Prints the thing with this id. @throws ConformanceError `unknown-id` where there is none */
export async function explainCommand(id: string, options: { json?: true }): Promise<void> {
  const regulations = knownRegulations();
  const assertions = select(regulations, {});
  const assertion = assertions.find((one) => one.id === id);
  const scenarios = regulations.flatMap((regulation) =>
    Object.keys(regulation.flows).flatMap((flow) => scenariosOf(sourceOf(regulation, flow))),
  );
  const { listMutants } = await import('../../simulators/index.ts');
  const known = [
    ...assertions,
    ...regulations.flatMap(listErrata),
    ...scenarios,
    ...repeatsOf(scenarios, assertions),
    ...listMutants(regulations),
  ];
  const found = known.find((one) => one.id === id);
  if (found === undefined)
    throw unknownId({
      message: `nothing has the id "${id}"`,
      ...{ key: 'id', value: id, known: known.map((one) => one.id) },
      cure: 'take an id from `reglament list assertions`, `scenarios`, `mutants` or `reglament errata`',
    });
  if (options.json) {
    printJson(found);
    return;
  }
  if (assertion === undefined) {
    for (const [key, value] of Object.entries(found))
      print(`${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
    return;
  }
  print(`${assertion.title}.\n`);
  print(
    `family     ${assertion.family}\nprinted    ${assertion.printed}\nsource     ${assertion.source.map(describePlace).join('; ')}`,
  );
  print(`level      ${assertion.level}${assertion.because === null ? '' : `: ${assertion.because}`}`);
  print(`judged by  ${assertion.predicate} ${JSON.stringify(assertion.arguments)}`);
  print(
    `walks      ${scenarios
      .filter((scenario) => suits(scenario, assertion))
      .map((scenario) => scenario.id)
      .join('\n           ')}`,
  );
  if (assertion.needs.length > 0) print(`needs      ${assertion.needs.join(', ')}`);
  for (const erratum of regulations.flatMap(listErrata).filter((one) => assertion.errata.includes(one.id)))
    print(`erratum    ${erratum.id}: ${erratum.reading}`);
}
