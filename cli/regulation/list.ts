// reglament list: lists regulations, flows, assertions, scenarios, mutants or violations.

import { fixturePath } from '../../schemas/fixture.ts';
import { loadYaml } from '../../schemas/load.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import { Target } from '../../schemas/target/target.ts';
import { select } from '../../suites/engine/running/selection.ts';
import { scenariosOf } from '../../suites/flow/scenarios.ts';
import { sourceOf } from '../../suites/flow/source.ts';
import { print, printJson, regulations } from '../workspace.ts';

type Listed = 'regulations' | 'flows' | 'assertions' | 'scenarios' | 'mutants' | 'violations';

/** Prints one line for each entry; with --json one object, which holds all entries under the name of what is listed. */
export async function listCommand(
  what: Listed,
  options: { regulation?: string; flow?: string; json?: true },
): Promise<void> {
  const acts = regulations(options.regulation);
  if (options.flow !== undefined) select(acts, { flow: options.flow });
  const flowsOf = (act: Regulation) =>
    Object.entries(act.flows).filter(([id]) => options.flow === undefined || id === options.flow);
  const rows = await rowsOf(what, acts, flowsOf, options.flow);
  if (options.json) printJson({ [what]: rows.map(({ row }) => row) });
  else for (const { line } of rows) print(line);
}

interface Listing {
  line: string;
  row: unknown;
}

async function rowsOf(
  what: Listed,
  acts: readonly Regulation[],
  flowsOf: (act: Regulation) => [string, Regulation['flows'][string]][],
  flow?: string,
): Promise<Listing[]> {
  switch (what) {
    case 'regulations':
      return acts.map(({ id, source, service, flows }) => ({
        line: `${id}  ${service.name.en}`,
        row: { id, source, name: service.name.en, flows: Object.keys(flows) },
      }));
    case 'flows':
      return acts.flatMap((act) =>
        flowsOf(act).map(([id, { clause, table, items, steps }]) => {
          const row = {
            regulation: act.id,
            flow: id,
            clause,
            table: table?.number ?? null,
            singleSource: clause === null || table === null,
            steps: table === null ? items.length : steps.length,
          };
          return {
            line: `${act.id}/${id}  clause ${clause ?? '-'}, table ${table?.number ?? '-'}${row.singleSource ? ', single-source' : ''}`,
            row,
          };
        }),
      );
    case 'assertions':
      return select(acts, flow === undefined ? {} : { flow }).map((row) => ({ line: `${row.id}  ${row.title}`, row }));
    case 'scenarios':
      return acts.flatMap((act) =>
        flowsOf(act).flatMap(([id]) =>
          scenariosOf(sourceOf(act, id)).map((row) => ({ line: `${row.id}  ${row.path.join(' > ')}`, row })),
        ),
      );
    case 'mutants': {
      const { listMutants } = await import('../../simulators/index.ts');
      return listMutants(acts)
        .filter((row) => flow === undefined || row.flow === flow)
        .map((row) => ({ line: `${row.id}  ${row.description}`, row }));
    }
    case 'violations': {
      const { FOREIGN_VIOLATIONS } = await import('../../simulators/index.ts');
      return Object.entries(FOREIGN_VIOLATIONS).flatMap(([portal, table]) => {
        const { flows } = loadYaml(fixturePath(`targets/foreign-${portal}.yaml`), Target).value;
        const [regulation = '', own = ''] = flows[0]?.split('/') ?? [];
        if (!acts.some(({ id }) => id === regulation) || (flow !== undefined && flow !== own)) return [];
        return table.map(({ id, breaks, description }) => ({
          line: `${portal}  ${id}  ${description}`,
          row: { portal, id, regulation, flow: own, ...breaks, description },
        }));
      });
    }
  }
}
