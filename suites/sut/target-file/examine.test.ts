// Tests what the doctor says of a target file: it judges nothing that it could not try, and names the operation that is at fault.
import { afterEach, expect, it } from 'vitest';
import type { Diagnosis } from '../doctor.ts';
import { type Answerer, type DumbPortal, sayJson, startPortal } from '../dumb-portal.ts';
import { openTarget } from './adapter.ts';
import { examineFile, loaded, REGULATIONS, SAMPLE, samplePortal, walkOn } from './sample-target.ts';

let portal: DumbPortal | undefined;
afterEach(() => portal?.close());

/** Examines the sample with a change, on a portal that answers some paths otherwise. */
async function examined(change: (text: string) => string, instead: (path: string) => Answerer | null = () => null) {
  const asked: string[] = [];
  const answer = samplePortal(instead);
  portal = await startPortal((response, request) => {
    asked.push(`${request.method} ${request.path}`);
    answer(response, request);
  });
  const diagnoses = await examineFile(walkOn(portal.url, change).target);
  const of = (operation: Diagnosis['operation'], person?: string) =>
    diagnoses.find((one) => one.operation === operation && one.person === person);
  return { diagnoses, of, asked };
}

/** Describes one more operation, after the login. */
const withOperation = (lines: string) => (text: string) => text.replace('  open:\n', `${lines}\n  open:\n`);
const history = (
  path: string,
  answer = "{ requests: [{ each: { jsonpath: '$.all[*]' }, request: x, state: { value: open } }] }",
) => withOperation(`  readHistory: { exchanges: [{ method: GET, path: '${path}' }], answer: ${answer} }`);

it('sends nothing that needs an input which nobody gave', async () => {
  const reads = "  chooseCertificate: { exchanges: [{ method: GET, path: '/certificates/{{certificatePem}}' }] }";
  const { of, asked } = await examined(withOperation(reads));
  expect(of('chooseCertificate')).toMatchObject({
    standing: 'not tried',
    culprit: null,
    said: 'GET /certificates/{{certificatePem}} needs certificatePem',
  });
  expect(asked.filter((line) => line.includes('certificates'))).toEqual([]);
});

it('concludes nothing from a 404 on what was picked', async () => {
  const { of, asked } = await examined(history('/people/{{token}}/orders'));
  expect(asked.some((line) => line.startsWith('GET /api/people/'))).toBe(true);
  expect(of('readHistory')).toMatchObject({ culprit: null, said: expect.stringContaining('answers 404') });
});

it('says that an address without anything picked leads nowhere', async () => {
  const { of } = await examined(history('/people'));
  expect(of('readHistory')).toMatchObject({ standing: 'fault', culprit: 'target file' });
});

it('reads what it is answered', async () => {
  const says = (json: unknown) => (path: string) => (path === '/api/mine' ? sayJson(200, json) : null);
  const mine =
    "{ requests: [{ each: { jsonpath: '$.all[*]' }, request: { jsonpath: $.id }, state: { jsonpath: $.is } }] }";
  const good = await examined(history('/mine', mine), says({ all: [{ id: 'r1', is: 'open' }] }));
  expect(good.of('readHistory')).toMatchObject({ standing: 'works' });
  await portal?.close();
  const bad = await examined(history('/mine', mine), says({ all: [{ id: 'r1', is: 'gone' }] }));
  expect(bad.of('readHistory')).toMatchObject({ standing: 'fault', culprit: 'target file' });
});

it('blames the login where what it picked is not accepted', async () => {
  const { of } = await examined(history('/mine'), (path) => (path === '/api/mine' ? sayJson(401, {}) : null));
  expect(of('authenticate')).toMatchObject({ standing: 'works' });
  expect(of('readHistory')).toMatchObject({
    standing: 'fault',
    said: expect.stringContaining('authenticate let in, but what it picks is not accepted here'),
  });
});

it('tries nothing in the name of somebody who was not let in', async () => {
  const { diagnoses, of, asked } = await examined((text) =>
    history('/mine')(text).replace(
      "good: { id: '850615400026', password: '",
      "good: { id: '850615400026', password: 'not-",
    ),
  );
  expect(of('authenticate')).toMatchObject({ standing: 'fault', culprit: 'target file' });
  expect(of('readHistory')).toMatchObject({ standing: 'not tried', said: 'nobody was let in' });
  expect(diagnoses.filter(({ standing }) => standing === 'fault')).toHaveLength(1);
  expect(asked).not.toContain('GET /api/mine');
});

it.each([
  ['opens a world', 'openWorld', 'controls: [worlds]', '{ exchanges: [{ method: POST, path: /fresh }] }'],
  [
    'reads the clock',
    'advanceClock',
    'controls: [clock]',
    '{ exchanges: [{ method: POST, path: /fresh }], answer: { now: { jsonpath: $.now } } }',
  ],
] as const)('%s first, and names that operation where it fails', async (_, operation, claims, described) => {
  const { diagnoses } = await examined((text) =>
    withOperation(`  ${operation}: ${described}`)(text).replace('testSystem: true', `testSystem: true\n${claims}`),
  );
  expect(diagnoses).toEqual([expect.objectContaining({ operation, standing: 'fault' })]);
});

it('logs in the officer and the people of the provider', async () => {
  const { of } = await examined((text) =>
    text.replace(
      'operations:\n',
      `officer: { id: o, password: '\${ENV:SECRET}' }
staff: { head: { id: h, password: 'not-\${ENV:SECRET}' } }
operations:
`,
    ),
  );
  expect(of('authenticate', 'officer')).toMatchObject({ standing: 'works' });
  expect(of('authenticate', 'head')).toMatchObject({
    standing: 'fault',
    culprit: 'target file',
    said: expect.stringMatching(/target\.yaml:\d+:\d+ staff\.head: the portal refuses these credentials/u),
  });
});

it('says once that the record of a login is empty', async () => {
  const silent = sayJson(200, { result: 'вошёл', token: 't', log: [] });
  const { of, diagnoses } = await examined(
    (text) => text.replace('operations:\n', `officer: { id: o, password: '\${ENV:SECRET}' }\noperations:\n`),
    (path) => (path === '/api/token' ? silent : null),
  );
  expect(of('authenticate')?.said).toContain('its history is empty');
  expect(diagnoses.filter(({ said }) => said.includes('its history is empty'))).toHaveLength(1);
});

it('tells requests at one address apart by words of their own', async () => {
  const file = loaded(SAMPLE.replace('path: /token\n', 'path: /token\n        with: { service: LOG_IN }\n'));
  const sut = openTarget(file, { concurrency: 1, start: '2013-04-26T10:00:00+06:00' });
  const flow = `${REGULATIONS[0]?.id}/portal`;
  expect(sut.requestsFor?.(flow, 'authenticate', false)).toEqual(['POST /token LOG_IN']);
  expect(sut.requestsFor?.(flow, 'fill', true)).toEqual(['PUT /orders/{{request}}']);
  expect(sut.requestsFor?.(flow, 'fill', false)).toEqual(['PUT /orders/{{request}}', 'GET /orders/{{request}}']);
  await sut.close();
});
