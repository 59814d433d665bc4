// Ten texts in as many layouts, with faults planted: what is right is read, what is wrong is told with its place, and nothing is read wrongly.
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { draftText } from '../../readers/draft-text.ts';
import { importText } from '../../readers/import.ts';
import { loadDraft } from '../../schemas/draft.ts';
import { draftColumns } from '../../schemas/run/tables.ts';

const FOLDER = join(import.meta.dirname, 'texts');
const texts = readdirSync(FOLDER).filter((name) => extname(name) !== '.yaml');

/** What a text comes to: its cells as they are printed, and what stands on its worklist for its tables and clauses. */
function comesTo(name: string) {
  const drafts = importText(readFileSync(join(FOLDER, name)), name).map(({ draft }) => draft);
  return {
    cells: drafts
      .flatMap(draftColumns)
      .map(({ regulation, annex, table, step, actor, party, action, completion, term, next }) => ({
        at: `${regulation}, annex ${annex}, table ${table}, step ${step}`,
        actor,
        party,
        action,
        completion,
        term,
        next: next.printed,
      })),
    open: drafts.flatMap(({ worklist }) =>
      worklist
        .filter(({ kind }) => kind !== 'unread')
        .map(
          ({ line, column, kind, about, needs }) =>
            `${line}:${column} ${kind}, ${about}: ${needs.replace(/; give the reading.*$/u, '')}`,
        ),
    ),
  };
}

describe('a text with faults', () => {
  it.each(texts)('%s comes to what is right', (name) => {
    const right: unknown = parse(readFileSync(join(FOLDER, `${basename(name, extname(name))}.yaml`), 'utf8'));
    expect(comesTo(name)).toEqual(right);
  });

  it.each(texts)('%s is written as a file that is read back to the same', (name) => {
    for (const drafted of importText(readFileSync(join(FOLDER, name)), name)) {
      const file = join(mkdtempSync(join(tmpdir(), 'reglament-')), 'draft.yaml');
      writeFileSync(file, draftText(drafted));
      expect(loadDraft(file).value).toEqual(JSON.parse(JSON.stringify(drafted.draft)));
    }
  });
});
