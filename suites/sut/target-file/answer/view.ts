// Reads what an answer shows as the views of the driver contract, the way the target file says.

import { languageOf } from '../../../../schemas/language.ts';
import type { HistoryEntry, Notification, PagesView } from '../../../../schemas/target/driver.ts';
import type { Condition, Extractor, Operations, Value } from '../../../../schemas/target/operations.ts';
import { CAUSE_NAMES, COMPLETIONS, LANGUAGES } from '../../../../schemas/vocabulary.ts';
import { Fault } from '../../blame.ts';
import { render } from '../message/template.ts';
import type { Page, Reading, Seen } from './page.ts';

type RequestAnswer = NonNullable<Operations['readRequest']>['answer'];
type SessionAnswer = Operations['authenticate']['answer'];
/** How the steps and the messages of a portal are read. */
type Shown = { [K in 'history' | 'notifications']?: RequestAnswer[K] };
type ListRule = { each?: Extractor; when?: Condition; skip?: Condition } & Record<string, unknown>;

/** Since when a thing of this name has been seen, ISO 8601. */
export type Since = (name: string) => string;

/** Stands for what the portal does not show; the plan judges nothing by it. */
export const NOT_SHOWN = 'not-shown';
const LONGEST_KEY = 200;
const LONGEST_TEXT = 10_000;

/** A page with how its file speaks of it. */
export class View {
  readonly #seen: Seen;
  readonly #reading: Reading;
  readonly #since: Since;
  readonly #record: Shown;

  /**
   * @param since since when something has been seen, for what tells no time of its own
   * @param record how steps and messages are read where an answer does not say otherwise
   */
  constructor(seen: Seen, reading: Reading, since: Since, record: Shown) {
    this.#seen = seen;
    this.#reading = reading;
    this.#since = since;
    this.#record = record;
  }

