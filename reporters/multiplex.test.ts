// Tests that a reporter that throws harms neither the run nor the others.
import { expect, it } from 'vitest';
import { multiplex, type Warning } from './multiplex.ts';
import type { Reporter } from './reporter.ts';
import { sampleEvents, sampleReport } from './sample.ts';

async function run(faulty: Reporter): Promise<{ warnings: Warning[]; heard: string[] }> {
  const heard: string[] = [];
  const warnings: Warning[] = [];
  const good = (name: string): Reporter => ({
    name,
    onEvent: ({ type }) => void heard.push(`${name} ${type}`),
    onEnd: ({ outcome }) => void heard.push(`${name} ${outcome}`),
  });
  const all = multiplex([good('first'), faulty, good('last')], (warning) => warnings.push(warning));
  for (const event of sampleEvents()) all.onEvent?.(event);
  await all.onEnd?.(sampleReport());
  return { warnings, heard };
}

const throws = (): never => {
  throw new Error('disk \u001b[31mfull');
};
const rejects = async (): Promise<void> => throws();

it.each<[string, Reporter, number]>([
  ['throws at every event', { name: 'bad', onEvent: throws }, 1],
  ['rejects at every event', { name: 'bad', onEvent: rejects }, 1],
  ['throws at the end', { name: 'bad', onEnd: throws }, 1],
  ['rejects at the end', { name: 'bad', onEnd: rejects }, 1],
  ['throws always', { name: 'bad', onEvent: throws, onEnd: throws }, 2],
])('a reporter that %s is reported, and the others hear everything', async (_, faulty, count) => {
  const { warnings, heard } = await run(faulty);
  expect(warnings).toHaveLength(count);
  for (const { code, message } of warnings) {
    expect(code).toBe('reporter-failed');
    expect(message).toMatch(/^the reporter "bad" .*: disk full$/);
  }
  const silent = await run({ name: 'silent' });
  expect(silent.warnings).toEqual([]);
  expect(heard).toEqual(silent.heard);
  expect(heard.at(-1)).toBe('last failed');
});

it('survives a fault that cannot be put into words', async () => {
  const fault = {
    toString: () => {
      throw new Error('no');
    },
  };
  const { warnings } = await run({ name: 'bad', onEnd: () => Promise.reject(fault) });
  expect(warnings[0]?.message).toContain('no message');
});
