// Family completion: the notification, number, document or message exists that the text names as the completion of a step.

import { entersAttorney } from '../../schemas/flow/beside.ts';
import type { GraphStep } from '../../schemas/flow/flow-graph.ts';
import { BY_ATTORNEY } from '../../schemas/run/assertion.ts';
import { any, type Said, say } from '../../schemas/said.ts';
import { CHECKS, type Means, type Role, readOutcome, VERBS } from '../../schemas/vocabulary.ts';
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';
import { numberDrafts } from './number.ts';

/** The assertions on what every step leaves behind. */
export function deriveCompletion(source: Source): Draft[] {
  return source.graph.steps.flatMap((step) => [
    ...(step.forms.length > 0 ? draftsOf(step) : []),
    ...numberDrafts(source, step),
    ...handedOver(step),
    ...sentToApplicant(step),
    ...sent(source, step),
    ...inquiries(source, step),
  ]);
}

/** One assertion for each way in which the text allows the result to be handed over. */
function handedOver({ action, means }: GraphStep): Draft[] {
  return means.map((way) => ({
    action,
    aspect: `handed-over-${way}`,
    title: MEANS_WORDS[way](action),
    cells: [[action, 'action']],
    call: { predicate: 'handed-over', arguments: { action, means: way } },
    walk: { reaches: action, tag: way },
  }));
}

/** Where the result may go by e-mail, that it goes to the applicant, and not to just any address. */
function sentToApplicant({ action, means }: GraphStep): Draft[] {
  if (!means.includes('e-mail')) return [];
  return [
    {
      action,
      aspect: 'sent-to-applicant',
      title: say`The address that the form names is where ${action} sends the result by e-mail`,
      cells: [[action, 'action']],
      call: { predicate: 'sent-to-applicant', arguments: { action } },
      walk: { reaches: action, tag: 'e-mail' },
      level: 'implied',
      because:
        'it is the applicant to whom the result goes by e-mail, and the applicant says in the form under which address',
    },
  ];
}

const MEANS_WORDS: Readonly<Record<Means, (action: string) => Said>> = {
  'in-person': (action) => say`${action} can be done in person`,
  'e-mail': (action) => say`${action} can be done by e-mail`,
};

/** One assertion for each message that a step sends: from whom and to whom it goes, what it is, and that it comes in its turn. */
function sent({ graph }: Source, { action, does, actor, also, sends }: GraphStep): Draft[] {
  const at = graph.steps.findIndex((step) => step.action === action);
  const earlier = graph.steps.slice(0, at).flatMap((step) => (step.sends.length > 0 ? [step.action] : []));
  const doers = [...(actor === null ? [] : [actor]), ...also];
  return sends.map(({ to, what, status = null, row, afterwards = false, cited }) => ({
    action,
    aspect: `${what}-to-${to}`,
    title:
      status === null
        ? say`${to} receives the ${what} of ${action}`
        : say`${to} receives the ${what} ${status} of ${action}`,
    cells: [[action, row]],
    ...(cited === undefined ? {} : { places: [cited] }),
    call: {
      predicate: 'received',
      arguments: {
        action,
        from: afterwards ? [] : doers,
        to,
        what,
        status,
        earlier,
        ...(afterwards ? { afterwards } : {}),
      },
    },
    walk: VERBS[does].ends === 'refused' ? { reaches: action } : { reaches: action, cause: null },
    needs: ['counterparties'],
  }));
}

/** That a look-up asks a database which the text names, and does not make its answer up. */
function inquiries(source: Source, { action, does, asks, check }: GraphStep): Draft[] {
  const { regulation } = source;
  const isNamed = (id: string) => id === 'individuals-registry' || id === 'organisations-registry';
  const of = [...new Set(asks.filter(isNamed))];
  if (does !== 'look-up' || check !== 'registry' || of.length === 0) return [];
  const idsOf = (role: Role) => regulation.parties.filter((party) => party.role === role).map(({ id }) => id);
  const via = idsOf('gateway');
  const notaries = idsOf('notary').filter((id) => asks.includes(id));
  const isRepresented = source.graph.steps.some((step) => entersAttorney(regulation, source.flowId, step.action));
  const ofPower: Draft = {
    action,
    aspect: 'power-inquiry',
    title: say`${any(notaries)} receives the inquiry of ${action} for the power of attorney`,
    cells: [[action, 'action']],
    call: { predicate: 'inquired', arguments: { action, of: notaries, via, power: true } },
    walk: { reaches: action, tag: BY_ATTORNEY },
    needs: ['counterparties'],
  };
  return [
    ...(isRepresented && notaries.length > 0 ? [ofPower] : []),
    {
      action,
      aspect: 'inquiry',
      title: say`${any(of)} receives the inquiry of ${action}`,
      cells: [[action, 'action']],
      call: { predicate: 'inquired', arguments: { action, of, via } },
      walk: { reaches: action, cause: null },
      needs: ['counterparties'],
    },
  ];
}

/**
 * The walks on which a step has to be completed. Where its success is decided at once, only those on which it succeeds count: a login that
 * is refused, a payment that is not found and a signature that is not confirmed need not be told to the person as done.
 */
function walkOf({ action, does, check, next }: GraphStep): Draft['walk'] {
  const isJudgedNow = check !== null && CHECKS[check].waitsFor === null;
  const success = next.filter(({ when }) => when === null || readOutcome(when).good);
  const [only] = success;
  return (isJudgedNow || does === 'sign') && only !== undefined && success.length === 1
    ? { edge: { from: action, to: only.to } }
    : { reaches: action };
}

function draftsOf(step: GraphStep): Draft[] {
  const { action, forms, namesMessage } = step;
  const draft = { action, cells: [[action, 'completion']], walk: walkOf(step) } as const;
  const drafts: Draft[] = [
    {
      ...draft,
      aspect: 'completion',
      title: say`${action} is completed by ${any(forms)}`,
      call: { predicate: 'completed-by', arguments: { action, kinds: forms, byRecord: !namesMessage } },
    },
  ];
  if (VERBS[step.does].ends === 'completed') {
    drafts.push({
      ...draft,
      aspect: 'document',
      title: say`${action} makes a document that can be fetched`,
      call: { predicate: 'document-issued', arguments: { action } },
    });
  }
  return drafts;
}
