// Tests what whoever waits is told while a run goes on.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RunEvent } from '../schemas/run/report.ts';
import { sampleEvents, sampleExchange } from './sample.ts';
import { Tally } from './tally.ts';

const AT = '2026-11-26T10:00:00.000Z';
const [started] = sampleEvents();
if (started?.type !== 'run-started') throw new Error('no beginning');
const [walk] = started.scenarios;
if (walk === undefined) throw new Error('no walk');
const begun = (scenario: string): RunEvent => ({ type: 'scenario-started', at: AT, scenario });
const done = (scenario: string): RunEvent => ({ type: 'scenario-finished', at: AT, scenario, interrupted: null });
const four = [1, 2, 3, 4].map((n) => ({ ...walk, id: `walk-${n}` }));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function told(events: readonly RunEvent[], seconds = 0): string {
  const tally = new Tally();
  for (const event of events) tally.note(event);
  vi.advanceTimersByTime(seconds * 1000);
  return String(tally);
}

it('tells what is done, spent, left and waited for', () => {
  const run = { ...started, scenarios: four };
  expect(told([run])).toBe('0/4 scenarios, 0 failures so far, 0/4 applications');
  const exchange = { ...sampleExchange('walk-2#1', {}), operation: 'readRequest' };
  const under = [run, begun('walk-1'), begun('walk-2'), begun('walk-3'), done('walk-1')];
  expect(told([...under, { type: 'exchange', scenario: 'walk-2', exchange }], 20)).toBe(
    '1/4 scenarios, 0 failures so far, 3/4 applications, about 60 s left, on walk-2 (readRequest)',
  );
  expect(told(under, 3600)).toContain('about 3 h left, on walk-2');
  expect(told(under, 60)).toContain('about 3 min left');
  expect(told([...under, done('walk-2'), done('walk-3'), begun('walk-4'), done('walk-4')], 60)).toBe(
    '4/4 scenarios, 0 failures so far, 4/4 applications',
  );
});

it('counts against the budget of the target, and in a part only what is its', () => {
  const run = { ...started, scenarios: four, budget: 60, part: { number: 1, of: 2, scenarios: ['walk-1', 'walk-3'] } };
  expect(told([run, begun('walk-1')])).toBe('0/2 scenarios, 0 failures so far, 1/60 applications, on walk-1');
});

it('goes on with what a resumed run had done, and tells what waits for the portal', () => {
  const waits: RunEvent = {
    ...{ type: 'scenario-suspended', at: AT, scenario: 'walk-2' },
    obligation: { awaits: 'issue', since: AT, dues: [] },
  };
  const night = [{ ...started, scenarios: four }, begun('walk-1'), done('walk-1'), begun('walk-2'), waits];
  expect(told(night, 10)).toBe(
    '1/4 scenarios, 0 failures so far, 2/4 applications, 1 waiting for the portal, about 20 s left',
  );
  const resumed: RunEvent = { type: 'run-resumed', at: AT, tool: 't', host: 'h' };
  expect(told([...night, resumed, begun('walk-2'), done('walk-2')], 10)).toBe(
    '2/4 scenarios, 0 failures so far, 2/4 applications, about 20 s left',
  );
});
