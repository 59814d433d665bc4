// Tests that the values of a walk can be repeated and not foreseen, and that those of another walk are noticed.
import { describe, expect, it } from 'vitest';
import { sampleTrace } from '../sample-trace.ts';
import { doubtStale, freshOf } from './fresh.ts';

const ours = freshOf('nonce', 'walk');

describe('freshOf', () => {
  it('gives the same for the same nonce and walk, and something else for any other', () => {
    expect(freshOf('nonce', 'walk')).toEqual(ours);
    for (const other of [freshOf('other', 'walk'), freshOf('nonce', 'other')])
      for (const key of ['seed', 'purpose', 'unknown'] as const) expect(other[key]).not.toBe(ours[key]);
  });
});

describe('doubtStale', () => {
  const filled = (purpose: string) =>
    sampleTrace({
      entering: {
        action: 'fill',
        opened: {},
        openedIn: 'w#1',
        filled: { purpose },
        filledIn: 'w#2',
        applicant: '',
        attorney: null,
      },
    });
  const signed = (text: string) =>
    sampleTrace({
      content: {
        action: 'sign',
        bytes: Buffer.from(text),
        texts: [text],
        isWhole: true,
        ...{ entered: {}, attached: null },
        exchange: 'w#1',
      },
    });

  it.each([
    ['nothing', sampleTrace({})],
    ['what was entered', filled(ours.purpose)],
    ['what was entered, among other words', signed(`<purpose>${ours.purpose}</purpose>`)],
    ['a purpose of its own', signed('conformance test of the form')],
  ])('believes a portal that shows %s', (_, trace) => {
    expect(doubtStale(trace, ours)).toBeNull();
  });

  it.each([
    ['form', filled(freshOf('nonce', 'other').purpose)],
    ['content', signed(`<purpose>${freshOf('other', 'walk').purpose}</purpose>`)],
  ])('doubts one whose %s shows what somebody else has entered', (_, trace) => {
    expect(doubtStale(trace, ours)?.[0]).toMatch(/on another walk or in another run/u);
  });
});
