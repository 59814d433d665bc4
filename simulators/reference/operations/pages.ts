// Shows what the regulation prints beside the steps: screens, buttons, fields, particulars and the survey.

import { printedButtons } from '../../../schemas/flow/filling.ts';
import { isBin } from '../../../schemas/identifier.ts';
import type { Regulation } from '../../../schemas/regulation.ts';
import type { Operation, OutputOf, PagesView, RequestView } from '../../../schemas/target/driver.ts';
import { type Mutant, mutationAnywhere } from '../engine/mutation.ts';
import { Rejection } from '../engine/rejection.ts';
import type { Walk } from '../engine/walk.ts';
import { fieldsNow, isThere, showsNow, stageOf } from './filling.ts';
import { type Call, regulationOf, requireOwn, requireReadable } from './portal.ts';
import { viewRequest } from './views.ts';
import type { Application } from './world.ts';

/** Reads what the portal shows on a request at its present stage. @throws Rejection 401, 404, 403 */
export async function readPages(call: Call<'readPages'>): Promise<OutputOf<'readPages'>> {
  const request = requireReadable(call, 'readPages');
  const { state } = await viewRequest(call, request);
  const regulation = regulationOf(call.portal, request.regulation);
  const { screens, survey, service } = regulation;
  const { mutant } = request.walk.program;
  const noScreens = mutationAnywhere(mutant, 'drops-a-screen')?.screens ?? [];
  const noButton = mutationAnywhere(mutant, 'drops-a-button')?.button;
  const renamed = mutationAnywhere(mutant, 'renames-a-button')?.button;
  const early = mutationAnywhere(mutant, 'shows-a-button-early')?.button;
  const stage = stageOf(request.walk);
  const isRefused = wasRefusedByDecision(request.walk);
  const buttons = printedButtons(regulation).filter(({ does, when, appears }) =>
    isRefused
      ? appears === true && mutationAnywhere(mutant, 'hides-the-refusal') === null
      : (isThere(when, stage) || does === early) && does !== noButton,
  );
  const shown = screensNow(screens, request).filter(({ id }) => !noScreens.includes(id));
  return {
    screens: shown.map(({ id }) => id),
    screenTitles: shown.map(({ title }) => title),
    buttons: buttons.map(({ does }) => does),
    buttonLabels: buttons.map(({ does, label }) => ({
      button: does,
      label: does === renamed ? 'Басқа жаққа өту' : label,
    })),
    leadsTo: isRefused
      ? buttons.map(({ does }) => ({ button: does, operation: 'readRequest' }))
      : leadsOf(buttons, mutant),
    serviceName: mutationAnywhere(mutant, 'offers-another-name') === null ? service.name.kk : 'Басқа қызмет',
    fields: fieldsNow(request, regulation, stage),
    shows: showsNow(request, regulation, stage, { language: call.language, phrasebook: call.portal.phrasebook }),
    survey: survey === null || state === 'open' ? null : questionsOf(survey, request.walk),
    surveyTitle: survey === null || state === 'open' ? null : titleOf(survey, request.walk, service.name.kk),
    contacts: service.callCentre === null || mutationAnywhere(mutant, 'shows-no-contact') ? [] : [service.callCentre],
  };
}

/** Whether the answer has come, and is that the service is refused. */
const wasRefusedByDecision = ({ outcome, facts }: Walk) => outcome === 'refused' && facts.decision !== null;

/** Where the simulator leads whoever presses a button. */
const LEADS: Readonly<Record<string, Operation>> = {
  order: 'open',
  send: 'chooseCertificate',
  sign: 'sign',
  'refresh-status': 'readRequest',
  'view-result': 'fetchResult',
  open: 'fetchResult',
  'save-pdf': 'fetchResult',
};

