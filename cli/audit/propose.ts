// reglament audit --propose: drafts the mapping of a log and prints it as YAML, with what it is unsure of marked.
import { stringify } from 'yaml';
import { openLogs } from '../../readers/logs/open.ts';
import { type Named, type Proposal, proposeMapping } from '../../readers/logs/propose.ts';
import { Speaker } from '../../reporters/language/speaker.ts';
import { ConformanceError } from '../../schemas/errors.ts';
import { kazakhstan } from '../../schemas/kazakhstan.ts';
import { LANGUAGES, OUTCOMES } from '../../schemas/vocabulary.ts';
import { sourceOf } from '../../suites/flow/source.ts';
import { knownRegulations, print } from '../workspace.ts';

/**
 * Prints the draft of a mapping. The exit code is 3 while it is unsure of anything.
 * @throws ConformanceError `usage`, `unknown-id`, `file-unreadable`, `log-unreadable`
 */
export async function proposeCommand(
  paths: readonly string[],
  { regulation: id, flow: named }: { regulation?: string; flow?: string },
): Promise<void> {
  if (id === undefined)
    throw new ConformanceError('usage', 'a mapping is drafted for a regulation', {
      key: '--regulation',
      cure: 'name it with --regulation; `reglament list regulations` has all',
    });
  const [regulation] = knownRegulations(id);
  if (regulation === undefined) throw new ConformanceError('internal', 'a known regulation is not there');
  const flow = named ?? Object.keys(regulation.flows)[0] ?? '';
  if (regulation.flows[flow] === undefined)
    throw new ConformanceError('unknown-id', `there is no flow "${flow}"`, {
      ...{ key: '--flow', value: flow },
      cure: `use one of ${Object.keys(regulation.flows).join(', ')}`,
    });
  const speakers = LANGUAGES.map((language) => new Speaker(language, regulation));
  const namesOf = <W extends string>(word: W, ...more: string[]): Named<W> => ({
    id: word,
    names: [word, ...speakers.map((speaker) => speaker.word(word)), ...more],
  });
  const columns = regulation.flows[flow]?.steps ?? [];
  const source = sourceOf(regulation, flow);
  const proposal = await proposeMapping(await openLogs(paths), {
    ...{ regulation: id, flow },
    steps: source.graph.steps.map(({ action }) =>
      namesOf(action, ...columns.flatMap((column) => (column.action.is === action ? [column.action.printed] : []))),
    ),
    parties: regulation.parties.map(({ id: party }) => namesOf(party)),
    outcomes: OUTCOMES.map((outcome) => namesOf(outcome)),
    ...{ zone: regulation.act.zone ?? kazakhstan().zone, zones: kazakhstan().zones },
  });
  if (proposal === null)
    throw new ConformanceError(
      'log-unreadable',
      'no column of it can be the time, the activity and the case of events',
      {
        ...{ file: paths[0] ?? '' },
        cure: 'give a log with a row for each event, or write the mapping by hand; docs/audit.md explains each key',
      },
    );
  print(draftText(proposal).trimEnd());
  if (proposal.doubts.size > 0) process.exitCode = 3;
}

/** The mapping with a comment for each doubt, where the list of doubts names it. */
function draftText({ mapping, doubts, unused }: Proposal): string {
  const { unsure = [], ...sure } = mapping;
  const whys = unsure.map(
    (path) => `  - ${JSON.stringify(path)} # ${(doubts.get(path) ?? '').replace(/\s+/gu, ' ')}\n`,
  );
  return [
    '# A draft by `reglament audit --propose`. Correct or confirm what is unsure, then take that list out.\n',
    ...(unused.length === 0 ? [] : [`# Columns that are not read: ${JSON.stringify(unused).slice(0, 500)}\n`]),
    stringify(sure, { lineWidth: 0 }),
    ...(unsure.length === 0 ? [] : ['unsure:\n', ...whys]),
  ].join('');
}
