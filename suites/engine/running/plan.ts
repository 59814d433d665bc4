// Plans a run: the fewest scenarios that reach every selected assertion, and what cannot be decided on this portal and why.
import picomatch from 'picomatch';
import { type Scenario, suits, type TestAssertion } from '../../../schemas/assertion.ts';
import type { Control, Description } from '../../../schemas/driver.ts';
import { ConformanceError } from '../../../schemas/errors.ts';
import type { Regulation } from '../../../schemas/regulation.ts';
import { CAUSES, CHECKS, VERBS } from '../../../schemas/vocabulary.ts';
import { derive, sourceOf } from '../../derive/derive.ts';
import { refusalsOf, type Source, successPath } from '../../derive/row.ts';
import type { Offer } from '../../sut/sut.ts';
import { type Demand, fewest } from './fewest.ts';
import { missingFor, missingOn } from './observable.ts';

/** What is to be tested: everything, or what the regulation, flow and assertion pattern leave. */
export interface Selection {
  regulation?: string;
  flow?: string;
  assertion?: string;
}

export interface Plan {
  assertions: TestAssertion[];
  scenarios: Scenario[];
  /** Why an assertion cannot be decided on this portal, by its id. */
  notApplicable: Map<string, string>;
}

/** Every assertion that a selection leaves. @throws ConformanceError `unknown-id` or `empty-selection`, naming the nearest cure */
export function select(regulations: readonly Regulation[], selection: Selection): TestAssertion[] {
  const named =
    selection.regulation === undefined ? regulations : regulations.filter(({ id }) => id === selection.regulation);
  if (named.length === 0)
    throw unknown(
      '--regulation',
      selection.regulation,
      regulations.map(({ id }) => id),
    );
  const flows = [...new Set(named.flatMap((regulation) => Object.keys(regulation.flows)))];
  if (selection.flow !== undefined && !flows.includes(selection.flow)) throw unknown('--flow', selection.flow, flows);
  const all = named.flatMap((regulation) =>
    derive(
      regulation,
      Object.keys(regulation.flows).filter((flow) => selection.flow === undefined || flow === selection.flow),
    ),
  );
  if (selection.assertion === undefined) return all;
  const matches = picomatch(selection.assertion);
  const chosen = all.filter(({ id }) => id === selection.assertion || matches(id));
  if (chosen.length > 0) return chosen;
  throw new ConformanceError('empty-selection', `"${selection.assertion}" selects none of ${all.length} assertions`, {
    key: '--assertion',
    value: selection.assertion,
    cure: 'list them with `reglament list assertions`, and use ** to cross a slash',
  });
}

function unknown(key: string, value: string | undefined, known: readonly string[]): ConformanceError {
  return new ConformanceError('unknown-id', `there is no "${value}"`, {
    key,
    value,
    cure: `use one of ${known.join(', ')}`,
  });
}

type Variant = NonNullable<Source['flow']['variants']>[number];

/** What is chosen for a walk. */
interface Choice extends Pick<Scenario, 'cause' | 'means'> {
  variant: Variant | null;
}

/**
 * Every scenario of a flow: for each variant and each way of handing over the walk on which all holds, and one for each cause of
 * each condition.
 */
export function scenariosOf(source: Source): Scenario[] {
  const variants: (Variant | null)[] = source.flow.variants ?? [null];
  const [first = null, ...others] = source.graph.steps.flatMap(({ means }) => means);
  const good = variants.flatMap((variant) => {
    const walked = successPath(source, variant?.tags);
    return [first, ...others].map((means) => scenario(source, walked, { cause: null, variant, means }, first));
  });
  const path = successPath(source);
  const variant = variants[0] ?? null;
  const failing = refusalsOf(source).map(({ cause, from, to }) => {
    const walked = [...path.slice(0, path.indexOf(from.action) + 1), to.action];
    return scenario(source, walked, { cause, variant, means: first }, first);
  });
  return [...good, ...failing];
}

