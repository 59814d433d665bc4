// Rehearses an operation: performs its leading exchanges that only read, up to the first that does more or needs what is not known.
import type { TargetExchange } from '../../../schemas/target/operations.ts';
import { Fault } from '../blame.ts';
import type { Redaction } from '../evidence/redaction.ts';
import type { Rehearsal } from '../sut.ts';
import type { Seen } from './answer/page.ts';
import { whyNotTried } from './file/reading.ts';
import { namesIn } from './message/template.ts';
import type { Outcome, Refused } from './sending/performance.ts';

/** How exchanges are performed, and what they came to is read; `read` gives null for an operation whose answer tells nothing. */
export interface Stage {
  variables: Readonly<Record<string, unknown>>;
  redaction: Redaction;
  perform(exchange: TargetExchange): Promise<Outcome>;
  read(seen: Seen): Promise<object | null>;
}

/** Rehearses the exchanges of an operation. `body` is what was read where all of them could be performed; it is not checked yet. */
export async function rehearseAll(
  exchanges: readonly TargetExchange[],
  { variables, redaction, perform, read }: Stage,
): Promise<Rehearsal & { body?: unknown }> {
  const done = { tried: 0, of: exchanges.length, stopped: null, fault: null, status: null };
  let seen: Seen = { page: null, named: new Map() };
  try {
    for (const exchange of exchanges) {
      const stopped = whyNotTried(exchange, variables);
      if (stopped !== null) return { ...done, stopped };
      done.tried += 1;
      const outcome = await perform(exchange);
      if ('problem' in outcome) return { ...done, ...refusedOn(exchange, outcome, redaction) };
      seen = { page: outcome.page, named: new Map([...seen.named, ...outcome.named]) };
    }
    const result = await read(seen);
    return result !== null && 'body' in result ? { ...done, body: result.body } : done;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ...done, fault: { ...error.blame, said: redaction.text(error.message) } };
  }
}

/**
 * What a refusal in a rehearsal says. What an address with variables leads to may only not be there yet: nothing is concluded from that.
 */
function refusedOn({ method, path }: TargetExchange, { status, problem, unless }: Refused, redaction: Redaction) {
  if (status === 404 && namesIn(path).length > 0)
    return { stopped: `${method} ${path} answers 404, so what it leads to may not be there yet` };
  return { status, fault: { ...unless, said: redaction.text(`${unless.where}: it refuses: ${problem}`) } };
}
