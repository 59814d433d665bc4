// Performs the operations of a walk with the right material: credentials, payments, certificates and signatures, good or for a cause.
import {
  type CounterpartyMode,
  DATABASES,
  ENTRANCES,
  type InputOf,
  type RequestView,
  type ResultView,
  type SessionView,
} from '../../../schemas/driver.ts';
import { signCms } from '../../../schemas/pki/cms.ts';
import { CAUSES, type Cause, type Language } from '../../../schemas/vocabulary.ts';
import type { Handling } from '../../flow/deed.ts';
import type { Errand } from '../../flow/errand.ts';
import type { Answer, Drive } from '../../sut/sut.ts';

/** The operations that belong to no step of a walk. */
export type Beside = 'readPages' | 'readHistory' | 'answerSurvey' | 'readMessages';

/** What an operation came to, and the view of the walk that its answer shows. */
export interface Attempt {
  accepted: boolean;
  status: number | null;
  problem: string | null;
  fault: string | null;
  exchange: string;
  view: RequestView | SessionView | null;
  result: ResultView | null;
}

type Raw = Pick<Attempt, 'status' | 'problem' | 'fault' | 'exchange'>;

const encode = (text: string) => new TextEncoder().encode(text);
const toBase64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const viewed = (answer: Raw & { body: RequestView | SessionView | null }): Attempt =>
  attempt(answer, answer.body, null);

function attempt(raw: Raw, view: Attempt['view'], result: ResultView | null): Attempt {
  return {
    accepted: view !== null || result !== null,
    status: raw.status,
    problem: raw.problem,
    fault: raw.fault,
    exchange: raw.exchange,
    view,
    result,
  };
}

/** Material that the target does not supply: what the walk cannot do without it. */
export class MaterialMissing extends Error {}

/** The hands that drive one walk. */
export class Hands {
  readonly #drive: Drive;
  readonly #errand: Errand;
  #session: SessionView | null = null;
  #request: string | null = null;
  /** An attempt to open the request from whose answer nothing can be told. */
  #unclear: Attempt | null = null;
  #officer: string | null = null;
  #silenced = false;
  /** The certificate that was chosen before signing: good, or with the cause of its own. */
  #chosen: { cause: Cause | null } | null = null;
  #owner: Hands = this;

  constructor(drive: Drive, errand: Errand) {
    this.#drive = drive;
    this.#errand = errand;
  }

  /** Performs an operation with good material, or with that of the cause where it is this operation's. */
  async perform(operation: Handling, cause: Cause | null, action: string): Promise<Attempt> {
    const own = cause !== null && CAUSES[cause].operation === operation ? cause : null;
    const place = this.#place();
    const drive = this.#drive;
    switch (operation) {
      case 'authenticate':
        return this.#authenticate(own);
      case 'fill':
        return this.#fill(cause);
      case 'attach':
        return viewed(
          await drive.perform('attach', {
            ...place,
            input: { name: 'document.pdf', mediaType: 'application/pdf', content: toBase64(encode('%PDF-1.4 test')) },
          }),
        );
      case 'pay': {
        const payment = own === 'not-paid' ? null : await this.#payment(own);
        return viewed(await drive.perform('pay', { ...place, input: { payment } }));
      }
      case 'chooseCertificate': {
        const { certificatePem } = this.#key(own);
        const chosen = viewed(await drive.perform('chooseCertificate', { ...place, input: { certificatePem } }));
        if (chosen.accepted) this.#chosen = { cause: own };
        return chosen;
      }
      case 'sign': {
        const cms = await this.#signature(own === 'other-bytes', this.#chosen === null ? cause : this.#chosen.cause);
        return viewed(await drive.perform('sign', { ...place, input: { cms } }));
      }
      case 'lookUp':
        if (own === 'database-silent') await this.#setDatabases('hangs');
        return viewed(await drive.perform('lookUp', { ...place, input: {} }));
      case 'decide':
        return this.#decide(own);
      case 'confirm':
        return this.#confirm(action, action === this.#errand.handsOver);
      case 'fetchResult': {
        const answer = await drive.perform('fetchResult', { ...place, input: null });
        return attempt(answer, null, answer.body);
      }
    }
  }

  /** Logs in where the text begins with something else: that is no step, only what the portal asks before it. */
  async logIn(): Promise<Attempt> {
    return this.#authenticate(null);
  }

  /** Reads the walk as it stands: the request once there is one, else the session. */
  async read(language: Language = 'kk'): Promise<Attempt> {
    const place = this.#place();
    if (this.#request !== null)
      return viewed(await this.#drive.perform('readRequest', { ...place, input: null, language }));
    const answer = await this.#drive.perform('readSession', { ...place, input: null, language });
    this.#session = answer.body ?? this.#session;
    return viewed(answer);
  }

  /** Tries to open a request without having been let in. */
  async openUninvited(): Promise<Attempt> {
    return viewed(
      await this.#drive.perform('open', { input: { session: this.#session?.session ?? 'none' }, token: null }),
    );
  }

  #opening() {
    const { variant } = this.#errand;
    return { session: this.#session?.session ?? '-', ...(variant === null ? {} : { variant }) };
  }

  /** The request at hand, null before there is one. */
  get request(): string | null {
    return this.#request;
  }

  /** The same request in the hands of somebody with another session, with all that the owner would do it with. */
  inOtherHands(session: SessionView): Hands {
    const other = new Hands(this.#drive, this.#errand);
    other.#session = session;
    other.#request = this.#request;
    other.#owner = this;
    return other;
  }

  /** Asks for something beside the walk, for the session and the request at hand. */
  beside<O extends Beside>(operation: O, input: InputOf<O>): Promise<Answer<O>> {
    return this.#drive.perform(operation, { ...this.#place(), input });
  }

  #place() {
    return {
      at: { session: this.#session?.session ?? '-', request: this.#request ?? '-' },
      token: this.#session?.token ?? null,
    };
  }

  async #authenticate(cause: Cause | null): Promise<Attempt> {
    const credentials = this.#drive.roster.credentials[cause ?? 'good'];
    if (credentials === undefined) throw new MaterialMissing(`the target supplies no credentials ${cause ?? 'good'}`);
    const { regulation, flow, entry } = this.#errand;
    const answer = await this.#drive.perform('authenticate', {
      input: { regulation, flow, as: ENTRANCES[entry], ...credentials },
    });
    this.#session = answer.body;
    return viewed(answer);
  }

