// Finds the differences between the table of basic requirements and the procedures of a regulation.
import { clauseGraph, type FlowGraph, tableGraph } from '../flow/flow-graph.ts';
import { groundsIn, rowsAbout, serviceTerm } from '../flow/requirements.ts';
import { placeKey } from '../place.ts';
import type { Flow, Regulation } from '../regulation.ts';
import { type DayTerm, describeTerm } from '../term.ts';
import { CAUSES } from '../vocabulary.ts';
import type { Difference } from './difference.ts';

/** Every difference between the table of basic requirements and what the clauses and step tables say. */
export function requirementDifferences(regulation: Regulation): Difference[] {
  if (regulation.requirements === undefined) return [];
  return [
    ...providers(regulation),
    ...ways(regulation),
    ...terms(regulation),
    ...fees(regulation),
    ...grounds(regulation),
  ];
}

/** A flow as each of its texts tells it. */
const graphsOf = (regulation: Regulation, id: string, { clause, table }: Flow): FlowGraph[] => [
  ...(clause === null ? [] : [clauseGraph(regulation, id)]),
  ...(table === null ? [] : [tableGraph(regulation, id, 'printed')]),
];

const flowsOf = (regulation: Regulation) =>
  Object.entries(regulation.flows).map(([id, flow]) => ({ id, flow, graphs: graphsOf(regulation, id, flow) }));

function providers(regulation: Regulation): Difference[] {
  return rowsAbout(regulation, 'provider').flatMap(({ row: { party }, cited: { at } }): Difference[] => {
    const signers = regulation.results.map(({ signedBy }) => signedBy);
    const code = 'requirement-provider-differs';
    if (party === undefined || signers.length === 0 || signers.some((id) => isOf(regulation, id, party))) return [];
    return [
      { code, at, message: `the table names ${party} as the provider, and ${signers.join(', ')} signs the result` },
    ];
  });
}

/** Whether a unit is the one that is named, or somebody of it: all people of the provider have its role. */
function isOf({ parties }: Regulation, id: string, named: string): boolean {
  const roleOf = (one: string) => parties.find((party) => party.id === one)?.role;
  return id === named || roleOf(id) === roleOf(named);
}

function ways(regulation: Regulation): Difference[] {
  // What staff begin may be what goes on inside, which is no way to apply.
  const entries = Object.values(regulation.flows).flatMap(({ entry }) => (entry === 'employee' ? [] : [entry]));
  return rowsAbout(regulation, 'ways').flatMap(({ row, cited: { at } }): Difference[] => {
    const named = row.ways;
    if (named === undefined) return [];
    const code = 'requirement-way-differs';
    const untold = [...new Set(entries)].filter((entry) => !named.includes(entry));
    return untold.map((entry) => ({
      code,
      at,
      message: `a flow begins with ${entry}, and the table names no such way`,
    }));
  });
}

function terms(regulation: Regulation): Difference[] {
  const service = serviceTerm(regulation);
  if (service === null || !('unit' in service.term)) return [];
  const { term: whole, cited } = service;
  const found = flowsOf(regulation).flatMap(({ id, graphs }) =>
    graphs.flatMap(({ steps }): Difference[] => {
      const days = steps.flatMap(({ terms: all }) =>
        all.flatMap(({ only, readings: [term] }) =>
          only === null && term !== undefined && 'unit' in term ? [term] : [],
        ),
      );
      if (days.length === 0 || fits(days, whole)) return [];
      const printed = days.map(describeTerm).join(' and ');
      return [
        {
          code: 'requirement-term-differs',
          at: cited.at,
          message: `the table gives ${describeTerm(whole)} to the service, the steps of ${id} take ${printed}`,
        },
      ];
    }),
  );
  return once(found);
}

/** Whether the terms of steps can be those of a service: the only one is the same, and several are no longer together. */
function fits(days: readonly DayTerm[], whole: DayTerm): boolean {
  if (days.some(({ unit }) => unit !== whole.unit)) return false;
  const all = days.reduce((sum, { max }) => sum + max, 0);
  return days.length === 1 ? all === whole.max : all <= whole.max;
}

function fees(regulation: Regulation): Difference[] {
  return rowsAbout(regulation, 'fee').flatMap(({ row: { fee }, cited: { at } }): Difference[] => {
    const told = flowsOf(regulation).map(({ id, graphs }) => ({
      id,
      pays: graphs.some(({ steps }) => steps.some(({ does, check }) => does === 'pay' || check === 'payment')),
    }));
    const code = 'requirement-fee-differs';
    if (fee === 'free')
      return told
        .filter(({ pays }) => pays)
        .map(({ id }) => ({
          code,
          at,
          message: `the table says that the service is free, and in ${id} it is paid for`,
        }));
    if (fee !== 'paid' || told.some(({ pays }) => pays)) return [];
    return [{ code, at, message: 'the table prints a fee, and no flow has it paid' }];
  });
}

function grounds(regulation: Regulation): Difference[] {
  const checked = flowsOf(regulation).flatMap(({ graphs }) =>
    graphs.flatMap(({ steps }) => steps.flatMap(({ check }) => check ?? [])),
  );
  return groundsIn(regulation)
    .filter(({ cause }) => !checked.includes(CAUSES[cause].check))
    .flatMap(({ cause, cited }) =>
      cited.map(({ at }) => ({
        code: 'requirement-ground-differs',
        at,
        message: `the table lists the ground ${cause}, and no flow checks it`,
      })),
    );
}

/** The differences of each place once. */
const once = (found: readonly Difference[]): Difference[] =>
  found.filter(({ at }, n) => found.findIndex((one) => placeKey(one.at) === placeKey(at)) === n);
