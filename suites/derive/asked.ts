// Family asked: the systems around the portal are asked where an answer rests on what only they know, and for nobody else than it has to be.

import { entersAttorney } from '../../schemas/flow/beside.ts';
import { BY_ATTORNEY } from '../../schemas/run/assertion.ts';
import { any, say } from '../../schemas/said.ts';
import { type Resting, restingOn } from '../flow/inquiring.ts';
import { demandsOf } from '../flow/security.ts';
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';

/** The assertions on what the record of the counterparties shows. */
export function deriveAsked(source: Source): Draft[] {
  return restingOn(source).flatMap((resting): Draft[] => {
    switch (resting.check) {
      case 'certificate':
        return [authority(resting)];
      case 'payment':
        return [paymentGateway(resting)];
      default:
        return [...databases(source, resting), ...nobodyElse(source, resting)];
    }
  });
}

/**
 * Either of the list and the responder will do, and a list is good until its next update: the portal may have it from an earlier request.
 */
function authority({ step: { action }, good }: Resting): Draft {
  return {
    action,
    aspect: 'asks-authority',
    title: say`The authority is asked for the certificate of ${action} before ${good}`,
    cells: [[action, 'next']],
    call: { predicate: 'asks-authority', arguments: { action, next: good } },
    walk: { edge: { from: action, to: good }, cause: null },
    needs: ['asked'],
    level: 'implied',
    because: 'the text has it looked at whether the certificate is revoked, and only who issued it can tell that',
  };
}

/** The portal may ask, or be told: the gateway writes both down. */
function paymentGateway({ step: { action }, good }: Resting): Draft {
  return {
    action,
    aspect: 'asks-payment-gateway',
    title: say`The payment gateway is asked for the payment of ${action} before ${good}`,
    cells: [[action, 'next']],
    call: { predicate: 'asks-payment-gateway', arguments: { action, next: good } },
    walk: { edge: { from: action, to: good }, cause: null },
    needs: ['asked'],
    level: 'implied',
    because: 'the text has it looked at whether the fee is paid, and only the payment gateway can tell that',
  };
}

/** The databases that the text names. Where it names two, one of them knows the applicant. */
function databases(source: Source, { step: { action, asks } }: Resting): Draft[] {
  const { regulation, flowId, graph } = source;
  const of = [...new Set(asks)].filter((id) => id === 'individuals-registry' || id === 'organisations-registry');
  const notaries = [...new Set(asks)].filter((id) => id === 'notary-is');
  const isRepresented = graph.steps.some((step) => entersAttorney(regulation, flowId, step.action));
  const ofApplicant: Draft = {
    action,
    aspect: 'asks-database',
    title: say`${any(of)} is asked for the applicant by ${action}`,
    cells: [[action, 'action']],
    call: { predicate: 'asks-database', arguments: { action, of } },
    walk: { reaches: action, cause: null },
    needs: ['asked'],
  };
  const ofPower: Draft = {
    action,
    aspect: 'asks-notary',
    title: say`${any(notaries)} is asked for the power of attorney by ${action}`,
    cells: [[action, 'action']],
    call: { predicate: 'asks-database', arguments: { action, of: notaries, power: true } },
    walk: { reaches: action, tag: BY_ATTORNEY },
    needs: ['asked'],
  };
  return [...(of.length === 0 ? [] : [ofApplicant]), ...(isRepresented && notaries.length > 0 ? [ofPower] : [])];
}

/** Only where the text demands confidentiality. */
function nobodyElse(source: Source, { step: { action } }: Resting): Draft[] {
  return demandsOf(source)
    .filter(({ demand }) => demand === 'confidentiality')
    .slice(0, 1)
    .map(
      ({ place }): Draft => ({
        action,
        aspect: 'asks-for-nobody-else',
        title: say`The number of nobody else is sent to other systems in ${action}`,
        cells: [[action, 'action']],
        places: [place],
        call: { predicate: 'asks-for-nobody-else', arguments: { action } },
        walk: { reaches: action, cause: null },
        needs: ['asked'],
        level: 'implied',
        because: 'what is to be kept confidential is not sent to other systems where nobody has asked for it',
      }),
    );
}
