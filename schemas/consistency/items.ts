// Checks the items of the clauses that describe a flow: their numbers, names, terms and variants, and that each can be reached.

import type { ClauseItem, ClauseProcess, Flow } from '../regulation.ts';
import { type Segment, writeChoice, writeValue } from '../violation.ts';
import { VERBS } from '../vocabulary.ts';
import {
  type Check,
  checkParties,
  checkParty,
  checkReceivers,
  checkResult,
  checkSequence,
  checkTerm,
  checkUnique,
  type Tell,
} from './inconsistency.ts';

/** Checks the items of one clause that describes a flow, be it the flow's own clause or one that retells it. */
export function checkItems(check: Check, path: Segment[], items: readonly ClauseItem[]): void {
  const { tell } = check;
  const actions = items.flatMap((item) => ('action' in item ? [item.action] : []));
  const at = (key: string) => (n: number) => [...path, n, key];
  checkItemNumbers(tell, path, items);
  checkSequence(
    tell,
    items.map((item) => ('process' in item ? item.process : undefined)),
    'process',
    at('process'),
  );
  checkSequence(
    tell,
    items.map((item) => ('condition' in item ? item.condition : undefined)),
    'condition',
    at('condition'),
  );
  items.forEach((item, n) => {
    if ('remark' in item) return;
    const here = [...path, n];
    checkParty(check, [...here, 'by'], item.by);
    checkParties(check, [...here, 'asks'], item.asks);
    if ('checks' in item) {
      for (const side of ['ok', 'fail'] as const) {
        if (actions.includes(item[side])) continue;
        tell(
          [...here, side],
          item[side],
          `${writeValue(item[side])} is not an action of this flow`,
          writeChoice(item[side], actions),
        );
      }
      return;
    }
    checkTerms(tell, here, item);
    if (item.term?.since !== undefined && !actions.slice(0, actions.indexOf(item.action)).includes(item.term.since))
      tell(
        [...here, 'term', 'since'],
        item.term.since,
        `${writeValue(item.term.since)} is no action before this one`,
        writeChoice(item.term.since, actions),
      );
    checkActionOnce(tell, [...here, 'action'], item.action, actions, items.slice(0, n));
    checkParty(check, [...here, 'at'], item.at);
    checkParty(check, [...here, 'via'], item.via);
    checkReceivers(check, [...here, 'sends'], item.sends);
    checkResult(check, [...here, 'result'], item.does, item.result);
    if (item.does === 'refuse' && item.forms === undefined) {
      tell(
        [...here, 'forms'],
        undefined,
        'a refusal forms no notification',
        'add the key forms with the kind of the notification',
      );
    }
  });
  checkReachable(tell, path, items);
}

/**
 * Checks that the item numbers run 1, 2, 3 ... A number may stand twice in a row where the second entry is another paragraph of the item,
 * or is not numbered as a process or condition.
 */
function checkItemNumbers(tell: Tell, path: Segment[], items: readonly ClauseItem[]): void {
  items.forEach((item, n) => {
    const before = items[n - 1];
    const last = before?.item ?? 0;
    const goesOn = before !== undefined && (item.paragraph !== before.paragraph || !isNumbered(item));
    if (item.item === last + 1 || (item.item === last && goesOn)) return;
    tell(
      [...path, n, 'item'],
      item.item,
      `item ${item.item} stands where ${last + 1} belongs`,
      'number each item in order from 1',
    );
  });
}

function isNumbered(item: ClauseItem): boolean {
  return 'process' in item || 'condition' in item;
}

function checkTerms(tell: Tell, path: Segment[], { term, terms }: ClauseProcess): void {
  if (term !== undefined) checkTerm(tell, [...path, 'term', 'printed'], term.printed);
  terms?.forEach(({ printed }, k) => {
    checkTerm(tell, [...path, 'terms', k, 'printed'], printed);
  });
  checkUnique(
    tell,
    (terms ?? []).map(({ only }) => only),
    'tag',
    (k) => [...path, 'terms', k, 'only'],
  );
}

/** Checks that no variant occurs twice, and that every tag that an item names belongs to a variant. */
export function checkVariants({ tell }: Check, path: Segment[], flow: Flow): void {
  const { variants = [] } = flow;
  checkUnique(
    tell,
    variants.map(({ id }) => id),
    'variant',
    (n) => [...path, 'variants', n, 'id'],
  );
  const tags = [...new Set(variants.flatMap((variant) => variant.tags))];
  const checkTag = (at: Segment[], tag: string | undefined) => {
    if (tag !== undefined && !tags.includes(tag))
      tell(at, tag, `no variant of the flow has the tag ${writeValue(tag)}`, writeChoice(tag, tags));
  };
  const texts = [{ at: [...path, 'items'], items: flow.items }].concat(
    (flow.retold ?? []).map(({ items }, n) => ({ at: [...path, 'retold', n, 'items'], items })),
  );
  for (const { at, items } of texts) {
    items.forEach((item, n) => {
      if (!('does' in item)) return;
      checkTag([...at, n, 'only'], item.only);
      item.terms?.forEach(({ only }, k) => {
        checkTag([...at, n, 'terms', k, 'only'], only);
      });
    });
  }
}

function checkActionOnce(
  tell: Tell,
  path: Segment[],
  action: string,
  actions: readonly string[],
  before: readonly ClauseItem[],
): void {
  const earlier = before.some((item) => 'action' in item && item.action === action);
  if (earlier && actions.includes(action))
    tell(path, action, `the action ${writeValue(action)} stands twice`, 'give each action a name of its own');
}

/** Checks that every item can be reached from the first. A process leads to the item after it, unless it ends the flow. */
function checkReachable(tell: Tell, path: Segment[], items: readonly ClauseItem[]): void {
  const reached = new Set<number>();
  const open = [0];
  for (let n = open.pop(); n !== undefined; n = open.pop()) {
    const item = items[n];
    if (item === undefined || reached.has(n)) continue;
    reached.add(n);
    if ('checks' in item) {
      const targets = [item.ok, item.fail];
      open.push(...items.flatMap((other, k) => ('action' in other && targets.includes(other.action) ? [k] : [])));
    } else if ('remark' in item || VERBS[item.does].ends === null) open.push(n + 1);
  }
  items.forEach((item, n) => {
    if ('remark' in item || reached.has(n)) return;
    const name =
      'action' in item ? `process ${item.process ?? item.action}` : `condition ${item.condition ?? item.checks}`;
    tell(
      [...path, n],
      'action' in item ? item.action : item.checks,
      `nothing leads to ${name}`,
      'name its action in ok or fail of a condition before it',
    );
  });
}
