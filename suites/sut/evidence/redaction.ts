// Redacts by allow-list: a value may stand in a journal or a report only if the names that lead to it are on the list.
import { isBin, isIin, maskIdentifier } from '../../../schemas/identifier.ts';
import { HIDDEN, type Mask } from './mask.ts';
import { maskJson } from './mask-json.ts';
import { bareForm, Secrets } from './spellings.ts';

/** The longest value that a report shows, in characters. */
const LONGEST = 2000;
/** The longest text whose redaction is remembered, in characters: longer ones are seldom repeated. */
const LONGEST_KEPT = 200;
const MOST_KEPT = 5000;
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
  readonly #secrets = new Secrets();
  readonly #hidden = new Set<string>();
  /** Texts that were redacted before, with the result and up to which secret: the answers of a walk repeat each other. */
  readonly #kept = new Map<string, { shown: string; plain: string; upTo: number }>();

  constructor({ shows, secrets = [], isOpen = false }: Rules) {
    this.isOpen = isOpen;
    this.#shows = shows;
    for (const secret of secrets) this.#secrets.add(secret);
  }

  /** Notes a named value: it is secret unless the name is on the allow-list. */
  learn(name: string, value: string): void {
    if (!this.#shows([name])) this.hide(value);
  }

  /** The values from the portal that must stay secret, so that a walk which goes on later hides them too. */
  get hidden(): readonly string[] {
    return [...this.#hidden];
  }

  /** Notes a value from the portal that must stay secret, such as a cookie; one shorter than 12 characters is ignored. */
  hide(value: string): void {
    if (value.length < SHORTEST_GIVEN) return;
    this.#hidden.add(value);
    this.keep(value);
  }

  /** Notes a secret that is known to be one, such as the password or the name of a test person, however short. */
  keep(secret: string): void {
    this.#secrets.add(secret);
  }

  /** The text with every known secret replaced, in whatever spelling. */
  withoutSecrets(text: string): string {
    return this.#secrets.without(text);
  }

  /** A text that may be shown, such as a message: without secrets, with identification numbers masked, and cut to 2000 characters. */
  text(text: string): string {
    if (this.isOpen) return this.withoutSecrets(text);
    if (text.length > LONGEST_KEPT) return cut(this.withoutSecrets(maskNumbers(text)));
    const before = this.#kept.get(text);
    const upTo = this.#secrets.size;
    if (before !== undefined && !this.#secrets.mayBeIn(before.plain, before.upTo)) {
      before.upTo = upTo;
      return before.shown;
    }
    const { plain, masked } = formsOf(text);
    const shown = cut(this.#secrets.without(masked, plain));
    if (this.#kept.size < MOST_KEPT) this.#kept.set(text, { shown, plain, upTo });
    return shown;
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

/** A copy of a JSON value in which everything that may not be shown is replaced. */
export function redactValue(value: unknown, mask: Mask): unknown {
  const masked = maskJson(JSON.stringify(value), mask);
  return masked === null ? HIDDEN : JSON.parse(masked);
}

/** What does not depend on the secrets of a walk: the bare form of a short text, and the text with its numbers masked. */
const forms = new Map<string, { plain: string; masked: string }>();

/** Walks say the same things, so that what was made of a text on one of them serves all. */
function formsOf(text: string): { plain: string; masked: string } {
  const known = forms.get(text) ?? { plain: bareForm(text), masked: maskNumbers(text) };
  if (forms.size < MOST_KEPT) forms.set(text, known);
  return known;
}

const DIGITS = /(?<!\p{Nd})\p{Nd}{12}(?!\p{Nd})/gu;
/** Twelve digits that blanks, points or dashes part. */
const PARTED = /(?<!\p{Nd})\p{Nd}(?:[\s.\u00ad\u200b\u2010-\u2015-]?\p{Nd}){11}(?!\p{Nd})/gu;

/** The text with every identification number masked, cut to 2000 characters. */
export const maskText = (text: string): string => cut(maskNumbers(text));

const cut = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/**
 * Masks every run of exactly twelve digits of any script, and of twelve that are parted only those that are a number, because dates and
 * amounts are parted as well.
 */
const maskNumbers = (text: string): string =>
  text.replace(DIGITS, maskIdentifier).replace(PARTED, (found) => (isNumber(found) ? maskIdentifier(found) : found));

function isNumber(parted: string): boolean {
  const digits = parted.replace(/\P{Nd}/gu, '').replace(/\p{Nd}/gu, (digit) => String(worthOf(digit)));
  return isIin(digits) || isBin(digits);
}

/** The value of a digit of any script: ten of them follow on one another. */
function worthOf(digit: string): number {
  let value = 0;
  for (let code = (digit.codePointAt(0) ?? 0) - 1; value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code)); code -= 1)
    value += 1;
  return value;
}

/** The names in the driver contract whose values may be shown; below any other name nothing is shown. */
const OF_CONTRACT: ReadonlySet<string> = new Set([
  'contract', 'name', 'flows', 'controls', 'languages', 'seed', 'now', 'seconds', 'standing', 'regulation', 'flow', 'as', 'state', 'history',
  'action', 'actor', 'startedAt', 'finishedAt', 'completion', 'notifications', 'kind', 'at', 'cause', 'language', 'text', 'number',
  'feeMinorUnits', 'result', 'decision', 'mediaType', 'requests', 'request', 'answers', 'question', 'answer', 'screens', 'screenTitles', 'buttons', 'fields', 'shows', 'is', 'survey', 'surveyTitle', 'answerTexts', 'contacts', 'attachments', 'onPaper', 'leadsTo', 'button', 'operation', 'serviceName', 'additions', 'calls', 'n', 'last', 'counterparty', 'answered', 'until', 'registered', 'type', 'title', 'status', 'detail',
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
