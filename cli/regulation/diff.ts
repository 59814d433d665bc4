// reglament diff: compares two editions of a regulation by what they demand: which assertions appear, vanish, or demand something else.
import { plainText } from '../../reporters/index.ts';
import { loadFinished } from '../../schemas/draft.ts';
import { describePlace } from '../../schemas/place.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import type { TestAssertion } from '../../schemas/run/assertion.ts';
import type { EditionChange } from '../../schemas/run/output.ts';
import { EXIT_CODES } from '../../schemas/run/verdict.ts';
import { derive } from '../../suites/derive/derive.ts';
import { print, printJson } from '../workspace.ts';

/** Prints what differs, with the cells of both editions. The exit code is 1 where anything does. */
export function diffCommand(before: string, after: string, { json }: { json?: true }): void {
  const changes = compareEditions(loadFinished(before), loadFinished(after));
  if (json) printJson(changes);
  else {
    for (const change of changes) print(tell(change));
    const count = (what: EditionChange['change']) => changes.filter(({ change }) => change === what).length;
    print(
      `${count('appears')} appear, ${count('vanishes')} vanish, ${count('term')} change their term, ${count('other')} change otherwise`,
    );
  }
  process.exitCode = changes.length === 0 ? EXIT_CODES.passed : EXIT_CODES.failed;
}

/** What one edition demands that the other does not, in the order of the new one, then what has vanished. */
function compareEditions(before: Regulation, after: Regulation): EditionChange[] {
  const keyed = (regulation: Regulation) =>
    new Map(derive(regulation).map((assertion) => [assertion.id.slice(regulation.id.length + 1), assertion] as const));
  const [old, now] = [keyed(before), keyed(after)];
  const changed = [...now].flatMap(([id, assertion]): EditionChange[] => {
    const earlier = old.get(id);
    if (earlier === undefined) return [{ change: 'appears', assertion: id, before: null, after: side(assertion) }];
    const demands = ({ predicate, arguments: given, walk }: TestAssertion) => JSON.stringify([predicate, given, walk]);
    if (demands(earlier) === demands(assertion)) return [];
    const change = assertion.family === 'term' ? 'term' : 'other';
    return [{ change, assertion: id, before: side(earlier), after: side(assertion) }];
  });
  const gone = [...old].flatMap(([id, assertion]): EditionChange[] =>
    now.has(id) ? [] : [{ change: 'vanishes', assertion: id, before: side(assertion), after: null }],
  );
  return [...changed, ...gone];
}

const side = ({ title, source, printed }: TestAssertion) => ({ title, at: source, printed });

function tell({ change, assertion, before, after }: EditionChange): string {
  const quote = (one: EditionChange['before']) =>
    one === null ? '' : `\n    ${one.at.map(describePlace).join('; ')}: «${plainText(one.printed)}»`;
  const word = change === 'term' ? 'has another term' : change === 'other' ? 'demands something else' : change;
  return `${assertion} ${word}${quote(before)}${quote(after)}`;
}
