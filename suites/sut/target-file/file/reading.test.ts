// Tests what is left of a target file of which a run may only read.
import { expect, it } from 'vitest';
import { loaded, SAMPLE } from '../sample-target.ts';
import { offerOf } from './offer.ts';
import { keepReading } from './reading.ts';

const CONTROLLED = SAMPLE.replace('testSystem:', 'controls: [decision]\ntestSystem:').replace(
  '  readRequest:\n',
  '  decide:\n    exchanges: [{ method: GET, path: /decide }]\n  readRequest:\n',
);
const left = (text: string) => keepReading(loaded(text)).target;

it('keeps the login and what reads, and says of the rest why it is not there', () => {
  const { operations, lacks, controls } = left(CONTROLLED);
  expect(Object.keys(operations).sort()).toEqual(['authenticate', 'describe', 'readRequest']);
  expect(controls).toEqual([]);
  expect(lacks).toEqual({
    decision: 'a run with --production has none',
    ...Object.fromEntries(['decide', 'fill', 'open'].map((name) => [name, 'a run with --production only reads'])),
  });
});

it('keeps a reading operation only where each of its exchanges only reads', () => {
  const posted = SAMPLE.replace("exchanges: [{ method: GET, path: '/orders/{{request}}' }]", (text) =>
    text.replace('GET', 'POST'),
  );
  expect(posted).not.toBe(SAMPLE);
  expect(left(posted).lacks?.readRequest).toBe(
    'a run with --production only reads, and POST /orders/{{request}} is not marked with reads: true',
  );
  const marked = left(
    posted.replace(
      "path: '/orders/{{request}}' }]\n    answer",
      "path: '/orders/{{request}}', reads: true }]\n    answer",
    ),
  );
  expect(marked.operations.readRequest).toBeDefined();
});

it('offers what is left', () => {
  const { operations, reasons } = offerOf(keepReading(loaded(SAMPLE)));
  expect([...operations].sort()).toEqual(['authenticate', 'describe', 'readRequest']);
  expect(reasons.open).toBe('a run with --production only reads');
});
