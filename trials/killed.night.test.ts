// A run that is killed again and again, at random moments, comes to the same as one that is not, and sends no application twice.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Counting, connectTo, drawing, Interrupted, saidIn, startCounting } from './interrupting.ts';

/** How often it is killed in all. */
const KILLS = process.env.REGLAMENT_ALL === undefined ? 6 : 200;
const FLOW = 'passenger-transport-licence/portal';
const SOME = `${FLOW}/{register,pay,receive-result}/{term,next*}`;

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
    const once = counting.opened.size;
    const expected = saidIn(whole.report);
    expect(expected.outcome).toBe('passed');

    const draw = drawing(7);
    let kills = 0;
    while (kills < KILLS) {
      counting.opened.clear();
      const cut = new Interrupted(SOME, counting, connectTo(counting.url));
      for (let left = 0, isDone = false; !isDone; ) {
        left = kills < KILLS ? Math.floor(draw() ** 2 * 120) : Number.POSITIVE_INFINITY;
        // Every third is killed at the worst moment, if it comes to one: an application is sent, and its answer is lost.
        const isAimed = kills % 3 === 1;
        counting.strike = (moment, request) => {
          left -= 1;
          return isAimed && Number.isFinite(left)
            ? moment === 'after the request' && request === 'POST /requests'
            : left < 0;
        };
        isDone = await cut.part();
        if (!isDone) kills += 1;
      }
      counting.strike = () => false;
      const said = saidIn(cut.report);
      if (knowsKeys) expect(said).toEqual(expected);
      else expect(said.verdicts.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
      // Without keys a walk whose answer is lost may be given up, and none sends its application twice.
      if (knowsKeys) expect(counting.opened.size).toBe(once);
      else expect(counting.opened.size).toBeLessThanOrEqual(once);
    }
  });
});
