// Tests the table of predicates as a whole: each is tested by name, used by some assertion, and refuses wrong arguments.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixturePath } from '../../../schemas/fixture.ts';
import { loadRegulations } from '../../../schemas/load.ts';
import type { PredicateName } from '../../calls.ts';
import { derive } from '../../derive/derive.ts';
import { sampleTrace } from '../sample-trace.ts';
import { PREDICATES } from './predicates.ts';
import { SETTING } from './sample-judging.ts';

const names = Object.keys(PREDICATES) as PredicateName[];
const folder = join(import.meta.dirname, 'predicates');
const tests = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
const text = tests.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
const assertions = loadRegulations(fixturePath('regulations')).flatMap((regulation) => derive(regulation));

/** The tests of one predicate: from its `describe` to the next. */
const partOf = (name: string) => text.split(/^describe\('/mu).find((part) => part.startsWith(`${name}'`)) ?? '';

describe('the table of predicates', () => {
  it.each(names)('%s has tests of its own: it holds, it fails, it cannot be told', (name) => {
    expect(partOf(name)).toMatch(/'holds /u);
    // Over one walk a number is never too often: the comparison of walks is tested with the judge.
    if (name !== 'numbered-apart') expect(partOf(name)).toMatch(/'fails when/u);
    expect(partOf(name)).toMatch(/'cannot be told/u);
  });

  it.each(names)('%s is used by an assertion', (name) => {
    expect(assertions.filter(({ predicate }) => predicate === name)).not.toEqual([]);
  });

  it.each(names)('%s refuses arguments of another shape', (name) => {
    for (const wrong of [null, undefined, {}, [], 'action', { action: 7 }])
      expect(() => PREDICATES[name].judge(sampleTrace(), wrong, SETTING)).toThrow(TypeError);
  });

  it.each(names)('%s finds nothing on a walk that shows nothing', (name) => {
    for (const assertion of assertions.filter(({ predicate }) => predicate === name)) {
      const found = PREDICATES[name].judge(sampleTrace({ lastRead: null }), assertion.arguments, SETTING);
      expect(found).toMatchObject({ holds: null, reason: expect.any(String), evidence: [] });
    }
  });

  it('judges every derived row: each names a predicate that takes its arguments', () => {
    expect(assertions.length).toBeGreaterThan(100);
    for (const { predicate } of assertions) expect(names).toContain(predicate);
  });
});
