// Drafts what the annexes hold beside the step tables: the screens, and the survey of those who were served.
import { type Draft, UNREAD, type Unread } from '../../schemas/draft.ts';
import type { Line } from '../ledger.ts';
import { clauseWords } from '../meaning/act-words.ts';
import { hasAny, isKnownBy } from '../meaning/fitting.ts';
import type { Gathering } from './gathering.ts';

/** The screens, by the titles of the figures. What each is shown during is told by its words. */
export function screensOf(lines: readonly Line[], gathering: Gathering): Draft['screens'] {
  const { screens } = clauseWords();
  return lines
    .filter(({ of }) => of === 'figure')
    .flatMap((line, n) => {
      if (!('figure' in line.at)) return [];
      const { annex, figure } = line.at;
      gathering.at(['screens', n], line.place);
      const printed = line.text;
      const during =
        screens.find((one) => isKnownBy(printed, one))?.is ??
        gathering.unread(
          ['screens', n, 'during'],
          line.place,
          `annex ${annex}, figure ${figure}`,
          line.text,
          'say during which step it is shown, or "none" where it comes before the request is opened',
        );
      return [{ annex, figure, printed, during }];
    });
}

/** The questions of the survey with their answers, or null where no annex asks any. */
export function surveyOf(lines: readonly Line[], gathering: Gathering): Draft['survey'] {
  const asked = lines.filter(({ of }) => of === 'question');
  const annex = annexOf(asked[0]);
  if (annex === null) return null;
  const words = clauseWords();
  const headings = lines.filter(({ of, at }) => of === 'heading' && 'heading' in at && at.annex === annex);
  const title = headings.find(({ text }) => hasAny(text, words.survey));
  const blank = headings.find(({ text }) => hasAny(text, words.blank));
  const measures = lines.find(({ of, text }) => of === 'clause' && hasAny(text, words.survey));
  const answersTo = (question: number) =>
    lines.filter(({ of, at }) => of === 'answer' && 'question' in at && at.annex === annex && at.question === question);
  gathering.at(['survey'], asked[0]?.place ?? { line: 1, column: 1 });
  return {
    annex,
    printed: title?.text.replace(/[\s_]+$/u, '') || UNREAD,
    ...(measures !== undefined && 'clause' in measures.at ? { measures: measures.at.clause } : {}),
    ...(blank !== undefined && 'heading' in blank.at ? { names: blank.at.heading } : {}),
    questions: asked.flatMap((line, n) => {
      if (!('question' in line.at) || line.at.annex !== annex) return [];
      const { question } = line.at;
      gathering.at(['survey', 'questions', n], line.place);
      return [
        {
          question,
          is: isOf(line.text, words.questions),
          printed: line.text,
          answers: answersTo(question).flatMap(({ at, text }) =>
            'question' in at && at.answer !== undefined
              ? [{ answer: at.answer, is: isOf(text, words.answers), printed: text }]
              : [],
          ),
        },
      ];
    }),
  };
}

const annexOf = (line: Line | undefined): number | null =>
  line !== undefined && 'question' in line.at ? line.at.annex : null;

/** What a text is, by the first that it has the words of. */
const isOf = (text: string, known: ReturnType<typeof clauseWords>['questions']): string | Unread =>
  known.find((one) => isKnownBy(text, one))?.is ?? UNREAD;
