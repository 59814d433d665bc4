// Tests that a request from whose opening nothing can be told is not opened a second time.
import { expect, it } from 'vitest';
import type { Drive } from '../../sut/sut.ts';
import { freshOf } from './fresh.ts';
import { Hands } from './hands.ts';

const ERRAND = {
  regulation: 'r',
  flow: 'f',
  entry: 'portal',
  signs: false,
  byBin: false,
  byAttorney: false,
  presents: false,
  variant: null,
  applicants: {},
  handsOver: null,
  means: null,
  parties: () => [],
  marksPapers: () => false,
} as const;

async function opensTwice(answer: { problem: string | null; fault: string | null }): Promise<number> {
  const sent: string[] = [];
  const drive: Drive = {
    roster: { credentials: {}, officer: null, certificates: {}, issuers: [] },
    now: () => 0,
    pass: async () => undefined,
    perform: async (operation) => {
      sent.push(operation);
      return { body: null, status: null, exchange: 'w#1', ...answer };
    },
  };
  const hands = new Hands(drive, ERRAND, freshOf('n', 'w'));
  expect(await hands.open()).toMatchObject({ accepted: false, ...answer });
  expect(await hands.open()).toMatchObject({ accepted: false, ...answer });
  return sent.length;
}

it('opens a request again that was refused, and never one that may have been opened', async () => {
  expect(await opensTwice({ problem: null, fault: 'it answers 503' })).toBe(1);
  expect(await opensTwice({ problem: '409 not yet', fault: null })).toBe(2);
});
