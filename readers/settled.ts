// Holds the parts of a file together whose every part is read: what does not fit, and which contradictions the readings show.
import { checkConsistency } from '../schemas/consistency/consistency.ts';
import { UNREAD, type Work } from '../schemas/draft.ts';
import type { Difference } from '../schemas/lint/difference.ts';
import { lint } from '../schemas/lint/lint.ts';
import { flowAt } from '../schemas/locator.ts';
import { describePlace } from '../schemas/place.ts';
import type { Erratum, Locator, Regulation } from '../schemas/regulation.ts';
import { writePath, writeValue } from '../schemas/violation.ts';
import { idOf } from './draft/errata.ts';

/** An erratum that somebody has still to confirm. */
type OpenErratum = Omit<Erratum, 'status' | 'severity'> & { status: string; severity: string };

/** What is open in a regulation whose every part is read, and its errata: each explains what lint finds at its places, and nothing else. */
export function settled(regulation: Regulation): { work: Work[]; errata: OpenErratum[] } {
  const inconsistencies = checkConsistency(regulation).map(({ path, value, problem, cure }): Work => {
    const key = writePath(path);
    return {
      kind: 'inconsistency',
      key,
      line: null,
      column: null,
      about: key,
      quotation: value === undefined ? '' : writeValue(value),
      needs: `${problem}; ${cure}`,
    };
  });
  // What does not fit together cannot be compared.
  if (inconsistencies.length > 0) return { work: inconsistencies, errata: regulation.errata };
  const { explained, unexplained } = lint(regulation);
  const errata = regulation.errata.map((erratum) => ({
    ...erratum,
    explains: [
      ...new Set(explained.filter((one) => one.erratum === erratum.id).map(({ difference }) => difference.code)),
    ],
  }));
  const found = unexplained.map((difference) => erratumOf(regulation, difference));
  const work = found.map(({ at, printed, conflictsWith }, n): Work => {
    const [place] = at;
    return {
      kind: 'contradiction',
      key: writePath(['errata', errata.length + n, 'reading']),
      line: null,
      column: null,
      about: place === undefined ? '' : describePlace(place),
      quotation: printed,
      needs: `${conflictsWith}; give the reading that is adopted`,
    };
  });
  return { work, errata: [...errata, ...found] };
}

function erratumOf(regulation: Regulation, { code, at, message }: Difference): OpenErratum {
  return {
    id: idOf(code, at),
    explains: [code],
    at: [at],
    printed: printedAt(regulation, at),
    conflictsWith: message,
    reading: UNREAD,
    status: UNREAD,
    severity: UNREAD,
  };
}

/** The words that stand at a place. */
function printedAt(regulation: Regulation, at: Locator): string {
  const flow = flowAt(regulation, at)?.flow;
  if ('table' in at) {
    const step = flow?.steps.find((one) => one.step === at.step);
    const cell = step === undefined || at.row === undefined ? undefined : step[at.row];
    return cell?.printed ?? flow?.table?.title ?? describePlace(at);
  }
  if ('clause' in at) {
    const { items = [] } = flow ?? regulation.participants ?? {};
    return items.find(({ item }) => item === at.item)?.printed ?? flow?.title ?? describePlace(at);
  }
  const title = regulation.act.titles.find((one) => describePlace(one.at) === describePlace(at));
  return title?.printed ?? describePlace(at);
}
