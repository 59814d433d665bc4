// Plans a run: the scenarios with the fewest applications that decide every selected assertion, and why some cannot be decided.

import type { Regulation } from '../../../schemas/regulation.ts';
import { type Scenario, suits, type TestAssertion } from '../../../schemas/run/assertion.ts';
import { any, type Said, say } from '../../../schemas/said.ts';
import type { Control, Description } from '../../../schemas/target/driver.ts';
import { scenariosOf } from '../../flow/scenarios.ts';
import { sourceOf } from '../../flow/source.ts';
import { type Offer, offerFor } from '../../sut/sut.ts';
import { predicateOf } from '../judging/predicates.ts';
import { type Demand, fewest } from './fewest.ts';
import { missingAddition, missingFor, missingOn } from './observable.ts';
import { type Selection, select } from './selection.ts';

/** What a run is going to do. */
export interface Plan {
  assertions: TestAssertion[];
  scenarios: Scenario[];
  /** Why an assertion cannot be decided on this portal, by its id. */
  notApplicable: Map<string, Said>;
}

/** Plans a run of what a selection leaves, see {@link planFor}. @throws ConformanceError `unknown-id` or `empty-selection` */
export function plan(
  regulations: readonly Regulation[],
  selection: Selection,
  description: Description,
  offered: Offer | null = null,
  mayWait = false,
): Plan {
  return planFor(regulations, select(regulations, selection), description, offered, mayWait);
}

/**
 * Plans a run on a portal, with as few applications as possible, because a portal in the field has to process each of them.
 * @param offered what can be observed of the portal; null for all that the driver contract has, with the controls of the description
 * @param mayWait whether the run can be left open for days, and resumed
 */
export function planFor(
  regulations: readonly Regulation[],
  assertions: TestAssertion[],
  description: Description,
  offered: Offer | null,
  mayWait = false,
): Plan {
  const notApplicable = new Map<string, Said>();
  const scenarios: Scenario[] = [];
  const flows = new Set(assertions.map(({ regulation, flow }) => `${regulation}/${flow}`));
  for (const flow of flows) {
    const mine = assertions.filter((assertion) => `${assertion.regulation}/${assertion.flow}` === flow);
    if (!description.flows.includes(flow)) {
      for (const { id } of mine) notApplicable.set(id, say`not-claimed: the portal does not offer the flow ${flow}`);
      continue;
    }
    const regulation = regulations.find(({ id }) => id === mine[0]?.regulation);
    if (regulation === undefined) continue;
    const source = sourceOf(regulation, flow.slice(regulation.id.length + 1));
    const offer = offerFor(offered ?? undefined, flow) ?? null;
    const all = scenariosOf(source).map((walk) => (description.ownDecision === true ? withoutOfficer(walk) : walk));
    const missing = (walk: Scenario) => (offer === null ? null : missingOn(walk, source, offer));
    const lacking = (needs: readonly Control[]) => needs.find((control) => !description.controls.includes(control));
    const possible = all.filter((walk) => lacking(walk.needs) === undefined && missing(walk) === null);
    const open = mine.filter((assertion) => {
      const barred = possible.some((walk) => suits(walk, assertion))
        ? undefined
        : all.find((walk) => suits(walk, assertion));
      const waits = mayWait && description.ownDecision === true && needsDays(assertion);
      const needs = waits ? assertion.needs.filter((one) => one !== 'clock') : assertion.needs;
      const control = lacking(needs) ?? lacking(barred?.needs ?? []);
      const why =
        control === undefined
          ? (withoutProvider(assertion, description) ??
            unasked(assertion, description) ??
            (offer === null ? missingAddition(assertion, description) : missingFor(assertion, source, offer)) ??
            (barred === undefined ? null : missing(barred)))
          : lacksControl(control, offer?.reasons[control]);
      if (why !== null) notApplicable.set(assertion.id, say`not-observable: ${why}`);
      return why === null;
    });
    const walks = [...possible, ...repeatsOf(possible, open)];
    scenarios.push(
      ...fewest(
        walks,
        open.map((assertion) => demandOf(walks, assertion)),
      ),
    );
  }
  return { assertions, scenarios, notApplicable };
}

const needsDays = (assertion: TestAssertion): boolean =>
  predicateOf(assertion).needs(assertion.arguments).days === true;

/** The walk without a cause on a portal that decides by itself, which takes nobody to decide. */
const withoutOfficer = (walk: Scenario): Scenario =>
  walk.cause === null ? { ...walk, needs: walk.needs.filter((control) => control !== 'decision') } : walk;

/** What is missing where an assertion compares the signer with whom the target does not name; null where nothing is. */
function withoutProvider(assertion: TestAssertion, { provider }: Description): string | null {
  const needs = predicateOf(assertion).needs(assertion.arguments);
  if (needs.heads === true && provider?.heads === undefined) return 'the target names no head of the provider';
  return needs.provider === true && provider === undefined ? 'the target names no BIN of the provider' : null;
}

/** What is missing where the portal asks none of the counterparties in whose record the assertion looks; null where nothing is. */
function unasked(assertion: TestAssertion, { asks: asked }: Description): Said | null {
  const { asks } = predicateOf(assertion).needs(assertion.arguments);
  return asks === undefined || asked === undefined || asks.some((name) => asked.includes(name))
    ? null
    : say`the target asks none of ${any(asks)} that keeps a record`;
}

const lacksControl = (control: Control, reason: string | undefined): Said =>
  reason === undefined
    ? say`it needs the control ${control}, which the portal does not offer`
    : say`it needs the control ${control}, which the portal does not offer: ${reason}`;

/** Repeats of the walks that assertions have to compare with a second one. There may be no other walk, or only a more expensive one. */
export function repeatsOf(scenarios: readonly Scenario[], assertions: readonly TestAssertion[]): Scenario[] {
  const compared = assertions.filter((assertion) => predicateOf(assertion).times > 1);
  return scenarios
    .filter((walk) => compared.some((assertion) => suits(walk, assertion)))
    .map((walk) => ({ ...walk, id: `${walk.id}-again` }));
}

function demandOf(possible: readonly Scenario[], assertion: TestAssertion): Demand {
  return { able: possible.filter((walk) => suits(walk, assertion)), times: predicateOf(assertion).times };
}
