// Drafts the assertions on the form of a request: it is shown before it is filled in, and shows what was entered.

import { entersAttorney } from '../../schemas/flow/beside.ts';
import { BY_ATTORNEY } from '../../schemas/run/assertion.ts';
import { say } from '../../schemas/said.ts';
import { operationOf } from '../flow/deed.ts';
import { successPath } from '../flow/path.ts';
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';

/** The assertions on each step in which a form is filled in, whoever fills it in. */
export function deriveEntering(source: Source): Draft[] {
  const steps = source.graph.steps.filter(({ action }) => successPath(source).includes(action));
  return steps
    .filter((step) => operationOf(step) === 'fill')
    .flatMap(({ action }): Draft[] => {
      const place = { action, cells: [[action, 'action']], walk: { reaches: action, cause: null } } as const;
      return [
        {
          ...place,
          aspect: 'form-shown',
          title: say`The form of ${action} is shown before it is filled in`,
          call: { predicate: 'shows-form', arguments: { action } },
          level: 'implied',
          because: 'a form can be filled in only by whoever has it before them',
        },
        {
          ...place,
          aspect: 'form-kept',
          title: say`Whom the form of ${action} is filled in for is shown on it afterwards`,
          call: { predicate: 'keeps-form', arguments: { action } },
          level: 'implied',
          because: 'the data of the applicant are entered so that the request has them',
        },
        ...(entersAttorney(source.regulation, source.flowId, action)
          ? ([
              {
                ...place,
                aspect: 'attorney-kept',
                title: say`Who represents the applicant on the form of ${action} is shown on it afterwards`,
                call: { predicate: 'keeps-attorney', arguments: { action } },
                walk: { reaches: action, tag: BY_ATTORNEY },
                level: 'implied',
                because: 'the data of the power of attorney are entered so that the request has them',
              },
            ] satisfies Draft[])
          : []),
      ];
    });
}
