// The commands that read acts, as users call them: what is written, what is refused, and what a review makes of it.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fixturePath, packageFolder } from '../../schemas/fixture.ts';
import { scratch, within } from '../spawned.ts';

const WHOLE = join(packageFolder(), 'trials/import/whole/security-licence.txt');
const TEXT = join(packageFolder(), 'trials/import/texts/06-lines-of-steps.txt');

function expectShape(text: string, schema: string): void {
  const shape = JSON.parse(readFileSync(join(packageFolder(), 'schemas', `${schema}.schema.json`), 'utf8'));
  const validate = new Ajv2020({ strict: false }).compile(shape);
  expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
}

describe('reglament import', () => {
  it('writes a file whose tables are those of the text, and exits with 3 while it is open', async () => {
    const cwd = scratch();
    const { code, stdout } = await within(['import', TEXT, '--out', 'out', '--json'], cwd);
    expect(code).toBe(3);
    expectShape(stdout, 'import');
    const file = join(cwd, 'out', 'text-06-lines-of-steps.yaml');
    const ofText = await within(['tables', TEXT, '--json'], cwd);
    const ofFile = await within(['tables', file, '--json'], cwd);
    expect(ofFile.stdout).toBe(ofText.stdout);
    expectShape(ofFile.stdout, 'tables');
    const lint = await within(['lint', file, '--json'], cwd);
    expect(lint.code).toBe(1);
    expectShape(lint.stdout, 'lint');
    expect(lint.stdout).toContain('self-reference');
    const brought = await within(['list', 'regulations', '--regulations', file], cwd);
    expect(brought).toMatchObject({ code: 2, stderr: expect.stringContaining('[regulation-unread]') });
  });

  it('brings a regulation in beside those of the package, for one command only', async () => {
    const cwd = scratch();
    const text = readFileSync(fixturePath('regulations/passenger-transport-licence.yaml'), 'utf8');
    writeFileSync(join(cwd, 'sixth.yaml'), text.replace(/^id: .*$/mu, 'id: sixth-licence'));
    const brought = await within(['list', 'regulations', '--regulations', 'sixth.yaml'], cwd);
    expect(brought.stdout).toContain('sixth-licence');
    expect((await within(['list', 'regulations'], cwd)).stdout).not.toContain('sixth-licence');
    writeFileSync(join(cwd, 'same.yaml'), text);
    expect(await within(['list', 'regulations', '--regulations', 'same.yaml'], cwd)).toMatchObject({ code: 2 });
  });

  it.each([
    ['a PDF', Buffer.from('%PDF-1.4'), 'is a PDF'],
    [
      'windows-1251',
      Buffer.from('d0e5e3ebe0ece5edf220eee1 20eae0e7e0f1eaeeec'.replaceAll(' ', ''), 'hex'),
      'windows-1251',
    ],
    ['UTF-16', Buffer.from('\ufeffРегламент', 'utf16le'), 'UTF-16LE'],
    ['KOI8', iconv.encode('Регламент электронной государственной услуги', 'KOI8-R'), 'KOI8-R'],
    ['ten megabytes of HTML', Buffer.from(`<html>${'<p>Регламент</p>'.repeat(500_000)}`), 'keep a text within'],
    [
      'a text that ends within a letter',
      readFileSync(WHOLE).subarray(0, readFileSync(WHOLE).indexOf(0xd0, 3000) + 1),
      'cut off',
    ],
    ['no regulation', Buffer.from('Сәлем, әлем.'), 'it is no regulation'],
  ])('refuses %s by its name, and writes nothing', async (_, bytes, said) => {
    const cwd = scratch();
    writeFileSync(join(cwd, 'act.txt'), bytes);
    const { code, stderr } = await within(['import', 'act.txt', '--out', 'out'], cwd);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(said) });
    expect(existsSync(join(cwd, 'out'))).toBe(false);
  });

  it.each([
    ['a clause', 'оплата услуги на', /^ {2}60:7 fault, act: .* the text ends within a sentence/mu],
    [
      'a table',
      'Формирование сообщения об отказе в связи с нару',
      /^ {2}108:7 fault, act: .* the text has no annex 3/mu,
    ],
  ])('tells the place in a text that ends within %s, and reads nothing of what is not there', async (_, last, said) => {
    const cwd = scratch();
    const text = readFileSync(WHOLE, 'utf8');
    writeFileSync(join(cwd, 'act.txt'), text.slice(0, text.indexOf(last) + last.length));
    const { code, stdout } = await within(['import', 'act.txt', '--out', 'out'], cwd);
    expect(code).toBe(3);
    expect(stdout).toMatch(said);
    const { steps = [] } = parse(readFileSync(join(cwd, 'out', 'act.yaml'), 'utf8')).flows.portal;
    for (const { term, next } of steps) expect([term.printed, next.printed]).toEqual(['unread', 'unread']);
  });

  it.each([
    ['a row with a cell too few', '	20 сек\n	20 сек\n\n', '	20 сек\n\n', 'the row has 10 cells for 11 steps'],
    ['two columns of one number', '	10\n	11\n', '	10\n	10\n', 'two columns have the number 10'],
  ])('tells the place of %s', async (_, sound, faulty, said) => {
    const cwd = scratch();
    const text = readFileSync(WHOLE, 'utf8');
    expect(text).toContain(sound);
    writeFileSync(join(cwd, 'act.txt'), text.replace(sound, faulty));
    const { code, stdout } = await within(['import', 'act.txt'], cwd);
    expect(code).toBe(3);
    expect(stdout).toMatch(new RegExp(`^ {2}\\d+:\\d+ fault, .*${said}`, 'mu'));
  });

  it('overwrites nothing, and leaves nothing of a file that it could not write', async () => {
    const cwd = scratch();
    await within(['import', TEXT, '--out', 'out'], cwd);
    const { code } = await within(['import', TEXT, '--out', 'out'], cwd);
    expect(code).toBe(2);
    expect(readdirSync(join(cwd, 'out'))).toEqual(['text-06-lines-of-steps.yaml']);
  });
});

it('diff tells a term that another edition changes, with both cells', async () => {
  const cwd = scratch();
  const before = fixturePath('regulations/passenger-transport-licence.yaml');
  writeFileSync(join(cwd, 'new.yaml'), readFileSync(before, 'utf8').replace('20 сек', '25 сек'));
  const { code, stdout } = await within(['diff', before, 'new.yaml', '--json'], cwd);
  expect(code).toBe(1);
  expectShape(stdout, 'diff');
  expect(JSON.parse(stdout)).toMatchObject([
    { change: 'term', before: { printed: '20 сек' }, after: { printed: '25 сек' } },
  ]);
  expect(await within(['diff', before, before], cwd)).toMatchObject({ code: 0 });
});
