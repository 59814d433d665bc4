// The audit of a log as users call it: drafted, checked, judged and reported, with the same bytes each time and no identifier in them.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'csv-parse/sync';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { fixturePath, packageFolder } from '../../schemas/fixture.ts';
import type { Report } from '../../schemas/run/report.ts';
import { scratch, within } from '../spawned.ts';

const STEPS = [
  ['авторизация', 'applicant', 'authenticate'],
  ['заполнение запроса', 'applicant', 'fill-request'],
  ['оплата', 'payment-gateway', 'pay'],
  ['выбор сертификата', 'applicant', 'choose-certificate'],
  ['подписание', 'applicant', 'sign'],
  ['регистрация', 'e-licensing', 'register'],
  ['получение результата', 'e-licensing', 'receive-result'],
] as const;
const HEAD = 'application_no;event_time;activity;resource;office;channel;name';

/** The rows of one case. @param day of March 2014, and how many days until the result */
function rowsOf(id: string, day: number, days = 2, changed: Partial<Record<string, string>> = {}): string[] {
  return STEPS.map(([activity, actor], n) => {
    const isLast = n === STEPS.length - 1;
    const at = new Date(Date.UTC(2014, 2, day + (isLast ? days : 0), 10, 0, n * 10)).toISOString().slice(0, 19);
    return [id, at.replace('T', ' '), activity, changed[activity] ?? actor, 'Алматы', '=cmd()', 'Иванов'].join(';');
  });
}

const MAPPING = `regulation: passenger-transport-licence
flow: portal
case: { column: application_no }
time: { column: event_time, format: iso, zone: Asia/Almaty }
activity: { column: activity, is: { ${STEPS.map(([activity, , step]) => `${activity}: ${step}`).join(', ')} } }
resource: { column: resource, is: { ${[...new Set(STEPS.map(([, actor]) => actor))].map((actor) => `${actor}: ${actor}`).join(', ')} } }
office: { column: office }
channel: { column: channel }
`;

function workplace(rows: readonly string[], mapping = MAPPING): string {
  const cwd = scratch();
  writeFileSync(join(cwd, 'log.csv'), `${[HEAD, ...rows].join('\r\n')}\r\n`);
  writeFileSync(join(cwd, 'mapping.yaml'), mapping);
  writeFileSync(join(cwd, 'key.bin'), 'a key that nobody can guess');
  return cwd;
}

const GOOD = [...rowsOf('900101300017', 3), ...rowsOf('900101300018', 4)];
const BAD = [
  ...GOOD,
  ...rowsOf('900101300019', 3, 40),
  ...rowsOf('900101300020', 3, 2, { регистрация: 'applicant' }),
  ...rowsOf('900101300021', 5).slice(1),
];
const AUDIT = ['audit', 'log.csv', '--mapping', 'mapping.yaml', '--out', 'out'];
const reportIn = (cwd: string): Report => JSON.parse(readFileSync(join(cwd, 'out', 'report.json'), 'utf8'));

