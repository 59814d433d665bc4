// What a walk is sent out for: the flow, the variant, whom to ask the databases for, and how to hand the result over.
import type { Scenario } from '../../schemas/assertion.ts';
import type { Flow } from '../../schemas/regulation.ts';
import type { Cause, Means } from '../../schemas/vocabulary.ts';
import type { Source } from './source.ts';

export interface Errand {
  regulation: string;
  flow: string;
  entry: Flow['entry'];
  variant: string | null;
  /** Whom to ask the databases for in place of the usual person, by cause or `good`. */
  applicants: Partial<Record<Cause | 'good', string>>;
  /** The step that hands the result over, and how, where the text leaves a choice. */
  handsOver: string | null;
  means: Means | null;
}

/** Whom the roster has where only organisations can be asked for, and where only individuals can. */
const ORGANISATIONS = { good: 'organisation', 'database-unavailable': 'organisation-database-unavailable' } as const;
const INDIVIDUALS = { 'no-power-of-attorney': 'individual-no-power-of-attorney' } as const;

/** The errand of a walk through a flow. */
export function errandOf(source: Source, { variant, means }: Pick<Scenario, 'variant' | 'means'>): Errand {
  const { regulation, flowId, flow, graph } = source;
  const asked = graph.steps.filter(({ does }) => does === 'look-up').flatMap(({ asks }) => asks);
  return {
    regulation: regulation.id,
    flow: flowId,
    entry: flow.entry,
    variant,
    applicants: applicantsOf(asked),
    handsOver: graph.steps.find((step) => step.means.length > 0)?.action ?? null,
    means,
  };
}

/** A notary is asked for nobody who speaks for himself: where no registry is asked, it is an organisation that has to be spoken for. */
function applicantsOf(asked: readonly string[]): Errand['applicants'] {
  const amongOrganisations = asked.includes('organisations-registry');
  if (asked.includes('individuals-registry')) return amongOrganisations ? {} : INDIVIDUALS;
  return amongOrganisations || asked.includes('notary-is') ? ORGANISATIONS : {};
}
