// Has everybody whose turn it is not try to read and to change the request of the walk, and keeps what came of it in the trace.

import { isForOrganisations as areOrganisations, showsCertificate } from '../../../schemas/flow/entering.ts';
import { any, quote, type Said, say } from '../../../schemas/said.ts';
import type { SessionView } from '../../../schemas/target/driver.ts';
import type { Handling } from '../../flow/deed.ts';
import {
  changingPoints,
  decidingPoints,
  entranceOf,
  isClosed,
  isHidden,
  isTriedByAnother,
  ownedDeeds,
  type Reading,
  showsPages,
  type Trespasser,
} from '../../flow/security.ts';
import type { Source } from '../../flow/source.ts';
import { colleaguesAt, isApplicantsStep, isOfficeStep, partiesAt } from '../../flow/staff.ts';
import { logInOn } from '../../sut/log-in.ts';
import type { Drive } from '../../sut/sut.ts';
import type { Intruder, Intrusion, Trace } from '../trace.ts';
import { type Attempt, toldBy } from './attempt.ts';
import { Hands } from './hands.ts';
import { rightAnswers } from './look.ts';
import { changedBy } from './probe.ts';

/** What nobody acts with: no token at all, and one that the portal has given to nobody. */
const NO_TOKENS = [null, 'a-token-that-nobody-was-given'] as const;

/** The attempts on one walk. There are some only on the walk without a cause, so that they spoil no other walk. */
export class Intrusions {
  readonly #drive: Drive;
  readonly #hands: Hands;
  readonly #trace: Trace;
  readonly #source: Source;
  readonly #isTried: boolean;
  readonly #endsSessions: boolean;
  /** The token of a session of the owner that has been ended; null where there is none. */
  #ended: string | null = null;
  #session: SessionView | null = null;

  /** @param endsSessions whether a session can be ended on the portal */
  constructor(drive: Drive, hands: Hands, trace: Trace, source: Source, endsSessions = false) {
    this.#endsSessions = endsSessions;
    this.#drive = drive;
    this.#hands = hands;
    this.#trace = trace;
    this.#source = source;
    const { cause, applications } = trace.scenario;
    this.#isTried = cause === null && applications > 0;
  }

