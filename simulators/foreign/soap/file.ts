// A file of the SOAP service, which is one application: where it stands, its steps and its messages.
import { nextWorkingDay } from '../account.ts';
import { printLetter } from '../letter.ts';
import { seal, type TrustOptions } from '../trust.ts';
import type { Breaks } from '../violation.ts';
import type { Databases } from './registers.ts';
import type { ViolationId } from './violations.ts';
import type { Cause, Outcome } from './wording.ts';

type StepCode =
  | 'KIRU'
  | 'KIRUDEN_BAS_TARTU'
  | 'TOLTYRU'
  | 'SURAU'
  | 'TABYLMADY'
  | 'QUJAT'
  | 'TIRKEU'
  | 'BAS_TARTU'
  | 'LICENZIYA';
type Doer = 'QYZMET_KORSETUSHI' | 'E_LICENZIYALAU' | 'ZHT_MDQ' | 'ZT_MDQ';
type Standing = 'TOLTYRU' | 'SURAU' | 'SURALUDA' | 'QUJAT' | 'QARAU' | 'BAS_TARTYLDY' | 'BERILDI';

/** One step that was taken, as it is recorded. */
export interface Step {
  readonly code: StepCode;
  readonly doer: Doer;
  readonly begun: Date;
  readonly ended: Date;
  readonly outcome: Outcome;
}

/** One message that a step left, as it is recorded. */
export interface Message {
  readonly step: StepCode;
  readonly outcome: Outcome;
  readonly cause: Cause | null;
  readonly number: string | null;
  readonly at: Date;
}

/** What is recorded of a login or of a file. */
export interface Record {
  readonly steps: Step[];
  readonly messages: Message[];
}

/** What all files of one service share. */
export interface Office {
  readonly trust: TrustOptions;
  readonly breaks: Breaks<ViolationId>;
  readonly now: () => Date;
  readonly nextNumber: () => string;
  readonly registers: Databases;
}

/** The decisions that the officer can take: null issues the licence, a cause refuses it. */
export const DECISIONS = { BERU: null, TALAP: '31', JALGAN: '32', QUJAT_JOQ: '33' } as const satisfies {
  readonly [decision: string]: Cause | null;
};
export type Decision = keyof typeof DECISIONS;

/** A step that was asked for out of its turn; the file is unchanged. */
export class NotNow extends Error {
  override readonly name = 'NotNow';
}

/** The violations under which the file goes on although the look-up found a cause to refuse it. */
const FORGIVEN: { readonly [cause in Cause]?: ViolationId } = {
  '21': 'person-not-needed',
  '22': 'organisation-not-needed',
  '23': 'attorney-not-needed',
};

/** Records a step, and its message unless it is `silent`. */
export function write(
  { steps, messages }: Record,
  [code, doer, outcome]: readonly [StepCode, Doer, Outcome],
  [begun, ended]: readonly [Date, Date],
  {
    cause = null,
    number = null,
    silent = false,
  }: Partial<Pick<Message, 'cause' | 'number'>> & { silent?: boolean } = {},
): void {
  steps.push({ code, doer, begun, ended, outcome });
  if (!silent) messages.push({ step: code, outcome, cause, number, at: ended });
}

/** One file. A step that is asked for out of its turn throws `NotNow`. */
export class File implements Record {
  readonly id: string;
  /** The login of the employee who opened the file. */
  readonly owner: string;
  readonly steps: Step[];
  readonly messages: Message[];
  standing: Standing = 'TOLTYRU';
  number: string | null = null;
  licence: { readonly document: Uint8Array; readonly signature: Uint8Array | null } | null = null;
  readonly #office: Office;
  readonly #opened: Date;
  /** When the licence that was decided on is issued; null where it is issued at once. */
  #issuesAt: Date | null = null;
  #applicant: string;

  constructor(id: string, owner: string, login: Record, office: Office) {
    this.id = id;
    this.owner = owner;
    this.steps = [...login.steps];
    this.messages = [...login.messages];
    this.#office = office;
    this.#applicant = owner;
    this.#opened = office.now();
  }