  /** A text with its variables, or what a pick finds. @throws Fault */
  value(value: Value, from?: unknown): string | null {
    if (typeof value === 'string') return render(value, this.#reading.variables);
    return this.#onPage(value).pick(value, this.#reading, from);
  }

  /** The value, which has to be there. @throws Fault */
  given(value: Value): string {
    const found = this.value(value);
    if (found !== null && found !== '') return found;
    throw new Fault('target file', `${typeof value === 'string' ? value : this.#reading.where(value)}: gives nothing`);
  }

  meets(condition: Condition, from?: unknown): boolean {
    return this.#onPage(condition).meets(condition, this.#reading, from);
  }

  /** One of the words of a table of patterns. @throws Fault where none of them matches */
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
    const { state, number, feeMinorUnits, result } = answer;
    const { history, notifications } = { ...this.#record, ...answer };
    const fee = feeMinorUnits === undefined ? null : Number(this.value(feeMinorUnits) ?? Number.NaN);
    return {
      state: this.word(state, ['open', 'refused', 'completed']),
      number: number === undefined ? null : this.value(number)?.slice(0, 100) || null,
      feeMinorUnits: fee !== null && Number.isSafeInteger(fee) && fee >= 0 ? fee : null,
      result: result !== undefined && this.meets(result),
      history: this.history(history),
      notifications: this.notifications(notifications),
    };
  }

  history(rules: RequestAnswer['history'] = []): HistoryEntry[] {
    // Where no time is told, a step is over when it is first seen.
    const tellsEnd = rules.some(({ finishedAt }) => finishedAt !== undefined);
    const firstSeen = this.#firstSeen('step');
    return this.#entries(rules).map((tell) => {
      const action = key(this.#reading.hide(tell('action') ?? ''));
      const seenAt = firstSeen(action);
      const finishedAt = tellsEnd ? this.#instant(tell('finishedAt'), rules) : seenAt;
      return {
        action,
        actor: key(this.#reading.hide(tell('actor') ?? '')),
        startedAt: this.#instant(tell('startedAt'), rules) ?? finishedAt ?? seenAt,
        finishedAt,
        completion: COMPLETIONS.find((kind) => kind === tell('completion')) ?? null,
      };
    });
  }

  /** A message that none of the patterns of `kind` fits is none of those that the regulation knows. */
  notifications(rules: RequestAnswer['notifications'] = []): Notification[] {
    const firstSeen = this.#firstSeen('message');
    return this.#entries(rules).flatMap((tell) => {
      const seenAt = firstSeen(key(tell('action')));
      const kind = COMPLETIONS.find((known) => known === tell('kind'));
      if (kind === undefined) return [];
      const text = this.#reading.hide(tell('text') ?? '').slice(0, LONGEST_TEXT);
      const cause = tell('cause');
      const means = tell('means');
      const notification: Notification = {
        kind,
        action: key(tell('action')),
        at: this.#instant(tell('at'), rules) ?? seenAt,
        cause: CAUSE_NAMES.find((known) => known === cause) ?? null,
        language: LANGUAGES.find((code) => code === tell('language')) ?? languageOf(text) ?? 'kk',
        text,
        number: tell('number')?.slice(0, 100) || null,
        ...(means === 'in-person' || means === 'e-mail' ? { means } : {}),
      };
      return [notification];
    });
  }

  pages(answer: NonNullable<Operations['readPages']>['answer']): PagesView {
    const { screens = [], buttons = [], fields = [], shows = [], survey } = answer;
    const of = (rules: readonly ListRule[]) => this.#entries(rules);
    const questions = new Map<number, number[]>();
    for (const tell of of(survey ?? [])) {
      const question = Number(tell('question'));
      const answers = (tell('answer') ?? '').split(' ').map(Number);
      questions.set(question, [...(questions.get(question) ?? []), ...answers]);
    }
    return {
      screens: of(screens).map((tell) => tell('is') ?? ''),
      buttons: of(buttons).map((tell) => key(tell('is'))),
      fields: of(fields).map((tell) => ({ is: key(tell('is')), value: tell('value') || null })),
      shows: of(shows).map((tell) => ({ is: key(tell('is')), value: (tell('value') ?? '').slice(0, 2000) })),
      survey: questions.size === 0 ? null : [...questions].map(([question, answers]) => ({ question, answers })),
    };
  }

  /** The rows of a list, each as a function from its fields to what they give. @throws Fault */
  entries(rules: readonly ListRule[]): ((field: string) => string | null)[] {
    return this.#entries(rules);
  }

  #entries(rules: readonly ListRule[]): ((field: string) => string | null)[] {
    return rules.flatMap((source) => {
      const { each, when, skip } = source;
      if (when !== undefined && !this.meets(when)) return [];
      const first = this.#onPage(each ?? {});
      return partsOn(first, each, this.#reading).flatMap(({ page, node }) => {
        if (skip !== undefined && page.meets(skip, this.#reading, node)) return [];
        return [
          (field: string) => {
            const value = source[field];
            if (!isValue(value)) return null;
            return typeof value === 'string'
              ? this.value(value)
              : field === 'answer'
                ? page
                    .find(value, this.#reading, node)
                    .map(({ text }) => text)
                    .join(' ')
                : page.pick(value, this.#reading, node);
          },
        ];
      });
    });
  }

  /** When each of several rows of one kind and action was first seen. */
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

  #onPage({ from }: { from?: string }): Page {
    const { page, named } = this.#seen;
    const found = named.get(from ?? '') ?? page;
    if (found !== null) return found;
    throw new Fault('target file', 'there is no answer to read: the operation has no exchange');
  }
}

const key = (text: string | null): string => (text === null || text === '' ? NOT_SHOWN : text.slice(0, LONGEST_KEY));
const isValue = (value: unknown): value is Value =>
  typeof value === 'string' || (typeof value === 'object' && value !== null);

/** Where the rows are, on all pages of a list; one that stands for the whole answer where nothing finds them. */
function partsOn(first: Page, each: Extractor | undefined, reading: Reading): { page: Page; node: unknown }[] {
  if (each === undefined) return [{ page: first, node: undefined }];
  const found = [];
  for (let page: Page | null = first; page !== null; page = page.next)
    for (const { node } of page.find(each, reading)) found.push({ page, node });
  return found;
}
