// Drafts the result of the service, as far as the steps that end with it name one.
import { type Draft, UNREAD, type Unread } from '../../schemas/draft.ts';
import type { Line } from '../ledger.ts';
import { actWords, knownResults } from '../meaning/act-words.ts';
import { hasAny, isKnownBy } from '../meaning/fitting.ts';
import type { Gathering } from './gathering.ts';

/**
 * The results, one of them or unread.
 * @param endings the words of the steps that issue or hand over
 */
export function resultsOf(lines: readonly Line[], endings: readonly string[], gathering: Gathering): Draft['results'] {
  const named = knownResults().filter((one) => endings.some((text) => isKnownBy(text, one)));
  const [result] = named;
  const line =
    result === undefined ? undefined : lines.find(({ text, at }) => 'clause' in at && isKnownBy(text, result));
  if (result === undefined || named.length > 1 || line === undefined)
    return gathering.unread(
      ['results'],
      line?.place ?? null,
      'results',
      endings[0] ?? '',
      'give the results of the service',
    );
  gathering.at(['results', 0], line.place);
  const { pdf, authorised } = actWords();
  const text = lines.map((one) => one.text).join('\n');
  return [
    {
      id: result.id,
      format: hasAny(text, pdf) ? 'pdf' : null,
      signedBy: hasAny(text, authorised)
        ? 'provider'
        : gathering.unread(['results', 0, 'signedBy'], line.place, 'results', line.text, 'say which party signs it'),
      name: result.name ?? { kk: UNREAD, ru: UNREAD, en: UNREAD },
      at: line.at,
    },
  ];
}

/** The id of the only result; unread where it is open which it is. */
export function onlyResult(results: Draft['results']): string | Unread {
  if (results === UNREAD) return UNREAD;
  const [one, other] = results;
  return one === undefined || one === UNREAD || other !== undefined ? UNREAD : one.id;
}
