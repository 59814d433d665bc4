// Maps the rows of a log to the words of the regulation. Nothing is dropped in silence: what does not fit is a fault of its row.
import type { MappedEvent, RowFault, RowProblem } from '../../schemas/audit/event.ts';
import type { MapWords } from '../../schemas/audit/log-table.ts';
import { columnsOf, type Mapping } from '../../schemas/audit/mapping.ts';
import { momentReader } from '../../schemas/audit/moment.ts';
import { ConformanceError } from '../../schemas/errors.ts';
import type { ZoneHistories } from '../../schemas/zone.ts';
import type { OpenLog } from './open.ts';
import type { Cell, LogRow } from './row.ts';

/** What comes of a row: events, faults, both, or neither, where the mapping ignores it. A row of several cases has an event for each. */
export interface Mapped {
  /** The number of the file, from 0. */
  file: number;
  events: MappedEvent[];
  faults: FoundFault[];
}

/** A fault with the value that was found, which only `--check` shows. */
export interface FoundFault extends RowFault {
  value: string | null;
}

/**
 * Every row of a log, mapped, in the order of the files and rows.
 * @param isLeftOut whether a file of it is read another way, by its number
 * @throws ConformanceError `log-unreadable` where a file lacks a column that the mapping names, or cannot be read to its end
 */
export async function* mapLogs(
  logs: readonly OpenLog[],
  mapping: Mapping,
  zones: ZoneHistories,
  isLeftOut: (file: number) => boolean = () => false,
): AsyncGenerator<Mapped> {
  const columns = columnsOf(mapping);
  const map = rowMapper(mapping, columns, zones);
  for (const [file, log] of logs.entries()) {
    if (isLeftOut(file)) continue;
    const { reader } = log;
    await mustHaveColumns(log, mapping);
    for await (const row of reader.rows(columns)) yield { file, ...map(file, row) };
  }
}

/** @throws ConformanceError `log-unreadable` where a file lacks a column without which nothing can be told of any row */
export async function mustHaveColumns({ path, reader }: OpenLog, mapping: Mapping): Promise<void> {
  const known = await reader.columns();
  const missing = columnsOf(mapping).find((column) => !known.includes(column) && isNeeded(mapping, column));
  if (missing === undefined) return;
  throw new ConformanceError('log-unreadable', `it has no column "${missing}"`, {
    file: path,
    value: missing,
    cure: `name one of ${known.slice(0, 30).join(', ')} in the mapping`,
  });
}

/** Maps the values that make a row what it is, but for its moment: whoever reads a log another way asks it what each value means. */
export function wordsMapper(mapping: Mapping, zones: ZoneHistories): MapWords {
  // Which rows tell that a step was done at all is another question.
  const { time, lifecycle: _, ...rest } = mapping;
  const timeless = { ...rest, time: { column: time.column, format: 'epoch-ms' } };
  const columns = columnsOf(timeless);
  const map = rowMapper(timeless, columns, zones);
  return (values) => {
    const told: Readonly<Record<string, string>> = { [mapping.case.column]: '-', ...values, [time.column]: '0' };
    return map(0, { row: 1, cells: columns.map((column) => told[column] ?? null) });
  };
}

/** Without these nothing can be told of any row. Others may be absent of the first events of a log that names them only where they are told. */
const isNeeded = ({ case: one, time, activity }: Mapping, column: string): boolean =>
  [one.column, time.column, activity.column].includes(column);

