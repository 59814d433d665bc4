// Tests how far the text carries assertions: what a sentence prints is required, what follows from it is implied, the rest is recommended.
import { describe, expect, it } from 'vitest';
import { fixturePath } from '../../schemas/fixture.ts';
import { loadRegulations } from '../../schemas/load.ts';
import { derive } from './derive.ts';

const assertions = loadRegulations(fixturePath('regulations')).flatMap((regulation) => derive(regulation));

/** The levels of all assertions on an aspect, each once. */
const levelsOf = (aspect: string) =>
  new Set(assertions.filter(({ id }) => id.endsWith(`/${aspect}`)).map(({ level }) => level));

describe('the level', () => {
  it.each([
    ['unpaid-when-not-paid', 'required'],
    ['unpaid-when-paid-too-little', 'implied'],
    ['notified-when-payment-reversed', 'implied'],
    ['unconfirmed-when-revoked', 'required'],
    ['unconfirmed-when-untrusted-issuer', 'implied'],
    ['notified-when-other-bytes', 'implied'],
    ['missing-when-database-unavailable', 'recommended'],
    ['names-not-paid', 'implied'],
    ['names-paid-too-little', 'recommended'],
    ['names-revoked', 'recommended'],
    ['tampering-shows', 'implied'],
    ['not-let-in-when-not-staff', 'implied'],
    ['lets-in-by-bin', 'required'],
    ['not-let-in-when-other-staff', 'implied'],
    ['number-at-once', 'implied'],
    ['attorney-kept', 'implied'],
    ['power-inquiry', 'required'],
    ['button-open-name', 'required'],
    ['lets-in-after-guesses', 'recommended'],
    ['decision-not-twice', 'implied'],
  ])('of %s is %s', (aspect, level) => {
    expect(levelsOf(aspect)).toEqual(new Set([level]));
  });

  it('of what only one channel prints is implied in the others', () => {
    const pdf = assertions.filter(({ id }) => id.endsWith('/pdf'));
    expect(new Set(pdf.map(({ flow, level }) => `${flow === 'portal'} ${level}`))).toEqual(
      new Set(['true required', 'false implied']),
    );
  });
});