function scenario(source: Source, path: string[], choice: Choice, usual: Choice['means']): Scenario {
  const { cause, variant, means } = choice;
  const steps = source.graph.steps.filter(({ action }) => path.includes(action));
  const controls = new Set<Control>();
  if (cause !== null && CAUSES[cause].control !== null) controls.add(CAUSES[cause].control);
  for (const { check, action, does } of steps) {
    const waits = check !== null && CHECKS[check].waitsFor === 'decide' && path.at(-1) !== action;
    if (waits || VERBS[does].operation === 'decide') controls.add('decision');
    if (does === 'pay' && cause !== 'not-paid') controls.add('payment-sandbox');
  }
  const opened = steps.some(({ does }) => does !== 'authenticate' && VERBS[does].operation !== null);
  const chosen = [...(variant === null ? [] : [variant.id]), ...(means === null || means === usual ? [] : [means])];
  return {
    id: `${source.regulation.id}/${source.flowId}/${cause ?? ['success', ...chosen].join('-')}`,
    regulation: source.regulation.id,
    flow: source.flowId,
    path,
    cause,
    variant: variant?.id ?? null,
    means,
    tags: [...(variant?.tags ?? []), ...(means === null ? [] : [means])],
    needs: [...controls],
    applications: opened ? 1 : 0,
  };
}

/**
 * Plans the scenarios for what a portal offers. With the fewest applications that there can be.
 * Without an offer everything of the driver contract can be observed, but for the controls that the description lacks.
 */
export function plan(
  regulations: readonly Regulation[],
  selection: Selection,
  description: Description,
  offer: Offer | null = null,
): Plan {
  const assertions = select(regulations, selection);
  const notApplicable = new Map<string, string>();
  const scenarios: Scenario[] = [];
  const flows = new Set(assertions.map(({ regulation, flow }) => `${regulation}/${flow}`));
  for (const flow of flows) {
    const mine = assertions.filter((row) => `${row.regulation}/${row.flow}` === flow);
    if (!description.flows.includes(flow)) {
      for (const { id } of mine) notApplicable.set(id, `not-claimed: the portal does not offer the flow ${flow}`);
      continue;
    }
    const regulation = regulations.find(({ id }) => id === mine[0]?.regulation);
    if (regulation === undefined) continue;
    const source = sourceOf(regulation, flow.slice(regulation.id.length + 1));
    const all = scenariosOf(source);
    const missing = (walk: Scenario) => (offer === null ? null : missingOn(walk, source, offer));
    const lacking = (needs: readonly Control[]) => needs.find((control) => !description.controls.includes(control));
    const possible = all.filter((walk) => lacking(walk.needs) === undefined && missing(walk) === null);
    const open = mine.filter((row) => {
      const barred = possible.some((walk) => suits(walk, row)) ? undefined : all.find((walk) => suits(walk, row));
      const control = lacking(row.needs) ?? lacking(barred?.needs ?? []);
      const why =
        control === undefined
          ? ((offer === null ? null : missingFor(row, source, offer)) ??
            (barred === undefined ? null : missing(barred)))
          : `it needs the control ${control}, which the portal does not offer${told(offer?.reasons[control])}`;
      if (why !== null) notApplicable.set(row.id, `not-observable: ${why}`);
      return why === null;
    });
    const walks = [...possible, ...repeatsOf(possible, open)];
    scenarios.push(
      ...fewest(
        walks,
        open.map((row) => demandOf(walks, row)),
      ),
    );
  }
  return { assertions, scenarios, notApplicable };
}

const told = (reason: string | undefined): string => (reason === undefined ? '' : `: ${reason}`);

/** Numbers are told apart by comparing two walks; everything else is decided by one. */
const timesFor = (row: TestAssertion) => (row.predicate === 'numbered-apart' ? 2 : 1);

/** The same walks once more, for rows that have to compare two: another one may be lacking, or cost more. */
export function repeatsOf(scenarios: readonly Scenario[], rows: readonly TestAssertion[]): Scenario[] {
  const compared = rows.filter((row) => timesFor(row) > 1);
  return scenarios
    .filter((walk) => compared.some((row) => suits(walk, row)))
    .map((walk) => ({ ...walk, id: `${walk.id}-again` }));
}

function demandOf(possible: readonly Scenario[], row: TestAssertion): Demand {
  return { able: possible.filter((walk) => suits(walk, row)), times: timesFor(row) };
}
