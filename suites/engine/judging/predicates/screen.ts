// Predicates on the screens of a portal: what stands above them, in which order they come, and which are for whom.

import { checkIdentifier } from '../../../../schemas/identifier.ts';
import { languageOf } from '../../../../schemas/language.ts';
import { quote, type Said, say } from '../../../../schemas/said.ts';
import type { ArgumentsOf } from '../../../calls.ts';
import type { Trace } from '../../trace.ts';
import { cite, type Finding, fails, holds, lacking, open } from '../finding.ts';
import { type Needs, pages } from '../needs.ts';
import { once, predicate } from '../predicate.ts';
import { reached } from './offered.ts';
import { notReached } from './steps.ts';
import { wordsOf } from './wording.ts';

interface Screen {
  screen: string;
  /** What stands above it; null where that is not shown. */
  title: string | null;
}

/** Holds where what stands above each screen has half the words of its caption, and no fewer of these than of another caption. */
export const wordsScreens = predicate(
  'words-screens',
  once({ ...pages('screenTitles'), language: 'kk' }),
  (trace, { action, screens }) => {
    const expected = say`each screen from ${action} on is called what the text calls it`;
    return ofScreens(trace, action, expected, (offered, evidence) => {
      const captions = screens.map(({ screen, text }) => ({ screen, words: [...new Set(wordsOf(text))] }));
      const known = offered.filter(({ screen }) => captions.some((one) => one.screen === screen));
      if (known.length === 0) return open(expected, say`it has none of them`, evidence);
      const silent = known.find(({ title }) => title === null);
      if (silent !== undefined)
        return open(expected, say`it does not show what stands above ${silent.screen}`, evidence);
      const other = known.find(({ screen, title }) => {
        const said = wordsOf(title ?? '');
        const common = (words: readonly string[]) => words.filter((word) => said.includes(word)).length;
        const own = captions.find((one) => one.screen === screen)?.words ?? [];
        return common(own) * 2 < own.length || captions.some(({ words }) => common(words) > common(own));
      });
      if (other === undefined) return holds(expected, say`it is`, evidence);
      const language = languageOf(known.map(({ title }) => title).join(' '));
      return language === 'kk' || language === null
        ? fails(
            expected,
            other.title === ''
              ? say`nothing stands above ${other.screen}`
              : say`above ${other.screen} stands: ${quote(other.title)}`,
            evidence,
          )
        : open(expected, say`it is in another language, ${language}`, evidence);
    });
  },
);

/** Holds where the screens come in the printed order; those that other applicants see in the place of one stand where that does. */
export const ordersScreens = predicate(
  'orders-screens',
  // Only where the titles are shown does the order of the list say anything.
  once(pages('screenTitles')),
  (trace, { action, screens }) => {
    const expected = say`the screens from ${action} on come in the order that the text shows them in`;
    return ofScreens(trace, action, expected, (offered, evidence) => {
      const known = offered.filter(({ screen }) => screens.some((group) => group.includes(screen)));
      if (known.length < 2) return open(expected, say`it has less than two of them`, evidence);
      const rank = ({ screen }: Screen) => screens.findIndex((group) => group.includes(screen));
      const late = known.findIndex((one, at) => known.slice(0, at).some((before) => rank(before) > rank(one)));
      return late < 0
        ? holds(expected, say`they do`, evidence)
        : fails(expected, say`${known[late]?.screen ?? ''} comes after ${known[late - 1]?.screen ?? ''}`, evidence);
    });
  },
);

/** What it takes to see a screen: where an organisation has to see it (`byBin`), that too. */
const seeing = ({ byBin }: ArgumentsOf<'offers-own-screen'>): Needs => ({
  ...pages('screens'),
  ...(byBin === true ? { persons: ['by-bin'] } : {}),
});

/** Holds where the screen for applicants of the kind of whoever walks is there: of those with an IIN, or of those with a BIN. */
export const offersOwnScreen = predicate('offers-own-screen', once(seeing), (trace, { action, iin, bin, byBin }) => {
  const expected = say`the screen for applicants of this kind can be seen from ${action} on`;
  if (byBin === true && trace.walker !== 'by-bin')
    return lacking(expected, say`the target supplies no organisation by-bin that signs with a certificate of its own`);
  return ofScreens(trace, action, expected, (offered, evidence) => {
    const applicant = checkIdentifier(trace.applicant ?? '');
    if (!applicant.ok) return open(expected, say`it is not known of which kind the applicant is`, evidence);
    const own = applicant.kind === 'iin' ? iin : bin;
    return offered.some(({ screen }) => screen === own)
      ? holds(expected, say`${own} is there`, evidence)
      : fails(expected, say`${own} is not there`, evidence);
  });
});

/** Judges the screens of all the pages that were read, each once, in the order in which they were first seen. */
function ofScreens(
  trace: Trace,
  action: string,
  expected: Said,
  judge: (offered: Screen[], evidence: string[]) => Finding,
): Finding {
  if (!reached(trace, action) || trace.pages.length === 0)
    return open(expected, notReached(trace, action), cite(trace.lastRead));
  const evidence = cite(...trace.pages.map(({ answer }) => answer.exchange));
  // What is missing may be on a page that could not be read.
  const fault = trace.pages.find(({ answer }) => answer.fault !== null)?.answer.fault;
  if (fault !== undefined) return open(expected, say`nothing can be told from the answer: ${quote(fault)}`, evidence);
  const offered = new Map<string, Screen>();
  for (const { answer } of trace.pages) {
    const { screens = [], screenTitles } = answer.body ?? {};
    screens.forEach((screen, at) => {
      if (!offered.has(screen)) offered.set(screen, { screen, title: screenTitles?.[at] ?? null });
    });
  }
  return judge([...offered.values()], evidence);
}
