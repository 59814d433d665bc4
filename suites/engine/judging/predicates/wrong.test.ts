// Tests the predicate over what is brought wrong.
import { describe, expect, it } from 'vitest';
import { entry, performed, sampleScenario, sampleTrace } from '../../sample-trace.ts';
import type { Performed, Trace } from '../../trace.ts';
import { judge } from '../sample-judging.ts';

const NUMBER = '850101300123';
const path = ['log-in', 'fill', 'choose', 'refuse'];
const args = { action: 'choose', next: 'refuse', others: ['sign'] };

describe('refuses-wrong', () => {
  const judged = (cause: 'no-certificate' | 'another-applicant', trace: Partial<Trace>) =>
    judge(
      { predicate: 'refuses-wrong', arguments: { ...args, cause } },
      sampleTrace({ scenario: sampleScenario({ path, cause }), state: 'open', ...trace }),
    );
  const refused = { accepted: false, status: 400, problem: '400 it is none' };
  const chosen = (changes: Partial<Performed>, trace: Partial<Trace> = {}) =>
    judged('no-certificate', {
      performed: [performed('choose', { operation: 'chooseCertificate', ...changes })],
      history: [entry('log-in'), entry('fill')],
      ...trace,
    });
  const filled = (form: Record<string, string> | null | undefined, trace: Partial<Trace> = {}) =>
    judged('another-applicant', {
      performed: [performed('fill', { operation: 'fill' }), performed('choose', { operation: 'chooseCertificate' })],
      history: ['log-in', 'fill', 'choose', 'sign'].map((action) => entry(action)),
      entering: {
        ...{ action: 'fill', opened: {}, openedIn: null, filled: form, filledIn: 'walk#fill' },
        ...{ applicant: NUMBER, attorney: null },
      },
      ...trace,
    });

  it('holds where the answer refuses it, or the step that refuses comes', () => {
    expect(chosen(refused)).toMatchObject({ holds: true, actual: 'chooseCertificate is refused: 400 it is none' });
    expect(chosen({}, { history: ['choose', 'refuse'].map((action) => entry(action)) }).holds).toBe(true);
    expect(chosen(refused, { history: ['choose', 'refuse'].map((action) => entry(action)) }).holds).toBe(true);
  });

  it('fails when it is taken, or goes on though the answer refuses it', () => {
    expect(chosen({}, { history: ['choose', 'sign'].map((action) => entry(action)) }).holds).toBe(false);
    expect(chosen(refused, { history: [entry('sign')] })).toMatchObject({ holds: false });
  });

  it('cannot be told where the answer says nothing of it, or it was not brought', () => {
    expect(chosen({ ...refused, status: 401 }).holds).toBeNull();
    expect(chosen({ ...refused, status: null, fault: 'reset' }).holds).toBeNull();
    expect(chosen({}, { performed: [] }).holds).toBeNull();
  });

  it('cannot be told where no request could be opened to fill in', () => {
    const trace = { performed: [performed('fill', { operation: 'fill', ...refused })], history: [entry('log-in')] };
    expect(judged('another-applicant', { ...trace, entering: null }).holds).toBeNull();
    const filling = { action: 'fill', opened: {}, openedIn: null, filled: null, filledIn: 'walk#fill' };
    const entering = { ...filling, applicant: NUMBER, attorney: null };
    expect(judged('another-applicant', { ...trace, entering }).holds).toBe(true);
  });

  it('holds where the form names nobody but whoever is logged in', () => {
    expect(filled({ iin: '900101300017' }).holds).toBe(true);
    expect(filled({ iin: NUMBER }).holds).toBe(false);
    for (const form of [null, undefined]) expect(filled(form)).toMatchObject({ holds: null, lacks: true });
    const content = (text: string) => ({
      ...{ action: 'choose', bytes: Buffer.from(text), texts: [text], isWhole: true, entered: {}, attached: null },
      exchange: 'walk#content',
    });
    expect(filled(undefined, { content: content(`for ${NUMBER}`) }).holds).toBe(false);
    expect(filled(undefined, { content: content('for nobody') }).holds).toBe(true);
    expect(filled(undefined, { history: ['choose', 'refuse'].map((action) => entry(action)) }).holds).toBe(true);
  });
});
