// Reads what an answer shows as the views of the driver contract, the way the target file says.

import { languageOf } from '../../../../schemas/language.ts';
import type { HistoryEntry, Notification, PagesView, RequestView } from '../../../../schemas/target/driver.ts';
import type { Condition, Extractor, Value } from '../../../../schemas/target/extractors.ts';
import type { Operations } from '../../../../schemas/target/operations.ts';
import { CAUSE_NAMES, COMPLETIONS, LANGUAGES } from '../../../../schemas/vocabulary.ts';
import { Fault } from '../../blame.ts';
import { NOT_SHOWN } from '../../sut.ts';
import { render } from '../message/template.ts';
import { pageFor, type Seen } from './page.ts';
import type { Reading } from './reading.ts';
import { inOrder, type ListRule, type Row, rowsOf } from './rows.ts';
import { readSurvey } from './survey.ts';

type RequestAnswer = NonNullable<Operations['readRequest']>['answer'];
type SessionAnswer = Operations['authenticate']['answer'];
/** The rules by which the steps and the notifications of a portal are read. */
type Shown = { [K in 'history' | 'notifications']?: RequestAnswer[K] };

/** When something of this name was first seen on the walk, ISO 8601. */
export type Since = (name: string) => string;

const LONGEST_KEY = 200;
const LONGEST_TEXT = 10_000;

/** The pages of one operation, read by the rules of the target file. */
export class View {
  readonly #seen: Seen;
  readonly #reading: Reading;
  readonly #since: Since;
  readonly #record: Shown;

  /**
   * @param since gives the time of steps and notifications for which the portal shows none
   * @param record the rules for steps and notifications of the whole file, for an answer that has none of its own
   */
  constructor(seen: Seen, reading: Reading, since: Since, record: Shown) {
    this.#seen = seen;
    this.#reading = reading;
    this.#since = since;
    this.#record = record;
  }

