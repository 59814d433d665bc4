// Tests the predicates over the form of a request, before it is filled in and afterwards.
import { describe, expect, it } from 'vitest';
import { sampleTrace } from '../../sample-trace.ts';
import type { Entering } from '../../trace.ts';
import { judge } from '../sample-judging.ts';

const NUMBER = '850101300123';
const ATTORNEY = '750918400210';
const entering = (changes: Partial<Entering> = {}) =>
  sampleTrace({
    entering: {
      ...{ action: 'fill', opened: {}, openedIn: 'walk#open', filled: { applicant: NUMBER }, filledIn: 'walk#fill' },
      ...{ applicant: NUMBER, attorney: ATTORNEY, ...changes },
    },
  });

describe('shows-form', () => {
  const shows = (trace: ReturnType<typeof sampleTrace>) =>
    judge({ predicate: 'shows-form', arguments: { action: 'fill' } }, trace);

  it('holds when the form is there, with something in it or not', () => {
    expect(shows(entering())).toMatchObject({ holds: true, evidence: ['walk#open'] });
    expect(shows(entering({ opened: { iin: NUMBER } })).holds).toBe(true);
  });

  it('fails when none is shown', () => {
    expect(shows(entering({ opened: null }))).toMatchObject({ holds: false, actual: 'no form is shown' });
  });

  it('cannot be told when the portal does not say, or the walk did not come so far', () => {
    expect(shows(entering({ opened: undefined })).holds).toBeNull();
    expect(shows(entering({ action: 'other' })).holds).toBeNull();
    expect(shows(sampleTrace({})).holds).toBeNull();
  });
});

describe('keeps-form', () => {
  const keeps = (trace: ReturnType<typeof sampleTrace>) =>
    judge({ predicate: 'keeps-form', arguments: { action: 'fill' } }, trace);

  it.each([{ applicant: NUMBER }, { purpose: 'x', iin: '850101 300123' }, { iin: '8501**••0123' }])(
    'holds when the number is there: %j',
    (filled) => {
      expect(keeps(entering({ filled }))).toMatchObject({ holds: true, evidence: ['walk#fill'] });
    },
  );

  it.each([
    {},
    { purpose: 'x' },
    { iin: '850101300999' },
    { iin: '8501****0999' },
    { iin: '************' },
    { iin: 'xxxxxxxxxxxx' },
    { iin: `${NUMBER}1` },
  ])('fails when it is not: %j', (filled) => {
    expect(keeps(entering({ filled })).holds).toBe(false);
  });

  it('cannot be told when the portal does not say, shows no form, or the walk did not come so far', () => {
    for (const filled of [undefined, null]) expect(keeps(entering({ filled })).holds).toBeNull();
    expect(keeps(entering({ action: 'other' })).holds).toBeNull();
    expect(keeps(sampleTrace({})).holds).toBeNull();
  });
});

describe('keeps-attorney', () => {
  const keeps = (trace: ReturnType<typeof sampleTrace>) =>
    judge({ predicate: 'keeps-attorney', arguments: { action: 'fill' } }, trace);

  it('holds when the number of the representative is there, whatever its field is called', () => {
    for (const iin of [ATTORNEY, '750918 400210', '7509******10'])
      expect(keeps(entering({ filled: { applicant: NUMBER, iin } })), iin).toMatchObject({
        holds: true,
        evidence: ['walk#fill'],
      });
  });

  it('fails when only that of the applicant is', () => {
    for (const filled of [{ applicant: NUMBER }, { applicant: NUMBER, attorney: '' }, {}])
      expect(keeps(entering({ filled })).holds).toBe(false);
  });

  it('cannot be told when nobody was entered, or the form was not seen', () => {
    expect(keeps(entering({ attorney: null }))).toMatchObject({ holds: null, lacks: true });
    for (const filled of [undefined, null]) expect(keeps(entering({ filled })).holds).toBeNull();
    expect(keeps(entering({ action: 'other' })).holds).toBeNull();
  });
});
