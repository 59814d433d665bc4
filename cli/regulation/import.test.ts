// The commands that read acts, as users call them: what is written, what is refused, and what a review makes of it.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { fixturePath, packageFolder } from '../../schemas/fixture.ts';
import { scratch, within } from '../spawned.ts';

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
    ['no regulation', Buffer.from('Сәлем, әлем.'), 'it is no regulation'],
  ])('refuses %s by its name, and writes nothing', async (_, bytes, said) => {
    const cwd = scratch();
    writeFileSync(join(cwd, 'act.txt'), bytes);
    const { code, stderr } = await within(['import', 'act.txt', '--out', 'out'], cwd);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(said) });
    expect(existsSync(join(cwd, 'out'))).toBe(false);
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
