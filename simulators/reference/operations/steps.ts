// The operations that move a request on; each is accepted only while the walk waits for it.
import { holdsContent, openCms, verifyCms } from '../../../schemas/pki/cms-check.ts';
import type { Operation, RequestView } from '../../../schemas/target/driver.ts';
import type { Cause } from '../../../schemas/vocabulary.ts';
import { admit, awaited } from '../engine/acceptance.ts';
import { findCertificateFault } from '../engine/certificate-check.ts';
import { readPem } from '../engine/certificate-reading.ts';
import { type Mutant, mutationAnywhere } from '../engine/mutation.ts';
import { Rejection } from '../engine/rejection.ts';
import {
  type AnyCall,
  type Call,
  certificateServices,
  requireConfirmable,
  requireDecidable,
  requireOwn,
  settleNow,
} from './portal.ts';
import { contentOf } from './reading.ts';
import { viewRequest } from './views.ts';
import type { Application } from './world.ts';

/** Checks that the walk waits for the operation, stores its facts with `bring`, begins the step and shows the request after it. */
export async function take(
  call: AnyCall,
  request: Application,
  operation: Operation,
  bring: () => void | Promise<void>,
  action?: string,
): Promise<RequestView> {
  await settleNow(call, request.walk, request.id);
  const begin = admit(request.walk, operation, call.world.now, action);
  request.walk.settledAt = null;
  await bring();
  begin();
  return viewRequest(call, request);
}

/** Fills in the form. @throws Rejection 401, 404, 403, 409 */
export async function fill(call: Call<'fill'>): Promise<RequestView> {
  const request = requireOwn(call, 'fill');
  return take(call, request, 'fill', () => {
    request.walk.facts.values = { ...call.input.values };
  });
}

/** Records the reference of the payment, null where none was made; the condition checks it. @throws Rejection 401, 404, 403, 409 */
export async function pay(call: Call<'pay'>): Promise<RequestView> {
  const request = requireOwn(call, 'pay');
  return take(call, request, 'pay', () => {
    request.walk.facts.payment = call.input.payment;
  });
}

/** Chooses the certificate. @throws Rejection 401, 404, 403, 409; 400 for what is no certificate */
export async function chooseCertificate(call: Call<'chooseCertificate'>): Promise<RequestView> {
  const request = requireOwn(call, 'chooseCertificate');
  const isAnythingTaken = mutationAnywhere(request.walk.program.mutant, 'ignores-cause')?.cause === 'no-certificate';
  const pem = isAnythingTaken ? call.input.certificatePem : readPem(call.input.certificatePem);
  return take(call, request, 'chooseCertificate', () => {
    request.walk.facts.certificatePem = pem;
  });
}

/**
 * Takes the signature and verifies it over the bytes of the request. A bad one is refused by the flow's certificate condition.
 *
 * @throws Rejection 401, 404, 403, 409; 400 for a bad signature or certificate in a flow without that condition
 */
export async function sign(call: Call<'sign'>): Promise<RequestView> {
  const request = requireOwn(call, 'sign');
  const { facts, program } = request.walk;
  return take(call, request, 'sign', async () => {
    const verdict = await verifyCms(Buffer.from(call.input.cms, 'base64'), contentOf(request));
    const chosen = facts.certificatePem ?? verdict.certificatePem;
    const isSound = verdict.valid && verdict.certificatePem === chosen;
    const fault = isSound ? null : signatureFaultOf(Buffer.from(call.input.cms, 'base64'));
    // A flow without a certificate condition has no step that refuses a bad signature, so the operation itself is not accepted. Only a
    // mutant takes one out of its turn, when there may be nothing yet that it could be over.
    const isInTurn = awaited(request.walk) === 'sign';
    if (isInTurn && !program.nodes.some((node) => node.kind === 'condition' && node.checks === 'certificate')) {
      await refuseUnsound(call, { pem: chosen, fault, person: facts.login.id, mutant: program.mutant });
    }
    facts.signatureFault = fault;
    facts.certificatePem = chosen;
  });
}

/** Begins the step that asks the state databases; the condition after it does the asking. @throws Rejection 401, 404, 403, 409 */
export async function lookUp(call: Call<'lookUp'>): Promise<RequestView> {
  const request = requireOwn(call, 'lookUp');
  return take(call, request, 'lookUp', () => undefined);
}

/** Records the decision of an officer. @throws Rejection 401, 404, 403, 409 */
export async function decide(call: Call<'decide'>): Promise<RequestView> {
  const request = requireDecidable(call);
  return take(call, request, 'decide', () => {
    request.walk.facts.decision = call.input.decision;
  });
}

/**
 * Records that a person has done a step, such as the hand-over of the result. An officer confirms any request, others their own.
 *
 * @throws Rejection 401, 404, 403, 409; 400 where the step can be done in several ways and none of them is named
 */
export async function confirm(call: Call<'confirm'>): Promise<RequestView> {
  const { action } = call.input;
  const request = requireConfirmable(call, action);
  const choices = request.walk.program.steps.get(action)?.means ?? [];
  const means = choices.find((choice) => choice === call.input.means) ?? null;
  if (choices.length > 0 && means === null)
    throw new Rejection(400, `means: say how it is handed over, ${choices.join(' or ')}`);
  const bring = () => {
    request.walk.facts.means = means;
  };
  return take(call, request, 'confirm', bring, action);
}

/** What is wrong with bytes that are no signature over the request. */
function signatureFaultOf(cms: Uint8Array): Cause {
  if (openCms(cms).length === 0) return 'no-signature';
  return holdsContent(cms) ? 'own-content' : 'other-bytes';
}

async function refuseUnsound(
  { portal, world }: AnyCall,
  {
    pem,
    fault: wrong,
    person,
    mutant,
  }: { pem: string | null; fault: Cause | null; person: string; mutant: Mutant | null },
): Promise<void> {
  const taken = mutationAnywhere(mutant, 'takes-signature')?.of ?? null;
  if (wrong !== null && wrong === taken) return;
  if (pem === null || wrong !== null)
    throw new Rejection(400, 'cms: it is not a signature over the content of this request');
  const fault = await findCertificateFault({
    pem,
    person,
    to: 'sign',
    at: world.now,
    ...certificateServices(portal, world),
  });
  if (fault !== null && fault !== taken)
    throw new Rejection(400, `cms: its certificate cannot be signed with (${fault})`);
}
