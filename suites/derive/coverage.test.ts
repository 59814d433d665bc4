// Tests the coverage: every cell and every item is in it once, with a state, and with a reason where nothing tests it.
import { describe, expect, it } from 'vitest';
import { fixturePath } from '../../schemas/fixture.ts';
import { loadRegulations } from '../../schemas/load.ts';
import { ROWS } from '../../schemas/regulation.ts';
import { CELL_STATES } from '../../schemas/run/output.ts';
import { cover } from './coverage.ts';
import { derive } from './derive.ts';

const regulations = loadRegulations(fixturePath('regulations'));
const { cells, items, sentences, totals } = cover(regulations);
const all = [...cells, ...items];

describe('cover', () => {
  it('has every cell of every table once', () => {
    const printed = regulations.flatMap(({ id, flows }) =>
      Object.values(flows).flatMap(({ table, steps }) =>
        table === null ? [] : steps.flatMap(({ step }) => ROWS.map((row) => `${id} ${table.number} ${step} ${row}`)),
      ),
    );
    expect(printed.length).toBeGreaterThan(0);
    expect(cells.map((cell) => `${cell.regulation} ${cell.table} ${cell.step} ${cell.row}`)).toEqual(printed);
  });

  it('has every item of every clause once', () => {
    const printed = regulations.flatMap(({ id, flows, filling }) =>
      Object.values(flows).flatMap(({ entry, clause, items: list, retold = [] }) =>
        [
          ...(clause === null ? [] : [{ clause, items: list }, ...retold]),
          ...(filling === null || entry !== 'portal' ? [] : [filling]),
        ].flatMap((text) =>
          [...new Set(text.items.map(({ item }) => item))].map((item) => `${id} ${text.clause} ${item}`),
        ),
      ),
    );
    expect(printed.length).toBeGreaterThan(0);
    expect(items.map((item) => `${item.regulation} ${item.clause} ${item.item}`)).toEqual(printed);
  });

  it('gives each a known state; a reason exactly where it is not tested', () => {
    for (const cell of all) {
      expect(CELL_STATES).toContain(cell.state);
      expect(cell.reason === null, JSON.stringify(cell)).toBe(cell.state === 'tested');
      if (cell.state !== 'disputed') expect(cell.assertions.length > 0).toBe(cell.state === 'tested');
    }
  });

  it('counts what it lists', () => {
    for (const state of CELL_STATES) {
      expect(totals.cells[state]).toBe(cells.filter((cell) => cell.state === state).length);
      expect(totals.items[state]).toBe(items.filter((item) => item.state === state).length);
    }
  });

  it('names only assertions that there are, and leaves none of them out', () => {
    const known = new Set(regulations.flatMap((regulation) => derive(regulation)).map(({ id }) => id));
    const named = new Set([...all, ...sentences].flatMap(({ assertions }) => assertions));
    expect([...named].filter((id) => !known.has(id))).toEqual([]);
    expect([...known].filter((id) => !named.has(id))).toEqual([]);
  });

  it('asks for nothing exactly where a term is a dash, or where an item starts nothing', () => {
    const bare = cells.filter(({ state }) => state === 'no-requirement');
    expect(bare.length).toBeGreaterThan(0);
    for (const { row, reason } of bare) expect([row, reason]).toEqual(['term', 'the cell prints no term']);
    const dashes = regulations.flatMap(({ flows }) =>
      Object.values(flows).flatMap(({ steps }) => steps.filter(({ term }) => /^[-–—]$/u.test(term.printed))),
    );
    expect(bare).toHaveLength(dashes.length);
    for (const { reason } of items.filter(({ state }) => state === 'no-requirement'))
      expect(reason).toBe('the item starts nothing in this flow');
  });

  it.each(ROWS)('tests the row %s through assertions of its own family', (row) => {
    const families = {
      actor: ['actor'],
      action: ['next-step', 'cause'],
      completion: ['completion'],
      term: ['term'],
      next: ['next-step'],
    }[row];
    const assertions = regulations.flatMap((regulation) => derive(regulation));
    for (const cell of cells.filter((one) => one.row === row && one.state === 'tested')) {
      const own = assertions.filter(({ id, family }) => cell.assertions.includes(id) && families.includes(family));
      expect(own, `${cell.regulation} table ${cell.table} step ${cell.step}`).not.toEqual([]);
    }
  });

  it('tests every cell that asks for something', () => {
    const open = cells.filter(({ state }) => state !== 'tested' && state !== 'no-requirement');
    expect(open.filter(({ state, assertions }) => state !== 'disputed' || assertions.length === 0)).toEqual([]);
    expect(open.length).toBeLessThan(cells.length / 20);
  });

  it('shows a flow that loses its steps', () => {
    const [regulation] = structuredClone(regulations);
    const [flow] = Object.values(regulation?.flows ?? {}).filter(({ table }) => table !== null);
    if (regulation === undefined || flow === undefined) return expect.unreachable('no table');
    const before = cover([regulation]).totals.cells.tested;
    flow.steps.pop();
    expect(cover([regulation]).totals.cells.tested).toBeLessThan(before);
  });
});

describe('the ledger of sentences', () => {
  const [regulation] = regulations.filter(({ security }) => security !== null);
  if (regulation === undefined) throw new Error('no regulation has a security clause');
  const at = { clause: regulation.security?.clause ?? 0, item: 1 };
  const line = { at, begins: 'a', says: 'Nobody else reads it.' };
  const stateOf = (changes: object) => {
    const [found] = cover([{ ...regulation, sentences: [{ ...line, ...changes }] }]).sentences;
    return [found?.state, found?.reason, (found?.assertions.length ?? 0) > 0];
  };

  it('tells of a sentence whether assertions test it, and what they leave out', () => {
    expect(stateOf({})).toEqual(['tested', null, true]);
    expect(stateOf({ leaves: 'ended sessions' })).toEqual(['partly', 'ended sessions', true]);
    expect(stateOf({ beyond: 'the care of staff' })).toEqual(['tested', 'the care of staff', true]);
  });

  it('tells why nothing tests a sentence, and calls it missing where nobody says why', () => {
    const elsewhere = { at: { part: 'title' } };
    expect(stateOf({ ...elsewhere, none: 'a title' })).toEqual(['no-requirement', 'a title', false]);
    expect(stateOf({ ...elsewhere, excluded: 'unseen from outside' })).toEqual([
      'excluded',
      'unseen from outside',
      false,
    ]);
    expect(stateOf(elsewhere)).toEqual(['missing', expect.any(String), false]);
  });

  it('counts every sentence of every regulation once', () => {
    const all = cover(regulations);
    expect(all.sentences).toHaveLength(regulations.reduce((sum, { sentences }) => sum + sentences.length, 0));
    expect(Object.values(all.totals.sentences).reduce((sum, count) => sum + count, 0)).toBe(all.sentences.length);
  });
});