describe('reglament audit', () => {
  it('passes a log of cases that keep the text, and exits with 0', async () => {
    const cwd = workplace(GOOD);
    const { code, stdout } = await within([...AUDIT, '--reporter', 'terminal,json'], cwd);
    expect(stdout).toMatch(/^\s*passed on \d+ of \d+ assertions/u);
    expect(code).toBe(0);
    expect(reportIn(cwd).audit).toMatchObject({ cases: 2, failed: { cases: 0, total: 0 }, faults: { total: 0 } });
  });

  it('passes although the log cuts cases off, and tells how many', async () => {
    const cut = [...rowsOf('900101300022', 5).slice(1), ...rowsOf('900101300023', 6).slice(0, 3)];
    const cwd = workplace([...GOOD, ...cut]);
    expect((await within([...AUDIT, '--reporter', 'json'], cwd)).code).toBe(0);
    expect(reportIn(cwd).audit).toMatchObject({ cases: 4, cut: { beganBefore: 1, endsAfter: 1 } });
  });

  it('is incomplete where nothing was seen to its end', async () => {
    const cwd = workplace(rowsOf('900101300023', 6).slice(0, 3));
    expect((await within([...AUDIT, '--reporter', 'json'], cwd)).code).toBe(3);
  });

  it('fails for what is wrong, in the cases in which it is, and exits with 1', async () => {
    const cwd = workplace(BAD);
    const { code } = await within([...AUDIT, '--reporter', 'json'], cwd);
    expect(code).toBe(1);
    const report = reportIn(cwd);
    const failed = report.verdicts
      .filter(({ verdict }) => verdict === 'fail')
      .map(({ assertion }) => assertion.split('/').slice(2).join('/'));
    expect(failed).toEqual(['register/actor', 'register/term']);
    expect(report.audit).toMatchObject({ cases: 5, cut: { beganBefore: 1 }, failed: { cases: 2, total: 2 } });
    const shape = JSON.parse(readFileSync(join(packageFolder(), 'schemas/report.schema.json'), 'utf8'));
    const validate = new Ajv2020({ strict: false }).compile(shape);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    for (const { evidence } of report.verdicts)
      for (const id of evidence) expect(report.exchanges[id]?.request.method).toBe('ROW');
    const [times] = report.audit?.times ?? [];
    expect(times?.groups).toEqual([
      expect.objectContaining({ by: 'all', cases: 4, late: 1 }),
      expect.objectContaining({ by: 'office', value: 'Алматы', cases: 4, late: 1 }),
      expect.objectContaining({ by: 'month', value: '2014-03', cases: 4, late: 1 }),
      expect.objectContaining({ by: 'channel', value: '=cmd()', cases: 4, late: 1 }),
    ]);
  });

  it('lists every deviation for tools of process mining, as CSV that computes nothing and as Parquet', async () => {
    const cwd = workplace(BAD);
    await within([...AUDIT, '--reporter', 'json', '--key', 'key.bin'], cwd);
    const rows: Record<string, string>[] = parse(readFileSync(join(cwd, 'out', 'deviations.csv')), {
      bom: true,
      columns: true,
    });
    expect(rows.map((row) => row.assertion?.split('/').at(-1))).toEqual(['term', 'actor']);
    expect(rows.every((row) => row.channel === "'=cmd()")).toBe(true);
    const parquet = await parquetReadObjects({
      file: await asyncBufferFromFile(join(cwd, 'out', 'deviations.parquet')),
    });
    expect(parquet.map((row) => row.case)).toEqual(rows.map((row) => row.case));
    expect(parquet[0]?.took_ms).toBeGreaterThan(30 * 86_400_000);
  });

  it('writes the same bytes from the same log, and no identifier and no name in any of them', async () => {
    const formats = 'json,html,junit,csv,markdown,sarif,ctrf,earl,gitlab';
    const audits: (readonly [string, string])[][] = [];
    for (const key of ['key.bin', 'key.bin']) {
      const cwd = workplace(BAD);
      await within([...AUDIT, '--reporter', formats, '--key', key], cwd);
      const out = join(cwd, 'out');
      audits.push(
        readdirSync(out)
          .sort()
          .map((name) => [name, readFileSync(join(out, name), 'utf8')] as const),
      );
    }
    expect(audits[0]?.length).toBe(11);
    expect(audits[0]).toEqual(audits[1]);
    for (const [name, text] of audits[0] ?? []) expect(text, name).not.toMatch(/9001013000|Иванов/u);
    const unnamed = workplace(BAD);
    await within([...AUDIT, '--reporter', 'json'], unnamed);
    expect(reportIn(unnamed).audit?.failed.listed.map((one) => one.case)).toEqual(['log.csv#15', 'log.csv#22']);
  });

  it('tells rows that do not fit, and takes their cases out of what is told', async () => {
    const cwd = workplace([...BAD, '900101300019;yesterday;оплата;payment-gateway;;;', 'half;a row', BAD[0] ?? '']);
    const { code, stdout } = await within([...AUDIT, '--check'], cwd);
    expect(code).toBe(1);
    expect(stdout).toContain('log.csv#35: event_time "yesterday": the time is not written');
    expect(stdout).toContain('log.csv#36: the row cannot be read');
    expect(stdout).toContain('log.csv#37: it says the same as an earlier row');
    expect(stdout).not.toContain('900101300019');
    expect((await within([...AUDIT, '--reporter', 'json'], cwd)).code).toBe(1);
    const { verdicts, audit, warnings } = reportIn(cwd);
    expect(verdicts.find(({ assertion }) => assertion.endsWith('portal/register/term'))?.verdict).toBe('inconclusive');
    expect(audit).toMatchObject({ cut: { unreadable: 1 }, faults: { total: 3 } });
    expect(warnings.map(({ code: one }) => one)).toEqual(expect.arrayContaining(['log-rows', 'log-duplicates']));
  });

  it('drafts a mapping that is refused until it is confirmed, and then audits by it', async () => {
    const cwd = workplace(GOOD);
    const drafted = await within(
      ['audit', 'log.csv', '--propose', '--regulation', 'passenger-transport-licence', '--flow', 'portal'],
      cwd,
    );
    expect(drafted.code).toBe(3);
    expect(drafted.stdout).toContain('column: application_no');
    writeFileSync(join(cwd, 'mapping.yaml'), drafted.stdout);
    const refused = await within(AUDIT, cwd);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('is not confirmed') });
    const confirmed = drafted.stdout.replace(/^unsure:[\s\S]*$/mu, '');
    writeFileSync(join(cwd, 'mapping.yaml'), confirmed);
    expect((await within([...AUDIT, '--reporter', 'json'], cwd)).code).toBe(0);
  });

  it('judges each application by the edition of its day', async () => {
    const text = readFileSync(fixturePath('regulations/passenger-transport-licence.yaml'), 'utf8');
    const rows = [...rowsOf('1', 3, 10), ...rowsOf('2', 20, 10)];
    const mapping = `${MAPPING}editions: [{ regulation: later-licence, from: 2014-03-10 }]\n`;
    const cwd = workplace(rows, mapping);
    mkdirSync(join(cwd, 'editions'));
    // The later edition gives two working days where the first gave fifteen.
    const later = text.replace(/^id: .*$/mu, 'id: later-licence').replace(/15 жұмыс күн/gu, '2 жұмыс күн');
    writeFileSync(join(cwd, 'editions', 'later.yaml'), later);
    const { code, stderr } = await within([...AUDIT, '--reporter', 'json', '--regulations', 'editions'], cwd);
    expect(stderr).toBe('');
    expect(code).toBe(1);
    const failed = reportIn(cwd)
      .verdicts.filter(({ verdict }) => verdict === 'fail')
      .map(({ assertion }) => assertion);
    expect(failed).toEqual(['later-licence/portal/register/term']);
  });

  it('takes a log from stdin, as a query of a database gives it', () => {
    const cwd = workplace(BAD);
    const { status } = spawnSync(
      process.execPath,
      [join(packageFolder(), 'dist/cli/main.js'), 'audit', '-', ...AUDIT.slice(2), '--reporter', 'json'],
      { cwd, input: readFileSync(join(cwd, 'log.csv')) },
    );
    expect(status).toBe(1);
    expect(reportIn(cwd).audit).toMatchObject({ cases: 5, files: [{ name: 'stdin' }] });
  });

  it('tells every page of the report in three languages', async () => {
    const cwd = workplace([...BAD, 'half;a row']);
    await within([...AUDIT, '--reporter', 'html,pdf'], cwd);
    const page = readFileSync(join(cwd, 'out', 'report.html'), 'utf8');
    for (const title of [
      'Журнал и его дела',
      'Журнал және оның істері',
      'The log and its cases',
      'Cases that failed',
      'How long the steps took',
    ])
      expect(page).toContain(title);
    expect(
      readFileSync(join(cwd, 'out', 'report.pdf'))
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  });

  it.each([
    [['audit', 'log.csv'], 'an audit needs a mapping of the log'],
    [['audit', 'none.csv', '--mapping', 'mapping.yaml'], 'there is no such file or folder'],
    [[...AUDIT, '--flow', 'provider'], 'is of the flow portal'],
    [[...AUDIT, '--key', 'none.bin'], 'the key cannot be read'],
    [['audit', 'log.csv', '--propose'], 'a mapping is drafted for a regulation'],
    [[...AUDIT, '--assertion', '**/nothing/*'], 'selects none'],
  ])('%j is refused with its cure', async (args, told) => {
    const { code, stderr } = await within(args, workplace(GOOD));
    expect(code).toBe(2);
    expect(stderr).toContain(told);
  });
});
