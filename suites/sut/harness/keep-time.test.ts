// Tests that a walk keeps up with a clock of the portal that can be moved and moves by itself too.
import { afterEach, expect, it, vi } from 'vitest';
import { Redaction } from '../evidence/redaction.ts';
import { Budget } from './budget.ts';
import { Clock } from './clock.ts';
import { Harness } from './harness.ts';
import type { Reply, Transport } from './transport.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const START = Date.parse('2013-04-26T10:00:00Z');
const iso = (seconds: number) => new Date(START + seconds * 1000).toISOString();
const NOBODY = { credentials: {}, officer: null, certificates: {}, issuers: [] };

/** Performs one operation that takes so long, on a portal whose clock has then moved by itself so far. */
async function timeAfter(tookMs: number, portalSeconds: number, told?: string) {
  let wallMs = 0;
  vi.spyOn(Date, 'now').mockImplementation(() => wallMs);
  const asked: string[] = [];
  let seconds = 0;
  const transport: Transport = {
    roster: NOBODY,
    async perform(operation): Promise<Reply> {
      asked.push(operation);
      if (operation === 'advanceClock') return { status: 200, body: { now: iso(seconds) } };
      wallMs += tookMs;
      seconds = portalSeconds;
      return { status: 200, body: { requests: [] }, ...(told === undefined ? {} : { now: told }) };
    },
  };
  const drive = new Harness(transport, {
    ...{ scenario: 'walk', listener: () => undefined, redaction: new Redaction({ shows: () => false }) },
    ...{
      clock: new Clock(),
      budget: new Budget(null, ''),
      controls: ['clock'],
      author: 'portal',
      says: 'its answer to',
    },
  });
  await drive.begin(1, iso(0));
  await drive.perform('readHistory', { input: null });
  return { passed: (drive.now() - START) / 1000, asked };
}

it('reads the clock again after an operation that took some time', async () => {
  expect(await timeAfter(20_000, 20)).toEqual({ passed: 20, asked: ['advanceClock', 'readHistory', 'advanceClock'] });
});

it('reads it no more than needed where operations are quick', async () => {
  expect(await timeAfter(20, 0.02)).toEqual({ passed: 0, asked: ['advanceClock', 'readHistory'] });
});

it('takes the time that an answer tells, and none that lies before', async () => {
  expect(await timeAfter(20, 40, iso(40))).toEqual({ passed: 40, asked: ['advanceClock', 'readHistory'] });
  expect(await timeAfter(20, 40, iso(-40))).toMatchObject({ passed: 0 });
});
