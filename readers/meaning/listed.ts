// Tells which units an item of the list of those who take part names, also where it says more of them.
import { mentionsIn } from './mention.ts';
import { isPersonal, partiesOf } from './party.ts';

/** What a list adds to a unit: somebody else may do the same in its place. */
const DEPUTY = /\s+(?:немесе|не|либо|или)\s+(?:оның|его)\s+(?:орынбасары|заместитель)\s*$/iu;

/** The units that an item names; null where one of them is not known. */
export function listedParties(text: string): string[] | null {
  const words = text.replace(/[;.]\s*$/u, '').replace(DEPUTY, '');
  return partiesOf(words) ?? describedIn(words);
}

/** The person whom an item describes by more than the name, as one responsible for something. What is said of a person stands before the name in Kazakh, behind it in Russian. */
function describedIn(words: string): string[] | null {
  const [one, other] = mentionsIn(words);
  if (one === undefined || other !== undefined || !isPersonal(one.id)) return null;
  const isLast = one.after.trim() === '' && /(?:ға|ге|қа|ке|на|не)\s+(?:жауапты|жүктелген)\s+$/u.test(one.before);
  const isFirst = one.before.trim() === '' && /^,?\s+(?:ответственн|за|на которого)/u.test(one.after);
  return isLast || isFirst ? [one.id] : null;
}
