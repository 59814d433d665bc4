// Predicates on buttons: where pressing one leads, on the pages of a request and in the service history.
import { all, any, quote, type Said, say } from '../../../../schemas/said.ts';
import { cite, type Finding, fails, holds, open } from '../finding.ts';
import { pages } from '../needs.ts';
import { once, predicate } from '../predicate.ts';
import { offeredAt, reached } from './offered.ts';
import { notReached } from './steps.ts';

type Leads = readonly { button: string; operation: string }[] | undefined;

/** Holds where pressing the button leads to one of the operations. */
export const leadsTo = predicate('leads-to', once(pages('leadsTo')), (trace, { action, stage, button, operations }) => {
  const expected = say`pressing ${button} leads to ${any(operations)}`;
  return offeredAt(trace, action, stage, expected, (offered, evidence) =>
    judgeLeads(offered.leadsTo, { button, operations, expected, evidence }),
  );
});

/** Holds where the service history has the button beside the request, and pressing it leads to one of the operations. */
export const leadsFromHistory = predicate(
  'leads-from-history',
  once({ operations: ['readHistory'], shown: ['leadsTo'] }),
  (trace, { action, button, operations }) => {
    const expected = say`pressing ${button} in the service history leads to ${any(operations)}`;
    const seen = trace.serviceHistory;
    if (seen === null || !reached(trace, action))
      return open(expected, notReached(trace, action), cite(trace.lastRead));
    const { request, answer } = seen;
    const evidence = cite(answer.exchange);
    if (answer.fault !== null)
      return open(expected, say`nothing can be told from the answer: ${quote(answer.fault)}`, evidence);
    const listed = answer.body?.requests.find((one) => one.request === request);
    if (listed === undefined) return open(expected, say`the request is not in the history`, evidence);
    return judgeLeads(listed.leadsTo, { button, operations, expected, evidence });
  },
);

function judgeLeads(
  leads: Leads,
  wanted: { button: string; operations: readonly string[]; expected: Said; evidence: string[] },
): Finding {
  const { button, operations, expected, evidence } = wanted;
  if (leads === undefined) return open(expected, say`it is not said where buttons lead`, evidence);
  const own = leads.filter((one) => one.button === button).map(({ operation }) => operation);
  if (own.some((operation) => operations.includes(operation))) return holds(expected, say`it does`, evidence);
  return fails(expected, own.length === 0 ? say`there is no such button` : say`it leads to ${all(own)}`, evidence);
}
