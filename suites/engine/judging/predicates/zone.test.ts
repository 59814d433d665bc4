// The last day of a term ends with the day of the act's region: a result at 23:30 there is in time, one at half past midnight is late.
import { describe, expect, it } from 'vitest';
import { entry, performed, sampleTrace, sighting } from '../../sample-trace.ts';
import { judge, SETTING } from '../sample-judging.ts';

const REGION = { ...SETTING, calendar: { ...SETTING.calendar, zone: 'Asia/Aqtau' as const } };

/** What is found of a result that came at an instant, where the request was registered on 26 April 2013 and has two working days. */
function found(came: string, setting = SETTING) {
  const at = Date.parse(came);
  const trace = sampleTrace({
    history: [entry('register'), entry('issue', { startedAt: came, finishedAt: came })],
    performed: [performed('register', { operation: 'decide', at })],
    sightings: [sighting('issue', { absentAt: at - 1, presentAt: at })],
  });
  const readings = [{ max: 2, unit: 'working-day' as const }];
  const call = { predicate: 'outcome-due' as const, arguments: { begun: 'register', outcome: 'issue', readings } };
  return judge(call, trace, setting).holds;
}

describe('a result on the last day', () => {
  it.each([
    ['2013-04-30T23:30:00+06:00', true, true],
    ['2013-04-30T23:30:00+05:00', false, true],
    ['2013-05-01T00:30:00+05:00', false, false],
  ])('at %s is in time in the capital: %s, in Mangystau: %s', (came, capital, region) => {
    expect(found(came)).toBe(capital);
    expect(found(came, REGION)).toBe(region);
  });
});
