// Examines a system that is driven as it stands, by a module or by the driver contract, with operations that open no request.
import { ENTRANCES, OPERATION_NAMES, type Operation } from '../../schemas/driver.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import { isModuleFault, sayOf } from './module-guard.ts';
import type { Drive, Sut } from './sut.ts';

/** Who has to mend what was found; `module` is what the vendor wrote, `ours` the suite. */
export type Blamed = 'portal' | 'network' | 'target file' | 'module' | 'ours';

/** What was found about one operation. */
export interface Diagnosis {
  /** `openDrive` is what a module begins every walk with. */
  operation: Operation | 'openDrive';
  /** `partly`: what can be tried without opening a request works; the rest was not tried. */
  standing: 'works' | 'partly' | 'not tried' | 'not described' | 'fault';
  culprit: Blamed | null;
  said: string;
}

type Found = Pick<Diagnosis, 'standing' | 'said'>;

/** Examines every operation, in the order of the driver contract; nothing that changes a request is tried. */
export async function examineSut(sut: Sut, regulations: readonly Regulation[]): Promise<Diagnosis[]> {
  const told = (operation: Diagnosis['operation'], { standing, said }: Found): Diagnosis => {
    const culprit = standing !== 'fault' ? null : isModuleFault(said) ? 'module' : 'portal';
    return { operation, standing, culprit, said };
  };
  const known = regulations.flatMap(({ id, flows }) => Object.keys(flows).map((flow) => `${id}/${flow}`));
  const strange = sut.description.flows.find((flow) => !known.includes(flow));
  if (strange !== undefined)
    return [
      {
        operation: 'describe',
        standing: 'fault',
        culprit: 'module',
        said: `description.flows: "${strange}" is no flow; \`reglament list flows\` has them`,
      },
    ];
  let drive: Drive;
  try {
    drive = await sut.openDrive('doctor', 1, () => undefined);
  } catch (error) {
    return [told('openDrive', { standing: 'fault', said: sayOf(error) })];
  }
  const look = new Look(sut, drive, regulations);
  const diagnoses = [told('openDrive', { standing: 'works', said: '' })];
  for (const operation of OPERATION_NAMES)
    diagnoses.push(
      told(
        operation,
        await look.at(operation).catch((error: unknown): Found => ({ standing: 'fault', said: sayOf(error) })),
      ),
    );
  return diagnoses;
}

class Look {
  readonly #sut: Sut;
  readonly #drive: Drive;
  readonly #regulations: readonly Regulation[];
  #session: { session: string; token: string | null } | null = null;

  constructor(sut: Sut, drive: Drive, regulations: readonly Regulation[]) {
    this.#sut = sut;
    this.#drive = drive;
    this.#regulations = regulations;
  }

  async at(operation: Operation): Promise<Found> {
    const { offer } = this.#sut;
    if (operation === 'describe') return { standing: 'works', said: this.#sut.description.name };
    if (offer !== undefined && !offer.operations.has(operation))
      return { standing: 'not described', said: offer.reasons[operation] ?? 'what needs it is not observable' };
    if (operation === 'authenticate') return this.#logIn();
    if (operation === 'readRequest') return this.#readNobodys();
    if (operation !== 'readSession' && operation !== 'readHistory')
      return { standing: 'not tried', said: 'it would change something, or needs a request' };
    if (this.#session === null) return { standing: 'not tried', said: 'nobody was let in' };
    const { session, token } = this.#session;
    const { fault, problem } = await this.#drive.perform(operation, { input: null, token, at: { session } });
    if (fault !== null || problem !== null) return { standing: 'fault', said: fault ?? `refused: ${problem}` };
    return { standing: 'works', said: '' };
  }

  async #logIn(): Promise<Found> {
    const [regulation = '', flow = ''] = (this.#sut.description.flows[0] ?? '').split('/');
    const { good } = this.#drive.roster.credentials;
    if (good === undefined) return { standing: 'not tried', said: 'the roster has no credentials good' };
    const as = ENTRANCES[this.#regulations.find(({ id }) => id === regulation)?.flows[flow]?.entry ?? 'portal'];
    const { body, fault, problem } = await this.#drive.perform('authenticate', {
      input: { regulation, flow, as, ...good },
    });
    if (body === null) return { standing: 'fault', said: fault ?? `refused: ${problem}` };
    if (body.state === 'refused') return { standing: 'fault', said: 'the credentials good of the roster are refused' };
    this.#session = { session: body.session, token: body.token };
    return { standing: 'works', said: `the session is ${body.state}` };
  }

  async #readNobodys(): Promise<Found> {
    const token = this.#session?.token ?? null;
    const at = { request: 'no-such-request' };
    const { body, fault } = await this.#drive.perform('readRequest', { input: null, token, at });
    if (fault !== null) return { standing: 'fault', said: fault };
    if (body !== null) return { standing: 'fault', said: 'a request that nobody has opened is shown' };
    return { standing: 'partly', said: 'a request that nobody has opened is refused; no other was tried' };
  }
}
