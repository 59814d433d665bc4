// Tests the predicate over the end of a walk: when it holds, each way in which it fails, and when nothing can be told.
import { describe, expect, it } from 'vitest';
import { entry, fetched, sampleTrace } from '../../sample-trace.ts';
import type { SignatureSeen, Trace } from '../../trace.ts';
import { judge } from '../sample-judging.ts';

describe('ends-with', () => {
  const ends = (trace: Partial<Trace>) =>
    judge({ predicate: 'ends-with', arguments: { action: 'issue' } }, sampleTrace(trace));

  it.each(['refused', 'completed'])('holds when nothing follows and the walk is %s', (state) => {
    expect(ends({ history: [entry('issue')], state })).toMatchObject({
      holds: true,
      actual: `nothing follows issue, the walk is ${state}`,
    });
  });

  it('fails when a step follows', () => {
    const found = ends({ history: [entry('issue'), entry('pay')], state: 'completed' });
    expect(found).toMatchObject({ holds: false, actual: 'pay follows issue' });
  });

  it.each(['open', 'pending', 'authorised', null])('fails when the walk stays %s', (state) => {
    expect(ends({ history: [entry('issue')], state })).toMatchObject({
      holds: false,
      actual: `the walk stays ${state} after issue`,
    });
  });

  it('cannot be told of a walk that was cut off before the step was finished', () => {
    const history = [entry('issue', { finishedAt: null })];
    expect(ends({ history, state: 'open', interrupted: ['the portal hung'] })).toMatchObject({
      holds: null,
      reason: 'issue was not seen finished: the portal hung',
    });
    expect(ends({ history: [...history, entry('pay')], state: 'open' }).holds).toBe(false);
  });

  it('cannot be told when the step was not reached', () => {
    expect(ends({ state: 'completed' })).toMatchObject({ holds: null, reason: 'the walk did not reach issue' });
  });
});

describe('ends-with, where the other reading goes on', () => {
  const certificate = { trusted: true, inForce: true, use: 'sign', bin: '1', iin: '2', commonName: 'A' };
  const sound: SignatureSeen = { wrong: null, unknown: null, verifiesTampered: false, certificate };
  const letter = { mediaType: 'application/pdf', bytes: Buffer.from('x'), signature: Buffer.from('y') };
  const goesOn = (trace: Partial<Trace> = {}, document: object | null = { ...letter, kind: 'refusal' }) =>
    judge(
      {
        predicate: 'ends-with',
        arguments: { action: 'refuse', otherwise: { path: ['sign', 'send'], byHead: true } },
      },
      sampleTrace({
        ...{ history: ['refuse', 'sign', 'send'].map((one) => entry(one)), state: 'completed' },
        ...{ fetched: fetched(document === null ? {} : { document: { ...letter, ...document } }) },
        ...{ signature: sound, provider: '1', heads: ['2'] },
        ...trace,
      }),
    );

  it('holds when it goes on to the end and leaves a signed refusal, or does not go on', () => {
    expect(goesOn().holds).toBe(true);
    expect(goesOn({ history: [entry('refuse')], state: 'refused' }, null).holds).toBe(true);
  });

  it.each<[string, Partial<Trace>, object | null | undefined]>([
    ['it stops on the way', { history: [entry('refuse'), entry('sign')] }, undefined],
    ['it goes on beyond the end', { history: ['refuse', 'sign', 'send', 'sign'].map((one) => entry(one)) }, undefined],
    ['another step follows', { history: [entry('refuse'), entry('issue')] }, undefined],
    ['it stays open', { state: 'open' }, undefined],
    ['there is no document', {}, null],
    ['the document is the result', {}, { kind: 'licence' }],
    ['the signature is wrong', { signature: { ...sound, wrong: 'is broken', certificate: null } }, undefined],
    ['another organisation has signed', { provider: '3' }, undefined],
    ['another person has signed', { heads: ['3'] }, undefined],
  ])('fails when %s', (_, trace, document) => {
    expect(goesOn(trace, document).holds).toBe(false);
  });
});
