// Performs the operations of a walk, each with good material or with that of the cause for which the walk is to be refused.
import type { Brief } from '../../../schemas/run/assertion.ts';
import { ENTRANCES, type InputOf, type Operation, type SessionView } from '../../../schemas/target/driver.ts';
import { CAUSES, type Cause, type Language } from '../../../schemas/vocabulary.ts';
import type { Handling } from '../../flow/deed.ts';
import type { Errand } from '../../flow/errand.ts';
import type { Reading } from '../../flow/security.ts';
import { logInOn } from '../../sut/log-in.ts';
import type { Answer, Drive } from '../../sut/sut.ts';
import type { Entering } from '../trace.ts';
import { type Attempt, fetched, seen, viewed } from './attempt.ts';
import { enteredFor } from './entered.ts';
import type { Fresh } from './fresh.ts';
import { Logins } from './logins.ts';
import { attachmentOf, EMPTY_DOCUMENT, MaterialMissing, makePayment, setDatabases } from './material.ts';
import { Signer } from './signer.ts';

/** The operations that look at something beside the walk and belong to none of its steps. */
export type Beside = 'readPages' | 'readHistory' | 'answerSurvey' | 'readMessages' | 'readAsked';

/** What of a portal makes hands do more, or less. */
interface Shows {
  mark?: boolean;
  certificate?: boolean;
  attorney?: boolean;
  address?: boolean;
  within?: ReadonlySet<Operation>;
}

/** The hands that drive one walk. */
export class Hands {
  readonly #drive: Drive;
  readonly #errand: Errand;
  readonly logins: Logins;
  #session: SessionView | null = null;
  #request: string | null = null;
  /** The attempt to open the request, where its answer does not tell whether a request was opened. */
  #unclear: Attempt | null = null;
  /** The form before it was filled in and afterwards. */
  entering: Omit<Entering, 'action'> | null = null;
  #opened: Attempt | null = null;
  #silenced = false;
  #owner: Hands = this;
  /** The values that the form was filled in with. */
  #entered: InputOf<'fill'>['values'] = {};
  /** What the portal took for the payment; null before that. */
  payment: string | null = null;
  readonly #signer: Signer;

  readonly #shows: Shows;
  /** What is entered that nobody has entered before. */
  readonly fresh: Fresh;

  /**
   * @param fresh what is entered that nobody has entered before
   * @param shows whether the portal takes and shows the mark that documents exist on paper (`mark`), and takes a certificate at the login
   * (`certificate`) and a representative in the form (`attorney`), and what it does within another operation (`within`)
   */
  constructor(drive: Drive, errand: Errand, fresh: Fresh, shows: Shows = {}) {
    this.fresh = fresh;
    this.#shows = shows;
    this.#drive = drive;
    this.#errand = errand;
    this.logins = new Logins(drive, errand, shows.certificate === true);
    this.#signer = new Signer(drive, errand, this.logins);
  }

  /** Whether an operation can be tried alone. */
  canTry(operation: Operation): boolean {
    return this.#shows.within?.has(operation) !== true;
  }

  /**
   * Performs an operation with good material, or with that of the cause where this operation carries it.
   * @param action the step that the operation belongs to
   * @throws MaterialMissing where the target does not supply what the operation needs
   */
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
        return this.attach('good', this.#errand.marksPapers(action));
      case 'pay': {
        const payment = own === 'not-paid' ? null : await makePayment(drive, this.#owner.#place(), own);
        const paid = viewed(await drive.perform('pay', { ...place, input: { payment } }));
        // It is tried out of its turn too, with payments of which the portal takes no notice.
        if (paid.accepted) this.payment = payment;
        return paid;
      }
      case 'chooseCertificate':
        return this.#signer.choose(own, place);
      case 'sign':
        return this.#signer.sign(cause, place, this.#owner.#place());
      case 'lookUp':
        if (own === 'database-silent') await this.#silenceDatabases();
        return viewed(await drive.perform('lookUp', { ...place, input: {} }));
      case 'decide':
        return this.#decide(own, action);
      case 'confirm':
        return this.#confirm(action, action === this.#errand.handsOver);
      case 'fetchResult':
        return fetched(await drive.perform('fetchResult', { ...place, input: null }));
    }
  }

