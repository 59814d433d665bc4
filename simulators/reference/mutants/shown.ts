// Derives the mistakes in what the portal shows beside the steps: screens, buttons, fields, particulars, history and survey.

import {
  historyButton,
  printedButtons,
  printedFields,
  printedShows,
  screenGroups,
} from '../../../schemas/flow/filling.ts';
import type { Regulation, Row } from '../../../schemas/regulation.ts';
import type { Operation } from '../../../schemas/target/driver.ts';
import { PRESSES, type Stage, VERBS } from '../../../schemas/vocabulary.ts';
import { actionOf, operationOf } from '../engine/acceptance.ts';
import type { Mutation } from '../engine/mutation.ts';
import type { Program, ProgramStep } from '../engine/program.ts';
import type { Slip } from './slip.ts';

/**
 * The slips in what the portal shows at the stage of a step. Those of the screens belong to the form; those of the result, the
 * history and the survey belong to the last step.
 */
export function shownSlips(regulation: Regulation, program: Program, step: ProgramStep): Slip[] {
  const isShown = program.entry === 'portal';
  const isEnd = VERBS[step.does].ends === 'completed';
  return [
    ...(isShown && step.does === 'fill' ? [...screenSlips(regulation), ...contactSlips(regulation)] : []),
    ...formSlips(regulation, program, step),
    ...documentSlips(step),
    ...(step.does === 'sign' ? contentSlips(program, step) : []),
    ...(isEnd ? resultSlips(regulation, program, step) : []),
    ...(isShown ? stagesOf(program, step).flatMap((stage) => stageSlips(regulation, stage)) : []),
    ...(isShown && isEnd ? surveySlips(regulation) : []),
    ...(isShown ? refusalSlips(regulation, program, step) : []),
    ...(isShown ? historySlips(regulation, program, step) : []),
  ];
}

const slip = (row: Row, mutation: Mutation, description: string, detail?: string): Slip => ({
  row,
  mutation,
  description,
  ...(detail === undefined ? {} : { detail }),
});

function screenSlips(regulation: Regulation): Slip[] {
  const groups = screenGroups(regulation);
  const detailOf = (screen = '') => screen.replace(/[/.]/gu, '-');
  const dropped = groups.map((screens) => {
    const description = `there is no screen for ${screens.join(' nor ')}, as annex/figure`;
    return slip('action', { kind: 'drops-a-screen', screens }, description, detailOf(screens[0]));
  });
  const reworded = groups.flat().map((screen) => {
    const description = `above the screen for ${screen} stand other words`;
    return slip('action', { kind: 'rewords-a-screen', screen }, description, detailOf(screen));
  });
  const mixed = slip('action', { kind: 'mixes-screens-up' }, 'the screens come in another order');
  const own = slip('action', { kind: 'hides-the-own-screen' }, 'applicants see only the screen for others');
  return [
    ...dropped,
    ...reworded,
    ...(groups.length > 1 ? [mixed] : []),
    ...(regulation.screens.some((screen) => screen.for !== undefined) ? [own] : []),
  ];
}

function contactSlips({ service: { callCentreAt } }: Regulation): Slip[] {
  if (callCentreAt === undefined) return [];
  return [slip('action', { kind: 'shows-no-contact' }, 'the portal does not show where information can be had')];
}

/** The mistakes with the form itself, and with the name under which the service that it belongs to is offered. */
function formSlips({ filling }: Regulation, { entry }: Program, { action, does, attorney }: ProgramStep): Slip[] {
  if (does !== 'fill') return [];
  const isNamed = entry === 'portal' && filling?.items.some(({ offers }) => offers !== undefined) === true;
  return [
    slip('action', { kind: 'shows-no-form' }, `the form of ${action} is not shown before it is filled in`),
    slip('action', { kind: 'loses-the-form' }, `what is entered at ${action} is not on the form afterwards`),
    ...(attorney
      ? [
          slip(
            'action',
            { kind: 'forgets-the-attorney' },
            `who represents the applicant is not on the form of ${action}`,
          ),
        ]
      : []),
    ...(isNamed ? [slip('action', { kind: 'offers-another-name' }, 'the service is offered under another name')] : []),
  ];
}

