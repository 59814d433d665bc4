// Reads a baseline file and checks it against the assertions that there are, so that nothing in it is without effect.
import { ConformanceError } from '../../../schemas/errors.ts';
import { type Loaded, loadYaml } from '../../../schemas/load.ts';
import { nearest } from '../../../schemas/nearest.ts';
import { isBinding, type TestAssertion } from '../../../schemas/run/assertion.ts';
import { type Baseline, BaselineFile, TO_FILL_IN } from '../../../schemas/run/baseline.ts';

/** What is wrong with an entry, and the cure. */
type Fault = readonly [problem: string, cure: string];

/**
 * Reads the baseline that a run goes by. An id that names nothing is kept as such: the run tells it, beside what else does not hold.
 * @param assertions all that can be derived, of every level
 * @param on today in Kazakhstan, as in 2026-11-27
 * @throws ConformanceError `baseline-inconsistent`, and whatever `loadYaml` throws
 */
export function loadBaseline(file: string, assertions: readonly TestAssertion[], on: string): Baseline {
  const loaded = loadYaml(file, BaselineFile);
  const { failures = [], flaky = [] } = loaded.value;
  const known = new Map(assertions.map((assertion) => [assertion.id, assertion]));
  const seen = new Set<string>();
  const check =
    (list: 'failures' | 'flaky') => (entry: { assertion: string; reason: string; link: string }, at: number) => {
      const isDouble = seen.has(entry.assertion);
      seen.add(entry.assertion);
      const fault = isDouble
        ? (['stands in the baseline twice', 'keep one of the two'] as const)
        : faultOf(list, entry, known.get(entry.assertion));
      if (fault !== null) throw refused(file, loaded, [list, at], entry.assertion, fault);
    };
  failures.forEach(check('failures'));
  flaky.forEach(check('flaky'));
  const ids = [...known.keys()];
  const unknown = [...seen].filter((id) => !known.has(id)).map((id) => ({ assertion: id, near: nearest(id, ids) }));
  return { on, failures, flaky, unknown };
}

function faultOf(
  list: 'failures' | 'flaky',
  { reason, link }: { reason: string; link: string },
  assertion: TestAssertion | undefined,
): Fault | null {
  if ([reason.trim(), link].includes(TO_FILL_IN))
    return ['has an entry that is not filled in', 'say why it fails (reason) and where it is being mended (link)'];
  if (assertion === undefined) return null;
  if (!isBinding(assertion)) return ['is recommended, so it fails no run', 'take the entry out'];
  if (list === 'flaky' && assertion.family !== 'term')
    return [
      `is no assertion on a term but on ${assertion.family}, and what does not depend on time cannot fail now and then`,
      'move the entry to failures',
    ];
  return null;
}

function refused(
  file: string,
  { locate }: Loaded<BaselineFile>,
  path: readonly ['failures' | 'flaky', number],
  assertion: string,
  [problem, cure]: Fault,
): ConformanceError {
  const { line, col } = locate([...path, 'assertion']);
  const key = `${path[0]}[${path[1]}].assertion`;
  return new ConformanceError('baseline-inconsistent', `"${assertion}" ${problem}`, {
    ...{ file, line, column: col, key, value: assertion, cure },
  });
}
