// The predicate on whether the applicant gets the result of a request that somebody on the staff has brought in for them.
import { quote, say } from '../../../../schemas/said.ts';
import { cite, fails, holds, open } from '../finding.ts';
import { once, predicate } from '../predicate.ts';
import { ofDocument } from './document.ts';

/** Holds where the person who is named in the form was given the same document as whoever had brought the request in. */
export const collectedByApplicant = predicate(
  'collected-by-applicant',
  once({ operations: ['fetchResult'], shown: ['applicantResult'] }),
  (trace, { action }) => {
    const expected = say`the applicant can fetch the document of ${action} with a login of their own`;
    return ofDocument(trace, action, expected, ({ bytes }) => {
      const { collected } = trace;
      if (collected === null) return open(expected, say`nobody logs in as the applicant`, cite(trace.lastRead));
      const evidence = cite(trace.fetched?.exchange, collected.exchange);
      if (collected.keptOut !== null)
        return open(expected, say`the applicant was not let in: ${collected.keptOut}`, evidence);
      if (collected.fault !== null)
        return open(expected, say`nothing can be told from the answer: ${quote(collected.fault)}`, evidence);
      if (collected.document === null)
        return fails(expected, say`it is not given to the applicant: ${quote(collected.problem)}`, evidence);
      return Buffer.from(collected.document.bytes).equals(Buffer.from(bytes))
        ? holds(expected, say`it is the same document`, evidence)
        : fails(expected, say`the applicant is given another document`, evidence);
    });
  },
);
