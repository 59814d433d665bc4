// Measures how many transitions a second the simulator makes, compared with a bare server with the same checks and equally large answers.
import type { Pool } from 'undici';
import { type Course, courseOf, type Stage } from './course.ts';
import { compare, inParallel, rounded, timed } from './figure.ts';
import { Ids, openPool, type RecordedWalk, send } from './recording.ts';
import { built, SIMULATOR, withProcess } from './started.ts';

/** How many courses one round takes; it has to be fewer than the worlds that the simulator remembers. */
const COURSES = 900;

/** The figure `transitions`; `ratio` is the speed of the simulator over that of the bare server. */
export function measureTransitions(walks: readonly RecordedWalk[]): Promise<Record<string, number>> {
  const courses = walks.flatMap((walk) => courseOf(walk) ?? []);
  const due = courses.map(({ transitions }) =>
    transitions.map(({ operation, recorded }) => ({ operation, answer: JSON.parse(recorded.answer) })),
  );
  return withProcess(SIMULATOR, (simulator) =>
    withProcess(
      [built('bench/bare-portal.js')],
      async (server) => {
        const { ours, bare, ratio } = await compare(
          () => take(courses, simulator),
          () => take(courses, server),
        );
        const each = Array.from({ length: COURSES }, (_, n) => courses[n % courses.length]?.transitions.length ?? 0);
        const transitions = each.reduce((sum, count) => sum + count, 0);
        return {
          transitions,
          simulatorPerSecond: Math.round((transitions / ours) * 1000),
          barePerSecond: Math.round((transitions / bare) * 1000),
          ratio: rounded(1 / ratio),
        };
      },
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