  /** Attaches a document, or what only has the name of one. @param isMarked whether the form is marked that it exists on paper */
  async attach(document: 'good' | 'empty', isMarked = false): Promise<Attempt> {
    const input = {
      ...(document === 'good' ? attachmentOf(this.fresh.purpose) : EMPTY_DOCUMENT),
      ...(isMarked && this.#shows.mark === true ? { onPaper: true } : {}),
    };
    return viewed(await this.#drive.perform('attach', { ...this.#place(), input }));
  }

  /** Logs in on a flow whose text has no login. It is no step of the walk then, only what the portal asks for before the first one. */
  async logIn(): Promise<Attempt> {
    return this.#authenticate(null);
  }

  /** Logs in again on the request at hand, after the portal may have ended the session. @returns whether they are let in */
  async logInAgain(): Promise<boolean> {
    const input = this.#login(null);
    if (input === null) return false;
    const { body } = await logInOn(this.#drive, { input });
    if (body?.state !== 'authorised') return false;
    this.#session = body;
    return true;
  }

  /** Reads the state of the walk: from the request once there is one, before that from the session. */
  async read(language: Language = 'kk'): Promise<Attempt> {
    const place = this.#place();
    if (this.#request !== null)
      return viewed(await this.#drive.perform('readRequest', { ...place, input: null, language }));
    const answer = await this.#drive.perform('readSession', { ...place, input: null, language });
    this.#session = answer.body ?? this.#session;
    return viewed(answer);
  }

  /** Tries to open a request without having been let in, with the token that a refused login has handed out all the same, if any. */
  async openUninvited(): Promise<Attempt> {
    const { session = 'none', state, token = null } = this.#session ?? {};
    const own = state === 'refused' ? token : null;
    return viewed(await this.#drive.perform('open', { input: { session }, token: own }));
  }

  #opening() {
    const { variant } = this.#errand;
    return { session: this.#session?.session ?? '-', ...(variant === null ? {} : { variant }) };
  }

  /** What was given to be signed, null before it was read, and what the form had been filled in with. */
  get signing(): { content: Answer<'readContent'> | null; entered: Readonly<Record<string, string>> } {
    return { content: this.#signer.content, entered: this.#entered };
  }

  /** Reads what is given to be signed, without signing it. */
  async readContent(): Promise<void> {
    await this.#signer.read(this.#owner.#place());
  }

  /** Has whoever walks use a certificate from now on that is in force for a short time, or the usual one again. */
  useBrief(standing: Brief | null): void {
    this.#signer.brief = standing;
  }

  /** The request at hand, null before there is one. */
  get request(): string | null {
    return this.#request;
  }

  /** The same request in the hands of somebody else, who has all the material of its owner and acts in everything with one token. */
  inOtherHands(token: string | null): Hands {
    const other = new Hands(this.#drive, this.#errand, this.fresh, this.#shows);
    other.#session = { session: '-', state: 'authorised', token, history: [], notifications: [] };
    other.#request = this.#request;
    other.#owner = this;
    return other;
  }

  /** The same request in the hands of its owner, who does with their own login what an officer has to do. */
  inOwnHands(): Hands {
    return this.inOtherHands(this.#session?.token ?? null);
  }

  /** Reads the request or what belongs to it, only to see whether it is shown. */
  async look(operation: Reading): Promise<Attempt> {
    if (operation !== 'readHistory')
      return seen(await this.#drive.perform(operation, { ...this.#place(), input: null }));
    // Whose history it is, the portal may tell by the session or by the token, so it counts whether the request stands in it.
    const { token } = this.#place();
    const answer = await this.#drive.perform('readHistory', { at: this.#owner.#place().at, token, input: null });
    const isListed = answer.body?.requests.some(({ request }) => request === this.#request) === true;
    return { ...seen(answer), accepted: isListed };
  }

  /** Answers the survey. */
  async answerSurvey(answers: InputOf<'answerSurvey'>['answers']): Promise<Attempt> {
    return seen(await this.beside('answerSurvey', { answers }));
  }

  /** Performs an operation beside the walk, on the session and the request at hand. */
  beside<O extends Beside>(operation: O, input: InputOf<O>): Promise<Answer<O>> {
    return this.#drive.perform(operation, { ...this.#place(), input });
  }

  #place() {
    return {
      at: { session: this.#session?.session ?? '-', request: this.#request ?? '-' },
      token: this.#session?.token ?? null,
    };
  }

  /** What whoever walks logs in with; null where the target supplies no credentials. */
  #login(cause: Cause | null): InputOf<'authenticate'> | null {
    const credentials = this.logins.credentialsFor(cause);
    const { regulation, flow, entry } = this.#errand;
    if (credentials === null) return null;
    return { regulation, flow, as: ENTRANCES[entry], ...credentials, ...this.logins.shown() };
  }

  async #authenticate(cause: Cause | null): Promise<Attempt> {
    const input = this.#login(cause);
    if (input === null) throw new MaterialMissing(`the target supplies no credentials ${cause ?? 'good'}`);
    const answer = await this.#drive.perform('authenticate', { input });
    this.#session = answer.body;
    return viewed(answer);
  }

  /** Fills in the form, and opens the request before, because a portal shows the form once the service is chosen. */
  async #fill(cause: Cause | null): Promise<Attempt> {
    const opened = await this.open();
    if (opened !== null && !opened.accepted) return opened;
    const { values, ...entered } = enteredFor(cause, {
      ...{ roster: this.#drive.roster, errand: this.#errand, fresh: this.fresh },
      ...{ walker: this.logins.walker, has: this.#shows },
    });
    this.#entered = values;
    const call = { ...this.#place(), ...this.#signer.along(cause), input: { values } };
    const filled = viewed(await this.#drive.perform('fill', call));
    this.entering = {
      ...{ opened: formOf(this.#opened), openedIn: this.#opened?.exchange ?? null },
      ...{ filled: formOf(filled), filledIn: filled.exchange, ...entered },
    };
    return filled;
  }

  /** Opens the request without filling it, so that operations can be tried on it out of their turn. */
  async open(): Promise<Attempt | null> {
    if (this.#request !== null) return null;
    // A second attempt could open a second request, because the first one may have succeeded.
    if (this.#unclear !== null) return this.#unclear;
    const opened = await this.#drive.perform('open', { input: this.#opening(), token: this.#session?.token ?? null });
    this.#request = opened.body?.request ?? null;
    const attempt = viewed(opened);
    this.#opened = attempt;
    if (opened.fault !== null) this.#unclear = attempt;
    return attempt;
  }

  /** Lets the databases answer again where this walk has silenced them, because other walks may use the same ones. */
  async restore(): Promise<void> {
    if (this.#silenced) await setDatabases(this.#drive, 'answers');
    this.#silenced = false;
  }

  async #silenceDatabases(): Promise<void> {
    this.#silenced = true;
    await setDatabases(this.#drive, 'hangs');
  }

  async #decide(cause: Cause | null, action: string): Promise<Attempt> {
    const decision =
      cause === 'requirements-not-met' || cause === 'untrue-data' || cause === 'missing-document' ? cause : 'grant';
    const token = await this.#tokenFor(action);
    return viewed(await this.#drive.perform('decide', { at: this.#place().at, token, input: { decision } }));
  }

  /** Confirms a step, and opens the request before where the flow has no form that would have opened it. */
  async #confirm(action: string, handsOver: boolean): Promise<Attempt> {
    const opened = await this.open();
    if (opened !== null && !opened.accepted) return opened;
    const token = await this.#tokenFor(action);
    const { means } = this.#errand;
    const input = { action, ...(means === null || !handsOver ? {} : { means }) };
    const call = { at: this.#place().at, token, ...this.#signer.ofOffice(action), input };
    return viewed(await this.#drive.perform('confirm', call));
  }

  /** The token with which a step of the provider is done: other hands use the one that they have. */
  #tokenFor(action: string): Promise<string | null> | string | null {
    return this.#owner === this ? this.logins.tokenFor(action) : (this.#session?.token ?? null);
  }

  /**
   * The same request in the hands of another party of the provider.
   * @param parties those who have no part in the step
   * @returns why there is nobody, where the roster has none of them or they are not let in
   */
  async inHandsOfColleague(parties: readonly string[]): Promise<Hands | string> {
    const found = await this.logins.tokenOfOne(parties);
    return typeof found === 'string' ? found : this.inOtherHands(found.token);
  }
}

const formOf = (attempt: Attempt | null) =>
  attempt?.view != null && 'form' in attempt.view ? attempt.view.form : undefined;