function rowMapper(mapping: Mapping, columns: readonly string[], zones: ZoneHistories) {
  const place = (part: { column: string } | undefined): number =>
    part === undefined ? -1 : columns.indexOf(part.column);
  const { zone } = mapping.time;
  const at = {
    case: place(mapping.case),
    time: place(mapping.time),
    started: place(mapping.started),
    zone: typeof zone === 'object' ? place(zone) : -1,
    activity: place(mapping.activity),
    lifecycle: place(mapping.lifecycle),
    outcome: place(mapping.outcome),
    resource: place(mapping.resource),
    cause: place(mapping.cause),
    completion: place(mapping.completion),
    office: place(mapping.office),
    channel: place(mapping.channel),
    order: place(mapping.order),
  };
  const read = momentReader(mapping, zones);
  const ignored = new Set(mapping.activity.ignore ?? []);
  const steps = new Map(Object.entries(mapping.activity.is));
  const done = mapping.lifecycle === undefined ? null : new Set(mapping.lifecycle.done);
  const words = {
    outcome: tableOf(mapping.outcome?.is),
    resource: tableOf(mapping.resource?.is),
    cause: tableOf(mapping.cause?.is),
    completion: tableOf(mapping.completion?.is),
  };
  return (file: number, { row, cells }: LogRow): Omit<Mapped, 'file'> => {
    const fault = (
      problem: RowProblem,
      name: keyof typeof at | null,
      owner: string | null,
      value: string | null,
    ): Omit<Mapped, 'file'> => ({
      events: [],
      faults: [{ file, row, case: owner, problem, column: name === null ? null : (columns[at[name]] ?? null), value }],
    });
    if (cells === null) return fault('unreadable', null, null, null);
    const value = (name: keyof typeof at): string | null => first(cells[at[name]]);
    const owners = all(cells[at.case]);
    const [owner = null] = owners;
    if (done !== null && !done.has(value('lifecycle') ?? '')) return { events: [], faults: [] };
    const activity = value('activity');
    if (activity !== null && ignored.has(activity)) return { events: [], faults: [] };
    if (owner === null) return fault('no-case', 'case', null, null);
    if (activity === null) return fault('no-activity', 'activity', owner, null);
    const named = steps.get(activity);
    if (named === undefined) return fault('unknown-activity', 'activity', owner, activity);
    const outcome = value('outcome');
    const step = typeof named === 'string' ? named : own(named, outcome ?? '');
    if (step === undefined) return fault('unknown-activity', 'outcome', owner, outcome);
    const time = value('time');
    if (time === null) return fault('no-time', 'time', owner, null);
    const moment = read(time, value('zone'));
    if (typeof moment === 'string') return fault(moment, 'time', owner, time);
    const begun = value('started');
    const startedAt = begun === null ? null : read(begun, value('zone'));
    if (typeof startedAt === 'string') return fault(startedAt, 'started', owner, begun);
    const faults: FoundFault[] = [];
    const word = <W>(name: keyof typeof words & keyof typeof at, table: ReadonlyMap<string, W>): W | null => {
      const text = at[name] < 0 ? null : value(name);
      if (text === null || (name === 'outcome' && typeof named !== 'string')) return null;
      const found = table.get(text) ?? null;
      if (found === null && table.size > 0) faults.push(...fault('unknown-value', name, owner, text).faults);
      return found;
    };
    const event = {
      ...{ file, row, step, at: moment, startedAt },
      actor: word('resource', words.resource),
      outcome: word('outcome', words.outcome),
      cause: word('cause', words.cause),
      completion: word('completion', words.completion),
      office: value('office'),
      channel: value('channel'),
      order: orderOf(value('order')),
    };
    return { events: owners.map((one) => ({ ...event, case: one })), faults };
  };
}

const tableOf = <W>(is: Readonly<Record<string, W>> | undefined): ReadonlyMap<string, W> =>
  new Map(Object.entries(is ?? {}));

const own = (is: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(is, key) ? is[key] : undefined;

function all(cell: Cell | undefined): string[] {
  const texts = typeof cell === 'string' ? [cell] : (cell ?? []);
  return texts.map((text) => text.trim()).filter((text) => text !== '');
}

const first = (cell: Cell | undefined): string | null => all(cell)[0] ?? null;

function orderOf(text: string | null): number {
  const value = Number(text ?? '');
  return Number.isFinite(value) ? value : 0;
}
