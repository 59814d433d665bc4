// Judges every walk for an assertion, and adds the findings up to its verdict.

import type { TestAssertion } from '../../../schemas/run/assertion.ts';
import { told } from '../../../schemas/run/says.ts';
import type { Judgement } from '../../../schemas/run/verdict.ts';
import { plainly, quote, rewrite, type Said, say } from '../../../schemas/said.ts';
import { maskText } from '../../sut/evidence/redaction.ts';
import { refusedOutright, type Trace } from '../trace.ts';
import { type Finding, lacking, open, type Setting } from './finding.ts';
import { predicateOf } from './predicates.ts';

/** The finding for an assertion on the walk of one scenario. */
export interface Found {
  scenario: string;
  finding: Finding;
}

/**
 * Judges one walk.
 * @param awaited what the walk waits for before it goes on, as a sentence; null where it has come to its end
 * @throws TypeError for an unknown predicate or arguments of the wrong shape, which is a defect of the suites
 */
export function observe(
  trace: Trace,
  assertion: TestAssertion,
  setting: Setting,
  { mask = maskText, awaited = null }: { mask?: (text: string) => string; awaited?: Said | null } = {},
): Found {
  const { astray } = trace;
  const judged = inFavour(trace, predicateOf(assertion).judge(trace, assertion.arguments, setting));
  const found = astray === null || assertion.predicate === 'counts-at' ? judged : open(judged.says.expected, astray);
  const isUnseen = found.holds === null && refusedOutright(trace)?.by === assertion.action;
  const isTried = predicateOf(assertion).needs(assertion.arguments).days !== true;
  const isUndecided = found.holds === null && isTried && trace.decidedItself && trace.interrupted === null;
  const lack = trace.lacking ?? (isUnseen ? UNSEEN : isUndecided ? UNDECIDED : null);
  const seen = lack === null ? found : lacking(found.says.expected, lack);
  const finding = awaited === null ? seen : untilLater(seen, awaited);
  // These sentences quote the portal, which may have repeated secrets that no report may show.
  const { expected, actual, reason } = finding.says;
  const hidden = told(expected, masked(actual, mask), reason === undefined ? null : masked(reason, mask));
  return { scenario: trace.scenario.id, finding: { ...finding, ...hidden } };
}

/** A sentence without its secrets. One that only the whole sentence shows for what it is takes the sentence with it. */
function masked(said: Said, mask: (text: string) => string): Said {
  const hidden = rewrite(said, mask);
  const whole = mask(plainly(said));
  return plainly(hidden) === whole ? hidden : say`${quote(whole)}`;
}

/** Only what speaks against the portal is final on a walk that goes on: how it ends may show that what seemed right was not. */
function untilLater(finding: Finding, awaited: Said): Finding {
  if (finding.holds === false) return finding;
  const reason = finding.holds === true ? say`so far it holds; ${awaited}` : awaited;
  return { ...open(finding.says.expected, reason, finding.evidence), pending: true };
}

/** Opens a finding that would be in favour of the portal where the walk is doubtful. Findings against the portal still count. */
function inFavour(trace: Trace, finding: Finding): Finding {
  if (finding.holds !== true || trace.doubt === null) return finding;
  return { ...finding, ...open(finding.says.expected, trace.doubt, finding.evidence) };
}

/**
 * Adds the findings of all walks up to one verdict: `fail` where two walks are alike that must differ, or one finding does not hold;
 * `pending` where a walk goes on later; `pass` where as many findings hold as the predicate asks for; `not-applicable` where all lack what the target may leave out; else
 * `inconclusive`.
 */
export function settle(assertion: TestAssertion, found: readonly Found[]): Judgement {
  const verdict = (name: Judgement['verdict'], { scenario, finding }: Found): Judgement => ({
    assertion: assertion.id,
    verdict: name,
    reason: finding.reason,
    expected: finding.expected,
    actual: finding.actual,
    says: finding.says,
    evidence: finding.evidence,
    scenario,
    disputed: finding.disputed === true,
    ...(finding.elapsed === undefined ? {} : { elapsed: finding.elapsed }),
  });
  const alike = findAlike(found);
  if (alike !== null) return verdict('fail', alike);
  const against = found.find(({ finding }) => finding.holds === false);
  if (against !== undefined) return verdict('fail', against);
  const awaiting = found.find(({ finding }) => finding.pending === true);
  if (awaiting !== undefined) return verdict('pending', awaiting);
  const inItsFavour = found.filter(({ finding }) => finding.holds === true);
  const [favour] = inItsFavour;
  if (favour !== undefined && inItsFavour.length < predicateOf(assertion).times)
    return verdict('inconclusive', {
      ...favour,
      finding: { ...favour.finding, ...told(favour.finding.says.expected, ALONE, UNCOMPARED) },
    });
  if (favour !== undefined) return verdict('pass', favour);
  const [first] = found;
  if (first !== undefined && found.every(({ finding }) => finding.lacks === true))
    return undecided(assertion, say`not-observable: ${first.finding.says.reason ?? null}`);
  if (first !== undefined) return verdict('inconclusive', first);
  return { ...undecided(assertion, say`no walk came to it`), verdict: 'inconclusive' };
}

/** The verdict on an assertion for which no walk was judged. */
export function undecided(
  assertion: TestAssertion,
  reason: Said,
  verdict: Judgement['verdict'] = 'not-applicable',
): Judgement {
  return {
    ...{ assertion: assertion.id, verdict },
    ...told(assertion.titled, say`not observed`, reason),
    evidence: [],
    scenario: null,
    disputed: false,
  };
}

const UNSEEN = say`the login is refused by its answer alone, which shows no record and no kind of message`;

const UNDECIDED = say`the portal decides by itself, so nothing could be tried while it waited for somebody to decide`;

const ALONE = say`one walk alone came to it`;
const UNCOMPARED = say`there was no second walk that it could be compared with`;

/** The later of two walks that gave the same value to `apart`, as a finding against the portal; null where all values differ. */
function findAlike(found: readonly Found[]): Found | null {
  const first = new Map<string, Found>();
  for (const one of found) {
    const { apart } = one.finding;
    if (apart === undefined) continue;
    const other = first.get(apart);
    if (other !== undefined) {
      const finding = {
        ...one.finding,
        holds: false,
        ...told(one.finding.says.expected, say`${quote(other.scenario)} and ${quote(one.scenario)} have the same`),
        evidence: [...other.finding.evidence, ...one.finding.evidence],
      };
      return { scenario: one.scenario, finding };
    }
    first.set(apart, one);
  }
  return null;
}
