// Knows the people of a walk: who walks, with which credentials and certificates, and the sessions of the people of the provider.
import { ENTRANCES, type Roster } from '../../../schemas/target/driver.ts';
import type { Cause } from '../../../schemas/vocabulary.ts';
import { certificateOf, type Walker, walkerOf } from '../../flow/doors.ts';
import type { Errand } from '../../flow/errand.ts';
import { logInOn } from '../../sut/log-in.ts';
import type { Drive } from '../../sut/sut.ts';

/** The logins of one walk. */
export class Logins {
  readonly #drive: Drive;
  readonly #errand: Errand;
  readonly #takesCertificate: boolean;
  /** The tokens of the people of the provider, by the name of their login: `officer`, or the party as which they act. */
  readonly #officers = new Map<string, string | null>();

  /** @param takesCertificate whether the portal takes a certificate at the login */
  constructor(drive: Drive, errand: Errand, takesCertificate: boolean) {
    this.#drive = drive;
    this.#errand = errand;
    this.#takesCertificate = takesCertificate;
  }

  /** The name under which the roster has whoever walks, and their certificates. */
  get walker(): Walker {
    const { employee, operator, credentials, certificates } = this.#drive.roster;
    const loginOf = (name: string) =>
      name === 'employee' ? employee : name === 'operator' ? operator : credentials[name];
    return walkerOf(this.#errand, {
      has: (kind, name) => (kind === 'certificate' ? name in certificates : loginOf(name) !== undefined),
    });
  }

  /** The right credentials of whoever walks, or those that are wrong for a cause; null where the target supplies none. */
  credentialsFor(cause: Cause | null): Roster['credentials'][string] | null {
    const { walker } = this;
    const { credentials, ...staff } = this.#drive.roster;
    const own = walker === 'employee' || walker === 'operator' ? staff[walker] : credentials[walker];
    const given = cause === null ? own : credentials[cause];
    if (given === undefined || own === undefined) return given ?? null;
    // The number of a wrong password has to be one that would be let in with the right one.
    if (cause !== 'wrong-password' || walker === 'good') return given;
    return { id: own.id, password: given.password === own.password ? `${own.password}-` : given.password };
  }

  /** What is shown at the login besides: the certificate of that name, where the portal takes one and the roster has it. */
  shown(
    certificate = certificateOf(this.walker, 'good'),
    presents = this.#errand.presents,
  ): { certificatePem?: string } {
    const key = this.#takesCertificate && presents ? this.#drive.roster.certificates[certificate] : undefined;
    return key === undefined ? {} : { certificatePem: key.certificatePem };
  }

  /** Has whoever walks log in beside the walk and end that session. @returns its token; null where it was not given or could not be ended */
  async logInAndOut(): Promise<string | null> {
    const credentials = this.credentialsFor(null);
    if (credentials === null) return null;
    const { regulation, flow, entry } = this.#errand;
    const input = { regulation, flow, as: ENTRANCES[entry], ...credentials, ...this.shown() };
    const { body } = await logInOn(this.#drive, { input });
    if (body?.state !== 'authorised') return null;
    const { session, token } = body;
    const ended = await this.#drive.perform('logOut', { input: {}, at: { session }, token });
    return ended.body === null ? null : token;
  }

  /** Has the people of the provider log in anew, because their sessions may have ended meanwhile. */
  forget(): void {
    this.#officers.clear();
  }

  /** The token of whoever may do a step: of the party that the text names where the roster has it, else of the officer. */
  async tokenFor(action: string): Promise<string | null> {
    return this.tokenOf(this.#firstOf(this.#errand.parties(action)) ?? null);
  }

  /** Logs somebody of the provider in, once on a walk. @param party as which they act; null for the officer, who acts as all */
  async tokenOf(party: string | null): Promise<string | null> {
    const { staff = {}, officer } = this.#drive.roster;
    const credentials = party === null ? officer : staff[party];
    const known = this.#officers.get(party ?? 'officer');
    if (known != null || credentials == null) return known ?? null;
    const { regulation, flow } = this.#errand;
    const { body } = await this.#drive.perform('authenticate', {
      input: { regulation, flow, as: 'officer', ...credentials },
    });
    this.#officers.set(party ?? 'officer', body?.token ?? null);
    return body?.token ?? null;
  }

  /**
   * Logs in one of several parties of the provider.
   * @returns their token, or why there is none, where the roster has none of them or they are not let in
   */
  async tokenOfOne(parties: readonly string[]): Promise<{ token: string } | string> {
    const party = this.#firstOf(parties);
    if (party === undefined) return `the target supplies no login for ${parties.join(' or ')}`;
    const token = await this.tokenOf(party);
    return token === null ? `${party} is not let in` : { token };
  }

  #firstOf(parties: readonly string[]): string | undefined {
    return parties.find((one) => this.#drive.roster.staff?.[one] !== undefined);
  }
}
