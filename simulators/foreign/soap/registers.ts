// The state databases that the SOAP service asks: of individuals, of organisations, and of powers of attorney.
import { setTimeout as delay } from 'node:timers/promises';
import type { Cause } from './wording.ts';

/** What the databases know, as lists of IIN and BIN. */
export interface RegisterContents {
  readonly individuals: readonly string[];
  readonly organisations: readonly string[];
  /** Applicants for whom a representative holds a power of attorney. */
  readonly represented: readonly string[];
  /** Applicants whose look-up finds the database out of order. */
  readonly outOfOrder: readonly string[];
}

/** How a database behaves, in the words of the wire: it works, does not answer, or is out of order. */
export const MODES = ['JUMYS', 'UNSIZ', 'QATE'] as const;
export type Mode = (typeof MODES)[number];
export const DATABASES = ['ZHT_MDQ', 'ZT_MDQ', 'BNAZH'] as const;
export type Database = (typeof DATABASES)[number];

/** What came of a look-up. */
export interface Finding {
  /** Why the data cannot be had; null where they can. */
  readonly cause: Cause | null;
  readonly isSilent: boolean;
}

/** The databases that a service asks, wherever they are. */
export interface Databases {
  behave(database: Database, mode: Mode): void | Promise<void>;
  /** Looks an applicant up, and the power of whoever acts for them. */
  ask(number: string, attorney: string): Promise<{ asked: 'ZHT_MDQ' | 'ZT_MDQ'; finding: Finding }>;
}

/** The databases of one service that has them itself. */
export class Registers implements Databases {
  readonly #contents: RegisterContents;
  readonly #patienceMs: number;
  readonly #modes = new Map<Database, Mode>();

  constructor(contents: RegisterContents, patienceMs: number) {
    this.#contents = contents;
    this.#patienceMs = patienceMs;
  }

  behave(database: Database, mode: Mode): void {
    this.#modes.set(database, mode);
  }

  /**
   * Looks an applicant up, first among individuals or organisations, then among the powers of attorney.
   * The number tells which he is: the fifth digit of a BIN is 4, 5 or 6.
   */
  async ask(number: string): Promise<{ asked: 'ZHT_MDQ' | 'ZT_MDQ'; finding: Finding }> {
    const isOrganisation = /^\d{4}[456]/.test(number);
    const asked = isOrganisation ? 'ZT_MDQ' : 'ZHT_MDQ';
    for (const database of [asked, 'BNAZH'] as const) {
      const mode = this.#modes.get(database) ?? 'JUMYS';
      if (mode === 'UNSIZ') await delay(this.#patienceMs);
      if (mode !== 'JUMYS') return { asked, finding: { cause: '24', isSilent: mode === 'UNSIZ' } };
    }
    return { asked, finding: { cause: this.#causeFor(number, isOrganisation), isSilent: false } };
  }

  #causeFor(number: string, isOrganisation: boolean): Cause | null {
    const { individuals, organisations, represented, outOfOrder } = this.#contents;
    if (outOfOrder.includes(number)) return '24';
    if (isOrganisation && !organisations.includes(number)) return '22';
    if (!isOrganisation && !individuals.includes(number)) return '21';
    return represented.includes(number) ? null : '23';
  }
}
