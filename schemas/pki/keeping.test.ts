// Tests that what was read is remembered, and that what comes late is remembered too.
import { expect, it } from 'vitest';
import { keeping } from './keeping.ts';

it('reads each text once while it is one of the latest, however many came before', () => {
  const read: string[] = [];
  const once = keeping((text) => {
    read.push(text);
    return text.length;
  });
  const many = Array.from({ length: 1000 }, (_, i) => `certificate ${i}`);
  for (const text of many) expect([once(text), once(text)]).toEqual([text.length, text.length]);
  expect(read).toEqual(many);
  // What it forgets it reads again.
  expect(once('certificate 0')).toBe(13);
  expect(read).toHaveLength(1001);
});