/** Where each button leads; a button that a mutant misleads brings its user to the service history. */
export function leadsOf(
  buttons: readonly { does: string }[],
  mutant: Mutant | null,
): NonNullable<PagesView['leadsTo']> {
  const misled = mutationAnywhere(mutant, 'misleads-a-button')?.button;
  return buttons.flatMap(({ does }) => {
    const operation = does === misled ? 'readHistory' : LEADS[does];
    return operation === undefined ? [] : [{ button: does, operation }];
  });
}

/** The screens in printed order, each under its caption, which is printed in Kazakh alone. */
function screensNow(screens: Regulation['screens'], { person, walk }: Application) {
  const { mutant } = walk.program;
  const reworded = mutationAnywhere(mutant, 'rewords-a-screen')?.screen;
  const isMixed = mutationAnywhere(mutant, 'mixes-screens-up') !== null;
  const hidden = mutationAnywhere(mutant, 'hides-the-own-screen') === null ? null : isBin(person) ? 'bin' : 'iin';
  const shown = screens
    .filter((screen) => screen.for === undefined || screen.for !== hidden)
    .map(({ annex, figure, printed }) => ({ id: `${annex}/${figure}`, title: printed }))
    .map(({ id, title }) => ({ id, title: id === reworded ? 'Басқа сөздер' : title }));
  return isMixed ? shown.toReversed() : shown;
}

/** What stands above the survey: its title, which is printed in Kazakh alone, with the name of the service in the blank. */
function titleOf({ printed }: NonNullable<Regulation['survey']>, { program: { mutant } }: Walk, service: string) {
  return mutationAnywhere(mutant, 'leaves-the-survey-unnamed') === null ? `${printed} ${service}` : printed;
}

function questionsOf({ questions }: NonNullable<Regulation['survey']>, { program: { mutant } }: Walk) {
  const dropped = mutationAnywhere(mutant, 'drops-an-answer');
  const reworded = mutationAnywhere(mutant, 'rewords-the-survey');
  const words = (printed: string, question: number, answer: number | null) =>
    question === reworded?.question && answer === reworded.answer ? 'Басқа сөздер' : printed;
  return questions.map(({ question, answers, printed }) => {
    const kept = answers.filter(({ answer }) => question !== dropped?.question || answer !== dropped.answer);
    return {
      question,
      answers: kept.map(({ answer }) => answer),
      text: words(printed, question, null),
      answerTexts: kept.map((one) => words(one.printed, question, one.answer)),
    };
  });
}

/**
 * Takes the answers to the survey, once, after the service has ended.
 *
 * @throws Rejection 401, 404, 403; 409 while the request is open, without a survey or the second time; 400 for an unprinted answer
 */
export async function answerSurvey(call: Call<'answerSurvey'>): Promise<RequestView> {
  const request = requireOwn(call, 'answerSurvey');
  const { mutant } = request.walk.program;
  const survey = call.portal.regulations.get(request.regulation)?.survey ?? null;
  const view = await viewRequest(call, request);
  if (survey === null || mutationAnywhere(mutant, 'takes-no-answer') !== null)
    throw new Rejection(409, 'survey: this regulation prints none');
  if (view.state === 'open') throw new Rejection(409, 'survey: it is answered after the service');
  if (request.surveyed) throw new Rejection(409, 'survey: it is answered already');
  if (mutationAnywhere(mutant, 'accepts-any-answer') === null) refuseUnprinted(survey, call.input.answers);
  request.surveyed = true;
  return view;
}

function refuseUnprinted(
  { questions }: NonNullable<Regulation['survey']>,
  answers: Call<'answerSurvey'>['input']['answers'],
): void {
  const asked = new Set<number>();
  for (const { question, answer } of answers) {
    const printed = questions.find((candidate) => candidate.question === question);
    if (!printed?.answers.some((candidate) => candidate.answer === answer) || asked.has(question)) {
      throw new Rejection(
        400,
        `answers: question ${question} with answer ${answer} is not printed, or is answered twice`,
      );
    }
    asked.add(question);
  }
}
