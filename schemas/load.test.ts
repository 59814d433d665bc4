// Tests that every fault of a YAML file is told with its code, line, column, key, value and cure.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Type } from 'typebox';
import { afterAll, describe, expect, it } from 'vitest';
import { ConformanceError, ERROR_CODES } from './errors.ts';
import { loadRegulation, loadRegulations, loadYaml, MAX_YAML_BYTES } from './load.ts';

const REAL = 'fixtures/regulations/passenger-transport-licence.yaml';
const real = readFileSync(REAL, 'utf8');
const dir = mkdtempSync(join(tmpdir(), 'reglament-load-'));
afterAll(() => rmSync(dir, { recursive: true }));

function write(content: string | Uint8Array): string {
  const path = join(dir, 'x.yaml');
  writeFileSync(path, content);
  return path;
}

function fault(run: () => unknown): ConformanceError {
  try {
    run();
  } catch (error) {
    if (error instanceof ConformanceError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** Loads the real regulation with one place of its text changed; tells the line of the change too. */
function change(from: string, to: string): { error: ConformanceError; line: number } {
  expect(real.split(from).length, `"${from}" stands once`).toBe(2);
  const line = real.slice(0, real.indexOf(from)).split('\n').length;
  return { error: fault(() => loadRegulation(write(real.replace(from, to)))), line };
}

const Any = Type.Object({}, { additionalProperties: true });

describe('a text that needs quotes is shown in quotes', () => {
  it.each([
    ['a: { path: /orders/{{request}} }', "quote it: '/orders/{{request}}'"],
    ['a: { path: {{request}} }', "quote it: '{{request}}'"],
    ['a: {{request}}', "quote it: '{{request}}'"],
    ['a: { json: { iin: {{id}}, p: x } }', "quote it: '{{id}}'"],
    ['a: { says: it: is, b: c }', "quote it: 'it: is'"],
    ['b: 1\na: it: is', "quote it: 'it: is'"],
    ['a: { css: input[name=x] }', "quote it: 'input[name=x]'"],
    ['a: { regex: ^a{2,3}$ }', "quote it: '^a{2,3}$'"],
    ['a: { xpath: @id }', "quote it: '@id'"],
    ["a: { xpath: //f[@x='1'], z: 1 }", "quote it: '//f[@x=''1'']'"],
    ["a: { says: 'it's' }", 'correct the quotes'],
    ['a: { regex: "\\d" }', 'put it in single quotes'],
    ['a: { path: /x', 'correct the YAML at this place'],
  ])('%s', (text, cure) => {
    const error = fault(() => loadYaml(write(text), Any));
    expect(error).toMatchObject({ code: 'yaml-syntax', details: { cure: expect.stringContaining(cure) } });
  });

  it('is read once it is in these quotes', () => {
    const { details } = fault(() => loadYaml(write("a: { xpath: //f[@x='1'] }"), Any));
    const quoted = details.cure?.replace('quote it: ', '');
    expect(loadYaml(write(`a: { xpath: ${quoted} }`), Any).value).toEqual({ a: { xpath: "//f[@x='1']" } });
  });
});

describe('loadYaml refuses', () => {
  it.each([
    {
      name: 'an alias bomb',
      text: 'a: &a [1, 1]\nb: &b [*a, *a]\nc: [*b, *b]\n',
      code: 'yaml-alias',
      at: [1, 7],
      value: '&a',
      cure: 'write the value out',
    },
    {
      name: 'an anchor that nothing uses',
      text: 'b: 1\na: &x 1\n',
      code: 'yaml-alias',
      at: [2, 7],
      value: '&x',
      cure: 'write the value out',
    },
    {
      name: 'an anchor on a mapping',
      text: 'a: &x\n  b: 1\n',
      code: 'yaml-alias',
      at: [2, 3],
      value: '&x',
      cure: 'write the value out',
    },
    {
      name: 'a duplicate key',
      text: 'a: 1\nb: 2\na: 3\n',
      code: 'yaml-duplicate-key',
      at: [3, 1],
      key: 'a',
      value: 'a',
      cure: 'remove or rename',
    },
    {
      name: 'what is not YAML at all',
      text: 'a: [1, 2\nb: }\n',
      code: 'yaml-syntax',
      at: [2, 1],
      cure: 'correct the YAML',
    },
    { name: 'two documents', text: 'a: 1\n---\nb: 2\n', code: 'yaml-syntax', at: [2, 1], cure: 'correct the YAML' },
    {
      name: 'a tag',
      text: 'a: !!binary AAAA\n',
      code: 'yaml-syntax',
      at: [1, 13],
      value: 'tag:yaml.org,2002:binary',
      cure: 'without a tag',
    },
    {
      name: 'a key that is a list',
      text: '? [a]\n: 1\n',
      code: 'yaml-syntax',
      at: [1, 3],
      cure: 'use a word as the key',
    },
  ])('$name', ({ text, code, at, key, value, cure }) => {
    const file = write(text);
    const error = fault(() => loadYaml(file, Any));
    expect(error).toMatchObject({ code, details: { file, line: at[0], column: at[1] } });
    expect(error.details.key).toBe(key);
    expect(error.details.value).toBe(value);
    expect(error.details.cure).toContain(cure);
    expect(error.message).toMatch(new RegExp(`^${file}:${at[0]}:${at[1]}:? .*${cure}`, 'u'));
    expect(error.message).not.toContain('\n');
  });

  it('a merge key, which would need an alias', () => {
    expect(fault(() => loadYaml(write('a: &a {b: 1}\nc: {<<: *a}\n'), Any)).code).toBe('yaml-alias');
  });

  it.each([
    ['names in names', 'a: &a [1, 1]\nb: &b [*a, *a]\n', 'a part that has a name repeats no other, found *a'],
    ['a part in itself', 'a: &a [*a]\n', 'a part that has a name repeats no other, found *a'],
    ['a name that nothing has', 'a: *b\n', 'no part before this has that name, found *b'],
    ['a name too often', `a: &a 1\nb: [${'*a, '.repeat(201)}]\n`, 'parts are repeated more than 200 times, found *a'],
  ])('%s where parts may have names', (_, text, message) => {
    const error = fault(() => loadYaml(write(text), Any, { links: true }));
    expect(error).toMatchObject({ code: 'yaml-alias', message: expect.stringContaining(message) });
  });

  it('nothing that is repeated by its name where that is allowed', () => {
    const text = `a: &a { b: 1 }\nc: [${'*a, '.repeat(199)}]\nd: { <<: *a, e: 2 }\n`;
    expect(loadYaml(write(text), Any, { links: true }).value).toMatchObject({ d: { b: 1, e: 2 } });
  });

  it('bytes that are not UTF-8', () => {
    expect(fault(() => loadYaml(write(Uint8Array.of(0x61, 0x3a, 0x20, 0xff)), Any))).toMatchObject({
      code: 'yaml-syntax',
      message: expect.stringContaining('UTF-8'),
    });
  });

  it('a file above the limit, and reads one at the limit', () => {
    const at = `# ${'x'.repeat(MAX_YAML_BYTES - 8)}\na: 1\n`.slice(-MAX_YAML_BYTES);
    expect(loadYaml(write(`#${at.slice(1)}`), Any).value).toEqual({ a: 1 });
    const error = fault(() => loadYaml(write(`#${at}`), Any));
    expect(error).toMatchObject({
      code: 'yaml-too-large',
      details: { value: MAX_YAML_BYTES + 1, cure: expect.stringContaining('1000000') },
    });
  });

  it.each([
    ['brackets', '['.repeat(100_000)],
    ['braces', '{a: '.repeat(100_000)],
    ['dashes', `${'- '.repeat(100_000)}a`],
    ['question marks', '? '.repeat(100_000)],
    ['lines', Array.from({ length: 1000 }, (_, n) => `${' '.repeat(n)}a:\n`).join('')],
  ])('nesting of %s that would exhaust the stack', (_, text) => {
    const error = fault(() => loadYaml(write(text), Any));
    expect(error).toMatchObject({ code: 'yaml-syntax', details: { cure: 'nest at most 64 levels' } });
  });

  it('a file that does not exist, and a folder', () => {
    const file = join(dir, 'missing.yaml');
    const error = fault(() => loadYaml(file, Any));
    expect(error).toMatchObject({ code: 'file-unreadable', details: { file, value: file }, exitCode: 2 });
    expect(error.message).toBe(`${file}: cannot be read (ENOENT); give the path of a file that exists and may be read`);
    expect(error.cause).toBeInstanceOf(Error);
    expect(fault(() => loadYaml(dir, Any)).code).toBe('file-unreadable');
    expect(fault(() => loadRegulations(join(dir, 'nowhere'))).code).toBe('file-unreadable');
  });

  it('an empty file, as a value of the wrong type', () => {
    expect(fault(() => loadYaml(write(''), Any))).toMatchObject({
      code: 'schema-violation',
      details: { line: 1, column: 1 },
    });
  });
});

describe('loadYaml locates', () => {
  it('a value, a key, and the nearest ancestor of what is missing', () => {
    const { locate } = loadYaml(write('a:\n  - b: 1\n    c: 2\n'), Any);
    expect(locate(['a', 0, 'c'])).toEqual({ line: 3, col: 8 });
    expect(locate(['a', 0, 'c'], 'key')).toEqual({ line: 3, col: 5 });
    expect(locate(['a', 0, 'd', 'e'])).toEqual({ line: 2, col: 5 });
    expect(locate([])).toEqual({ line: 1, col: 1 });
  });
});

describe('loadRegulation refuses, with the place,', () => {
  it.each([
    {
      name: 'an unknown key',
      from: 'automation: partly',
      to: 'automatoin: partly',
      code: 'unknown-key',
      column: 3,
      key: 'service.automatoin',
      value: 'partly-automated',
      cure: 'did you mean automation?',
    },
    {
      name: 'a misspelt enum value',
      from: 'type: transactional',
      to: 'type: transactoinal',
      code: 'schema-violation',
      column: 9,
      key: 'service.type',
      value: 'transactoinal',
      cure: 'did you mean transactional? Use one of transactional, interactive, informational',
    },
    {
      name: 'a value of the wrong type',
      from: "callCentre: '1414'",
      to: 'callCentre: 1414',
      code: 'schema-violation',
      column: 15,
      key: 'service.callCentre',
      value: 1414,
      cure: 'put it in quotes',
    },
    {
      name: 'a value of the wrong form',
      from: "date: '2012-12-24'",
      to: "date: '24.12.2012'",
      code: 'schema-violation',
      column: 9,
      key: 'act.date',
      value: '24.12.2012',
      cure: 'write it to match ^',
    },
    {
      name: 'a missing key',
      from: '  type: transactional\n',
      to: '',
      code: 'schema-violation',
      column: 3,
      key: 'service.type',
      value: undefined,
      cure: 'add the key type',
    },
    {
      name: 'a misspelt key of a condition',
      from: 'checks: payment',
      to: 'cheks: payment',
      code: 'unknown-key',
      column: 9,
      key: 'flows.portal.items[6].cheks',
      value: 'payment',
      cure: 'did you mean checks?',
    },
    {
      name: 'an unknown check of a condition',
      from: 'checks: payment',
      to: 'checks: payments',
      code: 'schema-violation',
      column: 17,
      key: 'flows.portal.items[6].checks',
      value: 'payments',
      cure: 'did you mean payment?',
    },
    {
      name: 'an item of no kind',
      from: 'remark: An applicant',
      to: 'remrak: An applicant',
      code: 'schema-violation',
      column: 9,
      key: 'flows.portal.items[0]',
      value: expect.anything(),
      cure: 'add one of them',
    },
    {
      name: 'a locator of no kind',
      from: '    - at: { part: title }',
      to: '    - at: { prat: title }',
      code: 'schema-violation',
      column: 11,
      key: 'act.titles[0].at',
      value: { prat: 'title' },
      cure: 'add one of them',
    },
    {
      name: 'an unknown key of a locator',
      from: '    - at: { part: preamble, line: 1 }',
      to: '    - at: { part: preamble, lien: 1 }',
      code: 'unknown-key',
      column: 29,
      key: 'act.titles[1].at.lien',
      value: 1,
      cure: 'did you mean line?',
    },
    {
      name: 'a flow whose id is no slug',
      from: '\n  psc:\n',
      to: '\n  PSC:\n',
      code: 'unknown-key',
      column: 3,
      key: 'flows.PSC',
      value: expect.anything(),
      cure: 'lower-case words',
    },
    {
      name: 'an unknown party',
      from: 'actor: { printed: ЭҮТШ, party: payment-gateway }',
      to: 'actor: { printed: ЭҮТШ, party: payment-gatewy }',
      code: 'regulation-inconsistent',
      column: 40,
      key: 'flows.portal.steps[3].actor.party',
      value: 'payment-gatewy',
      cure: 'did you mean payment-gateway?',
    },
  ])('$name', ({ from, to, code, column, key, value, cure }) => {
    const { error, line } = change(from, to);
    expect(error).toMatchObject({ code, details: { key, column } });
    expect(error.details.value).toEqual(value);
    expect(error.details.cure).toContain(cure);
    if (typeof value === 'string' || typeof value === 'number') expect(error.details.line).toBe(line);
    expect(error.message).toContain(`x.yaml:${error.details.line}:${column} ${key}: `);
    expect(error.message).not.toMatch(/anyOf|\n/u);
  });

  it('says the whole message in one line', () => {
    const { error, line } = change(
      'actor: { printed: ЭҮТШ, party: payment-gateway }',
      'actor: { printed: ЭҮТШ, party: portl }',
    );
    expect(error.message).toBe(
      `${join(dir, 'x.yaml')}:${line}:40 flows.portal.steps[3].actor.party: "portl" is not a party of this regulation; did you mean portal? Use one of applicant, provider, portal, e-licensing, payment-gateway, gateway, individuals-registry, organisations-registry, psc, psc-operator, psc-is`,
    );
  });
});

describe('loadRegulations', () => {
  it('reads every regulation of the project, sorted by source', () => {
    const sources = loadRegulations('fixtures/regulations').map(({ source }) => source);
    expect(sources).toContain('004_d929f32d7a94d42b.txt');
    expect(sources).toEqual(sources.toSorted());
  });

  it('reads only YAML files, and none from an empty folder', () => {
    const folder = join(dir, 'regulations');
    mkdirSync(folder);
    writeFileSync(join(folder, 'notes.txt'), 'no: [yaml');
    expect(loadRegulations(folder)).toEqual([]);
  });
});

describe('ERROR_CODES', () => {
  it.each(Object.entries(ERROR_CODES))('%s says what it means and what to do', (code, { exitCode, meaning, cure }) => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/u);
    expect(exitCode).toBe(code === 'internal' ? 4 : 2);
    for (const sentence of [meaning, cure]) expect(sentence).toMatch(/^[A-Z].*\.$/u);
  });
});
