// Puts the rows that a target file reads of a survey together: each row is a question with some of its answers.
import type { PagesView } from '../../../../schemas/target/driver.ts';

type Question = NonNullable<PagesView['survey']>[number];

/** The questions, each once; the words of an answer belong to the only answer of their row. */
export function readSurvey(rows: readonly ((field: string) => string | null)[]): Question[] {
  const questions = new Map<number, Question>();
  for (const tell of rows) {
    const question = Number(tell('question'));
    const known = questions.get(question) ?? { question, answers: [] };
    const text = tell('text')?.slice(0, 2000);
    const answerText = tell('answerText')?.slice(0, 2000);
    questions.set(question, {
      ...known,
      answers: [...known.answers, ...(tell('answer') ?? '').split(' ').map(Number)],
      ...(text ? { text } : {}),
      ...(answerText ? { answerTexts: [...(known.answerTexts ?? []), answerText] } : {}),
    });
  }
  return [...questions.values()];
}
