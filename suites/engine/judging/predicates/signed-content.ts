// Predicates on what is given to be signed: it holds the values that were entered and the documents that were attached.

import { digestsOf, writingsOf } from '../../../../schemas/pki/writings.ts';
import { all, type Said, say } from '../../../../schemas/said.ts';
import type { SignedContent, Trace } from '../../trace.ts';
import { cite, type Finding, fails, holds, open } from '../finding.ts';
import { once, predicate } from '../predicate.ts';
import { notReached } from './steps.ts';

const OPERATIONS = ['readContent', 'sign'] as const;

/** Holds where every value that was entered stands in what is given to be signed, in whatever format; open where that cannot be read. */
export const signsValues = predicate(
  'signs-values',
  once({ operations: OPERATIONS, shown: ['signedContent'] }),
  (trace, { action }) => {
    const expected = say`what is given to be signed at ${action} holds the values that were entered`;
    return ofContent(trace, action, expected, (content, evidence) => {
      const entered = Object.entries(content.entered);
      if (entered.length === 0) return open(expected, say`no value that is known was entered`, evidence);
      const texts = content.texts.map(plain);
      const missing = entered.filter(([, value]) => !texts.some((text) => text.includes(plain(value))));
      return missing.length === 0
        ? holds(expected, say`it holds them`, evidence)
        : failsIfWhole(content, expected, say`the value of ${all(missing.map(([name]) => name))}`, evidence);
    });
  },
);

/** Holds where the document that was attached stands in what is given to be signed, itself or by its digest. */
export const signsDocuments = predicate(
  'signs-documents',
  once({ operations: OPERATIONS, shown: ['signedContent', 'attachments'] }),
  (trace, { action }) => {
    const expected = say`what is given to be signed at ${action} holds the document that was attached, or its digest`;
    return ofContent(trace, action, expected, (content, evidence) => {
      const { attached, bytes, texts } = content;
      if (attached === null) return open(expected, say`no document was attached`, evidence);
      const isThere =
        writingsOf(attached).some((written) => texts.some((text) => text.includes(written))) ||
        [attached, ...digestsOf(attached)].some((part) => Buffer.from(bytes).includes(Buffer.from(part)));
      return isThere
        ? holds(expected, say`it does`, evidence)
        : failsIfWhole(content, expected, say`the document`, evidence);
    });
  },
);

const failsIfWhole = ({ isWhole }: SignedContent, expected: Said, what: Said, evidence: string[]): Finding =>
  isWhole
    ? fails(expected, say`${what} does not stand in it`, evidence)
    : open(expected, say`not all of it can be read, and ${what} does not stand in what can`, evidence);

function ofContent(
  trace: Trace,
  action: string,
  expected: Said,
  judge: (content: SignedContent, evidence: string[]) => Finding,
): Finding {
  const { content } = trace;
  if (content === null || content.action !== action)
    return open(expected, notReached(trace, action), cite(trace.lastRead));
  return judge(content, cite(content.exchange));
}

/** A text without what only its writing decides: capitals, white space, and what parts the digits of a number. */
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/(?<=\d)[\s-]+(?=\d)/gu, '')
    .replace(/\s+/gu, ' ');
