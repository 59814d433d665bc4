// Examines a target with requests that do no harm, and says of each operation whether it works and whose fault it is if not.

import type { Regulation } from '../../schemas/regulation.ts';
import { OPERATION_NAMES, OPERATIONS, type Operation } from '../../schemas/target/driver.ts';
import { type Blame, type Culprit, PortalFault } from './blame.ts';
import type { Listener } from './evidence/evidence.ts';
import { logInOn } from './log-in.ts';
import { type Person, peopleOf } from './people.ts';
import type { Answer, Drive, Rehearsal, Sut } from './sut.ts';

/** What was found about one operation. */
export interface Diagnosis {
  /** An operation, or `openDrive` for the beginning of a walk. */
  operation: Operation | 'openDrive';
  /** Of `authenticate`: who logged in, by their name in the roster. */
  person?: string;
  /** `partly`: the exchanges that could be tried without opening a request work; the others were not tried. */
  standing: 'works' | 'partly' | 'not tried' | 'not described' | 'fault';
  culprit: Culprit | null;
  said: string;
}

type Found = Omit<Diagnosis, 'operation'>;

const found = (standing: Exclude<Diagnosis['standing'], 'fault'>, said = ''): Found => ({
  standing,
  culprit: null,
  said,
});
const fault = (culprit: Culprit, said: string): Found => ({ standing: 'fault', culprit, said });
const sayOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
const isOperation = (name: string): name is Operation => Object.hasOwn(OPERATIONS, name);

/**
 * Examines every operation, once a world is open where the portal has them: the logins first, because most others need one, then the
 * rest in the order of the driver contract. Nothing that opens or changes a request is tried.
 * @param onExchange is called with every exchange
 */
export async function examine(
  sut: Sut,
  regulations: readonly Regulation[],
  onExchange: Listener = () => undefined,
): Promise<Diagnosis[]> {
  const known = regulations.flatMap(({ id, flows }) => Object.keys(flows).map((flow) => `${id}/${flow}`));
  const strange = sut.description.flows.find((flow) => !known.includes(flow));
  if (strange !== undefined) {
    const said = `description.flows: "${strange}" is no flow; \`reglament list flows\` has them`;
    return [{ operation: 'describe', ...fault('module', said) }];
  }
  let drive: Drive;
  let last: Diagnosis['operation'] = 'openDrive';
  try {
    drive = await sut.openDrive('doctor', 1, (exchange, culprit) => {
      if (isOperation(exchange.operation)) last = exchange.operation;
      onExchange(exchange, culprit);
    });
  } catch (error) {
    // The walk begins with operations of its own: the last one that was sent is at fault.
    const culprit = (error instanceof PortalFault && error.blame?.culprit) || 'portal';
    return [{ operation: last, ...fault(culprit, sayOf(error)) }];
  }
  const examination = new Examination(sut, drive, regulations);
  // A target file describes no `openDrive`, so a line about it would mean nothing to its author.
  const diagnoses: Diagnosis[] = sut.where === undefined ? [{ operation: 'openDrive', ...found('works') }] : [];
  for (const operation of inOrder()) {
    const all = await examination.of(operation).catch((error: unknown) => fault('ours', sayOf(error)));
    for (const one of [all].flat()) diagnoses.push({ operation, ...one });
    // Where the portal cannot be reached, all further operations would only fail in the same way.
    if ([all].flat().some(({ culprit }) => culprit === 'network')) break;
  }
  return diagnoses;
}

/** The operations in the order in which they are examined. */
function inOrder(): Operation[] {
  const first: Operation[] = ['describe', 'authenticate', 'readSession'];
  return [...first, ...OPERATION_NAMES.filter((name) => !first.includes(name))];
}

class Examination {
  readonly #sut: Sut;
  readonly #drive: Drive;
  readonly #regulations: readonly Regulation[];
  /** The session of whoever was let in first; null before, and where nobody was. */
  #session: { session: string; token: string | null } | null = null;

  constructor(sut: Sut, drive: Drive, regulations: readonly Regulation[]) {
    this.#sut = sut;
    this.#drive = drive;
    this.#regulations = regulations;
  }

