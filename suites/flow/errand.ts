// Says what a walk asks the portal for: the flow, the variant, the person to look up, and how the result is handed over.

import { marksPapers } from '../../schemas/flow/flow-graph.ts';
import type { Flow } from '../../schemas/regulation.ts';
import { BY_ATTORNEY, BY_BIN, type Scenario } from '../../schemas/run/assertion.ts';
import type { Cause, Means } from '../../schemas/vocabulary.ts';
import { isForOrganisations, presents } from './doors.ts';
import type { Source } from './source.ts';
import { partiesAt } from './staff.ts';

/** What a walk asks the portal for. */
export interface Errand {
  regulation: string;
  flow: string;
  entry: Flow['entry'];
  /** Whether a certificate is chosen or signed with on the walk. */
  signs: boolean;
  /** Whether an organisation walks that logs in with its BIN, where the roster has one. */
  byBin: boolean;
  /** Whether somebody represents the applicant, where the form takes them. */
  byAttorney: boolean;
  /** Whether a certificate is presented at the login. */
  presents: boolean;
  variant: string | null;
  /** The test persons who are looked up instead of the usual ones: by cause, or under `good` for the walk without a cause. */
  applicants: Partial<Record<Cause | 'good', string>>;
  /** The step at which the text leaves a choice of how the result is handed over; null where none does. */
  handsOver: string | null;
  means: Means | null;
  /** The parties by which the text has a step done. */
  parties(action: string): string[];
  /** Whether the form is marked at a step that the documents exist on paper. */
  marksPapers(action: string): boolean;
}

/** The test persons who are looked up instead where the databases know only organisations, and where they know only individuals. */
const ORGANISATIONS = { good: 'organisation', 'database-unavailable': 'organisation-database-unavailable' } as const;
const INDIVIDUALS = { 'no-power-of-attorney': 'individual-no-power-of-attorney' } as const;

/** The errand of a walk through a flow. */
export function errandOf(
  source: Source,
  { variant, means, tags = [] }: Pick<Scenario, 'variant' | 'means'> & { tags?: readonly string[] },
): Errand {
  const { regulation, flowId, flow, graph } = source;
  const asked = graph.steps.filter(({ does }) => does === 'look-up').flatMap(({ asks }) => asks);
  return {
    regulation: regulation.id,
    flow: flowId,
    entry: flow.entry,
    signs: graph.steps.some(({ does }) => does === 'sign' || does === 'choose-certificate'),
    byBin: isForOrganisations(source) || tags.includes(BY_BIN),
    byAttorney: tags.includes(BY_ATTORNEY),
    presents: presents(source),
    variant,
    applicants: {
      ...applicantsOf(asked),
      'another-applicant': isForOrganisations(source) ? 'another-organisation' : 'another-person',
    },
    handsOver: graph.steps.find((step) => step.means.length > 0)?.action ?? null,
    means,
    parties: (action) => partiesAt(source, action),
    marksPapers: (action) => marksPapers(regulation, flowId, action),
  };
}

/**
 * Chooses test persons whom the databases of the flow can know. Where a notary is asked and no registry, the applicant has to be an
 * organisation, because an individual needs no power of attorney.
 */
function applicantsOf(asked: readonly string[]): Errand['applicants'] {
  const amongOrganisations = asked.includes('organisations-registry');
  if (asked.includes('individuals-registry')) return amongOrganisations ? {} : INDIVIDUALS;
  return amongOrganisations || asked.includes('notary-is') ? ORGANISATIONS : {};
}
