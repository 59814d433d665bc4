// An application of the HTML portal: where it stands, its journal and its messages.

import { nextWorkingDay } from '../account.ts';
import { printLetter } from '../letter.ts';
import type { CertificateObjection } from '../trust.ts';
import { isSealOf, objectionsTo, seal, type TrustOptions } from '../trust.ts';
import type { Breaks } from '../violation.ts';
import type { ViolationId } from './violations.ts';
import type { Ground, Subject } from './wording.ts';

/** The steps, by the names that the journal prints. */
export const STEPS = {
  entry: 'Вход в систему',
  'entry-refusal': 'Отказ во входе',
  form: 'Заполнение запроса',
  certificate: 'Выбор сертификата',
  'certificate-refusal': 'Отказ: сертификат',
  signature: 'Подписание',
  registration: 'Регистрация',
  refusal: 'Отказ: данные',
  issue: 'Выдача свидетельства',
} as const;
export type StepName = keyof typeof STEPS;

/** Who does a step, as the journal prints it. */
export const DOERS = { person: 'Заявитель', portal: 'Портал', registry: 'ИС «Е-лицензирование»' } as const;
type Doer = keyof typeof DOERS;

/** Where an application stands, as its page prints it. */
export const STANDINGS = {
  form: 'заполняется',
  certificate: 'ожидает сертификата',
  signature: 'ожидает подписи',
  review: 'на рассмотрении',
  refused: 'отказано',
  done: 'исполнено',
} as const;
type Standing = keyof typeof STANDINGS;

/** A line of the journal. */
export interface JournalLine {
  readonly step: StepName;
  readonly doer: Doer;
  readonly begun: Date;
  readonly ended: Date;
  readonly outcome: Subject;
}

/** A message to the applicant. */
export interface Notice {
  readonly step: StepName;
  readonly subject: Subject;
  readonly ground: Ground | null;
  readonly number: string | null;
  readonly at: Date;
}

/** A journal with the messages that its steps left. */
export interface Record {
  readonly journal: JournalLine[];
  readonly notices: Notice[];
}

/** The decisions that the officer can take: null issues the certificate, a ground refuses it. */
export const DECISIONS = {
  vydat: null,
  'ne-sootvetstvuet': 'not-eligible',
  nedostoverno: 'false',
  'net-dokumenta': 'incomplete',
} as const satisfies { readonly [value: string]: Ground | null };
export type Decision = keyof typeof DECISIONS;

/** What all applications of a portal share. */
export interface Desk {
  readonly trust: TrustOptions;
  readonly breaks: Breaks<ViolationId>;
  readonly now: () => Date;
  readonly nextNumber: () => string;
}

/** A step that was asked for out of its turn; the application is unchanged. */
export class NotDue extends Error {
  override readonly name = 'NotDue';
}

/** A file that is no certificate, which may be sent once more; the application is unchanged. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** The violation under which each objection to a certificate is overlooked. */
const ACCEPTED_BY: Partial<{ readonly [objection in CertificateObjection]: ViolationId }> = {
  unreadable: 'unreadable-accepted',
  'too-late': 'expired-accepted',
  'too-early': 'not-yet-valid-accepted',
  withdrawn: 'revoked-accepted',
  suspended: 'suspended-accepted',
  'foreign-issuer': 'any-issuer',
  'of-somebody-else': 'anyones-certificate',
  'login-only': 'login-key-accepted',
};

/** Records a step that begins and ends now, and its message unless it is `silent`. */
export function write(
  record: Record,
  now: Date,
  [step, doer, outcome]: readonly [StepName, Doer, Subject],
  {
    ground = null,
    number = null,
    silent = false,
  }: { ground?: Ground | null; number?: string | null; silent?: boolean } = {},
): void {
  record.journal.push({ step, doer, begun: now, ended: now, outcome });
  if (!silent) record.notices.push({ step, subject: outcome, ground, number, at: now });
}

/** One application. A step that is asked for out of its turn throws `NotDue`. */
export class Application implements Record {
  readonly id: string;
  readonly iin: string;
  readonly journal: JournalLine[];
  readonly notices: Notice[];
  standing: Standing = 'form';
  number: string | null = null;
  answers: readonly number[] | null = null;
  result: { readonly document: Uint8Array; readonly signature: Uint8Array | null; readonly at: Date } | null = null;
  readonly #desk: Desk;
  readonly #opened: Date;
  /** When the certificate that was decided on is issued; null where it is issued at once. */
  #issuesAt: Date | null = null;
  #certificate: string | null = null;
  #content = new Uint8Array();

  constructor(id: string, iin: string, entry: Record, desk: Desk) {
    this.id = id;
    this.iin = iin;
    this.journal = [...entry.journal];
    this.notices = [...entry.notices];
    this.#desk = desk;
    this.#opened = desk.now();
  }

