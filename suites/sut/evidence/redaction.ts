// Redacts by allow-list: a value may stand in a journal or a report only if the names that lead to it are on the list.
import { maskIdentifier } from '../../../schemas/identifier.ts';
import { HIDDEN, type Mask } from './mask.ts';
import { maskJson } from './mask-json.ts';

/** The longest value that a report shows, in characters. */
const LONGEST = 2000;
/** The longest text whose redaction is remembered, in characters: longer ones are seldom repeated. */
const LONGEST_KEPT = 200;
const MOST_KEPT = 5000;
/** A secret shorter than this is hidden only as a whole word, because it would occur inside too many other words. */
const SHORTEST_PART = 6;
/** A value from the portal is hidden everywhere only from this length on: a shorter one may be a common word. */
const SHORTEST_GIVEN = 12;

/** Which values may be shown, and which texts never. */
export interface Rules {
  /** Whether a value may be shown, by the names that lead to it, outermost first. */
  shows(names: readonly string[]): boolean;
  /** Texts that are hidden wherever they occur, whatever the name of the value. */
  secrets?: readonly string[];
  /** Whether identification numbers and long texts are shown whole: for whoever tries a target out, and never for a report. */
  isOpen?: boolean;
}

/** Names whose values are secrets, whoever looks. */
export const SECRET_NAME = /pass(word|wd|phrase)?|secret|token|api[-_]?key|authorization|\bpin\b/iu;

/** The rules with which a target is tried out: all is shown but secrets. */
const openly = ({ secrets = [] }: Rules): Rules => ({
  secrets,
  isOpen: true,
  shows: (names) => !names.some((name) => SECRET_NAME.test(name) || name === 'privateKeyPem'),
});

/** The redaction of one walk. @param isOpen whether it is only shown to whoever tries the target out, and stands in no report */
export const redactionOf = (rules: Rules, isOpen = false): Redaction => new Redaction(isOpen ? openly(rules) : rules);

/** Keeps secrets and identification numbers out of everything that is reported of one walk. */
export class Redaction implements Mask {
  readonly isOpen: boolean;
  readonly #shows: Rules['shows'];
  readonly #secrets: Set<string>;
  #pattern: RegExp | null = null;
  #isPatternOld = true;
  /** Texts that were redacted before, with the result: the answers of a walk repeat each other. */
  readonly #kept = new Map<string, string>();

  constructor({ shows, secrets = [], isOpen = false }: Rules) {
    this.isOpen = isOpen;
    this.#shows = shows;
    this.#secrets = new Set(secrets.filter((secret) => secret !== ''));
  }

  /** Notes a named value: it is secret unless the name is on the allow-list. */
  learn(name: string, value: string): void {
    if (!this.#shows([name])) this.hide(value);
  }

  /** Notes a value from the portal that must stay secret, such as a cookie; one shorter than 12 characters is ignored. */
  hide(value: string): void {
    if (value.length < SHORTEST_GIVEN || this.#secrets.has(value)) return;
    this.#secrets.add(value);
    this.#pattern = null;
    this.#isPatternOld = true;
    this.#kept.clear();
  }

  /** The text with every known secret replaced. */
  withoutSecrets(text: string): string {
    if (this.#isPatternOld) this.#pattern = patternOf(this.#secrets);
    this.#isPatternOld = false;
    return this.#pattern === null ? text : text.replace(this.#pattern, HIDDEN);
  }

  /** A text that may be shown, such as a message: without secrets, with identification numbers masked, and cut to 2000 characters. */
  text(text: string): string {
    if (this.isOpen) return this.withoutSecrets(text);
    if (text.length > LONGEST_KEPT) return maskText(this.withoutSecrets(text));
    const before = this.#kept.get(text);
    if (before !== undefined) return before;
    const masked = maskText(this.withoutSecrets(text));
    if (this.#kept.size < MOST_KEPT) this.#kept.set(text, masked);
    return masked;
  }

  /** A mask with the same secrets and another allow-list. */
  as(shows: Rules['shows']): Mask {
    if (this.isOpen) return this;
    return {
      name: (text) => this.text(text),
      shows,
      value: (names, text) => (shows(names) ? this.text(text) : HIDDEN),
    };
  }

  name(text: string): string {
    return this.text(text);
  }

  shows(names: readonly string[]): boolean {
    return this.#shows(names);
  }

  value(names: readonly string[], text: string): string {
    return this.#shows(names) ? this.text(text) : HIDDEN;
  }
}

/** A pattern that finds any of the secrets; longer ones are tried first, because a secret may be part of another. */
function patternOf(secrets: ReadonlySet<string>): RegExp | null {
  if (secrets.size === 0) return null;
  const parts = [...secrets].sort((a, b) => b.length - a.length).map(partOf);
  return new RegExp(parts.join('|'), 'gu');
}

function partOf(secret: string): string {
  const exact = secret.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
  return secret.length < SHORTEST_PART ? `(?<![\\p{L}\\d])${exact}(?![\\p{L}\\d])` : exact;
}

/** A copy of a JSON value in which everything that may not be shown is replaced. */
export function redactValue(value: unknown, mask: Mask): unknown {
  const masked = maskJson(JSON.stringify(value), mask);
  return masked === null ? HIDDEN : JSON.parse(masked);
}

/** The text with every run of exactly twelve digits (an identification number) masked, cut to 2000 characters. */
export function maskText(text: string): string {
  const masked = text.replace(/(?<!\d)\d{12}(?!\d)/g, maskIdentifier);
  return masked.length > LONGEST ? `${masked.slice(0, LONGEST)}…` : masked;
}

/** The names in the driver contract whose values may be shown; below any other name nothing is shown. */
const OF_CONTRACT: ReadonlySet<string> = new Set([
  'contract', 'name', 'flows', 'controls', 'languages', 'seed', 'now', 'seconds', 'standing', 'regulation', 'flow', 'as', 'state', 'history',
  'action', 'actor', 'startedAt', 'finishedAt', 'completion', 'notifications', 'kind', 'at', 'cause', 'language', 'text', 'number',
  'feeMinorUnits', 'result', 'decision', 'mediaType', 'requests', 'request', 'answers', 'question', 'answer', 'screens', 'screenTitles', 'buttons', 'fields', 'shows', 'is', 'survey', 'surveyTitle', 'answerTexts', 'contacts', 'attachments', 'onPaper', 'leadsTo', 'button', 'operation', 'serviceName', 'additions', 'registered', 'type', 'title', 'status', 'detail',
]); // biome-ignore format: a list of words

/** The allow-list for messages of the driver contract: all names that lead to a value have to be on it. */
export const showsContract: Rules['shows'] = (names) =>
  names.length > 0 && names.every((name) => OF_CONTRACT.has(name));

/** Variables that say what is asked for, and nothing about the person who asks. */
const HARMLESS = ['request', 'regulation', 'flow', 'language', 'uuid'];

/** The allow-list of a target file (its `journal`): shows the values of these names and everything below them. */
export function showsAllowed(allowed: readonly string[]): Rules['shows'] {
  const names = new Set([...HARMLESS, ...allowed]);
  return (path) => path.some((name) => names.has(name));
}
