// Keeps what is asked of the simulator in the worlds that somebody looks at, and what it answers, for the tester to read beside the flow.
import type { Operation } from '../../../schemas/target/driver.ts';
import { Rejection } from '../engine/rejection.ts';
import type { World } from '../operations/world.ts';
import type { Simulator } from '../simulator.ts';

/** One operation that was asked for, and how it ended. */
export interface Exchange {
  readonly at: number;
  readonly operation: Operation;
  /** The request that it is about; null where it is about none. */
  readonly request: string | null;
  readonly sent: string;
  /** Why it was not accepted; null where it was. */
  readonly refused: { readonly status: number; readonly detail: string } | null;
}

const REMEMBERED = 100;
const SHOWN_LETTERS = 400;
/** What only reads would drown everything else. */
const IS_READING: ReadonlySet<string> = new Set([
  ...['describe', 'readSession', 'readRequest', 'readPages', 'readHistory', 'readContent', 'readMessages'],
]);
const SECRET: ReadonlySet<string> = new Set(['password']);

/** The exchanges of the worlds that are followed. */
export class Exchanges {
  readonly #kept = new WeakMap<World, Exchange[]>();

  /** Keeps what is asked in a world from now on. */
  follow(world: World): void {
    if (!this.#kept.has(world)) this.#kept.set(world, []);
  }

  isFollowing(world: World): boolean {
    return this.#kept.has(world);
  }

  /** Those of a world, the last first. */
  of(world: World): readonly Exchange[] {
    return (this.#kept.get(world) ?? []).toReversed();
  }

  note(world: World, exchange: Exchange): void {
    const kept = this.#kept.get(world);
    if (kept === undefined || IS_READING.has(exchange.operation)) return;
    kept.push(exchange);
    if (kept.length > REMEMBERED) kept.shift();
  }
}

/** The simulator itself, with every operation noted, whoever asks for it: a page or a program. */
export function watch(simulator: Simulator, exchanges: Exchanges): Simulator {
  return {
    ...simulator,
    async perform(world, demand) {
      if (!exchanges.isFollowing(world)) return simulator.perform(world, demand);
      const { operation, params, input } = demand;
      const note = (refused: Exchange['refused']) =>
        exchanges.note(world, {
          ...{ at: world.now, operation, request: params.request ?? null, refused },
          sent: shortened(input),
        });
      try {
        const answer = await simulator.perform(world, demand);
        note(null);
        return answer;
      } catch (error) {
        note({
          status: error instanceof Rejection ? error.status : 500,
          detail: error instanceof Error ? error.message : '',
        });
        throw error;
      }
    },
  };
}

function shortened(input: unknown): string {
  if (input === null) return '';
  const text = JSON.stringify(input, (key, value) =>
    SECRET.has(key)
      ? '…'
      : typeof value === 'string' && value.length > 120
        ? `${value.slice(0, 80)}… (${value.length})`
        : value,
  );
  return text.length > SHOWN_LETTERS ? `${text.slice(0, SHOWN_LETTERS)}…` : text;
}
