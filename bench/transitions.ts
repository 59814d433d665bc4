// Measures how many transitions a second the simulator makes and how much memory that takes, compared with a bare server with the same checks and
// equally large answers, and with a mock server.
import type { Pool } from 'undici';
import { type Course, courseOf, type Stage } from './course.ts';
import { compare, FEW_ROUNDS, inParallel, median, rounded, timed } from './figure.ts';
import { hammer, withMockServer } from './mock-server.ts';
import { Ids, openPool, type RecordedWalk, send } from './recording.ts';
import { built, residentMb, SIMULATOR, withChild } from './started.ts';

/** How many courses one round takes; it has to be fewer than the worlds that the simulator remembers. */
const COURSES = 200;

/** The figure `transitions`; `ratio` is the speed of the simulator over that of the bare server, `overMock` over that of a mock server. */
export function measureTransitions(walks: readonly RecordedWalk[]): Promise<Record<string, number>> {
  const courses = walks.flatMap((walk) => courseOf(walk) ?? []);
  const due = courses.map(({ transitions }) =>
    transitions.map(({ operation, recorded }) => ({ operation, answer: JSON.parse(recorded.answer) })),
  );
  const all = Array.from({ length: COURSES }, (_, n) => courses[n % courses.length]);
  const transitions = all.reduce((sum, course) => sum + (course?.transitions.length ?? 0), 0);
  const perSecond = (ms: number) => Math.round((transitions / ms) * 1000);
  return withChild(SIMULATOR, (simulator, pid) =>
    withChild(
      [built('bench/bare-portal.js')],
      (server, barePid) =>
        withMockServer(async (mock, mockPid) => {
          const overBare = await compare(
            () => take(courses, simulator),
            () => take(courses, server),
          );
          const mockMs: number[] = [];
          for (let round = 0; round < FEW_ROUNDS; round += 1) mockMs.push(await hammer(all, mock));
          return {
            transitions,
            ...{ simulatorPerSecond: perSecond(overBare.ours), barePerSecond: perSecond(overBare.bare) },
            ratio: rounded(1 / overBare.ratio),
            ...{ mockPerSecond: perSecond(median(mockMs)), overMock: rounded(median(mockMs) / overBare.ours) },
            ...{ simulatorMb: residentMb(pid), bareMb: residentMb(barePid), mockMb: residentMb(mockPid) },
          };
        }),
      JSON.stringify(due),
    ),
  );
}

/** Takes `COURSES` courses, starting again with the first after the last. @returns the milliseconds of their transitions alone */
async function take(courses: readonly Course[], url: string): Promise<number> {
  const pool = openPool(url);
  const takers = Array.from(
    { length: COURSES },
    (_, n) => new Taker(pool, n % courses.length, courses[n % courses.length]),
  );
  await inParallel(takers, (taker) => taker.prepare());
  const ms = await timed(() => inParallel(takers, (taker) => taker.go()));
  await pool.close();
  return ms;
}

/** Takes one course in a world of its own, and replaces the recorded ids by those that this portal gives. */
class Taker {
  readonly #pool: Pool;
  readonly #number: number;
  readonly #course: Course | undefined;
  readonly #ids = new Ids();
  #world: string | null = null;

  constructor(pool: Pool, number: number, course: Course | undefined) {
    this.#pool = pool;
    this.#number = number;
    this.#course = course;
  }

  async prepare(): Promise<void> {
    for (const { operation, recorded } of this.#course?.setup ?? []) {
      if (operation !== 'openWorld') await this.#send(recorded);
      else {
        const body = JSON.stringify({ ...JSON.parse(recorded.body), seed: this.#number });
        this.#world = String(JSON.parse(await this.#send({ ...recorded, body })).world);
      }
    }
  }

  async go(): Promise<void> {
    for (const { recorded } of this.#course?.transitions ?? []) await this.#send(recorded);
  }

  async #send(recorded: Stage['recorded']): Promise<string> {
    const { status, answer } = await send(this.#pool, this.#ids.inOurs(recorded), this.#world);
    if (status !== recorded.status)
      throw new Error(`${recorded.method} ${recorded.path} answers ${status}, recorded ${recorded.status}: ${answer}`);
    this.#ids.learn(recorded.answer, answer);
    return answer;
  }
}
