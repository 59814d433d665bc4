// The five regulations, read again from their texts: every cell of their tables comes out as somebody transcribed it by hand.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratch, within } from '../../cli/spawned.ts';
import { draftText } from '../../readers/draft-text.ts';
import { importText } from '../../readers/import.ts';
import { fixturePath } from '../../schemas/fixture.ts';
import { lint } from '../../schemas/lint/lint.ts';
import { loadRegulation, loadRegulations } from '../../schemas/load.ts';
import type { Erratum } from '../../schemas/regulation.ts';
import type { ImportedColumn } from '../../schemas/run/output.ts';
import { draftColumns, tableColumns } from '../../schemas/run/tables.ts';
import { answered } from './answering.ts';
import { contradicted, heldAgainst, toldAgain } from './held-against.ts';

const seeds = process.env.REGLAMENT_SEEDS;
const without = seeds === undefined ? ' (skipped: REGLAMENT_SEEDS names no folder of seed files)' : '';

/** What a column prints; how it is read, and what its step is called, is the matter of the drafts. */
const printed = ({ annex, table, step, actor, action, completion, term, next }: ImportedColumn) => ({
  annex,
  table,
  step,
  actor,
  action,
  completion,
  term,
  next: next.printed,
});

describe.skipIf(seeds === undefined)(`the texts of the regulations${without}`, () => {
  it.each(loadRegulations(fixturePath('regulations')))('give every cell of $id', (regulation) => {
    const bytes = readFileSync(join(seeds ?? '', regulation.source));
    const read = importText(bytes, regulation.source).flatMap(({ draft }) => draftColumns(draft));
    const place = (column: ImportedColumn) => column.annex * 10_000 + column.table * 100 + column.step;
    const byPlace = (columns: ImportedColumn[]) => columns.toSorted((a, b) => place(a) - place(b)).map(printed);
    expect(byPlace(read)).toEqual(byPlace(tableColumns(regulation)));
  });
});

describe.skipIf(seeds === undefined)(`what is read of the regulations${without}`, () => {
  it('is counted in docs/read-again.md, and is nothing else where steps, units and demands are told', async () => {
    const counted = loadRegulations(fixturePath('regulations')).map((regulation) => {
      const [drafted] = importText(readFileSync(join(seeds ?? '', regulation.source)), regulation.source);
      const draft = JSON.parse(JSON.stringify(drafted?.draft));
      const found = draft.errata.flatMap(({ explains, at }: Erratum) =>
        explains.flatMap((code) => at.map((place) => ({ code, at: place }))),
      );
      const known = lint(regulation).explained.map(({ difference }) => difference);
      return { id: regulation.id, held: heldAgainst(draft, regulation), against: contradicted(found, known) };
    });
    await expect(toldAgain(counted)).toMatchFileSnapshot('../../docs/read-again.md');
    // What these say is either there or is not; what only one of two texts tells, a person may make another one of.
    const unsure = ['flow-without-table', 'forms-differ'];
    for (const { id, against } of counted)
      for (const [code, { otherwise }] of Object.entries(against))
        if (!unsure.includes(code)) expect(otherwise, `${id}, ${code}`).toEqual([]);
    for (const { id, held } of counted)
      for (const part of ['act', 'participants', 'security', 'conditions', 'viewing', 'screens'])
        expect(held[part]?.otherwise, `${id}, ${part}`).toEqual([]);
  });
});

describe.skipIf(seeds === undefined)(`a text of the regulations${without}`, () => {
  const id = 'passenger-transport-licence';

  it('is a regulation whose suites pass, once what its file says is answered', async () => {
    const file = loadRegulation(fixturePath(`regulations/${id}.yaml`));
    const [drafted] = importText(readFileSync(join(seeds ?? '', file.source)), file.source);
    const review = answered(drafted === undefined ? '' : draftText(drafted), file);
    expect(review.open).toEqual([]);
    const cwd = scratch();
    writeFileSync(join(cwd, 'again.yaml'), review.text().replace(/^id: .*$/mu, 'id: read-again'));
    expect(await within(['lint', 'again.yaml'], cwd)).toMatchObject({ code: 0 });
    const run = ['run', '--target', 'simulator', '--regulations', 'again.yaml', '--regulation', 'read-again'];
    const { code, stdout } = await within([...run, '--out', 'run'], cwd);
    expect(code, stdout).toBe(0);
  }, 400_000);
});
