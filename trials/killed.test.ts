// A run that is killed again and again, at random moments, comes to the same as one that is not, and sends no application twice.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Counting, connectTo, drawing, Interrupted, saidIn, startCounting } from './interrupting.ts';

/** How often it is killed in all. */
const KILLS = process.env.REGLAMENT_ALL === undefined ? 12 : 200;
const FLOW = 'passenger-transport-licence/portal';
const SOME = `${FLOW}/{sign,register,pay,receive-result}/{term,once,next*,refused-*}`;

describe.each([
  ['knows operations again by their keys', true],
  ['knows no keys', false],
])('a run on a portal that %s', (_, knowsKeys) => {
  let counting: Counting;
  beforeAll(async () => {
    counting = await startCounting('passenger-transport-licence', knowsKeys);
  });
  afterAll(() => counting.close());

  it('comes to the same when it is killed', { timeout: 600_000 }, async () => {
    const whole = new Interrupted(SOME, counting, connectTo(counting.url));
    expect(await whole.part()).toBe(true);
    const once = counting.opened.length;
    expect(new Set(counting.opened).size).toBe(once);
    const expected = saidIn(whole.report);
    expect(expected.outcome).toBe('passed');

    const draw = drawing(7);
    let kills = 0;
    while (kills < KILLS) {
      counting.opened.length = 0;
      const cut = new Interrupted(SOME, counting, connectTo(counting.url));
      for (let left = 0, isDone = false; !isDone; ) {
        left = kills < KILLS ? Math.floor(draw() ** 2 * 120) : Number.POSITIVE_INFINITY;
        counting.strike = () => {
          left -= 1;
          return left < 0;
        };
        isDone = await cut.part();
        if (!isDone) kills += 1;
      }
      counting.strike = () => false;
      const said = saidIn(cut.report);
      if (knowsKeys) expect(said).toEqual(expected);
      else expect(said.verdicts.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
      expect(counting.opened.length).toBe(new Set(counting.opened).size);
      if (knowsKeys) expect(counting.opened.length).toBe(once);
    }
  });
});
