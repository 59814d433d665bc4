// Reads a mapping file and checks it against the regulation, so that every word in it means something.
import { type Mapping, Mapping as MappingShape, stepsOf } from '../../schemas/audit/mapping.ts';
import { faultOfFormat } from '../../schemas/audit/moment.ts';
import { ConformanceError } from '../../schemas/errors.ts';
import { suiteGraph } from '../../schemas/flow/suite-graph.ts';
import { loadYaml } from '../../schemas/load.ts';
import { nearest } from '../../schemas/nearest.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import { type Segment, writePath } from '../../schemas/violation.ts';

interface Fault {
  path: Segment[];
  blames?: 'key' | 'value';
  value: unknown;
  problem: string;
  cure: string;
}

/**
 * Reads the mapping of a log.
 * @throws ConformanceError `mapping-inconsistent`, and whatever `loadYaml` throws
 */
export function loadMapping(file: string, regulations: readonly Regulation[]): Mapping {
  const { value: mapping, locate } = loadYaml(file, MappingShape);
  const [fault] = faultsOf(mapping, regulations);
  if (fault === undefined) return mapping;
  const { line, col } = locate(fault.path, fault.blames);
  throw new ConformanceError('mapping-inconsistent', fault.problem, {
    ...{ file, line, column: col, key: writePath(fault.path), value: fault.value, cure: fault.cure },
  });
}

function faultsOf(mapping: Mapping, regulations: readonly Regulation[]): Fault[] {
  const ids = regulations.map(({ id }) => id);
  const regulation = regulations.find(({ id }) => id === mapping.regulation);
  if (regulation === undefined) return [notOne(['regulation'], 'regulation', mapping.regulation, ids)];
  const flows = Object.keys(regulation.flows);
  if (!flows.includes(mapping.flow)) return [notOne(['flow'], 'flow', mapping.flow, flows)];
  return [
    ...editionFaults(mapping, regulations),
    ...formatFaults(mapping),
    ...stepFaults(mapping, regulation),
    ...partyFaults(mapping, regulation),
    ...unsureFaults(mapping),
  ];
}

/** Every edition has to have what the mapping names, and they follow each other in time. */
function editionFaults({ editions = [], ...mapping }: Mapping, regulations: readonly Regulation[]): Fault[] {
  return editions.flatMap(({ regulation: id, from }, n): Fault[] => {
    const path: Segment[] = ['editions', n];
    const regulation = regulations.find((one) => one.id === id);
    if (regulation === undefined)
      return [
        notOne(
          [...path, 'regulation'],
          'regulation',
          id,
          regulations.map((one) => one.id),
        ),
      ];
    if ([mapping.regulation, ...editions.slice(0, n).map((one) => one.regulation)].includes(id))
      return [
        {
          ...{ path: [...path, 'regulation'], value: id, problem: `${id} is named twice` },
          cure: 'name each edition once',
        },
      ];
    if (regulation.flows[mapping.flow] === undefined)
      return [notOne([...path, 'regulation'], 'flow', mapping.flow, Object.keys(regulation.flows))];
    if (from <= (editions[n - 1]?.from ?? ''))
      return [
        {
          ...{ path: [...path, 'from'], value: from, problem: `${from} is not after the edition before it` },
          cure: 'put the editions in the order of their days',
        },
      ];
    return [...stepFaults(mapping, regulation), ...partyFaults(mapping, regulation)];
  });
}

function formatFaults({ time: { format, zone } }: Mapping): Fault[] {
  const cure = faultOfFormat(format);
  if (cure !== null)
    return [{ path: ['time', 'format'], value: format, problem: `"${format}" is no format of a time`, cure }];
  if (zone !== undefined || format === 'iso' || format.startsWith('epoch')) return [];
  return [
    { path: ['time'], value: format, problem: 'the times have no zone', cure: 'add zone, such as zone: Asia/Almaty' },
  ];
}

function stepFaults(mapping: Mapping, regulation: Regulation): Fault[] {
  const steps = suiteGraph(regulation, mapping.flow).steps.map(({ action }) => action);
  return Object.entries(mapping.activity.is).flatMap(([value, is]): Fault[] => {
    const named =
      typeof is === 'string' ? [[[], is] as const] : Object.entries(is).map(([key, to]) => [[key], to] as const);
    if (typeof is !== 'string' && mapping.outcome === undefined)
      return [
        {
          path: ['activity', 'is', value],
          value,
          problem: 'the step depends on the outcome, and no column of the outcome is named',
          cure: 'add outcome: { column: ... }',
        },
      ];
    return named.flatMap(([deeper, to]) =>
      steps.includes(to) ? [] : [notOne(['activity', 'is', value, ...deeper], 'step', to, steps)],
    );
  });
}

function partyFaults({ resource }: Mapping, { parties }: Regulation): Fault[] {
  const ids = parties.map(({ id }) => id);
  return Object.entries(resource?.is ?? {}).flatMap(([value, party]) =>
    ids.includes(party) ? [] : [notOne(['resource', 'is', value], 'party', party, ids)],
  );
}

const unsureFaults = ({ unsure = [] }: Mapping): Fault[] =>
  unsure.length === 0
    ? []
    : [
        {
          path: ['unsure', 0],
          value: unsure[0],
          problem: `${unsure[0]} is not confirmed${unsure.length > 1 ? `, and ${unsure.length - 1} more` : ''}`,
          cure: 'correct or confirm each, then take the list unsure out',
        },
      ];

function notOne(path: Segment[], what: string, value: string, known: readonly string[]): Fault {
  const near = nearest(value, known);
  return {
    path,
    value,
    problem: `there is no ${what} "${value}"`,
    cure: `${near === null ? '' : `did you mean ${near}? `}use one of ${known.join(', ')}`,
  };
}

/** The steps of the flow that the mapping does not name: a log so mapped cannot show them. */
export function unmappedSteps(mapping: Mapping, regulation: Regulation): string[] {
  const named = stepsOf(mapping);
  return suiteGraph(regulation, mapping.flow).steps.flatMap(({ action }) => (named.includes(action) ? [] : [action]));
}
