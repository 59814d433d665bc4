// Tests which of several attempts between two readings are said to have changed the walk.
import { expect, it } from 'vitest';
import type { RequestView } from '../../../schemas/target/driver.ts';
import { entry } from '../sample-trace.ts';
import { viewed } from './attempt.ts';
import { changedBy } from './probe.ts';

const view = (changes: Partial<RequestView> = {}): RequestView => ({
  ...{ request: 'r', state: 'open', number: null, feeMinorUnits: null, history: [], notifications: [], result: false },
  ...changes,
});
const read = (body: RequestView | null) =>
  viewed({ body, status: 200, problem: null, fault: null, exchange: 'walk#1' });
const REFUSED = { accepted: false };
const TRIED = [
  { action: 'pay', attempt: REFUSED },
  { action: 'sign', attempt: REFUSED },
];
const changes = (before: RequestView | null, after: RequestView | null) =>
  changedBy(read(before), read(after), TRIED).map(({ changed }) => changed);

it('are none where the walk is as it was, and cannot be told where it could not be read', () => {
  expect(changes(view(), view())).toEqual([false, false]);
  expect(changes(view(), null)).toEqual([null, null]);
});

it('are those whose step has come onto the record, be it once more', () => {
  expect(changes(view(), view({ history: [entry('sign')] }))).toEqual([false, true]);
  const paid = [entry('pay')];
  expect(changes(view({ history: paid }), view({ history: [...paid, ...paid] }))).toEqual([true, false]);
});

it('is the one that was accepted, whoever else tried the same step', () => {
  const tried = [...TRIED, { action: 'pay', attempt: { accepted: true } }];
  const found = changedBy(read(view()), read(view({ history: [entry('pay')] })), tried);
  expect(found.map(({ changed }) => changed)).toEqual([false, false, true]);
});

it('may be any of them where no step of theirs has, as after another document or state', () => {
  const attachments = [{ name: 'a.pdf', mediaType: 'application/pdf' }];
  expect(changes(view({ attachments: [] }), view({ attachments }))).toEqual([true, true]);
  expect(changes(view(), view({ state: 'refused', history: [entry('refuse')] }))).toEqual([true, true]);
});
