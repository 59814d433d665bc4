// What a walk is sent out for: the flow, the variant, whom to ask the databases for, and how to hand the result over.
import type { Scenario } from '../../schemas/assertion.ts';
import type { Flow } from '../../schemas/regulation.ts';
import type { Cause, Means } from '../../schemas/vocabulary.ts';
import type { Source } from '../derive/row.ts';

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

/** Of whom only the organisations are on record: the test organisations of the roster. */
const ORGANISATIONS = { good: 'organisation', 'database-unavailable': 'organisation-database-unavailable' } as const;

/** The errand of a walk through a flow. */
export function errandOf(source: Source, { variant, means }: Pick<Scenario, 'variant' | 'means'>): Errand {
  const { regulation, flowId, flow, graph } = source;
  const asked = graph.steps.filter(({ does }) => does === 'look-up').flatMap(({ asks }) => asks);
  const onlyOrganisations = asked.includes('organisations-registry') && !asked.includes('individuals-registry');
  return {
    regulation: regulation.id,
    flow: flowId,
    entry: flow.entry,
    variant,
    applicants: onlyOrganisations ? ORGANISATIONS : {},
    handsOver: graph.steps.find((step) => step.means.length > 0)?.action ?? null,
    means,
  };
}