/** The mistakes with documents: those that are attached to a form can be refused or taken whatever they are, all can be lost. */
function documentSlips({ action, attaches, does, onPaper }: ProgramStep): Slip[] {
  const lost = slip('action', { kind: 'keeps-no-document' }, `the documents of ${action} are not kept`);
  const unmarked = slip('action', { kind: 'forgets-the-mark' }, `the form of ${action} has no mark of the papers`);
  if (does === 'attach') return onPaper ? [lost, unmarked] : [lost];
  if (!attaches) return [];
  return [
    slip('action', { kind: 'takes-no-document' }, `no document can be attached to the form of ${action}`),
    slip('action', { kind: 'takes-any-document' }, `what is no document can be attached to the form of ${action}`),
    lost,
  ];
}

/** The form is signed without its values, or without the documents that were attached before. */
function contentSlips({ nodes }: Program, step: ProgramStep): Slip[] {
  const before = nodes.slice(0, nodes.indexOf(step)).filter((node) => node.kind === 'step');
  const values = slip('action', { kind: 'leaves-values-unsigned' }, `${step.action} signs no value of the form`);
  const documents = slip('action', { kind: 'leaves-documents-unsigned' }, `${step.action} signs no document`);
  return [
    ...(before.some(({ does }) => does === 'fill') ? [values] : []),
    ...(before.some(({ attaches, does }) => attaches || does === 'attach') ? [documents] : []),
    ...(isSignedUnchecked(nodes)
      ? (['another-person', 'other-bytes', 'no-signature', 'own-content'] as const)
      : []
    ).map((of) => slip('action', { kind: 'takes-signature', of }, `a signature is taken that is wrong: ${of}`, of)),
  ];
}

/** Whether nothing but the signing itself looks at the signature. */
const isSignedUnchecked = (nodes: Program['nodes']) =>
  nodes.every((node) =>
    node.kind === 'condition' ? node.checks !== 'certificate' : node.does !== 'choose-certificate',
  );

function resultSlips(regulation: Regulation, program: Program, { action, result, does }: ProgramStep): Slip[] {
  const { results, viewing, flows } = regulation;
  const { entry, nodes } = program;
  const button = historyButton(regulation);
  const isFilled = nodes.some((node) => node.kind === 'step' && node.does === 'fill');
  const hasDoor = Object.values(flows).some((flow) => flow.entry === 'portal');
  const isCollected = entry === 'employee' && does === 'issue' && isFilled && hasDoor;
  const kept = slip('completion', { kind: 'keeps-the-result-from-the-applicant' }, 'the applicant gets no result');
  const isPdf = results.some(({ id, format }) => id === result && format === 'pdf');
  const isSaved = entry === 'portal' && viewing?.buttons.some(({ does }) => does === 'save-pdf') === true;
  const noPdf = slip('completion', { kind: 'saves-no-pdf' }, `the document of ${action} is no PDF`);
  return [
    slip('completion', { kind: 'leaves-history-empty' }, 'the service history does not list the completed request'),
    ...(isPdf || isSaved ? [noPdf] : []),
    ...(entry === 'portal' && button !== null
      ? [slip('completion', { kind: 'drops-the-history-button' }, `the service history has no button ${button.does}`)]
      : []),
    ...(isCollected ? [kept] : []),
  ];
}

/** The button for viewing the answer does not come up where the answer is a refusal. */
function refusalSlips(regulation: Regulation, program: Program, { action }: ProgramStep): Slip[] {
  if (decidedRefusalOf(program) !== action) return [];
  return printedButtons(regulation)
    .filter(({ appears }) => appears)
    .map(({ does: button }) =>
      slip('completion', { kind: 'hides-the-refusal', button }, `there is no button ${button} after ${action}`, button),
    );
}

/** The step that refuses a request by the decision. */
function decidedRefusalOf({ nodes }: Program): string | null {
  const decision = nodes.find((node) => node.kind === 'condition' && node.checks === 'qualification');
  const refusal = decision?.kind === 'condition' ? nodes[decision.fail] : undefined;
  return refusal?.kind === 'step' ? refusal.action : null;
}

