// Every command that prints data: its JSON has the shape of its schema, and its text names what it should.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { packageFolder } from '../schemas/fixture.ts';
import { FOREIGN_VIOLATIONS } from '../simulators/index.ts';
import { stale } from './emit/emit.ts';
import { scratch, within } from './spawned.ts';

async function jsonOf(args: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await within([...args, '--json']);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}

function expectShape(value: unknown, schema: string): void {
  const text = readFileSync(join(packageFolder(), 'schemas', `${schema}.schema.json`), 'utf8');
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(text));
  expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
}

const FIRST = 'passenger-transport-licence';

describe('JSON is of its schema', () => {
  it.each([
    ['tables', ['tables']],
    ['errata', ['errata']],
    ['coverage', ['coverage']],
    ['lint', ['lint']],
    ['plan', ['plan', '--target', 'simulator']],
    ['list', ['list', 'regulations']],
    ['list', ['list', 'flows']],
    ['list', ['list', 'assertions']],
    ['list', ['list', 'scenarios']],
    ['list', ['list', 'mutants']],
    ['list', ['list', 'violations']],
    ['list', ['list', 'wrongs']],
  ])('%s: %j', async (schema, args) => {
    const value = await jsonOf(args);
    expectShape(value, schema);
    expect(JSON.stringify(value).length).toBeGreaterThan(1000 * Number(schema !== 'list'));
  });

  it('the emitted files are not stale', () => expect(stale()).toEqual([]));
});

describe('what the data say', () => {
  it('the tables of the first regulation have twenty columns', async () => {
    const columns = await jsonOf(['tables', '--regulation', FIRST]);
    expect(columns).toHaveLength(20);
    expect(columns).toContainEqual(
      expect.objectContaining({
        table: 1,
        step: 4,
        actor: 'ЭҮТШ',
        term: { min: null, max: 90 },
        next: {
          printed: [
            { to: 5, when: 'егер ақы төлемесе' },
            { to: 6, when: 'егер ақы төлесе' },
          ],
          resolved: [
            { to: 5, when: 'unpaid' },
            { to: 6, when: 'paid' },
          ],
        },
      }),
    );
  });

  it('a flow has only its own tables, and one that is not there is an error', async () => {
    const columns = await jsonOf(['tables', '--regulation', FIRST, '--flow', 'portal']);
    expect(columns).toSatisfy(
      (list: { flow: string }[]) => list.length > 0 && list.every(({ flow }) => flow === 'portal'),
    );
    const { code, stderr } = await within(['tables', '--flow', 'portl']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('portl') });
  });

  it('a violation has what --violation takes, and the flow of the portal that it belongs to', async () => {
    const all = Object(await jsonOf(['list', 'violations'])).violations;
    for (const [portal, table] of Object.entries(FOREIGN_VIOLATIONS))
      for (const { id, description } of table)
        expect(all).toContainEqual(expect.objectContaining({ portal, id, description }));
    const [{ regulation, flow }] = all;
    const own = Object(await jsonOf(['list', 'violations', '--regulation', regulation, '--flow', flow])).violations;
    expect(own).toEqual(all.filter((one: object) => Object(one).regulation === regulation));
    expect(own.length).toBeLessThan(all.length);
  });

  it('every erratum has a place, and those that change the table have assertions', async () => {
    const errata = await jsonOf(['errata', '--regulation', FIRST]);
    expect(errata).toSatisfy((list: { at: unknown[] }[]) => list.length >= 20 && list.every(({ at }) => at.length > 0));
    expect(errata).toSatisfy((list: { assertions: string[] }[]) =>
      list.some(({ assertions }) => assertions.length > 0),
    );
  });

  it.each([
    ['tables', ['tables'], 'refuse-unpaid'],
    ['errata', ['errata'], 'read as:'],
    ['coverage', ['coverage'], 'cells: '],
    ['lint', ['lint'], '0 without an erratum'],
    ['plan', ['plan', '--target', 'simulator', '--flow', 'portal'], 'applications'],
    ['list', ['list', 'flows'], 'single-source'],
    ['list', ['list', 'assertions'], '/pay/not-twice  implied  '],
    ['list', ['list', 'violations'], 'html  any-password  lets a person in'],
    ['list', ['list', 'wrongs'], '/portal  payment, twice: 1 assertions'],
    ['list', ['list', 'wrongs'], '/portal  payment, too-large: no sentence says'],
    ['an assertion', ['explain', `${FIRST}/portal/pay/next-when-unpaid`], 'table 1, step 4, next'],
    ['a scenario', ['explain', `${FIRST}/portal/revoked`], 'refuse-certificate'],
    ['a walk that is sent again', ['explain', `${FIRST}/portal/success-again`], 'receive-result'],
    ['a mutant', ['explain', `${FIRST}/portal/pay/skips`], 'mutation'],
    ['help', ['--help'], 'Commands:'],
  ])('%s is told in words', async (_, args, words) => {
    const { code, stdout } = await within(args);
    expect(code).toBe(0);
    expect(stdout).toContain(words);
  });
});

describe('lint', () => {
  it('fails a regulation with a contradiction that no erratum explains', async () => {
    const path = join(packageFolder(), 'fixtures/regulations', `${FIRST}.yaml`);
    const file = join(scratch(), 'act.yaml');
    const text = readFileSync(path, 'utf8');
    const broken = text.replace(
      'actor: { printed: ЭҮТШ, party: payment-gateway }',
      'actor: { printed: ЭҮП, party: portal }',
    );
    expect(broken).not.toBe(text);
    writeFileSync(file, broken);
    const { code, stdout } = await within(['lint', file]);
    expect(code).toBe(1);
    expect(stdout).toContain('table 1, step 4, actor');
    expect(stdout).toContain('[actor-differs] has no erratum');
  });
});