  /** A text with its variables filled in, or what an extractor picks. @throws Fault */
  value(value: Value, from?: unknown): string | null {
    if (typeof value === 'string') return render(value, this.#reading.variables);
    return pageFor(value, this.#seen).pick(value, this.#reading, from);
  }

  /** The same, for a value that must not be missing. @throws Fault where it is missing or empty */
  given(value: Value): string {
    const found = this.value(value);
    if (found !== null && found !== '') return found;
    throw new Fault('target file', `${typeof value === 'string' ? value : this.#reading.where(value)}: gives nothing`);
  }

  meets(condition: Condition, from?: unknown): boolean {
    return pageFor(condition, this.#seen).meets(condition, this.#reading, from);
  }

  /** The word of the driver contract that an extractor picks by its patterns. @throws Fault where it picks none of the words */
  word<W extends string>(pick: Extractor, words: readonly W[]): W {
    const picked = this.value(pick);
    const found = words.find((word) => word === picked);
    if (found !== undefined) return found;
    const said = JSON.stringify((picked ?? '').slice(0, 80));
    throw new Fault(
      'target file',
      `${this.#reading.where(pick)}: no pattern fits ${said}; it has to be one of ${words.join(', ')}`,
    );
  }

  session({ state, history = this.#record.history, notifications = this.#record.notifications }: SessionAnswer) {
    return {
      state: this.word(state, ['pending', 'authorised', 'refused']),
      history: this.history(history),
      notifications: this.notifications(notifications),
    };
  }

  request(answer: RequestAnswer) {
    const { state, number, registeredOn, feeMinorUnits, result, attachments } = answer;
    const day = registeredOn === undefined ? null : /\d{4}-\d{2}-\d{2}/u.exec(this.value(registeredOn) ?? '');
    const { history, notifications } = { ...this.#record, ...answer };
    const fee = feeMinorUnits === undefined ? null : Number(this.value(feeMinorUnits) ?? Number.NaN);
    return {
      state: this.word(state, ['open', 'refused', 'completed']),
      number: number === undefined ? null : this.value(number)?.slice(0, 100) || null,
      ...(registeredOn === undefined ? {} : { registeredOn: day?.[0] ?? null }),
      feeMinorUnits: fee !== null && Number.isSafeInteger(fee) && fee >= 0 ? fee : null,
      result: result !== undefined && this.meets(result),
      history: this.history(history),
      notifications: this.notifications(notifications),
      ...(attachments === undefined ? {} : { attachments: this.#attachments(attachments) }),
    };
  }

  #attachments(rules: readonly ListRule[]): NonNullable<RequestView['attachments']> {
    return this.entries(rules).map((tell) => ({ name: key(tell('name')), mediaType: key(tell('mediaType')) }));
  }

  history(rules: RequestAnswer['history'] = []): HistoryEntry[] {
    // Where the portal shows no end of any step, a step counts as ended when it is first seen.
    const tellsEnd = rules.some(({ finishedAt }) => finishedAt !== undefined);
    const tellsBegin = rules.some(({ startedAt }) => startedAt !== undefined);
    const firstSeen = this.#firstSeen('step');
    const rows = this.entries(rules).map((tell): HistoryEntry => {
      const action = key(this.#reading.hide(tell('action') ?? ''));
      const seenAt = firstSeen(action);
      const actor = tell('actor');
      const finishedAt = tellsEnd ? this.#instant(tell('finishedAt'), rules) : seenAt;
      return {
        action,
        actor: actor === '' ? 'nobody' : key(this.#reading.hide(actor ?? '')),
        startedAt: this.#instant(tell('startedAt'), rules) ?? finishedAt ?? seenAt,
        finishedAt,
        completion: COMPLETIONS.find((kind) => kind === tell('completion')) ?? null,
      };
    });
    return tellsBegin || tellsEnd ? inOrder(rows, ({ startedAt }) => startedAt) : rows;
  }

  /** The notifications; one that no pattern of `kind` fits is left out, as the regulation knows nothing of it. */
  notifications(rules: RequestAnswer['notifications'] = []): Notification[] {
    const firstSeen = this.#firstSeen('message');
    const rows = this.entries(rules).flatMap((tell) => {
      const seenAt = firstSeen(key(tell('action')));
      const kind = COMPLETIONS.find((known) => known === tell('kind'));
      if (kind === undefined) return [];
      const text = this.#reading.hide(tell('text') ?? '').slice(0, LONGEST_TEXT);
      const causes = causesIn(tell('cause'));
      const means = tell('means');
      const notification: Notification = {
        kind,
        action: key(tell('action')),
        at: this.#instant(tell('at'), rules) ?? seenAt,
        cause: causes.length > 1 ? causes : (causes[0] ?? null),
        language: LANGUAGES.find((code) => code === tell('language')) ?? languageOf(text) ?? 'kk',
        text,
        number: tell('number')?.slice(0, 100) || null,
        ...(means === 'in-person' || means === 'e-mail' ? { means } : {}),
      };
      return [notification];
    });
    return rules.some(({ at }) => at !== undefined) ? inOrder(rows, ({ at }) => at) : rows;
  }

  pages(answer: NonNullable<Operations['readPages']>['answer']): PagesView {
    const { screens = [], buttons = [], fields = [], shows = [], survey, surveyTitle, contacts } = answer;
    const of = (rules: readonly ListRule[]) => this.entries(rules);
    const questions = readSurvey(of(survey ?? []));
    const rows = of(screens);
    const pressed = of(buttons).map((tell) => ({
      button: key(tell('is')),
      label: tell('label')?.slice(0, 2000) ?? '',
    }));
    const isLabelled = buttons.some(({ label }) => label !== undefined);
    const isTitled = screens.some(({ title }) => title !== undefined);
    return {
      screens: rows.map((tell) => tell('is') ?? ''),
      ...(isTitled ? { screenTitles: rows.map((tell) => (tell('title') ?? '').slice(0, 2000)) } : {}),
      buttons: pressed.map(({ button }) => button),
      ...(isLabelled ? { buttonLabels: pressed } : {}),
      fields: of(fields).map((tell) => ({ is: key(tell('is')), value: tell('value') || null })),
      shows: of(shows).map((tell) => ({ is: key(tell('is')), value: (tell('value') ?? '').slice(0, 2000) })),
      survey: questions.length === 0 ? null : questions,
      ...(surveyTitle === undefined ? {} : { surveyTitle: this.value(surveyTitle)?.slice(0, 2000) || null }),
      ...(contacts === undefined ? {} : { contacts: of(contacts).map((tell) => (tell('is') ?? '').slice(0, 200)) }),
    };
  }

  /** The last answer as it stands, in the shape of the driver contract. @throws Fault where there is none, or it is no JSON */
  json(): unknown {
    return pageFor({}, this.#seen).json();
  }

  /** The rows of a list. @throws Fault */
  entries(rules: readonly ListRule[]): Row[] {
    return rowsOf(rules, this.#seen, this.#reading);
  }

  /** A function that tells when a row was first seen; the second row of the same action is told apart from the first by its count. */
  #firstSeen(kind: string): (action: string) => string {
    const counts = new Map<string, number>();
    return (action) => {
      const count = (counts.get(action) ?? 0) + 1;
      counts.set(action, count);
      return this.#since(`${kind} ${action} ${count}`);
    };
  }

  #instant(text: string | null, rules: object): string | null {
    if (text === null || text === '') return null;
    if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/u.test(text)) return text;
    throw new Fault(
      'target file',
      `${this.#reading.where(rules)}: ${JSON.stringify(text.slice(0, 60))} is no instant; say how with "instant"`,
    );
  }
}

const key = (text: string | null): string => (text === null || text === '' ? NOT_SHOWN : text.slice(0, LONGEST_KEY));
/** The causes in a word that a table of patterns may have for several of them: unknown-id, wrong-password. */
const causesIn = (word: string | null) =>
  (word ?? '').split(/,\s*/u).flatMap((one) => CAUSE_NAMES.find((known) => known === one) ?? []);
