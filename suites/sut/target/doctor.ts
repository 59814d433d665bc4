// Examines a target with requests that do no harm, and says of each operation whether it works and whose fault it is if not.
import { OPERATION_NAMES, type Operation } from '../../../schemas/driver.ts';
import type { Diagnosis } from '../doctor.ts';
import { Gate } from './gate.ts';
import type { LoadedTarget } from './load.ts';
import { TargetWalk } from './walk.ts';

/** Examines every operation, in the order of the driver contract. */
export async function examine(loaded: LoadedTarget): Promise<Diagnosis[]> {
  const gate = new Gate(loaded, 1);
  const walk = new TargetWalk({ loaded, gate, scenario: 'doctor', onExchange: () => undefined });
  const diagnoses: Diagnosis[] = [];
  let token: string | null = null;
  try {
    for (const operation of inOrder()) {
      const diagnosis = await one(operation);
      diagnoses.push(diagnosis);
      // Where nobody can be reached, every other request would only say so again.
      if (diagnosis.culprit === 'network') break;
    }
  } finally {
    await gate.close();
  }
  return diagnoses;

  async function one(operation: Operation): Promise<Diagnosis> {
    const { operations, lacks = {} } = loaded.target;
    const told = (standing: Diagnosis['standing'], said: string): Diagnosis => ({
      operation,
      standing,
      culprit: standing === 'fault' ? (walk.culprit ?? 'portal') : null,
      said,
    });
    const spec = operations[operation];
    if (spec === undefined) return told('not described', lacks[operation] ?? 'what needs it is not observable');
    try {
      if (operation === 'authenticate') return told(...(await logIn()));
      if (operation === 'readSession' || operation === 'readHistory') {
        if (token === null) return told('not tried', 'nobody was let in');
        const { fault, problem } = await walk.perform(operation, { input: null, token, at: { session: token } });
        return fault === null && problem === null ? told('works', '') : told('fault', fault ?? refusal(walk, problem));
      }
      if (operation === 'readRequest') {
        // A run asks for such a request before it logs in, to see whether anything is shown to anybody.
        for (const who of [null, ...(token === null ? [] : [token])]) {
          const at = { request: 'no-such-request' };
          const { body, fault } = await walk.perform(operation, { input: null, token: who, at });
          const as = who === null ? 'to whoever has not logged in, ' : '';
          if (fault !== null) return told('fault', `${as}${fault}`);
          if (body === null) continue;
          walk.culprit = 'target file';
          return told('fault', `${loaded.where(spec)}: ${as}a request that nobody has opened is shown`);
        }
        return told('partly', 'a request that nobody has opened is refused; no other was tried');
      }
      const { tried, fault } = await walk.rehearse(operation, token);
      if (fault !== null) return told('fault', fault);
      if (tried === 0) return told('not tried', 'it would change something, or needs a request');
      return tried === spec.exchanges.length
        ? told('works', '')
        : told(
            'partly',
            `${tried} of ${spec.exchanges.length} exchanges; the next would change something or needs a request`,
          );
    } catch (error) {
      return {
        operation,
        standing: 'fault',
        culprit: 'ours',
        said: error instanceof Error ? error.message : String(error),
      };
    }
  }

  async function logIn(): Promise<[Diagnosis['standing'], string]> {
    const { flows, credentials } = loaded.target;
    const [regulation = '', flow = ''] = (flows[0] ?? '').split('/');
    const { good } = credentials;
    if (good === undefined) {
      walk.culprit = 'target file';
      return ['fault', `${loaded.where(credentials)}: there are no credentials good`];
    }
    const { body, fault, problem } = await walk.perform('authenticate', {
      input: { regulation, flow, as: loaded.entrance, ...good },
    });
    if (body?.state === 'authorised' || body?.state === 'pending') {
      token = body.session;
      return ['works', `the session is ${body.state}`];
    }
    if (body !== null) {
      walk.culprit = 'target file';
      return ['fault', `${loaded.where(good)}: the portal refuses these credentials`];
    }
    return ['fault', fault ?? refusal(walk, problem)];
  }
}

/** A refusal where none is due, and by what it was told. */
function refusal(walk: TargetWalk, problem: string | null): string {
  if (walk.sign !== null) walk.culprit = walk.sign.culprit;
  return `${walk.sign === null ? '' : `${walk.sign.where}: `}refused: ${problem}`;
}

/** A login is needed for most of what comes after it. */
function inOrder(): Operation[] {
  const first: Operation[] = ['describe', 'authenticate', 'readSession'];
  return [...first, ...OPERATION_NAMES.filter((name) => !first.includes(name))];
}
