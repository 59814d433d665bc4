// Tests that a rehearsal knows no people and certificates but those that the target supplies.
import { expect, it } from 'vitest';
import type { Roster } from '../../schemas/target/driver.ts';
import type { Drive, Offer } from '../../suites/sut/sut.ts';
import { withPersonsOf } from './rehearse.ts';

const WHO = { id: '1', password: 'p' };
const KEY = { certificatePem: 'c', privateKeyPem: 'k' };
const FULL: Roster = {
  credentials: { good: WHO, 'by-bin': WHO, 'employee-by-bin': WHO },
  officer: WHO,
  employee: WHO,
  operator: WHO,
  staff: { head: WHO, executor: WHO },
  certificates: { good: KEY, 'employee-good': KEY },
  issuers: ['pem'],
};
const drive: Drive = {
  roster: FULL,
  now: () => 0,
  pass: () => expect.unreachable(),
  perform: () => expect.unreachable(),
};
const offer = (persons: string[], certificates: string[] = []): Offer => ({
  ...{ operations: new Set(), languages: new Set(), shown: new Set(), reasons: {} },
  ...{ persons: new Set(persons), certificates: new Set(certificates) },
});

it('keeps the staff, the organisations and the certificates that the target has, and no others', () => {
  expect(withPersonsOf(offer(['good', 'employee', 'staff head'], ['good']), drive).roster).toEqual({
    ...{ credentials: { good: WHO }, officer: null, employee: WHO, operator: WHO, staff: { head: WHO } },
    ...{ certificates: { good: KEY }, issuers: ['pem'] },
  });
});

it('keeps everybody for a target that makes no offer', () => {
  expect(withPersonsOf(undefined, drive).roster).toEqual(FULL);
});
