// Predicates on the result itself: its signature, its signer, its format, and its place in the service history of the applicant.

import { maskIdentifier } from '../../../../schemas/identifier.ts';
import { quote, type Said, say } from '../../../../schemas/said.ts';
import type { Fetched, Trace } from '../../trace.ts';
import { cite, type Finding, fails, holds, open } from '../finding.ts';
import { RESULT } from '../needs.ts';
import { once, predicate } from '../predicate.ts';
import { notReached } from './steps.ts';

type Document = NonNullable<Fetched['document']>;

/**
 * Judges the document of an action. Where none could be fetched the finding stays open, because the predicate `document-issued` already
 * fails for it.
 */
export function ofDocument(
  trace: Trace,
  action: string,
  expected: Said,
  judge: (document: Document, evidence: string[]) => Finding,
): Finding {
  if (!trace.history.some((entry) => entry.action === action))
    return open(expected, notReached(trace, action), cite(trace.lastRead));
  const { fetched } = trace;
  if (fetched === null) return open(expected, say`the result was not asked for`, cite(trace.lastRead));
  const evidence = cite(fetched.exchange);
  if (fetched.document === null)
    return open(expected, say`there is no document: ${quote(fetched.fault ?? fetched.problem)}`, evidence);
  return judge(fetched.document, evidence);
}

/** Holds where the document has a detached signature that verifies over its bytes. */
export const signed = predicate('signed', once(RESULT), (trace, { action }) => {
  const expected = say`the document of ${action} has a signature that verifies over its bytes`;
  return ofDocument(trace, action, expected, ({ signature }, evidence) => {
    if (signature.length === 0) return fails(expected, say`it is not signed`, evidence);
    if (trace.signature === null) return open(expected, say`the signature was not looked at`, evidence);
    const { wrong, unknown } = trace.signature;
    if (unknown !== null) return open(expected, say`the signature ${unknown}`, evidence);
    return wrong === null
      ? holds(expected, say`the signature verifies`, evidence)
      : fails(expected, say`the signature ${wrong}`, evidence);
  });
});

/** Holds where the certificate of the signer comes from a trusted issuer, was in force, is for signing and names an organisation. */
export const signedByOfficial = predicate('signed-by-official', once(RESULT), (trace, { action }) => {
  const expected = say`the document of ${action} is signed by a person whose certificate names an organisation`;
  return ofDocument(trace, action, expected, (_, evidence) => {
    if (trace.signature === null || (trace.signature.wrong ?? trace.signature.unknown) !== null)
      return open(expected, say`there is no signature that verifies, so nobody is known to have signed`, evidence);
    const { certificate } = trace.signature;
    if (certificate === null) return fails(expected, say`the certificate of the signer cannot be read`, evidence);
    if (!certificate.trusted) return fails(expected, say`the certificate comes from no issuer of the portal`, evidence);
    if (!certificate.inForce)
      return fails(expected, say`the certificate was not in force when it was signed`, evidence);
    if (certificate.use !== 'sign')
      return fails(expected, say`the certificate is not for signing: ${certificate.use}`, evidence);
    if (certificate.bin === null) return fails(expected, say`the certificate is a private person’s`, evidence);
    return holds(expected, say`the certificate is a signing one of an organisation`, evidence);
  });
});

/** Holds where the certificate of the signer names the organisation that provides the service, and not just any. */
export const signedByProvider = predicate(
  'signed-by-provider',
  once({ ...RESULT, provider: true }),
  (trace, { action }) => {
    const expected = say`the document of ${action} is signed by a person of the provider${ofBin(trace.provider)}`;
    return ofDocument(trace, action, expected, (_, evidence) => {
      if (trace.provider === null) return open(expected, say`the target names no BIN of the provider`, evidence);
      if (trace.signature === null || (trace.signature.wrong ?? trace.signature.unknown) !== null)
        return open(expected, say`there is no signature that verifies, so nobody is known to have signed`, evidence);
      const { certificate } = trace.signature;
      if (certificate === null) return open(expected, say`the certificate of the signer cannot be read`, evidence);
      if (certificate.bin === trace.provider)
        return holds(expected, say`its certificate names that organisation`, evidence);
      const signer =
        certificate.bin === null
          ? say`a private person`
          : say`the organisation with the BIN ${maskIdentifier(certificate.bin)}`;
      return fails(expected, say`it is signed by ${signer}`, evidence);
    });
  },
);