  /** Does what has come due meanwhile. */
  async settle(): Promise<void> {
    if (this.#issuesAt === null || this.#desk.now() < this.#issuesAt) return;
    this.#issuesAt = null;
    await this.#issue();
  }

  /** The bytes to be signed. @throws NotDue unless the signature is awaited */
  get content(): Uint8Array {
    if (this.standing !== 'signature' && !this.#desk.breaks('signs-without-certificate')) throw new NotDue();
    return this.#content;
  }

  submit(fields: { readonly [name: string]: string }): void {
    this.#mustBe('form');
    const { breaks, now } = this.#desk;
    if (breaks('form-closes-early') && now().getTime() - this.#opened.getTime() > 30_000) throw new NotDue();
    this.#content = Uint8Array.from(Buffer.from(JSON.stringify({ zayavka: this.id, iin: this.iin, ...fields })));
    const doer = breaks('form-by-portal') ? 'portal' : 'person';
    if (!breaks('form-left-out')) this.#write(['form', doer, 'formed']);
    if (breaks('form-twice')) this.#write(['form', doer, 'formed']);
    this.standing = 'certificate';
  }

  async choose(certificatePem: string): Promise<void> {
    this.#mustBe('certificate');
    const { breaks, now, trust } = this.#desk;
    const objections = await objectionsTo(certificatePem, trust, this.iin, now());
    const upheld = objections.filter((objection) => {
      const violation = ACCEPTED_BY[objection];
      return violation === undefined || !breaks(violation);
    });
    if (upheld.includes('unreadable')) throw new Unreadable();
    this.#write(['certificate', 'person', 'routed']);
    this.#certificate = certificatePem;
    const [ground] = upheld;
    if (ground === undefined) this.standing = 'signature';
    else this.#refuseSignature(breaks('certificate-cause-confused') ? 'too-late' : ground);
  }

  async sign(cms: Uint8Array): Promise<void> {
    const { breaks } = this.#desk;
    const early = breaks('signs-without-certificate') && this.standing === 'certificate';
    const late = breaks('signs-after-refusal') && this.standing === 'refused' && this.number === null;
    if (!early && !late) this.#mustBe('signature');
    this.#write(['signature', 'person', breaks('sign-not-routed') ? 'formed' : 'routed']);
    const takesOwn = breaks('own-content-accepted');
    const isSound = await isSealOf(cms, this.#content, this.#certificate ?? '', takesOwn);
    if (!isSound && !early && !late && !breaks('signature-unchecked')) {
      this.#refuseSignature('other-content');
      return;
    }
    this.standing = 'review';
    if (!breaks('never-registers')) this.#register();
    if (breaks('registers-twice')) this.#register();
    if (breaks('issues-undecided')) await this.#issue();
  }

  async decide(decision: Decision): Promise<void> {
    const { breaks } = this.#desk;
    const again =
      breaks('decides-again') && (this.standing === 'done' || this.standing === 'refused') && this.number !== null;
    if (!again) this.#mustBe('review');
    if (this.#issuesAt !== null) throw new NotDue();
    const ground = DECISIONS[decision];
    if (ground === null && breaks('issues-late')) this.#issuesAt = nextWorkingDay(this.#desk.now());
    if (this.#issuesAt !== null) return;
    if (ground === null) return this.#issue();
    this.#write(['refusal', 'registry', breaks('refusal-confused') ? 'bad-signature' : 'bad-particulars'], { ground });
    this.standing = 'refused';
    if (breaks('issues-refused')) this.result = await this.#print();
  }

  /** Takes the answers to the survey, one number a question. @returns whether all of them are answers that the survey has */
  answer(answers: readonly number[]): boolean {
    this.#mustBe('done');
    if (!this.#desk.breaks('survey-takes-anything') && !answers.every((one) => [1, 2, 3].includes(one))) return false;
    this.answers = answers;
    return true;
  }

  #mustBe(standing: Standing): void {
    if (this.standing !== standing) throw new NotDue();
  }

  #write(line: readonly [StepName, Doer, Subject], more?: Parameters<typeof write>[3]): void {
    write(this, this.#desk.now(), line, more);
  }

  #refuseSignature(ground: Ground): void {
    const silent = this.#desk.breaks('certificate-refused-silently');
    this.#write(['certificate-refusal', 'portal', 'bad-signature'], { ground, silent });
    this.standing = 'refused';
  }

  #register(): void {
    const { breaks, nextNumber } = this.#desk;
    if (!breaks('no-number')) this.number = breaks('same-number') ? 'МҚ-1' : nextNumber();
    const doer = breaks('registered-by-applicant') ? 'person' : 'registry';
    this.#write(['registration', doer, 'registered'], { number: this.number });
  }

  async #issue(): Promise<void> {
    this.result = await this.#print();
    this.#write(['issue', 'registry', 'issued'], { number: this.number });
    this.standing = 'done';
  }

  async #print(): Promise<NonNullable<Application['result']>> {
    const { breaks, now, trust } = this.#desk;
    const at = now();
    const provider = 'Қызмет көрсетуші, услугодатель';
    const lines = [`№ ${this.number ?? '-'}`, `ЖСН ${this.iin}`, at.toISOString(), provider];
    const title = 'Мәдени құндылықтарды уақытша әкету құқығына куәлік';
    const document = breaks('result-as-text')
      ? Buffer.from([title, ...lines].join('\n'))
      : await printLetter(title, lines, at);
    const signed = breaks('result-signature-wrong') ? Buffer.concat([document, Buffer.from(' ')]) : document;
    return { document, signature: breaks('result-unsigned') ? null : await seal(signed, trust.official, at), at };
  }
}