  async of(operation: Operation): Promise<Found | Found[]> {
    const { offer, description, where } = this.#sut;
    if (offer !== undefined && !offer.operations.has(operation))
      return found('not described', offer.reasons[operation] ?? 'what needs it is not observable');
    const { control } = OPERATIONS[operation];
    if (operation === 'authenticate') return this.#logInAll();
    if (control !== null && where === undefined && !description.controls.includes(control))
      return found('not tried', `the portal does not claim the control ${control}`);
    // A drive could be opened, and with it a world.
    if (operation === 'openWorld' && description.controls.includes('worlds')) return found('works');
    if (operation === 'advanceClock' && description.controls.includes('clock')) return this.#moveClock();
    if (operation === 'describe' && where === undefined) return found('works', description.name);
    if (operation === 'readRequest') return this.#readNobodys();
    if (operation !== 'describe' && control === null && this.#session === null)
      return found('not tried', 'nobody was let in');
    const { session = '-', token = null } = this.#session ?? {};
    const rehearsal = await this.#drive.rehearse?.(operation, { token, at: { session } });
    if (rehearsal != null) return this.#told(rehearsal);
    if (operation === 'readSession' || operation === 'readHistory') return this.#readOwn(operation);
    const needsRequest = OPERATIONS[operation].method === 'GET';
    return found('not tried', needsRequest ? 'it needs a request, and none is opened' : 'it would change something');
  }

  #told({ tried, of, stopped, fault: blame, status }: Rehearsal): Found {
    if (blame !== null) {
      // Whoever was let in is not known any more: not this operation is at fault, but what the login picked.
      const lost = status === 401 && this.#session !== null;
      const cure = '; authenticate let in, but what it picks is not accepted here';
      return fault(blame.culprit, `${blame.said}${lost ? cure : ''}`);
    }
    if (stopped === null) return found('works');
    return tried === 0 ? found('not tried', stopped) : found('partly', `${tried} of ${of} exchanges: ${stopped}`);
  }

  /** Moves the clock by nothing, which shows that it can be moved. */
  async #moveClock(): Promise<Found> {
    try {
      await this.#drive.pass(0);
      return found('works');
    } catch (error) {
      return fault((error instanceof PortalFault && error.blame?.culprit) || 'portal', sayOf(error));
    }
  }

  async #logInAll(): Promise<Found | Found[]> {
    const [first, ...others] = peopleOf(this.#drive.roster, this.#sut.description.flows, this.#regulations);
    if (first === undefined)
      return this.#sut.where === undefined
        ? found('not tried', 'the roster has no credentials good')
        : fault('target file', `${this.#sut.where('good')}: there are no credentials good`);
    const all = [await this.#logIn(first)];
    for (const one of others) all.push({ person: one.name, ...(await this.#logIn(one)) });
    return all;
  }

  async #logIn({ name, input }: Person): Promise<Found> {
    const answer = await logInOn(this.#drive, { input });
    const { body } = answer;
    if (body === null) return whyNot(answer);
    if (body.state === 'refused')
      return this.#sut.where === undefined
        ? fault('portal', `the credentials ${name} of the roster are refused`)
        : fault('target file', `${this.#sut.where(name)}: the portal refuses these credentials`);
    const { offer } = this.#sut;
    // Said once: an empty history is empty for everybody.
    const isSilent = this.#session === null && body.history.length === 0 && offer?.shown.has('history') !== false;
    const silent = isSilent ? ', but its history is empty, and a step that is not on record cannot be judged' : '';
    if (body.token !== null) this.#session ??= { session: body.session, token: body.token };
    return found('works', `the session is ${body.state}${silent}`);
  }

  async #readOwn(operation: 'readSession' | 'readHistory'): Promise<Found> {
    if (this.#session === null) return found('not tried', 'nobody was let in');
    const { session, token } = this.#session;
    const answer = await this.#drive.perform(operation, { input: null, token, at: { session } });
    return answer.body === null ? whyNot(answer) : found('works');
  }

  /**
   * Asks for a request that does not exist, without and with a login. A run judges by such questions whether requests are shown to
   * strangers, so the portal has to refuse them properly.
   */
  async #readNobodys(): Promise<Found> {
    const at = { request: 'no-such-request' };
    const { token = null } = this.#session ?? {};
    for (const who of token === null ? [null] : [null, token]) {
      const { body, fault: said, blame } = await this.#drive.perform('readRequest', { input: null, token: who, at });
      const as = who === null ? 'to whoever has not logged in, ' : '';
      if (said !== null && blame?.lacks !== true) {
        // Nothing is concluded where the address has more in it than the request: it cannot be asked so.
        const rehearsal = await this.#drive.rehearse?.('readRequest', { token: who, at });
        if (rehearsal?.stopped != null && rehearsal.tried < rehearsal.of) return found('not tried', rehearsal.stopped);
        return fault(blame?.culprit ?? 'portal', `${as}${said}`);
      }
      if (body !== null)
        return fault(
          this.#sut.where === undefined ? 'portal' : 'target file',
          `${as}a request that nobody has opened is shown`,
        );
    }
    return found('partly', 'a request that nobody has opened is refused; no other was tried');
  }
}

/** The diagnosis of an operation that gave no body: its fault, or its refusal with the rule of the target file that recognised it. */
function whyNot({ fault: said, problem, blame }: Answer<Operation>): Found {
  if (said !== null) return fault(blame?.culprit ?? 'portal', said);
  return fault(blame?.culprit ?? 'portal', `${markOf(blame)}refused: ${problem}`);
}

const markOf = (blame: Blame | undefined): string => (blame?.where == null ? '' : `${blame.where}: `);