/** Holds where the certificate of the signer is that of the head of the provider, or of a deputy. */
export const signedByHead = predicate('signed-by-head', once({ ...RESULT, heads: true }), (trace, { action }) => {
  const expected = say`the document of ${action} is signed by the head of the provider, or by a deputy`;
  return ofDocument(trace, action, expected, (_, evidence) => {
    if (trace.heads === null) return open(expected, say`the target names no head of the provider`, evidence);
    if (trace.signature === null || trace.signature.wrong !== null)
      return open(expected, say`there is no signature that verifies, so nobody is known to have signed`, evidence);
    const { certificate } = trace.signature;
    if (certificate === null) return open(expected, say`the certificate of the signer cannot be read`, evidence);
    const { iin } = certificate;
    if (iin == null) return fails(expected, say`the certificate names no person`, evidence);
    return trace.heads.includes(iin)
      ? holds(expected, say`its certificate names that person`, evidence)
      : fails(expected, say`it is signed by the person with the IIN ${maskIdentifier(iin)}`, evidence);
  });
});

const ofBin = (bin: string | null) => (bin === null ? '' : say`, whose BIN is ${maskIdentifier(bin)}`);

/** Within how many bytes of its end a PDF has to have its end marker. */
const END = 1024;

/** Holds where the document is given as a PDF, and begins and ends as one. */
export const isPdf = predicate('is-pdf', once({ ...RESULT, shown: ['mediaType'] }), (trace, { action }) => {
  const expected = say`the document of ${action} is a PDF`;
  return ofDocument(trace, action, expected, ({ mediaType, bytes }, evidence) => {
    if (!/^application\/pdf\s*(;|$)/iu.test(mediaType))
      return fails(expected, say`it is given as ${mediaType || 'nothing'}`, evidence);
    const text = Buffer.from(bytes).toString('latin1');
    if (!text.startsWith('%PDF-')) return fails(expected, say`it does not begin with %PDF-`, evidence);
    // By ISO 32000-1, 7.5.5 the end marker is the last line. Readers of PDF accept it anywhere in the last kilobyte, and so do we.
    if (!text.slice(-END).includes('%%EOF')) return fails(expected, say`it does not end with %%EOF`, evidence);
    return holds(expected, say`a PDF of ${bytes.length} bytes`, evidence);
  });
});

/** Holds where the applicant's service history lists the request exactly once, as completed and with no other number than its own. */
export const inHistory = predicate('in-history', once({ operations: ['readHistory'] }), (trace, { action }) => {
  const expected = say`the service history lists the request as completed after ${action}`;
  if (!trace.history.some((entry) => entry.action === action) || trace.serviceHistory === null)
    return open(expected, notReached(trace, action), cite(trace.lastRead));
  const { request, answer } = trace.serviceHistory;
  const evidence = cite(answer.exchange, trace.lastRead);
  if (answer.fault !== null)
    return open(expected, say`nothing can be told from the answer: ${quote(answer.fault)}`, evidence);
  if (answer.body === null)
    return fails(expected, say`the history is not shown to its owner: ${quote(answer.problem)}`, evidence);
  const [listed, again] = answer.body.requests.filter((one) => one.request === request);
  if (listed === undefined) return fails(expected, say`the request is not in the history`, evidence);
  if (again !== undefined) return fails(expected, say`the request is in the history twice`, evidence);
  if (listed.state !== 'completed') return fails(expected, say`the history says that it is ${listed.state}`, evidence);
  if (listed.number !== null && trace.number !== null && listed.number !== trace.number)
    return fails(expected, say`the history says ${listed.number}, the request ${trace.number}`, evidence);
  return holds(expected, say`it is listed as completed`, evidence);
});
