// Checks the ledger of sentences: every place stands once and exists, and a paragraph has at most one reason not to be tested.
import { locatorProblem } from '../locator.ts';
import { describePlace, placeKey } from '../place.ts';
import type { Regulation } from '../regulation.ts';
import { checkUnique, type Tell } from './inconsistency.ts';

const REASONS = ['leaves', 'beyond', 'excluded', 'none'] as const;

/** Tells every inconsistency of the ledger of sentences. */
export function checkSentences(regulation: Regulation, tell: Tell): void {
  const { sentences } = regulation;
  checkUnique(
    tell,
    sentences.map(({ at }) => placeKey(at)),
    'place',
    (n) => ['sentences', n, 'at'],
  );
  sentences.forEach((sentence, n) => {
    const problem = locatorProblem(regulation, sentence.at);
    if (problem !== null) tell(['sentences', n, 'at'], sentence.at, problem, 'name the place of the paragraph');
    const given = REASONS.filter((key) => sentence[key] !== undefined);
    if (given.length > 1)
      tell(
        ['sentences', n, given[1] ?? ''],
        given.join(', '),
        `${describePlace(sentence.at)} has ${given.join(' and ')}`,
        'keep one of them',
      );
  });
}
