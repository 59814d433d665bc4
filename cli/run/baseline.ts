// reglament baseline: writes what failed in a run as known failures, and brings a baseline that is there up to date.
import { existsSync, readFileSync } from 'node:fs';
import { Document, isMap, isSeq, parseDocument, type YAMLSeq } from 'yaml';
import { plainText } from '../../reporters/index.ts';
import { loadYaml } from '../../schemas/load.ts';
import { BaselineFile, TO_FILL_IN } from '../../schemas/run/baseline.ts';
import { groupOf, type ReportedVerdict } from '../../schemas/run/verdict.ts';
import { readPastRun } from '../../suites/engine/running/past-run.ts';
import { select } from '../../suites/engine/running/selection.ts';
import { knownRegulations, print } from '../workspace.ts';
import { today } from './known.ts';
import { writeOut } from './write-out.ts';

const HEADING = ` Known failures. A run goes by them with --baseline. Each needs a reason, a link and the last day on which it holds.`;
const DAY_MS = 86_400_000;
/** For how many days a new entry holds unless a person writes another day. */
const DAYS = 30;
const LISTS = ['failures', 'flaky'] as const;

/**
 * Writes the file and says of each entry what became of it. Those that stay keep their words and comments.
 * @throws ConformanceError whatever is wrong with the folder or with the baseline that is there, `output-unwritable`
 */
export async function baselineCommand(dir: string, { out }: { out: string }): Promise<void> {
  const { report } = readPastRun(dir);
  const verdicts = new Map(report.verdicts.map((verdict) => [verdict.assertion, verdict]));
  const isKnown = new Set(select(knownRegulations(), { level: 'implied' }).map(({ id }) => id));
  const document = existsSync(out) ? readBaseline(out) : emptyBaseline();
  const kept = new Set<string>();
  for (const list of LISTS) {
    const entries = document.get(list);
    if (!isSeq(entries)) continue;
    entries.items = entries.items.filter((item) => {
      const id = isMap(item) ? String(item.get('assertion')) : '';
      const why = isKnown.has(id) ? whyHealed(list, verdicts.get(id)) : 'no assertion has this id';
      print(plainText(why === null ? `kept ${id}${whatToDo(item)}` : `dropped ${id}: ${why}`));
      if (why === null) kept.add(id);
      return why === null;
    });
  }
  const failed = report.verdicts.filter(
    ({ assertion, verdict }) => verdict === 'fail' && !kept.has(assertion) && isKnown.has(assertion),
  );
  const expires = new Date(Date.parse(today()) + DAYS * DAY_MS).toISOString().slice(0, 10);
  for (const { assertion, actual } of failed) {
    const entry = document.createNode({ assertion, reason: TO_FILL_IN, link: TO_FILL_IN, expires });
    entry.commentBefore = ` ${plainText(actual)}`;
    failuresIn(document).add(entry);
    print(`new ${assertion}`);
  }
  writeOut(out, document.toString({ lineWidth: 0 }));
  const more =
    failed.length === 0 ? '' : `; fill in reason and link of ${failed.length}, without which no run takes it`;
  print(`${out}: ${kept.size + failed.length} known${more}`);
}

/** Why an entry goes; null where it stays, as it does where nothing was decided on it. What is flaky may pass now and then. */
function whyHealed(list: (typeof LISTS)[number], verdict: ReportedVerdict | undefined): string | null {
  const group = verdict === undefined ? 'open' : groupOf(verdict);
  if (list === 'failures' && group === 'passed') return 'it passes now';
  if (group === 'excused') return `it does not fail any more (${verdict?.verdict}: ${verdict?.reason})`;
  return null;
}

/** What a person has to do to an entry that stays. */
function whatToDo(item: unknown): string {
  const entry = isMap(item) ? item.toJSON() : {};
  if ([entry.reason, entry.link].includes(TO_FILL_IN)) return ': fill in reason and link';
  return String(entry.expires) < today()
    ? `: it expired on ${entry.expires}, so give it another day or mend the portal`
    : '';
}

function readBaseline(file: string): Document {
  // Where it is no baseline, whoever wrote it is not robbed of it.
  loadYaml(file, BaselineFile);
  return parseDocument(readFileSync(file, 'utf8'));
}

function emptyBaseline(): Document {
  const document = new Document({ failures: [], flaky: [] });
  document.commentBefore = HEADING;
  return document;
}

function failuresIn(document: Document): YAMLSeq {
  const found = document.get('failures');
  if (isSeq(found)) {
    // What was empty is written in brackets, where no comment can stand.
    found.flow = false;
    return found;
  }
  const made = document.createNode([]);
  document.set('failures', made);
  return made;
}
