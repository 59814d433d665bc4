// Tests the predicate over the result that the applicant fetches.
import { describe, expect, it } from 'vitest';
import { entry, fetched, sampleTrace } from '../../sample-trace.ts';
import type { Collected, Trace } from '../../trace.ts';
import { judge } from '../sample-judging.ts';

const given = (words: string) =>
  fetched({
    document: { mediaType: 'application/pdf', bytes: Buffer.from(words), signature: new Uint8Array() },
    status: 200,
    problem: null,
  });
const collecting = (changes: Partial<Collected> = {}): Partial<Trace> => ({
  history: [entry('issue')],
  fetched: given('licence'),
  collected: { ...given('licence'), keptOut: null, exchange: 'walk#collected', ...changes },
});

describe('collected-by-applicant', () => {
  const judged = (trace: Partial<Trace>) =>
    judge({ predicate: 'collected-by-applicant', arguments: { action: 'issue' } }, sampleTrace(trace));

  it('holds when the applicant is given the same document', () => {
    expect(judged(collecting())).toMatchObject({ holds: true, evidence: ['walk#result', 'walk#collected'] });
  });

  it('fails when the applicant is given none, or another one', () => {
    expect(judged(collecting({ document: null, problem: '403 no' }))).toMatchObject({
      holds: false,
      actual: 'it is not given to the applicant: 403 no',
    });
    expect(judged(collecting(given('another'))).holds).toBe(false);
  });

  it('cannot be told where nobody logs in, from a fault, or without a document', () => {
    expect(judged({ ...collecting(), collected: null }).holds).toBeNull();
    expect(judged(collecting({ document: null, keptOut: 'the session is refused' })).holds).toBeNull();
    expect(judged(collecting({ document: null, fault: 'no answer' })).holds).toBeNull();
    expect(judged({ ...collecting(), fetched: fetched() }).holds).toBeNull();
    expect(judged({ ...collecting(), history: [] }).holds).toBeNull();
  });
});
