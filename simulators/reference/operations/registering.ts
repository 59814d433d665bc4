// The operation by which somebody registers on the portal whom it does not know yet.
import { checkIdentifier, isBin } from '../../../schemas/identifier.ts';
import type { OutputOf } from '../../../schemas/target/driver.ts';
import { findCertificateFault } from '../engine/certificate-check.ts';
import { readPem } from '../engine/certificate-reading.ts';
import { mutationAnywhere } from '../engine/mutation.ts';
import { Rejection } from '../engine/rejection.ts';
import { accountsIn, type Call, certificateServices } from './portal.ts';

/**
 * Registers an applicant by a number and a password, and by their certificate where the text says so.
 *
 * @throws Rejection 404 for an unknown flow, or one that registers nobody; 400 for a number or certificate that is none; 409 for whoever
 * is known already; 403 for an individual where only organisations come in, and where the certificate is not theirs or not in force
 */
export async function register(call: Call<'register'>): Promise<OutputOf<'register'>> {
  const { portal, world, input } = call;
  const { regulation, flow, id, password } = input;
  const program = portal.programs.get(`${regulation}/${flow}`);
  if (program?.registers == null) throw new Rejection(404, `flow: nobody registers for ${regulation}/${flow}`);
  const number = checkIdentifier(id);
  if (!number.ok) throw new Rejection(400, `id: ${number.message}`);
  if (accountsIn(portal, world).get(id) !== undefined) throw new Rejection(409, 'id: it is registered already');
  if (program.isForOrganisations && !isBin(id)) throw new Rejection(403, 'id: only organisations register here');
  if (program.registers === 'certificate') await requireOwnCertificate(call);
  if (mutationAnywhere(program.mutant, 'registers-nobody') === null)
    world.registered.set(id, { id, password, registry: 'good' });
  return { registered: true };
}

async function requireOwnCertificate({ portal, world, input }: Call<'register'>): Promise<void> {
  const { regulation, flow, id, certificatePem } = input;
  if (certificatePem === undefined) throw new Rejection(400, 'certificatePem: missing; register with your certificate');
  const services = certificateServices(portal, world);
  const pem = readPem(certificatePem);
  const program = portal.programs.get(`${regulation}/${flow}`);
  const unasked = mutationAnywhere(program?.mutant ?? null, 'asks-no-authority') !== null;
  const fault = await findCertificateFault({ pem, person: id, to: 'enter', at: world.now, ...services, unasked });
  const isTaken = mutationAnywhere(program?.mutant ?? null, 'registers-with-any-certificate') !== null;
  if (fault !== null && !isTaken) throw new Rejection(403, `certificatePem: nobody registers with it (${fault})`);
}
