// What the portal tells other systems of a registered request: the register of licences, the service centres, the local bodies.
import type { Counterparty } from '../../schemas/driver.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import type { Role } from '../../schemas/vocabulary.ts';
import type { Ask } from '../engine/inquiries.ts';
import type { Walk } from '../engine/walk.ts';
import type { World } from '../engine/world.ts';

/** Who is told, where the regulation names a party of the role. */
const LISTENERS: readonly { role: Role; counterparty: Counterparty; serviceId: string }[] = [
  { role: 'licensing', counterparty: 'e-licensing', serviceId: 'SIM_ELICENSE_NOTIFY' },
  { role: 'service-centre', counterparty: 'psc-is', serviceId: 'SIM_PSC_NOTIFY' },
  { role: 'local-body', counterparty: 'leb-is', serviceId: 'SIM_LEB_NOTIFY' },
];

/**
 * Tells each listener the states that it has not heard of, in order. The text provides no refusal for a listener that does not
 * answer, so the walk goes on and the message is tried again at the next instant at which the request is looked at.
 */
export async function announce(
  world: World,
  walk: Walk,
  request: string,
  parties: Regulation['parties'],
  ask: Ask,
): Promise<void> {
  const states = statesOf(walk);
  if (states.length === 0) return;
  const { deliveries } = world.books;
  for (const { role, counterparty, serviceId } of LISTENERS) {
    if (!parties.some((party) => party.role === role)) continue;
    for (const state of states) {
      const key = `${request} ${counterparty} ${state}`;
      const before = deliveries.get(key);
      if (before === 'delivered') continue;
      if (before === world.now) break;
      const fields = { request, state, ...(walk.number === null ? {} : { number: walk.number }) };
      const reply = await ask(counterparty, { serviceId, fields });
      deliveries.set(key, reply.kind === 'found' ? 'delivered' : world.now);
      if (reply.kind !== 'found') break;
    }
  }
}

function statesOf({ history, program, outcome }: Walk): string[] {
  const registers = program.nodes.flatMap((node) =>
    node.kind === 'step' && node.does === 'register' ? [node.action] : [],
  );
  if (!history.some(({ action, finished }) => finished && registers.includes(action))) return [];
  if (outcome === 'open') return ['IN_PROGRESS'];
  return ['IN_PROGRESS', outcome === 'completed' ? 'COMPLETED' : 'REFUSED'];
}
