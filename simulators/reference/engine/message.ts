// Makes the message of a finished step from what the walk has brought so far.
import { type Cause, causesOf, type Means, namedCause } from '../../../schemas/vocabulary.ts';
import { mutationOf } from './mutation.ts';
import type { Message, Status } from './notifications.ts';
import type { Program, ProgramStep } from './program.ts';

/** What a message may tell of a walk. */
interface Told {
  readonly program: Program;
  readonly history: readonly { readonly action: string }[];
  readonly number: string | null;
  readonly cause: Cause | null;
  readonly facts: {
    readonly payment: string | null;
    readonly means: Means | null;
    readonly values: Readonly<Record<string, string>> | null;
  };
}

/** The message of a finished step; null where a mutant sends none. */
export function messageOf(walk: Told, node: ProgramStep, at: number): Message | null {
  const { mutant } = walk.program;
  const is = (kind: 'sends-no-message' | 'sends-empty-message' | 'speaks-another-language' | 'names-another-cause') =>
    mutationOf(mutant, node.action, kind) !== null;
  if (is('sends-no-message')) return null;
  const kind = mutationOf(mutant, node.action, 'sends-another-kind')?.forms ?? node.forms;
  const cause = node.does !== 'refuse' || walk.cause === null ? null : namedCause(walk.cause);
  const means = node.means.length === 0 ? null : handedOver(walk, node);
  return {
    kind,
    action: node.action,
    by: node.actor,
    at,
    status: statusOf(walk),
    cause: cause !== null && is('names-another-cause') ? anotherCause(walk, node, cause) : cause,
    number: kind === 'request-registered' || node.gives.includes('number') ? walk.number : null,
    receipt: walk.facts.payment,
    result: node.result,
    means,
    sentTo: means === 'e-mail' ? addressFor(walk, node) : null,
    slip: is('sends-empty-message') ? 'empty' : is('speaks-another-language') ? 'another-language' : null,
  };
}

/** The last status that a step of the walk has sent; before that, whether the request has its number yet. */
function statusOf({ program, history, number }: Told): Status {
  const done = new Set(history.map(({ action }) => action));
  const sent = program.nodes.flatMap((node) => (node.kind === 'step' && done.has(node.action) ? node.sends : []));
  return sent.findLast(({ status }) => status !== undefined)?.status ?? (number === null ? 'accepted' : 'registered');
}

function handedOver({ program, facts }: Told, node: ProgramStep): Means | null {
  if (mutationOf(program.mutant, node.action, 'hands-over-another-way') === null) return facts.means;
  return node.means.find((other) => other !== facts.means) ?? null;
}

function addressFor({ program, facts }: Told, node: ProgramStep): string | null {
  if (mutationOf(program.mutant, node.action, 'sends-to-another-address') !== null) return 'another@example.com';
  return facts.values?.email ?? null;
}

function anotherCause(walk: Told, node: ProgramStep, cause: Cause): Cause {
  const { nodes } = walk.program;
  const check = nodes.find((other) => other.kind === 'condition' && nodes[other.fail] === node);
  const causes = check?.kind === 'condition' ? causesOf(check.checks) : [];
  return causes.find((candidate) => namedCause(candidate) !== cause) ?? cause;
}
