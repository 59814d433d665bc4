// reglament audit --check: says row by row what of a log does not fit its mapping.
import { basename } from 'node:path';
import { unmappedSteps } from '../../readers/logs/load-mapping.ts';
import { type FoundFault, mapLogs } from '../../readers/logs/map.ts';
import type { OpenLog } from '../../readers/logs/open.ts';
import { plainText, shorten } from '../../reporters/index.ts';
import type { RowProblem } from '../../schemas/audit/event.ts';
import type { Mapping } from '../../schemas/audit/mapping.ts';
import { kazakhstan } from '../../schemas/kazakhstan.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import { CaseRows } from '../../suites/audit/audit.ts';
import { print } from '../workspace.ts';

const PROBLEMS: Readonly<Record<RowProblem, string>> = {
  unreadable: 'the row cannot be read: it has another number of values than there are columns, or is damaged',
  'no-case': 'it names no case',
  'no-time': 'it has no time',
  'unreadable-time': 'the time is not written in the format of the mapping, or its zone is not named',
  'time-twice': 'the time came twice, because clocks were put back; only an offset tells which of two it is',
  'no-activity': 'it names no activity',
  'unknown-activity': 'the mapping says neither which step it is nor to ignore it',
  'unknown-value': 'the value has no meaning in the mapping',
  duplicate: 'it says the same as an earlier row, and counts once',
};

/** Prints what does not fit, a line for each. The exit code is 1 where anything does not. */
export async function checkCommand(logs: readonly OpenLog[], mapping: Mapping, regulation: Regulation): Promise<void> {
  const rows = new CaseRows();
  let read = 0;
  let wrong = 0;
  const tell = (fault: FoundFault) => {
    wrong += 1;
    print(lineOf(fault, logs[fault.file]?.path ?? '', mapping));
  };
  for await (const mapped of mapLogs(logs, mapping, kazakhstan().zones)) {
    read += 1;
    mapped.faults.forEach(tell);
    const before = rows.faultsByProblem.get('duplicate') ?? 0;
    rows.add({ events: mapped.events, faults: [] });
    const [event] = mapped.events;
    if (event !== undefined && (rows.faultsByProblem.get('duplicate') ?? 0) > before)
      tell({ file: event.file, row: event.row, case: null, problem: 'duplicate', column: null, value: null });
  }
  for (const step of unmappedSteps(mapping, regulation)) print(`no value of the log is mapped to the step ${step}`);
  print(`${read} rows, ${rows.events} steps of ${rows.cases.size} cases; ${wrong} things do not fit`);
  if (wrong > 0) process.exitCode = 1;
}

/** Who did a step, and whose case it is, is never printed. */
function lineOf({ row, problem, column, value }: FoundFault, path: string, mapping: Mapping): string {
  const isPrivate = column === mapping.case.column || column === mapping.resource?.column;
  const shown = value === null || isPrivate ? '' : ` ${JSON.stringify(shorten(plainText(value), 60))}`;
  const where = column === null ? '' : ` ${plainText(column)}${shown}:`;
  return `${plainText(basename(path))}#${row}:${where} ${PROBLEMS[problem]}`;
}
