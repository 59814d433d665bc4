// Signs on a walk: with the certificate that was chosen, or with one that is good or bad for the cause.
import type { SigningKey } from '../../../schemas/target/driver.ts';
import { CAUSES, type Cause } from '../../../schemas/vocabulary.ts';
import type { Brief } from '../../flow/brinks.ts';
import { certificateOf } from '../../flow/doors.ts';
import type { Errand } from '../../flow/errand.ts';
import { type Forged, forgedFor, type Signing, signatureOver } from '../../sut/signature.ts';
import type { Answer, Call, Drive } from '../../sut/sut.ts';
import { type Attempt, viewed } from './attempt.ts';
import type { Logins } from './logins.ts';
import { keyOf, NO_CERTIFICATE } from './material.ts';

type Place = Omit<Call<'readContent'>, 'input'>;

/** The standing of a certificate in the roster where it is not a good one. */
type Standing = Cause | Brief;

/** The cause by which the certificate is bad; null where it is a good one. */
function standingFor(cause: Cause | null): Cause | null {
  const isOfCertificate = cause !== null && CAUSES[cause].operation === 'chooseCertificate';
  return isOfCertificate && cause !== 'no-certificate' ? cause : null;
}

/**
 * Signs the content of a request, or something else where it cannot be read.
 * @param owner where the owner of the request reads it
 * @param by the name of whoever signs in the roster, by which cause their certificate is bad, and in what the signature is wrong
 * @throws MaterialMissing where the target does not supply the certificate
 */
export async function makeSignature(
  drive: Drive,
  owner: Place,
  by: { walker: string; standing: Standing | null; forged: Forged | null },
): Promise<{ cms: string; answer: Answer<'readContent'>; forged: Forged | null }> {
  const answer = await drive.perform('readContent', { ...owner, input: null });
  const forged = by.forged ?? (answer.body === null ? 'other-bytes' : null);
  const content = Buffer.from(answer.body?.content ?? '', 'base64');
  const key = keyOf(drive, by.standing, by.walker);
  return { cms: await signatureOver(content, { key, forged }, new Date(drive.now())), answer, forged };
}

/** Whoever signs on one walk. */
export class Signer {
  readonly #drive: Drive;
  readonly #errand: Errand;
  readonly #logins: Logins;
  /** The certificate that was chosen before signing, good or bad for the cause; null before one is chosen. */
  #chosen: { cause: Cause | null } | null = null;
  /** That of a certificate in force for a short time, which is used in the place of the one that is good or bad for the cause; null where none is. */
  brief: Brief | null = null;
  /** What was given to be signed; null before it was read. */
  content: Answer<'readContent'> | null = null;

  constructor(drive: Drive, errand: Errand, logins: Logins) {
    this.#drive = drive;
    this.#errand = errand;
    this.#logins = logins;
  }

  /** Reads what is given to be signed. */
  async read(owner: Place): Promise<void> {
    this.content = await this.#drive.perform('readContent', { ...owner, input: null });
  }

  /** Chooses a certificate. @throws MaterialMissing where the target does not supply it */
  async choose(cause: Cause | null, place: Place): Promise<Attempt> {
    const certificatePem =
      cause === 'no-certificate'
        ? NO_CERTIFICATE
        : keyOf(this.#drive, this.#standing(cause), this.#logins.walker).certificatePem;
    const chosen = viewed(await this.#drive.perform('chooseCertificate', { ...place, input: { certificatePem } }));
    if (chosen.accepted) this.#chosen = { cause };
    return chosen;
  }

  /**
   * Hands in a signature. What is none is handed in in two ways, of which the second counts where it is taken and the first is not.
   * @param owner where the owner of the request reads what is to be signed: nobody else may be shown it
   * @throws MaterialMissing where the target does not supply the certificate
   */
  async sign(cause: Cause | null, place: Place, owner: Place): Promise<Attempt> {
    const signedWith = this.#chosen === null ? cause : this.#chosen.cause;
    const { cms, answer, forged } = await makeSignature(this.#drive, owner, {
      ...{ walker: this.#logins.walker, standing: this.#standing(signedWith), forged: forgedFor(cause) },
    });
    this.content = answer;
    const handIn = async (handed: string) =>
      viewed(await this.#drive.perform('sign', { ...place, ...this.along(signedWith), input: { cms: handed } }));
    const first = await handIn(cms);
    if (forged !== 'no-signature' || first.accepted || first.fault !== null) return first;
    const empty = await handIn('');
    return empty.accepted ? empty : first;
  }

  #standing(cause: Cause | null): Standing | null {
    return this.brief ?? standingFor(cause);
  }

  /** What whoever walks signs an operation with that is signed as it is performed, where the roster has it. */
  along(cause: Cause | null): { signing?: Signing } {
    const key = this.#drive.roster.certificates[certificateOf(this.#logins.walker, this.#standing(cause) ?? 'good')];
    return key === undefined ? {} : { signing: { key, forged: forgedFor(cause) } };
  }

  /** What whoever may do a step signs with, where the roster has it. */
  ofOffice(action: string): { signing?: Signing } {
    const { certificates } = this.#drive.roster;
    const party = this.#errand.parties(action).find((one) => certificates[`${one}-good`] !== undefined);
    const key: SigningKey | undefined = certificates[`${party ?? 'officer'}-good`];
    return key === undefined ? {} : { signing: { key, forged: null } };
  }
}