  /** Filling opens the request first: choosing the service brings the form. Whom the databases are asked for is written into it. */
  async #fill(cause: Cause | null): Promise<Attempt> {
    const opened = await this.open();
    if (opened !== null && !opened.accepted) return opened;
    // A cause that needs a control is provoked by it, not by whom is asked for.
    const isPerson = cause !== null && CAUSES[cause].check === 'registry' && CAUSES[cause].control === null;
    const about = this.#errand.applicants[isPerson ? cause : 'good'] ?? (isPerson ? cause : 'good');
    const applicant = this.#drive.roster.credentials[about]?.id;
    if (applicant === undefined) throw new MaterialMissing(`the target supplies no person ${about}`);
    const values = { purpose: 'conformance test', applicant };
    return viewed(await this.#drive.perform('fill', { ...this.#place(), input: { values } }));
  }

  /** Opens the request without filling it, so that operations can be tried on it out of their turn. */
  async open(): Promise<Attempt | null> {
    if (this.#request !== null) return null;
    // Nobody knows whether it was opened: it is not asked for a second time.
    if (this.#unclear !== null) return this.#unclear;
    const opened = await this.#drive.perform('open', { input: this.#opening(), token: this.#session?.token ?? null });
    this.#request = opened.body?.request ?? null;
    const attempt = viewed(opened);
    if (opened.fault !== null) this.#unclear = attempt;
    return attempt;
  }

  async #payment(cause: Cause | null): Promise<string | null> {
    const standing =
      cause === 'paid-too-little' || cause === 'paid-for-another-request' || cause === 'payment-reversed'
        ? cause
        : 'good';
    const made = await this.#drive.perform('makePayment', { input: { request: this.#request ?? '-', standing } });
    if (made.body === null)
      throw new MaterialMissing(`the payment sandbox made no payment: ${made.fault ?? made.problem}`);
    return made.body.payment;
  }

  /** Lets the databases answer again where this walk made them fall silent: other walks may meet the same ones. */
  async restore(): Promise<void> {
    if (this.#silenced) await this.#setDatabases('answers');
    this.#silenced = false;
  }

  /** Every database that can be asked for an applicant behaves so from now on. */
  async #setDatabases(mode: CounterpartyMode): Promise<void> {
    this.#silenced = true;
    for (const counterparty of DATABASES) {
      const { body, fault, problem } = await this.#drive.perform('setCounterparty', { input: { counterparty, mode } });
      if (body === null) throw new MaterialMissing(`${counterparty} cannot be told "${mode}": ${fault ?? problem}`);
    }
  }

  #key(cause: Cause | null) {
    const key = this.#drive.roster.certificates[cause ?? 'good'];
    if (key === undefined) throw new MaterialMissing(`the target supplies no certificate ${cause ?? 'good'}`);
    return key;
  }

  async #signature(overOtherBytes: boolean, cause: Cause | null): Promise<string> {
    const { body } = await this.#drive.perform('readContent', { ...this.#owner.#place(), input: null });
    const content = body === null || overOtherBytes ? encode('other bytes') : Buffer.from(body.content, 'base64');
    const standing = cause !== null && CAUSES[cause].operation === 'chooseCertificate' ? cause : null;
    return toBase64(await signCms(content, this.#key(standing), new Date(this.#drive.now())));
  }

  async #decide(cause: Cause | null): Promise<Attempt> {
    const decision =
      cause === 'requirements-not-met' || cause === 'untrue-data' || cause === 'missing-document' ? cause : 'grant';
    const token = await this.#officerToken();
    return viewed(await this.#drive.perform('decide', { at: this.#place().at, token, input: { decision } }));
  }

  /** The first confirmation of a flow without a form opens the request. */
  async #confirm(action: string, handsOver: boolean): Promise<Attempt> {
    const opened = await this.open();
    if (opened !== null && !opened.accepted) return opened;
    const token = await this.#officerToken();
    const { means } = this.#errand;
    const input = { action, ...(means === null || !handsOver ? {} : { means }) };
    return viewed(await this.#drive.perform('confirm', { at: this.#place().at, token, input }));
  }

  async #officerToken(): Promise<string | null> {
    const officer = this.#drive.roster.officer;
    if (this.#officer === null && officer !== null) {
      const { regulation, flow } = this.#errand;
      const { body } = await this.#drive.perform('authenticate', {
        input: { regulation, flow, as: 'officer', ...officer },
      });
      this.#officer = body?.token ?? null;
    }
    return this.#officer;
  }
}
