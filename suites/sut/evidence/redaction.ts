// Redaction by allow-list: what of an exchange may stand in a journal or a report.
import { maskIdentifier } from '../../../schemas/identifier.ts';
import { HIDDEN, type Mask } from './mask.ts';
import { maskJson } from './mask-json.ts';

/** The longest value that a report shows, in characters. */
const LONGEST = 2000;
/** Longer texts are seldom repeated, and more of them are not kept. */
const LONGEST_KEPT = 200;
const MOST_KEPT = 5000;
/** A shorter secret is hidden only where it stands alone: as a part of words it stands everywhere. */
const SHORTEST_PART = 6;
/** What a portal gives is hidden wherever it stands from this length on: a shorter text may be a word of any page. */
const SHORTEST_GIVEN = 12;

/** What may be shown, and what never. */
export interface Rules {
  /** Whether a value may be shown; the names lead to it, outermost first. */
  shows(names: readonly string[]): boolean;
  /** Hidden wherever they stand, whatever they are called. */
  secrets?: readonly string[];
}

/** Keeps secrets and personal numbers out of whatever is told of one walk. */
export class Redaction implements Mask {
  readonly #shows: Rules['shows'];
  readonly #secrets: Set<string>;
  #pattern: RegExp | null = null;
  #isPatternOld = true;
  /** What was told of a text before: the answers of a walk repeat what the answers before them said. */
  readonly #kept = new Map<string, string>();

  constructor({ shows, secrets = [] }: Rules) {
    this.#shows = shows;
    this.#secrets = new Set(secrets.filter((secret) => secret !== ''));
  }

  /** Notes a value that was given under a name: it is secret unless the name may be shown. */
  learn(name: string, value: string): void {
    if (!this.#shows([name])) this.hide(value);
  }

  /** Notes what the portal gave to be kept secret, such as a cookie. */
  hide(value: string): void {
    if (value.length < SHORTEST_GIVEN || this.#secrets.has(value)) return;
    this.#secrets.add(value);
    this.#pattern = null;
    this.#isPatternOld = true;
    this.#kept.clear();
  }

  /** Text in which no secret stands. */
  withoutSecrets(text: string): string {
    if (this.#isPatternOld) this.#pattern = patternOf(this.#secrets);
    this.#isPatternOld = false;
    return this.#pattern === null ? text : text.replace(this.#pattern, HIDDEN);
  }

  /** Text of no name that may be shown, such as a message: without secrets, cut, and with identification numbers masked. */
  text(text: string): string {
    if (text.length > LONGEST_KEPT) return maskText(this.withoutSecrets(text));
    const before = this.#kept.get(text);
    if (before !== undefined) return before;
    const masked = maskText(this.withoutSecrets(text));
    if (this.#kept.size < MOST_KEPT) this.#kept.set(text, masked);
    return masked;
  }

  /** The same secrets with another list of what may be shown. */
  as(shows: Rules['shows']): Mask {
    return {
      name: (text) => this.text(text),
      value: (names, text) => (shows(names) ? this.text(text) : HIDDEN),
    };
  }

  name(text: string): string {
    return this.text(text);
  }

  value(names: readonly string[], text: string): string {
    return this.#shows(names) ? this.text(text) : HIDDEN;
  }
}

/** Finds any of the secrets; the longest go first, as one may be a part of another. */
function patternOf(secrets: ReadonlySet<string>): RegExp | null {
  if (secrets.size === 0) return null;
  const parts = [...secrets].sort((a, b) => b.length - a.length).map(partOf);
  return new RegExp(parts.join('|'), 'gu');
}

function partOf(secret: string): string {
  const exact = secret.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
  return secret.length < SHORTEST_PART ? `(?<![\\p{L}\\d])${exact}(?![\\p{L}\\d])` : exact;
}

/** A copy of a JSON value with what may not be shown replaced. */
export function redactValue(value: unknown, mask: Mask): unknown {
  const masked = maskJson(JSON.stringify(value), mask);
  return masked === null ? HIDDEN : JSON.parse(masked);
}

/** Text with every run of exactly twelve digits masked, cut to a length that a report can show. */
export function maskText(text: string): string {
  const masked = text.replace(/(?<!\d)\d{12}(?!\d)/g, maskIdentifier);
  return masked.length > LONGEST ? `${masked.slice(0, LONGEST)}…` : masked;
}

/** The names of the driver contract whose values may be shown; nothing is shown below a name that is not among them. */
const OF_CONTRACT: ReadonlySet<string> = new Set([
  'contract', 'name', 'flows', 'controls', 'languages', 'seed', 'now', 'seconds', 'standing', 'regulation', 'flow', 'as', 'state', 'history',
  'action', 'actor', 'startedAt', 'finishedAt', 'completion', 'notifications', 'kind', 'at', 'cause', 'language', 'text', 'number',
  'feeMinorUnits', 'result', 'decision', 'mediaType', 'requests', 'request', 'answers', 'question', 'answer', 'screens', 'buttons', 'fields', 'shows', 'is', 'survey', 'type', 'title', 'status', 'detail',
]); // biome-ignore format: a list of words

/** Shows what the driver contract names and concerns nobody. */
export const showsContract: Rules['shows'] = (names) =>
  names.length > 0 && names.every((name) => OF_CONTRACT.has(name));

/** Variables that name what is asked for and nobody who asks. */
const HARMLESS = ['request', 'regulation', 'flow', 'language', 'uuid'];

/** Shows what a target file allows by name, and everything below it. */
export function showsAllowed(allowed: readonly string[]): Rules['shows'] {
  const names = new Set([...HARMLESS, ...allowed]);
  return (path) => path.some((name) => names.has(name));
}
