// reglament list: lists regulations, flows, assertions, scenarios, mutants, violations, or what can be wrong.

import { fixturePath } from '../../schemas/fixture.ts';
import { loadYaml } from '../../schemas/load.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import { Target } from '../../schemas/target/target.ts';
import { select } from '../../suites/engine/running/selection.ts';
import { scenariosOf } from '../../suites/flow/scenarios.ts';
import { sourceOf } from '../../suites/flow/source.ts';
import { knownRegulations, print, printJson } from '../workspace.ts';

type Listed = 'regulations' | 'flows' | 'assertions' | 'scenarios' | 'mutants' | 'violations' | 'wrongs';

/** Prints one line for each entry; with --json one object, which holds all entries under the name of what is listed. */
export async function listCommand(
  what: Listed,
  options: { regulation?: string; flow?: string; json?: true },
): Promise<void> {
  const regulations = knownRegulations(options.regulation);
  if (options.flow !== undefined) select(regulations, { flow: options.flow });
  const flowsOf = (regulation: Regulation) =>
    Object.entries(regulation.flows).filter(([id]) => options.flow === undefined || id === options.flow);
  const listings = await listingsOf(what, regulations, flowsOf, options.flow);
  if (options.json) printJson({ [what]: listings.map(({ json }) => json) });
  else for (const { line } of listings) print(line);
}

interface Listing {
  line: string;
  json: unknown;
}

async function listingsOf(
  what: Listed,
  regulations: readonly Regulation[],
  flowsOf: (regulation: Regulation) => [string, Regulation['flows'][string]][],
  flow?: string,
): Promise<Listing[]> {
  switch (what) {
    case 'regulations':
      return regulations.map(({ id, source, service, flows }) => ({
        line: `${id}  ${service.name.en}`,
        json: { id, source, name: service.name.en, flows: Object.keys(flows) },
      }));
    case 'flows':
      return regulations.flatMap((regulation) =>
        flowsOf(regulation).map(([id, { clause, table, items, steps }]) => {
          const json = {
            regulation: regulation.id,
            flow: id,
            clause,
            table: table?.number ?? null,
            singleSource: clause === null || table === null,
            steps: table === null ? items.length : steps.length,
          };
          return {
            line: `${regulation.id}/${id}  clause ${clause ?? '-'}, table ${table?.number ?? '-'}${json.singleSource ? ', single-source' : ''}`,
            json,
          };
        }),
      );
    case 'assertions':
      return select(regulations, flow === undefined ? {} : { flow }).map((assertion) => ({
        line: `${assertion.id}  ${assertion.level}  ${assertion.title}`,
        json: assertion,
      }));
    case 'scenarios':
      return regulations.flatMap((regulation) =>
        flowsOf(regulation).flatMap(([id]) =>
          scenariosOf(sourceOf(regulation, id)).map((scenario) => ({
            line: `${scenario.id}  ${scenario.path.join(' > ')}`,
            json: scenario,
          })),
        ),
      );
    case 'mutants': {
      const { listMutants } = await import('../../simulators/index.ts');
      return listMutants(regulations)
        .filter((mutant) => flow === undefined || mutant.flow === flow)
        .map((mutant) => ({ line: `${mutant.id}  ${mutant.description}`, json: mutant }));
    }
    case 'wrongs': {
      const { wrongsIn } = await import('../../suites/derive/wrongs.ts');
      return regulations
        .flatMap((regulation) => wrongsIn(regulation, flow === undefined ? undefined : [flow]))
        .map((pair) => {
          const { assertions, reason } = pair;
          const made = reason ?? `${assertions.length} assertions`;
          return { line: `${pair.regulation}/${pair.flow}  ${pair.thing}, ${pair.way}: ${made}`, json: pair };
        });
    }
    case 'violations': {
      const { FOREIGN_VIOLATIONS } = await import('../../simulators/index.ts');
      return Object.entries(FOREIGN_VIOLATIONS).flatMap(([portal, table]) => {
        const { flows } = loadYaml(fixturePath(`targets/foreign-${portal}.yaml`), Target).value;
        const [regulation = '', own = ''] = flows[0]?.split('/') ?? [];
        if (!regulations.some(({ id }) => id === regulation) || (flow !== undefined && flow !== own)) return [];
        return table.map(({ id, breaks, description }) => ({
          line: `${portal}  ${id}  ${description}`,
          json: { portal, id, regulation, flow: own, ...breaks, description },
        }));
      });
    }
  }
}
