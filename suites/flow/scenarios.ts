// Lists the scenarios of a flow.
import { entersAttorney } from '../../schemas/flow/beside.ts';
import { isOpenToOrganisations } from '../../schemas/flow/entering.ts';
import { BY_ATTORNEY, BY_BIN, REFUSAL_LETTER, type Scenario } from '../../schemas/run/assertion.ts';
import type { Control } from '../../schemas/target/driver.ts';
import { CAUSES } from '../../schemas/vocabulary.ts';
import { brinkTags } from './brinks.ts';
import { answeredBy, operationOf } from './deed.ts';
import { isForOrganisations } from './doors.ts';
import { successPath } from './path.ts';
import { refusalsOf } from './refusals.ts';
import { answersByLetter } from './results.ts';
import type { Source } from './source.ts';

type Variant = NonNullable<Source['flow']['variants']>[number];

/** What is chosen for one scenario. */
interface Choice extends Pick<Scenario, 'cause' | 'means'> {
  variant: Variant | null;
}

/**
 * Every scenario of a flow: those on which every condition holds, one for each variant and each way of handing the result over, and one
 * for each cause of each condition.
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
  const all = [...good, ...(answersByLetter(source) ? [byLetter(source, path, variant, first)] : []), ...failing];
  const brinks = brinkTags(source, all);
  return all.map((walk) => {
    const tags = [
      ...(isByBin(source, walk, all) ? [BY_BIN] : []),
      ...(isByAttorney(source, walk, all) ? [BY_ATTORNEY] : []),
      ...(brinks.get(walk.id) ?? []),
    ];
    return tags.length === 0 ? walk : { ...walk, tags: [...walk.tags, ...tags] };
  });
}

/**
 * Whether an organisation walks a scenario: all of them where only organisations come in. Where individuals do too, the one with the
 * certificate of another organisation, and the last of those that go to a negative decision.
 */
function isByBin(source: Source, { cause, id }: Scenario, all: readonly Scenario[]): boolean {
  if (isForOrganisations(source)) return true;
  if (!isOpenToOrganisations(source.regulation, source.flow)) return false;
  if (cause === 'another-organisation') return true;
  return lastDecided(all)?.id === id;
}

/** Whether somebody represents the applicant: on the walk on which they have no power to, and on the last to a negative decision. */
function isByAttorney(
  { regulation, flowId, graph }: Source,
  { cause, id }: Scenario,
  all: readonly Scenario[],
): boolean {
  if (!graph.steps.some(({ action }) => entersAttorney(regulation, flowId, action))) return false;
  return cause === 'no-power-of-attorney' || (lastDecided(all) ?? all[0])?.id === id;
}

/** The last walk to a negative decision. It passes all conditions before, so that what is tried on it takes no application of its own. */
const lastDecided = (all: readonly Scenario[]) =>
  all.findLast((walk) => walk.cause !== null && CAUSES[walk.cause].check === 'qualification');

/** The walk that goes all the way after a negative decision, where the text answers that by a reasoned refusal. */
function byLetter(source: Source, path: string[], variant: Variant | null, means: Choice['means']): Scenario {
  const walk = scenario(source, path, { cause: 'requirements-not-met', variant, means }, means);
  return { ...walk, tags: [...walk.tags, REFUSAL_LETTER] };
}

function scenario(source: Source, path: string[], choice: Choice, usual: Choice['means']): Scenario {
  const { cause, variant, means } = choice;
  const steps = source.graph.steps.filter(({ action }) => path.includes(action));
  const controls = new Set<Control>();
  if (cause !== null && CAUSES[cause].control !== null) controls.add(CAUSES[cause].control);
  for (const step of steps) {
    const isDecidedAfter = answeredBy(step) === 'decide' && path.at(-1) !== step.action;
    if (isDecidedAfter || operationOf(step) === 'decide') controls.add('decision');
    if (step.does === 'pay' && cause !== 'not-paid') controls.add('payment-sandbox');
  }
  const opensRequest = steps.some((step) => step.does !== 'authenticate' && operationOf(step) !== null);
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
    applications: opensRequest ? 1 : 0,
  };
}
