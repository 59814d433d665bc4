// Whether a page refuses, by the signs that the target file gives, or by its status.
import type { TargetExchange } from '../../../../schemas/target/operations.ts';
import { Fault } from '../../blame.ts';
import { maskText } from '../../evidence/redaction.ts';
import type { Page } from '../answer/page.ts';
import type { Reading } from '../answer/reading.ts';
import { namesIn } from '../message/template.ts';
import { askedToWait } from './gate.ts';
import type { Performance, Refused, Sent } from './performance.ts';

/** The status that stands for a refusal when neither the rule nor the page gives one, as a page with status 200. */
const REFUSED = 409;

/**
 * The refusal that a page shows; null where it shows none.
 * @throws Fault where the portal answers 429 or 5xx and no rule of the target file fits
 */
export function refusalOf(page: Page, exchange: TargetExchange, by: Performance): Refused | null {
  const { reading, refused } = by;
  if (exchange.accepts?.includes(page.status)) return null;
  for (const rule of refused) {
    const { when, as, says } = rule;
    // Whether a request is unchanged is not seen in one answer.
    if (when === 'unchanged') continue;
    if (!page.meets(when, reading)) continue;
    const words = says === undefined ? undefined : page.find(says, reading)[0]?.text;
    const told = typeof as === 'object' ? Number(page.find(as, reading)[0]?.text) : as;
    const status = [told, page.status].find((one) => one !== undefined && one >= 400 && one < 500) ?? REFUSED;
    const problem = `${status} ${maskText(words ?? `refused by ${exchange.method} ${exchange.path}`)}`;
    return { status, problem, unless: { culprit: 'target file', where: reading.where(rule) } };
  }
  const { status } = page;
  if (status < 400) return null;
  // 429 (too many requests) and 5xx (a broken server) say nothing about the operation, so they are no refusals.
  if (status === 429 || status >= 500) {
    const waitMs = askedToWait(page);
    const later = waitMs === null ? '' : ` and asks to come back in ${Math.ceil(waitMs / 1000)} s`;
    throw new Fault('portal', `${page.name}: it answers ${status}${later}`);
  }
  // A 404 or 405 for a path without variables is probably a wrong path in the target file.
  const isMisled = (status === 404 || status === 405) && namesIn(exchange.path).length === 0;
  const unless = { culprit: isMisled ? 'target file' : 'portal', where: reading.where(exchange, 'path') } as const;
  return { status, problem: `${status} refused by ${exchange.method} ${exchange.path}`, unless };
}

/** The refusal by a page that lacks the element which the next action needs (`absent` in the target file). */
export function unoffered(status: number, { exchange }: Sent, { where }: Reading): Refused {
  const problem = `${status} the page offers nothing for what comes after ${exchange.path}`;
  return { status, problem, unless: { culprit: 'target file', where: where(exchange) } };
}
