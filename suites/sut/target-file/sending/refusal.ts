// Whether a page refuses, by the signs that the target file gives, or by its status.
import type { TargetExchange } from '../../../../schemas/target/operations.ts';
import { Fault } from '../../blame.ts';
import { maskText } from '../../evidence/redaction.ts';
import type { Page, Reading } from '../answer/page.ts';
import { namesIn } from '../message/template.ts';
import { askedToWait } from './gate.ts';
import type { Performance, Refused, Sent } from './performance.ts';

/** The status of a refusal whose page has none of its own. */
const REFUSED = 409;

/** The refusal that a page shows, by the signs of the file or by its status; null where it shows none. @throws Fault */
export function refusalOf(page: Page, exchange: TargetExchange, by: Performance): Refused | null {
  const { reading, refused } = by;
  if (exchange.accepts?.includes(page.status)) return null;
  for (const rule of refused) {
    const { when, as, says } = rule;
    if (!page.meets(when, reading)) continue;
    const words = says === undefined ? undefined : page.find(says, reading)[0]?.text;
    const status = as ?? (page.status >= 400 && page.status < 500 ? page.status : REFUSED);
    const problem = `${status} ${maskText(words ?? `refused by ${exchange.method} ${exchange.path}`)}`;
    return { status, problem, unless: { culprit: 'target file', where: reading.where(rule) } };
  }
  const { status } = page;
  if (status < 400) return null;
  // Too many requests and a broken server say nothing about what was asked for.
  if (status === 429 || status >= 500) {
    const waitMs = askedToWait(page);
    const later = waitMs === null ? '' : ` and asks to come back in ${Math.ceil(waitMs / 1000)} s`;
    throw new Fault('portal', `${page.name}: it answers ${status}${later}`);
  }
  // Where nothing of the address was picked, it is the file that leads to what is not there.
  const isMisled = (status === 404 || status === 405) && namesIn(exchange.path).length === 0;
  const unless = { culprit: isMisled ? 'target file' : 'portal', where: reading.where(exchange, 'path') } as const;
  return { status, problem: `${status} refused by ${exchange.method} ${exchange.path}`, unless };
}

/** The refusal of a page that offers nothing for what comes after the step. */
export function unoffered(status: number, { exchange }: Sent, { where }: Reading): Refused {
  const problem = `${status} the page offers nothing for what comes after ${exchange.path}`;
  return { status, problem, unless: { culprit: 'target file', where: where(exchange) } };
}
