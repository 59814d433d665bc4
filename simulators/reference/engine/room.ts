// How much a world, and all worlds together, may keep of what is sent to them.
import { Rejection } from './rejection.ts';

/** What a world may keep (included), and all of them together, in bytes of memory as they are estimated here. */
const MOST_OF_A_WORLD = 64_000_000;
const MOST_IN_ALL = 128_000_000;
/** What an operation leaves behind apart from its input, such as a line of history; and what a key or an entry of the input takes. */
const OPERATION_BYTES = 2000;
const ENTRY_BYTES = 100;
const LETTER_BYTES = 2;
/** Inputs of which only a digest is kept. */
const NOT_KEPT = new Set(['content']);

/** What the room is shared by. */
export interface Tenant {
  taken: number;
}

/** The room of a simulator. Where it is full, another world makes place. */
export class Room {
  #taken = 0;
  readonly #dropOneBut: (tenant: Tenant) => boolean;

  /** @param dropOneBut drops and releases a world, but not this one; false where none can be dropped */
  constructor(dropOneBut: (tenant: Tenant) => boolean) {
    this.#dropOneBut = dropOneBut;
  }

  /** Takes room for an input. @throws Rejection 429 where the world has taken all that it may */
  take(tenant: Tenant, input: unknown): void {
    const bytes = OPERATION_BYTES + weightOf(input);
    if (tenant.taken + bytes > MOST_OF_A_WORLD)
      throw new Rejection(429, `world: it keeps ${MOST_OF_A_WORLD} bytes, and no more; open another one`);
    tenant.taken += bytes;
    this.#taken += bytes;
    while (this.#taken > MOST_IN_ALL) if (!this.#dropOneBut(tenant)) break;
  }

  /** Gives back the room of a world that is kept no more. */
  release({ taken }: Tenant): void {
    this.#taken -= taken;
  }
}

function weightOf(value: unknown): number {
  if (typeof value === 'string') return value.length * LETTER_BYTES;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) => sum + ENTRY_BYTES + (NOT_KEPT.has(key) ? 0 : key.length * LETTER_BYTES + weightOf(inner)),
    0,
  );
}
