// Drafts the assertions on the buttons, fields and particulars that the text names, each at its stage.

import { printedButtons, printedFields, printedShows } from '../../schemas/flow/filling.ts';
import type { Locator } from '../../schemas/regulation.ts';
import { type Said, say } from '../../schemas/said.ts';
import { type Particular, PRESSES, type Stage } from '../../schemas/vocabulary.ts';
import { printedForms, WAITED_FOR } from '../flow/printed-forms.ts';
import { decidedRefusals } from '../flow/refusals.ts';
import { resultsOf } from '../flow/results.ts';
import type { Source } from '../flow/source.ts';
import { dayCounts } from '../flow/terms.ts';
import { waitingPoints } from '../flow/waiting.ts';
import type { Draft } from './assertion.ts';

/** The part of a draft that differs between the assertions on one button, field or particular. */
type Rest = Pick<Draft, 'aspect' | 'title' | 'call' | 'level' | 'because'>;

/** How far the text carries a button that opens the form: it may stand on a page before, which is no longer there with the form. */
const BEFORE_THE_FORM = {
  level: 'recommended',
  because: 'the button orders the service and so may stand before its form; on the form itself it can be looked for',
} as const;

/** The drafts on every button, field and particular, except at the login, which no page of a request shows and its refusals test. */
export function deriveFilling(source: Source): Draft[] {
  const forms = printedForms(source);
  const buttons = printedButtons(forms).flatMap((button) =>
    write(source, button, (action) => {
      const { does, label, when, appears, opens } = button;
      const offered: Rest = {
        aspect: `button-${does}`,
        title: say`The button ${does} can be pressed ${phraseOf(when, action)}`,
        call: { predicate: 'offers-button', arguments: { action, stage: when, button: does } },
        ...(opens ? BEFORE_THE_FORM : {}),
      };
      const named: Rest = {
        ...offered,
        aspect: `button-${does}-name`,
        title: say`The name of the button ${does} is the printed one ${phraseOf(when, action)}`,
        call: { predicate: 'labels-button', arguments: { action, stage: when, button: does, label } },
      };
      const late: Rest = {
        aspect: `button-${does}-not-before`,
        title: say`The button ${does} is not there before the answer has come`,
        call: { predicate: 'button-appears', arguments: { action, stage: when, button: does } },
      };
      const operations = PRESSES[does];
      const leading: Rest[] =
        operations === undefined
          ? []
          : [
              {
                aspect: `button-${does}-leads`,
                title: say`Pressing the button ${does} leads where the text says`,
                call: {
                  predicate: 'leads-to',
                  arguments: { action, stage: when, button: does, operations: [...operations] },
                },
              },
            ];
      return [offered, named, ...(appears ? [late] : []), ...leading];
    }),
  );
  const refused = printedButtons(forms)
    .filter(({ appears }) => appears)
    .flatMap(({ does, when, at, printed }) =>
      decidedRefusals(source).map(
        (action): Draft => ({
          action,
          aspect: `button-${does}-after-refusal`,
          title: say`The button ${does} is there after ${action}, which is an answer too`,
          cells: [],
          places: [{ at, printed }],
          call: { predicate: 'offers-button', arguments: { action, stage: when, button: does } },
          walk: { reaches: action },
          level: 'implied',
          because: 'the text has the button come up with the answer, and a refusal by the decision is one',
        }),
      ),
    );
  const fields = printedFields(forms).flatMap((field) =>
    write(source, field, (action) => {
      const { is, when, prefilled } = field;
      const asked: Rest = {
        aspect: `field-${is}`,
        title: say`The field ${is} is there ${phraseOf(when, action)}`,
        call: { predicate: 'asks-field', arguments: { action, stage: when, field: is } },
      };
      const filled: Rest = {
        aspect: `field-${is}-prefilled`,
        title: say`The field ${is} is filled in by itself from the login`,
        call: { predicate: 'prefills-field', arguments: { action, stage: when, field: is } },
      };
      return prefilled ? [asked, filled] : [asked];
    }),
  );
  const shows = printedShows(forms).flatMap((shown) =>
    write(source, shown, (action) => {
      const { is, when } = shown;
      return [
        {
          aspect: `shows-${is}`,
          title: say`The ${is} of the request is shown ${phraseOf(when, action)}`,
          call: {
            predicate: 'shows-particular',
            arguments: { action, stage: when, particular: is, ...knownOf(source, is) },
          },
        },
      ];
    }),
  );
  return [...buttons, ...refused, ...fields, ...shows];
}

function write(
  source: Source,
  { when, at, printed, also = [] }: { when: Stage; at: Locator; printed: string; also?: readonly Locator[] },
  restsOf: (action: string) => Rest[],
): Draft[] {
  return actionsAt(source, when).flatMap((action) =>
    restsOf(action).map((rest) => ({
      ...rest,
      action,
      cells: [],
      places: [at, ...also].map((place) => ({ at: place, printed })),
      walk: when === 'answered' ? { reaches: action } : { reaches: action, cause: null },
    })),
  );
}

/** The actions at which the pages of a stage are read. */
function actionsAt(source: Source, stage: Stage): string[] {
  if (stage === 'login') return [];
  if (stage === 'answered') return resultsOf(source).map(({ step }) => step.action);
  const point = waitingPoints(source).find(({ operation }) => operation === WAITED_FOR[stage]);
  return point === undefined ? [] : [point.action];
}

/** What is known beforehand of the value of a particular: how the document names the service, and how long the service may take. */
function knownOf(source: Source, is: Particular) {
  const { service, act, results, filling } = source.regulation;
  if (is === 'kind') {
    const forms = filling?.items.filter(({ when }) => when === 'form').map(({ printed }) => printed) ?? [];
    const named = [service.name, ...results.map(({ name }) => name)].flatMap(({ kk, ru, en }) => [kk, ru, en]);
    return { names: [...named, ...act.titles.map(({ printed }) => printed), ...forms] };
  }
  const [days] = dayCounts(source);
  return is === 'term' && days !== undefined ? { term: { begun: days.begun, readings: days.readings } } : {};
}

function phraseOf(stage: Stage, action: string): Said {
  const phrases: Record<Stage, Said> = {
    login: say`at the login`,
    form: say`while the form is filled in`,
    signing: say`before the request is signed`,
    processing: say`while the request is processed`,
    answered: say`after ${action}`,
  };
  return phrases[stage];
}
