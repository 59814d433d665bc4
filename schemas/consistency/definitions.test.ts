// Tests that a schema that is written short takes what the long one takes, and nothing else.
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { Target } from '../target/target.ts';
import { refer } from './definitions.ts';

const leaf = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };
const pair = { type: 'array', items: leaf };
const long = { type: 'object', properties: { one: leaf, many: pair, deep: { anyOf: [pair, { type: 'null' }] } } };

describe('a schema that is written short', () => {
  it('refers to what it names, within what it names too', () => {
    expect(refer({ ...long, $defs: { leaf, pair } })).toEqual({
      type: 'object',
      properties: {
        one: { $ref: '#/$defs/leaf' },
        many: { $ref: '#/$defs/pair' },
        deep: { anyOf: [{ $ref: '#/$defs/pair' }, { type: 'null' }] },
      },
      $defs: { leaf, pair: { type: 'array', items: { $ref: '#/$defs/leaf' } } },
    });
  });

  it.each([
    [{ one: { a: 'x' }, many: [{ a: 'y' }], deep: null }, true],
    [{ one: {} }, false],
    [{ many: [{ a: 1 }] }, false],
    [{ deep: [{ a: 'x' }, {}] }, false],
  ])('takes %j as the long one does', (value, taken) => {
    const ajv = new Ajv();
    expect([ajv.compile(long)(value), ajv.compile(refer({ ...long, $defs: { leaf, pair } }))(value)]).toEqual([
      taken,
      taken,
    ]);
  });

  it('stays as it is where it names nothing', () => {
    expect(refer(long)).toBe(long);
  });

  it('of target files is a twentieth of the long one', () => {
    expect(JSON.stringify(refer(Target)).length * 20).toBeLessThan(JSON.stringify(Target).length);
  });
});