  /** Does what has come due meanwhile. */
  async settle(): Promise<void> {
    if (this.#issuesAt === null || this.#office.now() < this.#issuesAt) return;
    this.#issuesAt = null;
    await this.#issue();
  }

  fill(applicant: string): void {
    this.#mustBe('TOLTYRU');
    const { breaks, now } = this.#office;
    if (breaks('form-closes-early') && now().getTime() - this.#opened.getTime() > 30_000) throw new NotNow();
    if (applicant !== '') this.#applicant = applicant;
    const doer = breaks('form-by-system') ? 'E_LICENZIYALAU' : 'QYZMET_KORSETUSHI';
    if (!breaks('form-left-out')) this.#write(['TOLTYRU', doer, 'ORYNDALDY']);
    this.standing = 'SURAU';
  }

  async lookUp(): Promise<void> {
    const { breaks, now, registers } = this.#office;
    if (!(breaks('look-up-before-form') && this.standing === 'TOLTYRU')) this.#mustBe('SURAU');
    const begun = now();
    this.standing = 'SURALUDA';
    const { asked, finding } = await registers.ask(this.#applicant, this.owner);
    const doer = breaks('look-up-by-provider') ? 'QYZMET_KORSETUSHI' : asked;
    for (let times = breaks('look-up-left-out') ? 0 : breaks('look-up-twice') ? 2 : 1; times > 0; times -= 1)
      write(this, ['SURAU', doer, breaks('look-up-confirmed') ? 'ORYNDALDY' : 'JIBERILDI'], [begun, now()]);
    const forgiving = finding.isSilent ? 'silence-ignored' : finding.cause === '24' ? 'outage-ignored' : null;
    const violation = forgiving ?? (finding.cause === null ? null : (FORGIVEN[finding.cause] ?? null));
    if (finding.cause === null || (violation !== null && breaks(violation))) {
      this.standing = 'QUJAT';
      return;
    }
    const cause = breaks('not-found-confused') ? '21' : finding.cause;
    const outcome = breaks('not-found-as-refusal') ? 'DEREK_QATE' : 'DEREK_ALYNBADY';
    this.#write(['TABYLMADY', 'E_LICENZIYALAU', outcome], { cause, silent: breaks('not-found-silently') });
    this.standing = breaks('goes-on-not-found') ? 'QUJAT' : 'BAS_TARTYLDY';
  }

  async attach(): Promise<void> {
    const { breaks } = this.#office;
    if (!(breaks('attaches-early') && this.standing === 'SURAU')) this.#mustBe('QUJAT');
    this.#write(['QUJAT', breaks('attached-by-system') ? 'E_LICENZIYALAU' : 'QYZMET_KORSETUSHI', 'QALYPTASTY']);
    this.standing = 'QARAU';
    for (let times = breaks('never-registers') ? 0 : breaks('registers-twice') ? 2 : 1; times > 0; times -= 1)
      this.#register();
    if (breaks('issues-undecided')) await this.#issue();
  }

  async decide(decision: Decision): Promise<void> {
    const { breaks } = this.#office;
    const isDecided = this.standing === 'BERILDI' || (this.standing === 'BAS_TARTYLDY' && this.number !== null);
    if (!(breaks('decides-again') && isDecided)) this.#mustBe('QARAU');
    if (this.#issuesAt !== null) throw new NotNow();
    const cause = DECISIONS[decision];
    if (cause === null && breaks('issues-late')) this.#issuesAt = nextWorkingDay(this.#office.now());
    if (this.#issuesAt !== null) return;
    if (cause === null) return this.#issue();
    const doer = breaks('refused-by-provider') ? 'QYZMET_KORSETUSHI' : 'E_LICENZIYALAU';
    this.#write(['BAS_TARTU', doer, 'DEREK_QATE'], { cause: breaks('refusal-confused') ? '32' : cause });
    this.standing = 'BAS_TARTYLDY';
    if (breaks('issues-refused')) this.licence = await this.#print();
  }

  #mustBe(standing: Standing): void {
    if (this.standing !== standing) throw new NotNow();
  }

  #write(line: Parameters<typeof write>[1], more?: Parameters<typeof write>[3]): void {
    const now = this.#office.now();
    write(this, line, [now, now], more);
  }

  #register(): void {
    const { breaks, nextNumber } = this.#office;
    if (!breaks('no-number')) this.number = breaks('same-number') ? 'TRL/1' : nextNumber();
    this.#write(['TIRKEU', 'E_LICENZIYALAU', 'TIRKELDI'], { number: this.number });
  }

  async #issue(): Promise<void> {
    this.standing = 'BERILDI';
    this.licence = await this.#print();
    this.#write(['LICENZIYA', 'E_LICENZIYALAU', 'BERILDI'], { number: this.number });
  }

  async #print(): Promise<NonNullable<File['licence']>> {
    const { breaks, now, trust } = this.#office;
    const at = now();
    const lines = ['Теле-, радиоарналарды тарату', `№ ${this.number ?? '-'}`, `ЖСН/БСН ${this.#applicant}`];
    const document = await printLetter('Лицензия', lines, at);
    const signed = breaks('licence-signature-wrong') ? document.subarray(1) : document;
    return { document, signature: breaks('licence-unsigned') ? null : await seal(signed, trust.official, at) };
  }
}