  /** Logs the other person in, and the owner in and out again, before the walk begins, so that no term runs meanwhile. */
  async arrive(): Promise<void> {
    if (!this.#isTried) return;
    const isBarred = isClosed(this.#source) || isHidden(this.#source);
    if (isBarred && this.#endsSessions) this.#ended = await this.#hands.logins.logInAndOut();
    if (isTriedByAnother(this.#source)) this.#trace.intruder = await this.#logIn();
  }

  /**
   * Tries an operation that the walk waits for.
   * @returns what happened, where it was accepted or has changed the walk; else null
   */
  async meddle(operation: Handling, action: string): Promise<Said | null> {
    const isChange = changingPoints(this.#source).some((one) => one.operation === operation && one.action === action);
    if (!this.#isTried || !isChange || this.#hands.request === null || !this.#hands.canTry(operation)) return null;
    return this.#tryAll(await this.#thoseWhoTry(operation, action), operation, action, (hands) =>
      hands.perform(operation, null, action),
    );
  }

  /** Has everybody but the owner attach a document to the form of a step to which the owner could. @returns as before */
  async attach(action: string): Promise<Said | null> {
    if (!this.#isTried || this.#trace.attaching?.right.accepted !== true) return null;
    return this.#tryAll(this.#strangers(), 'attach', action, (hands) => hands.attach('good'));
  }

  /** Has people try one thing, up to the first of them from whom it is accepted, and reads the walk before and afterwards. */
  async #tryAll(
    people: readonly [Trespasser, Hands[]][],
    operation: Handling,
    action: string,
    act: (hands: Hands) => Promise<Attempt>,
  ): Promise<Said | null> {
    if (people.length === 0) return null;
    const before = await this.#hands.read();
    const tried: { who: Trespasser; action: string; attempt: Attempt }[] = [];
    for (const [who, hands] of people) {
      for (const each of hands) tried.push({ who, action, attempt: await act(each) });
      if (tried.some(({ attempt }) => attempt.accepted)) break;
    }
    const done = changedBy(before, await this.#hands.read(), tried);
    for (const { who, attempt, changed } of done) this.#note(who, operation, action, attempt, changed);
    const accepted = done.filter(({ attempt }) => attempt.accepted);
    const doers = accepted.length > 0 ? accepted : done.filter(({ changed }) => changed === true);
    const names = [...new Set(doers.map(({ who }) => NAMES[who]))];
    return names.length === 0 ? null : say`${operation} was done by ${any(names)}`;
  }

  /** Nobody, and another person, where these may do nothing in the flow. */
  #strangers(): [Trespasser, Hands[]][] {
    if (!isClosed(this.#source)) return [];
    return [
      ['nobody', this.#nobody()],
      ...(this.#session === null ? [] : [['another', this.#others()] satisfies [Trespasser, Hands[]]]),
    ];
  }

  /** Who tries an operation, with hands for each attempt: nobody, the owner if an officer has to do it, and another person. */
  async #thoseWhoTry(operation: Handling, action: string): Promise<[Trespasser, Hands[]][]> {
    const { officer } = this.#drive.roster;
    const isOfOffice = operation === 'decide' || (operation === 'confirm' && isOfficeStep(this.#source, action));
    const [nobody, ...others] = this.#strangers();
    return [
      ...(nobody === undefined ? [] : [nobody]),
      ...(isOfOffice && officer !== null
        ? [['owner', [this.#hands.inOwnHands()]] satisfies [Trespasser, Hands[]]]
        : []),
      ...others,
      ...(await this.#officer(operation, action)),
      ...(await this.#colleagues(operation, action)),
    ];
  }

  /** An officer, where the text has whoever brings the request do the step. */
  async #officer(operation: Handling, action: string): Promise<[Trespasser, Hands[]][]> {
    const isOwned = ownedDeeds(this.#source).some((deed) => deed.operation === operation && deed.action === action);
    if (!isOwned || decidingPoints(this.#source).length === 0 || !isApplicantsStep(this.#source, action)) return [];
    const token = await this.#hands.logins.tokenOf(null);
    if (token !== null) return [['officer', [this.#hands.inOtherHands(token)]]];
    this.#trace.officer = say`the target supplies no officer who is let in`;
    return [];
  }

  /** Another party of the provider, where the roster has a login for one that the step belongs to and for one that it does not. */
  async #colleagues(operation: Handling, action: string): Promise<[Trespasser, Hands[]][]> {
    const { staff } = this.#drive.roster;
    if (staff === undefined || (operation !== 'confirm' && operation !== 'decide')) return [];
    const others = colleaguesAt(this.#source, action);
    if (others.length === 0) return [];
    const hands = partiesAt(this.#source, action).some((party) => staff[party] !== undefined)
      ? await this.#hands.inHandsOfColleague(others)
      : say`the target supplies no login for ${any(partiesAt(this.#source, action))}`;
    if (hands instanceof Hands) return [['colleague', [hands]]];
    this.#trace.colleagues[action] = typeof hands === 'string' ? say`${quote(hands)}` : hands;
    return [];
  }

  /** Has others try to read what the owner can read at this moment. */
  async spy(operation: 'readContent' | 'readPages'): Promise<void> {
    const isSeen = this.#trace.intrusions.some((one) => one.operation === operation);
    if (!this.#isTried || isSeen || !isHidden(this.#source)) return;
    await this.#read(operation, 'nobody', this.#nobody());
    await this.#read(operation, 'another', this.#others());
  }

  /** Tries to read the request and its result when the walk is over, and to answer its survey. */
  async peep(): Promise<void> {
    if (!this.#isTried || this.#hands.request === null) return;
    if (isHidden(this.#source))
      for (const operation of ['readRequest', 'readHistory', 'fetchResult'] as const) {
        await this.#read(operation, 'nobody', this.#nobody());
        await this.#read(operation, 'another', this.#others());
      }
    if (showsPages(this.#source)) await this.spy('readPages');
    const answers = rightAnswers(this.#source);
    const end = this.#trace.history.at(-1)?.action;
    if (answers === null || end === undefined || this.#trace.state !== 'completed' || !isClosed(this.#source)) return;
    for (const [who, people] of this.#strangers())
      for (const hands of people) this.#note(who, 'answerSurvey', end, await hands.answerSurvey(answers), false);
  }

  async #read(operation: Reading, who: Trespasser, hands: readonly Hands[]): Promise<void> {
    if (!this.#hands.canTry(operation)) return;
    for (const each of hands) this.#note(who, operation, null, await each.look(operation), false);
  }

  #others(): Hands[] {
    return this.#session === null ? [] : [this.#hands.inOtherHands(this.#session.token)];
  }

  #nobody(): Hands[] {
    const tokens = this.#ended === null ? NO_TOKENS : [...NO_TOKENS, this.#ended];
    return tokens.map((token) => this.#hands.inOtherHands(token));
  }

  async #logIn(): Promise<Intruder> {
    const refuse = (reason: Said): Intruder => ({ letIn: false, reason });
    const roster = this.#drive.roster.credentials;
    const isOrganisation = areOrganisations(this.#source.regulation) && 'another-organisation' in roster;
    const credentials = roster[isOrganisation ? 'another-organisation' : 'another-person'];
    if (credentials === undefined) return refuse(say`the target supplies no credentials ${'another-person'}`);
    const { regulation } = this.#source;
    const flow = entranceOf(regulation) ?? this.#source.flowId;
    const shown = this.#hands.logins.shown(
      isOrganisation ? 'by-bin-another-organisation' : 'another-person',
      showsCertificate(regulation, flow),
    );
    const input = { regulation: regulation.id, flow, as: 'applicant', ...credentials, ...shown } as const;
    const { body, fault, problem } = await logInOn(this.#drive, { input });
    if (body?.state !== 'authorised')
      return refuse(
        fault === null && problem === null
          ? say`another person was not let in: the session is ${body?.state ?? null}`
          : say`another person was not let in: ${quote(fault ?? problem)}`,
      );
    this.#session = body;
    return { letIn: true, reason: null };
  }

  #note(
    who: Trespasser,
    operation: Intrusion['operation'],
    action: string | null,
    attempt: Attempt,
    changed: boolean | null,
  ): void {
    this.#trace.intrusions.push({ who, operation, action, ...toldBy(attempt), changed });
  }
}

const NAMES: Readonly<Record<Trespasser, Said>> = {
  another: say`another person`,
  nobody: say`somebody without a login`,
  owner: say`the owner and not by an officer`,
  officer: say`an officer and not by the owner`,
  colleague: say`another party of the provider`,
};
