// Examines a target with requests that do no harm, and says of each operation whether it works and whose fault it is if not.

import type { Regulation } from '../../schemas/regulation.ts';
import { ENTRANCES, OPERATION_NAMES, type Operation } from '../../schemas/target/driver.ts';
import { type Blame, type Culprit, PortalFault } from './blame.ts';
import type { Answer, Drive, Sut } from './sut.ts';

/** What was found about one operation. */
export interface Diagnosis {
  /** An operation, or `openDrive` for the beginning of a walk. */
  operation: Operation | 'openDrive';
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

/**
 * Examines every operation: the login first, because most others need it, then the rest in the order of the driver contract.
 * Nothing that opens or changes a request is tried.
 */
export async function examine(sut: Sut, regulations: readonly Regulation[]): Promise<Diagnosis[]> {
  const known = regulations.flatMap(({ id, flows }) => Object.keys(flows).map((flow) => `${id}/${flow}`));
  const strange = sut.description.flows.find((flow) => !known.includes(flow));
  if (strange !== undefined) {
    const said = `description.flows: "${strange}" is no flow; \`reglament list flows\` has them`;
    return [{ operation: 'describe', ...fault('module', said) }];
  }
  let drive: Drive;
  try {
    drive = await sut.openDrive('doctor', 1, () => undefined);
  } catch (error) {
    const culprit = (error instanceof PortalFault && error.blame?.culprit) || 'portal';
    return [{ operation: 'openDrive', ...fault(culprit, sayOf(error)) }];
  }
  const examination = new Examination(sut, drive, regulations);
  // A target file describes no `openDrive`, so a line about it would mean nothing to its author.
  const diagnoses: Diagnosis[] = sut.where === undefined ? [{ operation: 'openDrive', ...found('works') }] : [];
  for (const operation of inOrder()) {
    const one = await examination.of(operation).catch((error: unknown) => fault('ours', sayOf(error)));
    diagnoses.push({ operation, ...one });
    // Where the portal cannot be reached, all further operations would only fail in the same way.
    if (one.culprit === 'network') break;
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
  #session: { session: string; token: string | null } | null = null;

  constructor(sut: Sut, drive: Drive, regulations: readonly Regulation[]) {
    this.#sut = sut;
    this.#drive = drive;
    this.#regulations = regulations;
  }

  async of(operation: Operation): Promise<Found> {
    const { offer, description } = this.#sut;
    if (offer !== undefined && !offer.operations.has(operation))
      return found('not described', offer.reasons[operation] ?? 'what needs it is not observable');
    if (operation === 'authenticate') return this.#logIn();
    if (operation === 'readRequest') return this.#readNobodys();
    if (operation === 'readSession' || operation === 'readHistory') return this.#readOwn(operation);
    // A drive could be opened, and with it a world.
    if (operation === 'openWorld' && description.controls.includes('worlds')) return found('works');
    const rehearsal = await this.#drive.rehearse?.(operation, this.#session?.token ?? null);
    if (rehearsal == null)
      return operation === 'describe'
        ? found('works', description.name)
        : found('not tried', 'it would change something, or needs a request');
    if (rehearsal.fault !== null) return fault(rehearsal.fault.culprit, rehearsal.fault.said);
    const { tried, of } = rehearsal;
    if (tried === 0) return found('not tried', 'it would change something, or needs a request');
    if (tried === of) return found('works');
    return found('partly', `${tried} of ${of} exchanges; the next would change something or needs a request`);
  }

  async #logIn(): Promise<Found> {
    const [regulation = '', flow = ''] = (this.#sut.description.flows[0] ?? '').split('/');
    const entry = this.#regulations.find(({ id }) => id === regulation)?.flows[flow]?.entry ?? 'portal';
    const as = ENTRANCES[entry];
    const { credentials, ...staff } = this.#drive.roster;
    const good = (as === 'applicant' ? undefined : staff[as]) ?? credentials.good;
    if (good === undefined)
      return this.#sut.where === undefined
        ? found('not tried', 'the roster has no credentials good')
        : fault('target file', `${this.#sut.where('credentials')}: there are no credentials good`);
    const answer = await this.#drive.perform('authenticate', { input: { regulation, flow, as, ...good } });
    const { body } = answer;
    if (body === null) return whyNot(answer);
    if (body.state === 'refused')
      return this.#sut.where === undefined
        ? fault('portal', 'the credentials good of the roster are refused')
        : fault('target file', `${this.#sut.where('good')}: the portal refuses these credentials`);
    this.#session = { session: body.session, token: body.token };
    return found('works', `the session is ${body.state}`);
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
    const token = this.#session?.token ?? null;
    for (const who of token === null ? [null] : [null, token]) {
      const at = { request: 'no-such-request' };
      const { body, fault: said, blame } = await this.#drive.perform('readRequest', { input: null, token: who, at });
      const as = who === null ? 'to whoever has not logged in, ' : '';
      if (said !== null && blame?.lacks !== true) return fault(blame?.culprit ?? 'portal', `${as}${said}`);
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