/** A request is missing in the history while it waits for the decision, or after it is refused by it. */
function historySlips({ viewing }: Regulation, program: Program, { action }: ProgramStep): Slip[] {
  const { nodes } = program;
  if (viewing?.history?.shows !== 'status') return [];
  const hidden = (state: 'open' | 'refused', row: Row) =>
    slip(row, { kind: 'hides-requests', state }, `the service history lists no ${state} requests`, state);
  const isAwaited = nodes.some((node) => actionOf(node) === action && operationOf(node) === 'decide');
  return [
    ...(isAwaited ? [hidden('open', 'action')] : []),
    ...(decidedRefusalOf(program) === action ? [hidden('refused', 'completion')] : []),
  ];
}

/** The operation that the walk waits for during each stage. */
const STAGE_WAITS_FOR = { form: 'fill', signing: 'sign', processing: 'decide' } as const satisfies Partial<
  Record<Stage, Operation>
>;

function stagesOf({ nodes }: Program, { action, does }: ProgramStep): Stage[] {
  if (VERBS[does].ends === 'completed') return ['answered'];
  return (['form', 'signing', 'processing'] as const).filter((stage) =>
    nodes.some((node) => actionOf(node) === action && operationOf(node) === STAGE_WAITS_FOR[stage]),
  );
}

function stageSlips(regulation: Regulation, stage: Stage): Slip[] {
  const row = stage === 'answered' ? 'completion' : 'action';
  const here = ({ when }: { when: Stage }) => when === stage;
  const buttons = printedButtons(regulation).filter(here);
  const fields = printedFields(regulation).filter(here);
  return [
    ...buttons.map(({ does: button }) =>
      slip(row, { kind: 'drops-a-button', button }, `there is no button ${button}`, button),
    ),
    ...buttons.map(({ does: button }) =>
      slip(row, { kind: 'renames-a-button', button }, `the button ${button} has another name`, button),
    ),
    ...buttons
      .filter(({ does }) => PRESSES[does] !== undefined)
      .map(({ does: button }) =>
        slip(row, { kind: 'misleads-a-button', button }, `the button ${button} leads elsewhere`, button),
      ),
    ...buttons
      .filter(({ appears }) => appears)
      .map(({ does: button }) =>
        slip(row, { kind: 'shows-a-button-early', button }, `the button ${button} is there from the start`, button),
      ),
    ...fields.map(({ is: field }) =>
      slip(row, { kind: 'drops-a-field', field }, `the field ${field} is not asked for`, field),
    ),
    ...fields
      .filter(({ prefilled }) => prefilled)
      .map(({ is: field }) =>
        slip(row, { kind: 'leaves-a-field-empty', field }, `the field ${field} is not filled in by itself`, field),
      ),
    ...printedShows(regulation)
      .filter(here)
      .flatMap(({ is: particular }) => [
        slip(row, { kind: 'hides-a-particular', particular }, `${particular} is not shown`, particular),
        slip(row, { kind: 'garbles-a-particular', particular }, `${particular} is shown as question marks`, particular),
      ]),
  ];
}

function surveySlips({ survey }: Regulation): Slip[] {
  if (survey === null) return [];
  const dropped = survey.questions.flatMap(({ question, answers }) =>
    answers.map(({ answer }) => {
      const description = `question ${question} of the survey has no answer ${answer}`;
      return slip('completion', { kind: 'drops-an-answer', question, answer }, description, `${question}-${answer}`);
    }),
  );
  return [
    ...dropped,
    ...survey.questions.flatMap(({ question, answers }) =>
      [null, ...answers.map(({ answer }) => answer)].map((answer) => {
        const which = answer === null ? `question ${question}` : `answer ${answer} to question ${question}`;
        const mutation = { kind: 'rewords-the-survey', question, answer } as const;
        return slip('completion', mutation, `${which} is put in other words`, `${question}-${answer ?? 'itself'}`);
      }),
    ),
    ...(survey.names === undefined
      ? []
      : [slip('completion', { kind: 'leaves-the-survey-unnamed' }, 'the survey does not name the service')]),
    slip('completion', { kind: 'takes-no-answer' }, 'the survey takes no answers'),
    slip('completion', { kind: 'accepts-any-answer' }, 'the survey takes answers that it does not have'),
  ];
}
