// Answers the worklist of a text as the file says that somebody made of it by hand.
import { Review } from '../../readers/review.ts';
import { type Draft, draftProblem, type Work } from '../../schemas/draft.ts';
import { DIFFERENCE_CODES } from '../../schemas/lint/difference.ts';
import { placeKey } from '../../schemas/place.ts';
import type { Erratum, Regulation } from '../../schemas/regulation.ts';

/** Finishes the text of a draft with what a file says. What it does not tell stays open. */
export function answered(text: string, file: Regulation): Review {
  const review = new Review(text);
  const tried = new Set<string>();
  for (let goes = true; goes; ) {
    goes = false;
    for (const work of review.open) {
      const key = JSON.stringify(work);
      if (tried.has(key)) continue;
      tried.add(key);
      const answer = answerTo(work, review, file);
      if (answer !== undefined && review.take(work, answer, draftProblem).taken) goes = true;
    }
    if (review.open.length === 0) goes = review.settle();
  }
  return review;
}

function answerTo(work: Work, review: Review, file: Regulation): string | undefined {
  if (work.kind === 'fault') return 'done';
  const draft: Draft = review.value;
  const path = (work.key?.match(/[^.[\]]+/gu) ?? []).map((part) => (/^\d+$/u.test(part) ? Number(part) : part));
  if (work.kind === 'contradiction') return confirmed(Object(draft.errata[Number(path[1])]), file.errata);
  const value = at(draft, file, path);
  if (value === undefined) return 'none';
  return path.at(-1) === 'printed' || typeof value === 'string' ? String(value) : JSON.stringify(value);
}

/** The value of a file at a path of a draft, entry by entry of the same name and not of the same number. */
function at(draft: unknown, file: unknown, path: readonly (string | number)[]): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return file;
  const own = Object(draft)[first];
  const theirs =
    Array.isArray(file) && typeof first === 'number'
      ? (file.find((one) => nameOf(one) !== undefined && nameOf(one) === nameOf(own)) ?? file[first])
      : Object(file)[first];
  return at(own, theirs, rest);
}

function nameOf(entry: unknown): string | undefined {
  const { at: place, item, step, figure, id, to } = Object(entry);
  if (typeof place === 'object' && place !== null && !Array.isArray(place)) return placeKey(place);
  const named = Object.entries({ item, step, figure, id, to }).find(([, value]) => value !== undefined);
  return named === undefined ? undefined : named.join(' ');
}

/** The erratum of the file that stands at the place of one that is open; a contradiction that it has not is none. */
function confirmed(open: Erratum, errata: readonly Erratum[]): string {
  const [place] = open.at;
  const [code] = open.explains;
  const same = errata.filter(({ at: places }) =>
    places.some((one) => place !== undefined && placeKey(one) === placeKey(place)),
  );
  const erratum = same.find(({ explains }) => code !== undefined && explains.includes(code));
  // What the readings show has to be explained, also where the file tells more of a step than is read.
  if (erratum === undefined)
    return code !== undefined && Object.hasOwn(DIFFERENCE_CODES, code) ? 'resolved low: nothing hangs on it' : 'none';
  const { reading, status, severity, flow, adopts, at: places } = erratum;
  return JSON.stringify({
    reading,
    status,
    severity,
    at: places,
    ...(flow === undefined ? {} : { flow }),
    ...(adopts === undefined ? {} : { adopts }),
  });
}
