// Tests that report.json is the report exactly, in a stable order.
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { Report } from '../schemas/run/report.ts';
import { visibleJson } from '../schemas/run/visible-json.ts';
import { renderJson } from './json.ts';
import { sampleExchange, sampleReport } from './sample.ts';

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, item]) => [key, reversed(item)]));
};

it('is the report, fits its schema and ends with a newline', () => {
  const report = sampleReport();
  const text = renderJson(report).toString();
  expect(JSON.parse(text)).toEqual(report);
  expect(text.endsWith('}\n')).toBe(true);
  expect(text).toBe(`${visibleJson(JSON.parse(text), 2)}\n`);
  const validate = new Ajv({ strict: false }).compile(Report);
  validate(JSON.parse(text));
  expect(validate.errors).toBeNull();
});

it('does not depend on the order in which keys were made', () => {
  const report = sampleReport(undefined, {
    exchanges: { 'b#1': sampleExchange('b#1', { z: 1, a: { y: 2, b: 3 } }), 'a#1': sampleExchange('a#1', 0) },
  });
  expect(renderJson(reversed(report) as Report).toString()).toBe(renderJson(report).toString());
  const keys = Object.keys(Report.properties).filter((key) => key in report);
  expect(Object.keys(JSON.parse(renderJson(report).toString()))).toEqual(keys);
});

it('keeps a key __proto__ of a portal a mere key', () => {
  const body: unknown = JSON.parse('{"__proto__":{"polluted":true},"a":1}');
  const exchange = { ...sampleExchange('a#1', null), read: body };
  const text = renderJson(sampleReport(undefined, { exchanges: { 'a#1': exchange } })).toString();
  expect(text).toContain('"__proto__": {');
  expect(Object.hasOwn({}, 'polluted')).toBe(false);
});
