// Numbers the walks that a case can be, and finds the number in SQL: by the first negative outcome on record, else the first refusal.
import { type Scenario, suits, type TestAssertion } from '../../../schemas/run/assertion.ts';
import { CAUSE_NAMES, CHECKS, isOutright, OUTCOMES } from '../../../schemas/vocabulary.ts';
import { successPath } from '../../flow/path.ts';
import { type Refusal, refusalsOf, refusedAt } from '../../flow/refusals.ts';
import type { Source } from '../../flow/source.ts';
import { codeOf } from './codes.ts';
import { inList, list, pairOf, table } from './expression.ts';

/** One walk. Its number is that of its place among all. */
export interface Way {
  path: readonly string[];
  /** Null where every condition holds. */
  refusal: Refusal | null;
}

/** The walks of a flow: for each variant the one without a refusal and one for each refusal, in this order. */
export function waysOf(source: Source): { ways: Way[]; refusals: Refusal[] } {
  const refusals = refusalsOf(source).filter(({ cause }) => !isOutright(cause));
  const variants = source.flow.variants ?? [{ tags: undefined }];
  const ways = variants.flatMap(({ tags }) => {
    const path = successPath(source, tags);
    const refused = refusals.map((refusal): Way => {
      const upTo = path.indexOf(refusal.from.action) + 1;
      return { path: [...path.slice(0, upTo), refusal.to.action], refusal };
    });
    return [{ path, refusal: null }, ...refused];
  });
  return { ways, refusals };
}

/**
 * The stages of SQL that find the walk of a case, each a list of columns over those before: `way`, its number; `cause`, the cause that the log
 * tells, 0 where it tells none of that refusal.
 */
export function wayStages(source: Source): string[][] {
  const { refusals } = waysOf(source);
  const numberOf = (action: string) => source.graph.steps.findIndex((step) => step.action === action) + 1;
  const demands = new Map<number, number>();
  const passes = new Map<number, number>();
  const records = new Map<number, number>();
  const first = new Map<number, number>();
  for (const [n, { check, from, to }] of refusals.entries()) {
    if (check.check === null) continue;
    const { fails, passes: good } = CHECKS[check.check];
    remember(demands, pairOf(numberOf(from.action), codeOf(OUTCOMES, fails)), n + 1);
    passes.set(n + 1, pairOf(numberOf(from.action), codeOf(OUTCOMES, good)));
    remember(records, pairOf(numberOf(to.action), numberOf(from.action)), n + 1);
    remember(first, numberOf(to.action), n + 1);
  }
  const causesOf = (n: number): number[] => {
    const own = refusals.filter(({ to }) => to === refusals[n]?.to);
    return own.map(({ cause }) => codeOf(CAUSE_NAMES, cause));
  };
  const known = refusals.flatMap((_, n) => causesOf(n).map((cause) => pairOf(n + 1, cause)));
  const per = refusals.length + 1;
  if (refusals.length === 0) return [[`toUInt32(${variantOf(source)}) AS way`, 'toUInt8(0) AS cause']];
  return [
    [
      'arrayMap((step, outcome) -> toUInt32(step * 256 + outcome), steps, outcomes) AS outcome_pairs',
      `arrayFirstIndex(step -> ${inList('step', [...first.keys()])}, steps) AS refused_at`,
      'arrayFirst(told -> told > 0, causes) AS told',
    ],
    [
      `arrayFirst(pair -> ${inList('pair', [...demands.keys()])}, outcome_pairs) AS demanding`,
      `toUInt32(steps[refused_at] * 256 + if(refused_at > 1, steps[refused_at - 1], 0)) AS recording`,
    ],
    [
      `${table('demanding', demands)} AS demanded`,
      `if(${table('recording', records)} > 0, ${table('recording', records)}, ${table('toUInt32(steps[refused_at])', first)}) AS recorded`,
    ],
    [`multiIf(demanded > 0, demanded, has(outcome_pairs, ${table('recorded', passes)}), 0, recorded) AS refusal`],
    [
      `toUInt32(${variantOf(source)} * ${per} + refusal) AS way`,
      `if(${inList('toUInt32(refusal * 256 + told)', known)}, told, 0) AS cause`,
    ],
  ];
}

function remember(numbers: Map<number, number>, key: number, value: number): void {
  if (!numbers.has(key)) numbers.set(key, value);
}

/** The number of the first variant that has every step on record; the first one where none has. */
function variantOf({ flow, graph }: Source): string {
  const marked = graph.steps.flatMap(({ only }, n) => (only === null ? [] : [{ only, step: n + 1 }]));
  const conditions = (flow.variants ?? []).map(({ tags }, n) => {
    const foreign = marked.flatMap(({ only, step }) => (tags.includes(only) ? [] : [step]));
    return foreign.length === 0 ? `1, ${n}` : `NOT hasAny(steps, ${list(foreign)}), ${n}`;
  });
  return conditions.length === 0 ? '0' : `multiIf(${conditions.join(', ')}, 0)`;
}

/** Whether an assertion says something of a case, as SQL over `way` and `cause`; null where it does of none. */
export function isAbout(source: Source, assertion: TestAssertion): string | null {
  const { cause, ...rest } = assertion.walk;
  const { ways } = waysOf(source);
  const suited = ways.flatMap((way, n) => {
    if (cause !== undefined && (cause === null) !== (way.refusal === null)) return [];
    return suits(scenarioOf(source, way), { ...assertion, walk: rest }) ? [n] : [];
  });
  if (suited.length === 0) return null;
  const onWay = inList('way', suited);
  return typeof cause === 'string' ? `(${onWay} AND cause = ${codeOf(CAUSE_NAMES, cause)})` : onWay;
}

const scenarioOf = ({ regulation, flowId }: Source, { path, refusal }: Way): Scenario => ({
  ...{ id: '', regulation: regulation.id, flow: flowId, path: [...path], cause: refusal?.cause ?? null },
  ...{ needs: [], variant: null, means: null, tags: [], applications: 1 },
});

/** The step that is refused at once on a walk, and the one that refuses it; null where there is none. */
export const refusedOn = ({ path, refusal }: Way) => refusedAt({ path: [...path], cause: refusal?.cause ?? null });
