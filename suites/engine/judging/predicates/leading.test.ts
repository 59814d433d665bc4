// Tests the predicates over where buttons lead, on the pages and in the service history.
import { describe, expect, it } from 'vitest';
import type { OutputOf, PagesView } from '../../../../schemas/target/driver.ts';
import { answered, entry, faulty, refusing, sampleTrace } from '../../sample-trace.ts';
import type { Trace } from '../../trace.ts';
import { judge } from '../sample-judging.ts';

type Leads = { button: string; operation: string }[];
const OPEN = { button: 'open', operation: 'fetchResult' };
const ELSEWHERE = { button: 'open', operation: 'readHistory' };
const SAVE = { button: 'save-pdf', operation: 'fetchResult' };
const reached = { history: [entry('issue')] };

describe('leads-to', () => {
  const leads = (trace: Partial<Trace>) =>
    judge(
      {
        predicate: 'leads-to',
        arguments: { action: 'issue', stage: 'answered', button: 'open', operations: ['fetchResult', 'readPages'] },
      },
      sampleTrace({ ...reached, ...trace }),
    );
  const page = (leadsTo?: Leads): Partial<Trace> => {
    const view: PagesView = { screens: [], buttons: [], fields: [], shows: [], survey: null };
    const told = leadsTo === undefined ? view : { ...view, leadsTo };
    return { pages: [{ stage: 'answered', answer: answered(told, 'walk#pages') }] };
  };

  it('holds when it leads to one of the operations, whatever else it does', () => {
    expect(leads(page([SAVE, OPEN]))).toMatchObject({ holds: true, evidence: ['walk#pages'] });
    expect(leads(page([ELSEWHERE, { button: 'open', operation: 'readPages' }])).holds).toBe(true);
  });

  it('fails when it leads elsewhere, or there is none', () => {
    expect(leads(page([SAVE, ELSEWHERE]))).toMatchObject({ holds: false, actual: 'it leads to readHistory' });
    expect(leads(page([SAVE]))).toMatchObject({ holds: false, actual: 'there is no such button' });
    expect(leads({ pages: [{ stage: 'answered', answer: refusing() }] }).holds).toBe(false);
  });

  it('cannot be told when nothing is said of it, or nobody looked', () => {
    expect(leads(page()).holds).toBeNull();
    expect(leads({ pages: [{ stage: 'answered', answer: faulty }] }).holds).toBeNull();
    expect(leads({}).holds).toBeNull();
    expect(leads({ ...page([OPEN]), history: [] }).holds).toBeNull();
  });
});

describe('leads-from-history', () => {
  const leads = (trace: Partial<Trace>) =>
    judge(
      {
        predicate: 'leads-from-history',
        arguments: { action: 'issue', button: 'open', operations: ['fetchResult'] },
      },
      sampleTrace({ ...reached, ...trace }),
    );
  const listing = (request: string, leadsTo?: Leads): Partial<Trace> => {
    const one = { request, number: null, state: 'completed' } as const;
    const body: OutputOf<'readHistory'> = { requests: [leadsTo === undefined ? one : { ...one, leadsTo }] };
    return { serviceHistory: { request: 'r1', answer: answered(body, 'walk#history') } };
  };

  it('holds when it stands beside the request and leads to the document', () => {
    expect(leads(listing('r1', [SAVE, OPEN]))).toMatchObject({ holds: true, evidence: ['walk#history'] });
  });

  it('fails when it is missing there, or leads elsewhere', () => {
    expect(leads(listing('r1', [SAVE]))).toMatchObject({ holds: false, actual: 'there is no such button' });
    expect(leads(listing('r1', [ELSEWHERE])).holds).toBe(false);
  });

  it('cannot be told when nothing is said of buttons, the request is not listed, or nobody looked', () => {
    expect(leads(listing('r1')).holds).toBeNull();
    expect(leads(listing('r2', [OPEN])).holds).toBeNull();
    expect(leads({ serviceHistory: { request: 'r1', answer: faulty } }).holds).toBeNull();
    expect(leads({}).holds).toBeNull();
    expect(leads({ ...listing('r1', [OPEN]), history: [] }).holds).toBeNull();
  });
});
