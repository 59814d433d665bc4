// Sends a walk's messages to other systems: those that its steps name, and the states that the register of licences follows.

import type { Party, Regulation, Sending } from '../../../schemas/regulation.ts';
import { type Addressee, addresseeOf } from '../../../schemas/target/driver.ts';
import type { Message, Reply } from '../counterparties/call.ts';
import { mutationOf } from '../engine/mutation.ts';
import type { ProgramStep } from '../engine/program.ts';
import type { StepRecord, Walk } from '../engine/walk.ts';
import type { Fields } from '../soap/soap.ts';
import type { World } from './world.ts';

/** Carries a message to its addressee. Never throws: a failure is a reply too. */
export type Carry = (addressee: Addressee, message: Message) => Promise<Reply>;

interface Letter {
  readonly id: string;
  readonly to: Addressee;
  readonly at: number;
  readonly fields: Fields;
}

/** The service by which each system takes messages; a system that is not listed takes none. */
const INBOXES: Partial<Record<Addressee, string>> = {
  portal: 'SIM_PORTAL_NOTIFY',
  'e-licensing': 'SIM_ELICENSE_NOTIFY',
  'psc-is': 'SIM_PSC_NOTIFY',
  'leb-is': 'SIM_LEB_NOTIFY',
  'regional-gateway': 'SIM_LEB_NOTIFY',
};

/**
 * Delivers the messages of a walk that have not been delivered yet, in order. The text has no refusal for an addressee that does
 * not answer, so the walk goes on, and the message is tried again when the request is looked at at a later instant.
 */
export async function deliver(
  world: World,
  walk: Walk,
  request: string,
  parties: Regulation['parties'],
  carry: Carry,
): Promise<void> {
  const { deliveries } = world.books;
  const keyOf = (id: string) => `${request} ${id}`;
  const isDue = (id: string) => {
    const before = deliveries.get(keyOf(id));
    return before !== 'delivered' && before !== world.now;
  };
  for (const { id, to, at, fields } of [...sentBy(walk, parties, isDue), ...lettersToLicensing(walk, parties, isDue)]) {
    const serviceId = INBOXES[to];
    const before = deliveries.get(keyOf(id));
    if (serviceId === undefined) continue;
    const number = walk.number === null ? {} : { number: walk.number };
    const sentAt = before === undefined ? at : world.now;
    const reply = await carry(to, { serviceId, at: sentAt, fields: { request, ...number, ...fields } });
    deliveries.set(keyOf(id), reply.kind === 'found' ? 'delivered' : world.now);
  }
}

/** The messages that the finished steps of a walk send, but for those that are not due. */
function sentBy({ program, history }: Walk, parties: readonly Party[], isDue: (id: string) => boolean): Letter[] {
  return history.flatMap((record, at) => {
    const node = program.steps.get(record.action);
    if (node === undefined || !record.finished) return [];
    return node.sends.flatMap((sending, n) => {
      const id = `${at}.${n}`;
      const letter = isDue(id) ? letterOf(program.mutant, node, record, sending, parties) : null;
      return letter === null ? [] : [{ ...letter, id }];
    });
  });
}

function letterOf(
  mutant: Walk['program']['mutant'],
  { action, actor }: ProgramStep,
  { endsAt }: StepRecord,
  { to: named, what, status, afterwards }: Sending,
  parties: readonly Party[],
): Omit<Letter, 'id'> | null {
  if (mutationOf(mutant, action, 'does-not-send')?.to === named) return null;
  const strayed = mutationOf(mutant, action, 'sends-to-another');
  const to = strayed?.to === named ? strayed.instead : named;
  const party = parties.find(({ id }) => id === to);
  const addressee = party === undefined ? null : addresseeOf(party);
  if (addressee === null) return null;
  const late = mutationOf(mutant, action, 'sends-too-late')?.to === named ? 1000 : 0;
  const isOther = mutationOf(mutant, action, 'sends-another-status')?.to === named;
  const statusField = status === undefined || isOther ? {} : { status };
  const state =
    status !== undefined ? 'IN_PROGRESS' : what === 'status' || what === 'document' ? 'COMPLETED' : 'RECEIVED';
  // Who passes on what follows a step, the text does not say; here the portal does.
  const from = afterwards === true ? (parties.find(({ role }) => role === 'portal')?.id ?? actor) : actor;
  return { to: addressee, at: endsAt + late, fields: { action, from, to, what, state, ...statusField } };
}

/** The states that e-licensing is told of a registered request: in progress, then completed or refused. */
function lettersToLicensing(
  { program, history, outcome, since }: Walk,
  parties: readonly Party[],
  isDue: (id: string) => boolean,
): Letter[] {
  if (!parties.some((party) => party.role === 'licensing' && addresseeOf(party) === 'e-licensing')) return [];
  const registered = history.find(({ action, finished }) => finished && program.steps.get(action)?.does === 'register');
  if (registered === undefined) return [];
  const letter = (state: string, at: number): Letter => ({ id: state, to: 'e-licensing', at, fields: { state } });
  const last = outcome === 'open' ? [] : [letter(outcome === 'completed' ? 'COMPLETED' : 'REFUSED', since)];
  return [letter('IN_PROGRESS', registered.endsAt), ...last].filter(({ id }) => isDue(id));
}
