// Tests that a flow has what the file says of all, and otherwise only what it says below that flow; and that parts may be repeated by name.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the words of the file
import { expect, it } from 'vitest';
import { describeTarget, openTarget } from '../adapter.ts';
import { loaded, REGULATIONS, SAMPLE } from '../sample-target.ts';

const [regulation = REGULATIONS[0]] = REGULATIONS.filter(({ flows }) => Object.keys(flows).length > 1);
const [first = '', second = ''] = Object.keys(regulation?.flows ?? {}).map((flow) => `${regulation?.id}/${flow}`);

const OTHERWISE = `flows:
  ${first}: {}
  ${second}:
    credentials: { good: { id: '900101300017', password: '\${ENV:SECRET}' } }
    officer: { id: '780510300102', password: '\${ENV:SECRET}' }
    words: { as: { applicant: CLERK } }
    lacks: { expired: nobody has one }
    operations:
      open: { exchanges: [{ method: POST, path: /clerk, json: {} }], answer: { request: { header: location } } }
      logOut: { exchanges: [{ method: POST, path: /out, json: {} }] }
words: { as: { officer: O }, mode: { x: X } }
`;
const target = loaded(SAMPLE.replace(/flows: .*\n/u, OTHERWISE));

it('has what the file says of all, and entry by entry what it says otherwise', () => {
  const one = target.of(first);
  const other = target.of(second);
  expect(one.target.operations.open?.exchanges[0]?.path).toBe('/orders');
  expect(other.target.operations.open?.exchanges[0]?.path).toBe('/clerk');
  expect(other.target.operations.fill).toBe(one.target.operations.fill);
  expect([one, other].map(({ roster }) => roster.credentials.good?.id)).toEqual(['850615400026', '900101300017']);
  expect(other.roster.credentials['wrong-password']).toBe(one.roster.credentials['wrong-password']);
  expect([one, other].map(({ roster }) => roster.officer?.id)).toEqual([undefined, '780510300102']);
  expect(other.target.words).toEqual({ as: { applicant: 'CLERK' }, mode: { x: 'X' } });
  expect(one.target.words).toEqual({ as: { officer: 'O' }, mode: { x: 'X' } });
});

it('claims each flow, and tells where a part of it stands', () => {
  expect(describeTarget(target).flows).toEqual([first, second]);
  const [exchange] = target.of(second).target.operations.open?.exchanges ?? [];
  expect(target.where(exchange ?? {})).toContain(`flows.${second}.operations.open.exchanges[0]`);
});

it('offers for each flow what it has there', async () => {
  const sut = openTarget(target, { concurrency: 1, start: '2013-04-26T10:00:00+06:00' });
  const { offer } = sut;
  expect(offer?.operations.has('logOut')).toBe(false);
  expect(offer?.flows?.[second]?.operations.has('logOut')).toBe(true);
  expect(offer?.flows?.[first]?.persons.has('officer')).toBe(false);
  expect(offer?.flows?.[second]?.persons.has('officer')).toBe(true);
  await sut.close();
});

it('tells of each flow what is sent there', async () => {
  const sut = openTarget(target, { concurrency: 1, start: '2013-04-26T10:00:00+06:00' });
  const sent = [first, second].map((flow) => sut.requestsFor?.(flow, 'open', false)[0]);
  expect(sent).toEqual(['POST /orders', 'POST /clerk']);
  await sut.close();
});

it('repeats a part by its name, and with other keys in it', () => {
  const text = SAMPLE.replace('{ method: GET, path: /health }', '&health { method: GET, path: /health }').replace(
    '  open:\n',
    '  logOut: { exchanges: [*health, { <<: *health, path: /other }] }\n  open:\n',
  );
  expect(loaded(text).target.operations.logOut?.exchanges).toEqual([
    { method: 'GET', path: '/health' },
    { method: 'GET', path: '/other' },
  ]);
});
