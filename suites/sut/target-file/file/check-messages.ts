// What a target file may not ask of XML messages and of what is repeated: envelopes, signatures, polls.
import { OPERATION_NAMES } from '../../../../schemas/target/driver.ts';
import type { TargetExchange } from '../../../../schemas/target/operations.ts';
import { type Segment, writeChoice } from '../../../../schemas/violation.ts';
import { whyUnsignable } from '../message/message-signature.ts';
import { framed } from '../message/send-body.ts';
import { render } from '../message/template.ts';
import type { FlowTarget } from './flows.ts';
import type { Problem } from './secrets.ts';

/** All problems with the polls, envelopes and signed messages of a target. */
export function checkMessages(target: FlowTarget): Problem[] {
  return OPERATION_NAMES.flatMap((name) =>
    (target.operations[name]?.exchanges ?? []).flatMap((exchange, at) => {
      const path = ['operations', name, 'exchanges', at];
      return [
        ...checkPoll(exchange, path),
        ...(checkEnvelope(target, exchange, path) ?? checkSigned(target, exchange, path)),
      ];
    }),
  );
}

/** A poll repeats its exchange, and an exchange that may change something is never sent twice. */
function checkPoll({ method, reads, poll }: TargetExchange, path: Segment[]): Problem[] {
  if (poll === undefined || method === 'GET' || method === 'BROWSER' || reads === true) return [];
  const problem = `would repeat a ${method} that may change something`;
  return [
    { path: [...path, 'poll'], blames: 'key', problem, cure: 'add reads: true to the exchange if it only reads' },
  ];
}

/** The problems with an envelope; null where there are none, so that the message inside can be checked next. */
function checkEnvelope(
  { envelopes = {} }: FlowTarget,
  { xml, envelope }: TargetExchange,
  path: Segment[],
): Problem[] | null {
  if (envelope === undefined) return null;
  const at = [...path, 'envelope'];
  if (xml === undefined)
    return [{ path: at, blames: 'key', problem: 'envelope has no meaning without xml', cure: 'remove it' }];
  if (Object.hasOwn(envelopes, envelope)) return null;
  const cure = writeChoice(envelope, Object.keys(envelopes));
  return [{ path: at, value: envelope, problem: `"${envelope}" is not among the envelopes`, cure }];
}

/**
 * Checks that a message can be signed. Values of variables are escaped, so they add no elements: an element that is missing in
 * the file is missing in every message.
 */
function checkSigned(target: FlowTarget, exchange: TargetExchange, path: Segment[]): Problem[] {
  if (target.messageSignature === undefined || exchange.xml === undefined) return [];
  const wrong = whyUnsignable(render(framed(exchange.xml, exchange, target), {}));
  if (wrong === null) return [];
  const cure = 'give it a Header and a Body in a SOAP envelope, here or in envelope, or remove messageSignature';
  return [{ path: [...path, 'xml'], problem: `cannot be signed: the message ${wrong}`, cure }];
}
