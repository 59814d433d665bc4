// Tests how the rows of a list are read: which count, what stands about each elsewhere, and in which order they are.
import { describe, expect, it } from 'vitest';
import { Page } from './page.ts';
import type { Reading } from './reading.ts';
import type { ListRule } from './rows.ts';
import { View } from './view.ts';

const reading = (variables: Reading['variables'] = {}): Reading => ({
  ...{ variables, namespaces: {}, where: () => 'target.yaml:1:1', hide: (text) => text },
});

function pageOf(body: unknown, type = 'application/json'): Page {
  const received = { status: 200, url: new URL('http://a.example/'), headers: { 'content-type': type } };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Page({ ...received, bytes: Buffer.from(text), name: 'GET /' }, () => null);
}

/** A view of the last page, and of others by the names of their exchanges. */
const viewOf = (page: Page, named: Readonly<Record<string, Page>> = {}, variables: Reading['variables'] = {}) =>
  new View({ page, named: new Map(Object.entries(named)) }, reading(variables), () => '2013-04-26T10:00:00+06:00', {});

const valuesOf = (view: View, rule: ListRule, field = 'is') => view.entries([rule]).map((tell) => tell(field));

const LIST = [
  { id: 1, of: 'R7', at: '2013-04-26T10:00:00+06:00' },
  { id: 2, of: 'R8', at: '2013-04-26T11:00:00+06:00' },
  { id: 3, of: 'R7', at: '2013-04-26T12:00:00+06:00' },
];
const each = { jsonpath: '$[*]' };
const is = { jsonpath: '$.id' };

describe('the rows of a list', () => {
  it.each<[string, ListRule, string[]]>([
    ['those of a variable', { only: { jsonpath: '$.of', is: '{{request}}' } }, ['1', '3']],
    ['all but those of a variable', { skip: { jsonpath: '$.of', is: '{{request}}' } }, ['2']],
    ['those from a number on', { only: { jsonpath: '$.id', least: '2' } }, ['2', '3']],
    ['those up to an instant', { only: { jsonpath: '$.at', most: '2013-04-26T05:00:00Z' } }, ['1', '2']],
    ['those between', { only: { jsonpath: '$.id', least: '2', most: '{{two}}' } }, ['2']],
    ['all where a variable has a value', { when: '{{request}}' }, ['1', '2', '3']],
    ['none where it has none', { when: '{{nothing}}' }, []],
    ['none where it is null', { when: '{{empty}}' }, []],
  ])('are %s', (_, rule, ids) => {
    const view = viewOf(pageOf(LIST), {}, { request: 'R7', two: 2, empty: null });
    expect(valuesOf(view, { each, is, ...rule })).toEqual(ids);
  });

  it('are compared only where they can be', () => {
    const rule = { each, is, only: { jsonpath: '$.of', least: '2' } };
    expect(() => valuesOf(viewOf(pageOf(LIST)), rule)).toThrow(
      'target.yaml:1:1: "R7" and "2" are neither two numbers nor two instants',
    );
  });

  it('have fields from the page of another exchange', () => {
    const view = viewOf(pageOf(LIST), { order: pageOf({ number: 'N-1' }) });
    const rule = { each, is: { from: 'order', jsonpath: '$.number' } };
    expect(valuesOf(view, rule)).toEqual(['N-1', 'N-1', 'N-1']);
  });

  it('are read from the list that they stand in where a field names it again', () => {
    const view = viewOf(pageOf({}), { list: pageOf(LIST) });
    const rule = { each: { from: 'list', ...each }, is: { from: 'list', ...is } };
    expect(valuesOf(view, rule)).toEqual(['1', '2', '3']);
  });

  it('are joined by a key to another list, which may be of another kind', () => {
    const notices = '<ul><li data-entry="3">third</li><li data-entry="1">first</li></ul>';
    const view = viewOf(pageOf(LIST), { notices: pageOf(notices, 'text/html') });
    const join = {
      name: 'notice',
      each: { from: 'notices', css: 'li' },
      key: { css: ':scope', attr: 'data-entry' },
      is: { jsonpath: '$.id' },
    };
    const rule = { each, join, is: { from: 'notice', css: ':scope' } };
    expect(valuesOf(view, rule)).toEqual(['first', null, 'third']);
    expect(valuesOf(view, { ...rule, only: { from: 'notice', css: ':scope', matches: 'first' } })).toEqual(['first']);
  });
});

const RULES: Parameters<View['history']>[0] = [
  { each, action: { jsonpath: '$.id' }, startedAt: { jsonpath: '$.at', instant: 'iso' } },
];
const actionsOf = (list: unknown) =>
  viewOf(pageOf(list))
    .history(RULES)
    .map(({ action }) => action);

describe('the steps of a portal', () => {
  it('are in the order of their times, also where the last stands first', () => {
    expect(actionsOf(LIST)).toEqual(['1', '2', '3']);
    expect(actionsOf(LIST.toReversed())).toEqual(['1', '2', '3']);
    expect(actionsOf([LIST[1], LIST[0], LIST[2]])).toEqual(['1', '2', '3']);
  });

  it('of one time are in the order in which they stand, or the other way round where all are', () => {
    const same = LIST.map((one) => ({ ...one, at: LIST[0]?.at }));
    expect(actionsOf(same)).toEqual(['1', '2', '3']);
    expect(actionsOf([...same, LIST[1]].toReversed())).toEqual(['1', '2', '3', '2']);
  });

  it('without times are in the order in which they stand', () => {
    const view = viewOf(pageOf(LIST.toReversed()));
    expect(view.history([{ each, action: { jsonpath: '$.id' } }]).map(({ action }) => action)).toEqual(['3', '2', '1']);
  });
});

describe('a word of ours', () => {
  const notices = (patterns: Record<string, string | null>): Parameters<View['notifications']>[0] => [
    {
      action: 'refuse',
      kind: { value: 'auth-refused-user' },
      text: { value: 'no' },
      cause: { jsonpath: '$.why', patterns },
    },
  ];
  const causeOf = (why: unknown, patterns: Record<string, string | null>) =>
    viewOf(pageOf({ why })).notifications(notices(patterns))[0]?.cause;

  it('stands for several causes where the portal has one code for them', () => {
    expect(causeOf('E1', { 'unknown-id, wrong-password': '^E1$' })).toEqual(['unknown-id', 'wrong-password']);
    expect(causeOf('E2', { 'unknown-id, wrong-password': '^E1$', expired: '^E2$' })).toBe('expired');
    expect(causeOf('E3', { 'unknown-id, wrong-password': '^E1$' })).toBeNull();
  });

  it('stands for what is not there', () => {
    const state = (body: object) =>
      viewOf(pageOf(body)).word({ jsonpath: '$.verdict', patterns: { completed: '^YES$', open: null } }, [
        'completed',
        'open',
      ]);
    expect(state({ verdict: 'YES' })).toBe('completed');
    expect(state({ verdict: null })).toBe('open');
    expect(state({})).toBe('open');
    expect(() => state({ verdict: 'NO' })).toThrow('no pattern fits "NO"');
  });
});

it.each([
  ['<b> a\n b </b>', 'text/html', { css: 'b' }],
  ['<b> a\n b </b>', 'text/xml', { xpath: '//b' }],
])('keeps the blanks of %j in %s where it is asked to', (body, type, finder) => {
  const page = pageOf(body, type);
  expect(page.pick({ ...finder, blanks: true }, reading())).toBe(' a\n b ');
  expect(page.pick(finder, reading())).not.toMatch(/^\s|\s$/u);
});
