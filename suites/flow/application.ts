// Finds the deed by which somebody applies through a flow, and the sentences outside the flow that speak of applying.
import { rowsAbout } from '../../schemas/flow/requirements.ts';
import type { Locator } from '../../schemas/regulation.ts';
import type { Source } from './source.ts';
import { waitingPoints } from './waiting.ts';

/** The name of the point at which the application comes in: the first deed after the login; undefined where nobody does anything. */
const applicationOf = (source: Pick<Source, 'graph' | 'flow'>): string | undefined =>
  waitingPoints(source).find(({ operation }) => operation !== 'authenticate')?.name;

/** The places which say that the service is rendered through this flow, where the named point is the one of the application. */
export function offeredAt(source: Pick<Source, 'graph' | 'flow' | 'regulation'>, name: string): Locator[] {
  const { flow, regulation } = source;
  const ways = rowsAbout(regulation, 'ways').filter(({ row }) => row.ways?.includes(flow.entry) === true);
  return [
    ...sentenceAt(source, name, flow.offered),
    ...ways.flatMap(({ cited }) => sentenceAt(source, name, cited.at)),
  ];
}

/** The sentence which says that the procedure begins with the application, where the named point is the one of the application. */
export const begunAt = (source: Pick<Source, 'graph' | 'flow'>, name: string): Locator[] =>
  sentenceAt(source, name, source.flow.begins);

const sentenceAt = (source: Pick<Source, 'graph' | 'flow'>, name: string, sentence: Locator | undefined): Locator[] =>
  sentence !== undefined && applicationOf(source) === name ? [sentence] : [];
