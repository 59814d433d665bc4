// That every variable of a target file is given by something.
import { OPERATION_NAMES, OPERATIONS } from '../../../../schemas/target/driver.ts';
import type { TargetExchange } from '../../../../schemas/target/operations.ts';
import { type Segment, writeChoice } from '../../../../schemas/violation.ts';
import { namesIn } from '../message/template.ts';
import type { FlowTarget } from './flows.ts';
import type { Problem } from './secrets.ts';

/** The test persons and their material, which openWorld may make. */
const OF_WORLD = ['credentials', 'officer', 'employee', 'operator', 'staff', 'certificates', 'issuers'] as const;
/** The variables that we set for every operation. */
const GIVEN = ['regulation', 'flow', 'language', 'now', 'request', 'document', 'signature', 'uuid'];

/** The variables that may be used at a place of the file. */
export function knownAt(target: FlowTarget, [top, operation]: readonly Segment[]): string[] {
  const own = top === 'operations' ? OPERATION_NAMES.find((name) => name === operation) : undefined;
  const everywhere = [...GIVEN, ...Object.keys(target.variables ?? {}), ...allPicks(target.operations)];
  const isSigned = own !== undefined && target.operations[own]?.exchanges?.some(({ signs }) => signs !== undefined);
  const inputs = own === undefined ? [] : [...inputsOf(own), 'certificatePem', ...(isSigned ? ['cms'] : [])];
  return [...new Set([...everywhere, ...inputs])];
}

/** All variables that nothing in the file and no input of an operation sets. */
export function checkVariables(target: FlowTarget): Problem[] {
  const everywhere = knownAt(target, []);
  const ofWorld = [...GIVEN, ...Object.keys(target.variables ?? {}), ...picksOf(target.operations.openWorld)];
  const problems = [
    ...check(target.headers, ['headers'], everywhere),
    ...check(target.envelope, ['envelope'], [...everywhere, 'xml']),
    ...check(target.envelopes, ['envelopes'], [...everywhere, 'xml']),
    ...check(target.variables, ['variables'], GIVEN),
    ...OF_WORLD.flatMap((key) => check(target[key], [key], ofWorld)),
  ];
  for (const name of OPERATION_NAMES) {
    const spec = target.operations[name];
    if (spec === undefined) continue;
    problems.push(...check(spec, ['operations', name], knownAt(target, ['operations', name])));
  }
  return problems;

  function check(value: unknown, path: Segment[], known: readonly string[]): Problem[] {
    if (typeof value === 'string')
      return namesIn(value)
        .filter((variable) => !known.includes(variable))
        .map((variable) => ({
          path,
          value,
          problem: `nothing gives the variable ${variable}`,
          cure: writeChoice(variable, known),
        }));
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) =>
      check(inner, [...path, Array.isArray(value) ? Number(key) : key], known),
    );
  }
}

/** The variables that the input of an operation sets. */
function inputsOf(name: (typeof OPERATION_NAMES)[number]): string[] {
  const input: unknown = OPERATIONS[name].input;
  const properties = Object.keys(Object(Object(input).properties));
  if (name === 'answerSurvey') return [1, 2, 3, 4, 5, 6, 7, 8, 9].map((question) => `answer${question}`);
  return name === 'fill' ? [...properties, 'purpose', 'applicant', 'attorney'] : properties;
}

const allPicks = (operations: FlowTarget['operations']): string[] => Object.values(operations).flatMap(picksOf);

/** The variables that the exchanges of an operation set. */
function picksOf(operation: { exchanges: readonly TargetExchange[] } | undefined): string[] {
  return (operation?.exchanges ?? []).flatMap(({ pick, with: own, next }) => [
    ...Object.keys({ ...pick, ...own }),
    ...(next?.as === undefined ? [] : [next.as]),
  ]);
}
