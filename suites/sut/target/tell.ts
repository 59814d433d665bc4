// Tells what was sent for an exchange of a target file, and with its last message what the file read of the answer.
import type { Operation } from '../../../schemas/driver.ts';
import type { TargetExchange } from '../../../schemas/target-operations.ts';
import type { Evidence, Wire } from '../evidence/evidence.ts';
import { type Redaction, redactValue, showsContract } from '../evidence/redaction.ts';
import type { Sent } from './perform.ts';

/** What an exchange is told with. */
interface Telling {
  evidence: Evidence;
  redaction: Redaction;
  operation: Operation;
  /** The portal's clock before the operation, milliseconds since the epoch; null where it cannot be moved. */
  clock: number | null;
  /** What was read of the answer in the end, in the words of the driver contract; undefined where nothing was. */
  view: unknown;
  /** The target file is at fault where the exchange came to nothing. */
  misdescribed: boolean;
}

/** Tells every message of an exchange, and gives the id of the last one, which what it came to rests on. */
export function tellSent({ exchange, wires, blocked, picked, fault }: Sent, by: Telling): string {
  const { evidence, redaction, operation, clock, view, misdescribed } = by;
  for (const wire of wires.slice(0, -1)) evidence.tell(wire, { operation, clock, fault: wire.answer.fault });
  const read = {
    ...(blocked.length === 0 ? {} : { blocked: blocked.map((host) => redaction.text(host)) }),
    ...(Object.keys(picked).length === 0 ? {} : { picked: redactValue(picked, redaction) }),
    ...(view === undefined ? {} : { shows: redactValue(view, redaction.as(showsContract)) }),
  };
  const last = wires.at(-1) ?? unsent(exchange);
  return evidence.tell(last, {
    ...{ operation, clock, fault, misdescribed },
    ...(Object.keys(read).length === 0 ? {} : { read }),
  });
}

/** An exchange for which nothing was sent, as the file writes it. */
function unsent({ method, path }: TargetExchange): Wire {
  return {
    ...{ method, address: path, inserted: [], described: `${method} ${path}`, headers: {}, body: null, type: null },
    answer: { at: Date.now(), tookMs: 0, status: null, headers: {}, bytes: null, fault: null },
  };
}
